"""What the publisher decided: config.toml, topic files, the environment and flags, checked as a whole, kept current.

    sources      what each of them says, and where          flag > environment > files > default
    places       where each key was read, worked out when somebody asks
    blocks       TOML with many topics, of which only what has changed is parsed again
    lines        on which line of a file a key stands
    files        which files there are, and in what state
    topic_files  files of topics, laid together with config.toml
    reading      all of it together: read(path) -> Said
    shape        the tables and keys there are
    kinds        the kinds of values, and what is wrong with one that is not of its kind
    schedules    intervals and cron lines
    urls         addresses
    mistakes     what pydantic found, in sentences for people
    legible      what a layer says as far as it can be read, so that all mistakes are told in one round
    together     what keys may say each by itself, but not together
    topics       what someone else finds wrong with the topics
    trial        what would be said with another file
    loading      what was said, checked: make(said) -> Config; load(path) is both
    current      the Config in force while the files are edited

docs/configuration.md lists every key; a test holds it against `shape`.
"""

from __future__ import annotations

from feedsvc.config.current import Current
from feedsvc.config.loading import Config, load, make
from feedsvc.config.reading import Said, read
from feedsvc.config.sources import variable
from feedsvc.config.trial import tried

__all__ = ["Config", "Current", "Said", "load", "make", "read", "tried", "variable"]
