"""What the publisher decided: config.toml, the environment and flags, checked as a whole and kept current.

    sources    what each of them says, and where          flag > environment > file > default
    shape      the tables and keys there are
    kinds      the kinds of values, and what is wrong with one that is not of its kind
    mistakes   what pydantic found, in sentences for people
    legible    what a layer says as far as it can be read, so that all mistakes are told in one round
    together   what keys may say each by itself, but not together
    topics     what someone else finds wrong with the topics
    lines      on which line of the file a key stands
    loading    all of it together: load(path) -> Config
    current    the Config in force while the file is edited

docs/configuration.md lists every key; a test holds it against `shape`.
"""

from __future__ import annotations

from feedsvc.config.current import Current
from feedsvc.config.loading import Config, load
from feedsvc.config.sources import variable

__all__ = ["Config", "Current", "load", "variable"]
