"""The straight line once more, for one file and with every reason: SourceFile -> Account. Pure.

It calls the functions that publishing calls, and so tells no other story than what is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from feedsvc import sanitize
from feedsvc.errors import Rejected
from feedsvc.expressions import Text
from feedsvc.model import Article, Assignment, Entry, Identity, Line, SourceFile, State
from feedsvc.normalize import Reasoned, reasoned
from feedsvc.pipeline.account import Account, Fate, Reading, Sorting, Verdict
from feedsvc.pipeline.make import Job, Settings, article_of
from feedsvc.pipeline.sorting import given, near_misses
from feedsvc.pipeline.values import values
from feedsvc.rejection import Rejection
from feedsvc.sources import decoded
from feedsvc.sources.scan import shown
from feedsvc.store.values import StoredEntry

MOST_NEAR = 10
"""Near misses that are told of: whoever has ten thousand rules misses hundreds by one condition, and reads ten."""

_NOWHERE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class _Way:
    """How far a file came."""

    article: Article | None = None
    made: Reasoned | None = None
    rejected: Rejected | None = None


def account(
    source: SourceFile,
    known: Identity | None,
    settings: Settings,
    now: datetime,
    addresses: Mapping[str, str] = _NOWHERE,
) -> Account:
    """What becomes of a source file, and why; `known` and `addresses` as in a Job."""
    way = _way(Job(source, known, addresses), settings, now)
    entry = way.made.entry if way.made else None
    assignments = settings.classifier.classify(entry) if entry else ()
    told = Account(
        reading=_reading(source, way.article),
        dropped=_dropped(way.article),
        values=values(way.article, way.made),
        verdict=_verdict(source, way, known, now),
        topics=(),
        near=(),
        farther=0,
        entry=entry,
        assignments=assignments,
    )
    return _sorted(told, entry, assignments, settings) if entry else told


def beside(told: Account, stored: StoredEntry | None, rejection: Rejection | None = None) -> Account:
    """The same beside what the store has of these very bytes: topics by other rules, or a rejection.

    A file alone does not tell that its id or slug is that of another.
    """
    if rejection is not None and told.verdict.rejection is None:
        told = replace(told, verdict=_refused(rejection, stored.state if stored else None))
    if stored is None or told.entry is None:
        return told
    now, before = _slugs(told.assignments), _slugs(stored.assignments)
    gained, lost = (tuple(slug for slug in one if slug not in other) for one, other in ((now, before), (before, now)))
    return replace(told, sorting=Sorting(gained, lost)) if gained or lost else told


def _way(job: Job, settings: Settings, now: datetime) -> _Way:
    article = None
    try:
        article = article_of(job, settings)
        return _Way(article, reasoned(article, job.source, job.known, settings.site, now))
    except Rejected as rejected:
        return _Way(article, rejected=rejected)


def _reading(source: SourceFile, article: Article | None) -> Reading:
    encoding = lines = None
    try:
        text, encoding = decoded(source.data)
        lines = len(text.removesuffix("\n").split("\n"))
    except Rejected:
        pass  # no text: the verdict says so
    encoding = article.origins.get("encoding", encoding) if article else encoding
    return Reading(shown(source.path), source.media_type, len(source.data), encoding, lines)


def _dropped(article: Article | None) -> tuple[Line, ...]:
    lines = article.dropped if article else ()
    return tuple(Line(line.number, sanitize.line(line.text), line.why) for line in lines)


def _verdict(source: SourceFile, way: _Way, known: Identity | None, now: datetime) -> Verdict:
    if way.article and way.article.draft:
        return Verdict(Fate.DRAFT, "the file says that it is a draft, or is to be withheld")
    if way.made is None:
        return _refused(_rejection(source, way.rejected), known.state if known else None)
    entry = way.made.entry
    if entry.expires is not None and entry.expires <= now:
        return Verdict(Fate.WITHDRAWN, "its expiry has passed")
    if entry.embargo is not None:
        return Verdict(Fate.HELD, "not a word of it leaves before its embargo ends", until=entry.embargo)
    if known is not None and known.state is State.WITHDRAWN:
        return Verdict(Fate.WITHDRAWN, "it was taken back; a file like this one, among the articles, brings it back")
    return Verdict(Fate.PUBLISHED, _news(source, known))


def _news(source: SourceFile, known: Identity | None) -> str:
    if known is None:
        return "it is new: among the articles, the next scan publishes it"
    if known.sha256 != source.sha256:
        return "it has changed since it was published: the next scan publishes it as it is now"
    return "it is in its feeds"


def _rejection(source: SourceFile, rejected: Rejected | None) -> Rejection:
    assert rejected is not None  # noqa: S101 (nothing else ends the way)
    return Rejection.of(shown(source.path), rejected)


def _refused(rejection: Rejection, before: State | None) -> Verdict:
    stays = (
        "what was published of it before stays in its feeds" if before is State.PUBLISHED else "nothing of it is seen"
    )
    return Verdict(Fate.REJECTED, stays, rejection=rejection)


def _sorted(told: Account, entry: Entry, assignments: tuple[Assignment, ...], settings: Settings) -> Account:
    slugs = _slugs(assignments)
    text = Text.of(entry, slugs)
    near, farther = near_misses(settings.classifier.ruled, text, set(slugs), MOST_NEAR)
    return replace(told, topics=given(settings.classifier, entry, text), near=near, farther=farther)


def _slugs(assignments: tuple[Assignment, ...]) -> list[str]:
    return [assignment.topic for assignment in assignments]
