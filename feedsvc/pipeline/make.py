"""The straight line of one source file: parse, normalize, classify, render. Pure, so that any process may do it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import feedsvc
from feedsvc.errors import Rejected
from feedsvc.model import Identity, Site, SourceFile, Topic
from feedsvc.normalize import normalize
from feedsvc.render import VERSION, render
from feedsvc.sources import parse
from feedsvc.store.base import Publish
from feedsvc.topics import Classifier


@dataclass(frozen=True, slots=True)
class Settings:
    """What the configuration says that shapes an entry."""

    site: Site
    chrome: frozenset[str]
    topics: tuple[Topic, ...]
    classifier: Classifier

    @classmethod
    def of(cls, site: Site, chrome: Iterable[str], topics: Iterable[Topic]) -> Settings:
        topics = tuple(topics)
        return cls(site, frozenset(chrome), topics, Classifier(topics))

    def fingerprint(self) -> str:
        """Alike for settings that make the same of every file; another where entries must be made anew."""
        shape = (feedsvc.__version__, VERSION, self.site, sorted(self.chrome), self.topics)
        return hashlib.sha256(repr(shape).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Job:
    """One source file to be made into an entry: the one it is `known` to be, or a new one."""

    source: SourceFile
    known: Identity | None


@dataclass(frozen=True, slots=True)
class Draft:
    """The file says itself that it is not to be published."""


Outcome = Publish | Draft | Rejected


def make(job: Job, settings: Settings, now: datetime) -> Outcome:
    """One file's way from its bytes to all that is published of it; a rejection is an outcome like others."""
    try:
        article = parse(job.source, settings.chrome)
        if article.draft:
            return Draft()
        entry = normalize(article, job.source, job.known, settings.site, now)
        assignments = settings.classifier.classify(entry)
        fragments = render(entry, assignments, settings.site)
    except Rejected as rejected:
        return rejected
    return Publish(entry, assignments, fragments, job.source)
