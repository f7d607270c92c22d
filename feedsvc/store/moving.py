"""The newest revision, and the feeds that move to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, insert, update
from sqlalchemy.engine import Connection

from feedsvc.feed import Feed
from feedsvc.store import news, queries
from feedsvc.store.changes import Registered
from feedsvc.store.deciding import Touch
from feedsvc.store.queries import in_groups
from feedsvc.store.records import Record, feed_of, feed_record
from feedsvc.store.schema import feeds
from feedsvc.store.schema import revision as revisions

_ADVANCE = update(revisions).values(number=bindparam("to"))
_INSERT = insert(feeds)
_UPDATE = update(feeds).where(feeds.c.selection == bindparam("of"))

NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed that never held an entry was updated: before anything that it will hold."""

_OF_THE_LAST = 1 / 5
"""What the newest time between two changes counts in their average: new habits show after a few of them."""


class Counted(NamedTuple):
    """A feed, and how many entries ever came into it."""

    feed: Feed
    entered: int


def locked(connection: Connection) -> int:
    """The newest revision, and with it the right to make the next ones: every transaction that writes begins here."""
    revision: int = connection.execute(queries.NEWEST_REVISION).scalar_one()
    return revision


def advance(connection: Connection, revision: int) -> None:
    """Make this the newest; who waits for news hears of it when the transaction is committed."""
    connection.execute(_ADVANCE, {"to": revision})
    news.announce(connection)


def move(
    connection: Connection, touches: Mapping[str, Touch], newcomers: Mapping[str, Collection[int]], at: datetime
) -> dict[str, int]:
    """Bring the feeds that a batch touched to their revision; those not known before are from now on.

    How many entries had ever come into each of them before.
    """
    known = _known(connection, touches)
    moved = [
        _moved(known, selection, touch, len(newcomers.get(selection, ())), at) for selection, touch in touches.items()
    ]
    _write(connection, known, moved)
    return {selection: counted.entered for selection, counted in known.items()}


def register(connection: Connection, topics: Iterable[Registered], at: datetime) -> None:
    """Give feeds the titles and descriptions that they are to have; what is as it should be is left alone."""
    named = {topic.selection: topic for topic in topics}
    revision = locked(connection)
    differing = _differing(connection, named)
    known = _known(connection, differing)
    moved = []
    for number, selection in enumerate(differing, start=revision + 1):
        feed, entered = known.get(selection, (None, 0))
        moved.append(Counted(_registered(feed, named[selection], number, at), entered))
    if moved:
        _write(connection, known, moved)
        advance(connection, revision + len(moved))


def touch(connection: Connection, at: datetime) -> int:
    """Move every feed to the next revision."""
    revision = locked(connection) + 1
    later = feeds.c.modified < at
    connection.execute(update(feeds).values(revision=revision))
    connection.execute(update(feeds).where(later).values(modified=at))
    advance(connection, revision)
    return revision


def _differing(connection: Connection, named: Mapping[str, Registered]) -> list[str]:
    """The selections of those that are new or go by another name; only names are read, for nearly all are the same."""
    rows = (row for some in in_groups(named) for row in connection.execute(queries.NAMES_AMONG, some))
    names = {selection: (title, description) for selection, title, description in rows}
    return [
        topic.selection for topic in named.values() if names.get(topic.selection) != (topic.title, topic.description)
    ]


def _known(connection: Connection, selections: Iterable[str]) -> dict[str, Counted]:
    rows = (row for some in in_groups(selections) for row in connection.execute(queries.FEEDS_AMONG, some))
    return {row.selection: Counted(feed_of(row), row.entered) for row in rows}


def _moved(known: Mapping[str, Counted], selection: str, touch: Touch, more: int, at: datetime) -> Counted:
    if selection not in known:
        return Counted(Feed(selection, touch.title, "", touch.revision, touch.updated, at), more)
    feed, entered = known[selection]
    moved = replace(
        feed,
        revision=touch.revision,
        updated=max(feed.updated, touch.updated),
        modified=max(feed.modified, at),
        pace=_paced(feed, at) if entered else None,  # until an entry came, nothing had changed but its name
    )
    return Counted(moved, entered + more)


def _paced(feed: Feed, at: datetime) -> timedelta | None:
    """The usual time between two changes; what happens at one moment, or before it by a clock put back, is one."""
    gap = at - feed.modified
    if gap <= timedelta(0):
        return feed.pace
    return gap if feed.pace is None else feed.pace + (gap - feed.pace) * _OF_THE_LAST


def _registered(feed: Feed | None, topic: Registered, revision: int, at: datetime) -> Feed:
    if feed is None:
        return Feed(topic.selection, topic.title, topic.description, revision, NOTHING_YET, at)
    modified = max(feed.modified, at)
    return replace(feed, title=topic.title, description=topic.description, revision=revision, modified=modified)


def _write(connection: Connection, known: Mapping[str, Counted], moved: Iterable[Counted]) -> None:
    new: list[Record] = []
    old: list[Record] = []
    for feed, entered in moved:
        row = {**feed_record(feed), "entered": entered}
        if feed.selection in known:
            old.append({**row, "of": feed.selection})
        else:
            new.append(row)
    if new:
        connection.execute(_INSERT, new)
    if old:
        connection.execute(_UPDATE, old)
