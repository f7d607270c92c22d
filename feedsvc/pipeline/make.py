"""The straight line of source files: parse, normalize, classify, render. Pure, so that any process may do it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import orjson

import feedsvc
from feedsvc import expressions
from feedsvc.errors import Rejected
from feedsvc.expressions import Text
from feedsvc.model import Article, Assignment, Entry, Identity, Site, SourceFile, Topic
from feedsvc.normalize import normalize, own_id
from feedsvc.render import VERSION, render
from feedsvc.sources import is_sent
from feedsvc.sources.beside import Beside, accompanied
from feedsvc.sources.dialects import AUTO
from feedsvc.sources.learnt import Learnt, parse_less
from feedsvc.sources.references import SCHEME, linked
from feedsvc.sources.rooted import unrooted
from feedsvc.store.changes import Publish
from feedsvc.topics import Classifier


@dataclass(frozen=True, slots=True)
class Settings:
    """What the configuration says that shapes an entry."""

    site: Site
    chrome: frozenset[str]
    topics: tuple[Topic, ...]
    classifier: Classifier
    kind: str = AUTO
    """Of the article folder: whose conventions its files follow, one of sources.dialects.KINDS."""
    beside: Beside | None = None
    """Where the files lie that articles refer to."""
    learns: bool = False
    """Whether page chrome is learnt."""
    learnt: Learnt = field(default_factory=dict)
    """What was: no setting, and so no part of the fingerprint; what it changes, pipeline/learning makes anew."""

    @classmethod
    def of(
        cls,
        site: Site,
        chrome: Iterable[str],
        topics: Iterable[Topic],
        kind: str = AUTO,
        former: Settings | None = None,
        beside: Beside | None = None,
        learns: bool = False,
    ) -> Settings:
        """Made of what was configured; what has not changed since the `former` settings is taken from them."""
        topics = tuple(topics)
        classifier = Classifier(topics, former.classifier if former else None)
        return cls(site, frozenset(chrome), topics, classifier, kind, beside, learns)

    def fingerprint(self) -> str:
        """Of everything but the topics: alike for settings that make the same of every file; where it is another,
        entries must be made anew."""
        static = self.beside.static if self.beside else ()
        shape = (feedsvc.__version__, VERSION, expressions.VERSION, self.site, sorted(self.chrome), self.kind, static)
        return hashlib.sha256(repr(shape).encode()).hexdigest()

    def fingerprint_of_topics(self) -> str:
        """Of the topics with all that is configured of them: where it is another, entries are sorted anew."""
        return hashlib.sha256(orjson.dumps(self.topics)).hexdigest()


@dataclass(frozen=True, slots=True)
class Job:
    """One source file to be made into an entry: the one it is `known` to be, or a new one."""

    source: SourceFile
    known: Identity | None
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Where the articles are to which it refers, as far as they are published, by reference."""


Classified = tuple[Entry, tuple[Assignment, ...], Text]
"""An entry, its topics with their reasons, and the text that these were found in."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The file says itself that it is not to be published."""

    id: str | None = None
    """Of the entry that it takes back, wherever that came from; None where the file names none."""
    version: int | None = None
    cancel: str | None = None
    """The path of the file, where it is one that a provider sent: it takes back also what is read only after it."""


@dataclass(frozen=True, slots=True)
class Superseded:
    """The provider has sent a later version of it, which is published, or has taken it back since."""


Outcome = Publish | Draft | Superseded | Rejected


def make(jobs: Sequence[Job], settings: Settings, now: datetime) -> list[Outcome]:
    """The files' way from their bytes to all that is published of them; a rejection is an outcome like others.

    Stage by stage, not file by file: what the processor holds of one stage's code serves the next file too, which
    takes a fifth less time.
    """
    articles = [_parsed(job, settings) for job in jobs]
    entries = [_normalized(job, article, settings, now) for job, article in zip(jobs, articles, strict=True)]
    classified = [_classified(entry, settings) for entry in entries]
    return [_rendered(job, found, settings) for job, found in zip(jobs, classified, strict=True)]


def _parsed(job: Job, settings: Settings) -> Article | Draft | Rejected:
    try:
        article = article_of(job, settings)
    except Rejected as rejected:
        return rejected
    return _draft(article, job, settings) if article.draft else article


def _draft(article: Article, job: Job, settings: Settings) -> Draft:
    entry_id = own_id(article, job.source, job.known, settings.site)
    return Draft(entry_id, article.version, job.source.path if is_sent(job.source.media_type) else None)


def article_of(job: Job, settings: Settings) -> Article:
    """What the file says, with the addresses of the articles that it refers to. Raises Rejected."""
    article = parse_less(job.source, settings.learnt, settings.chrome, settings.kind)
    if settings.beside:
        article = accompanied(unrooted(article, settings.beside), settings.beside)
    if SCHEME not in article.body and not job.addresses:
        return article
    return replace(article, body=linked(article.body, job.addresses))


def _normalized(
    job: Job, article: Article | Draft | Rejected, settings: Settings, now: datetime
) -> Entry | Draft | Rejected:
    if not isinstance(article, Article):
        return article
    try:
        return normalize(article, job.source, job.known, settings.site, now)
    except Rejected as rejected:
        return rejected


def _classified(entry: Entry | Draft | Rejected, settings: Settings) -> Classified | Draft | Rejected:
    if not isinstance(entry, Entry):
        return entry
    text = Text.of(entry)
    return entry, settings.classifier.classify(entry, text), text


def _rendered(job: Job, found: Classified | Draft | Rejected, settings: Settings) -> Outcome:
    if not isinstance(found, tuple):
        return found
    entry, assignments, text = found
    return publication(entry, assignments, text, job.source, settings.site)


def publication(
    entry: Entry, assignments: tuple[Assignment, ...], text: Text, source: SourceFile, site: Site
) -> Publish:
    """All that is stored of an entry with these topics; `text` is the entry's, which was cut to find them."""
    text.decided(assignment.topic for assignment in assignments)
    return Publish(entry, assignments, render(entry, assignments, site), source, text.index())
