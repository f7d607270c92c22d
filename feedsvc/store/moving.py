"""The newest revision, and the feeds that move to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import bindparam, insert, update
from sqlalchemy.engine import Connection

from feedsvc.model import Feed
from feedsvc.store import queries
from feedsvc.store.base import Registered
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


def locked(connection: Connection) -> int:
    """The newest revision, and with it the right to make the next ones: every transaction that writes begins here."""
    revision: int = connection.execute(queries.NEWEST_REVISION).scalar_one()
    return revision


def advance(connection: Connection, revision: int) -> None:
    connection.execute(_ADVANCE, {"to": revision})


def move(connection: Connection, touches: Mapping[str, Touch], at: datetime) -> None:
    """Bring the feeds that a batch touched to their revision; those not known before are from now on."""
    known = _known(connection, touches)
    moved = [_moved(known.get(selection), selection, touch, at) for selection, touch in touches.items()]
    _write(connection, known, moved)


def register(connection: Connection, topics: Iterable[Registered], at: datetime) -> None:
    """Give feeds the titles and descriptions that they are to have; what is as it should be is left alone."""
    named = {topic.selection: topic for topic in topics}
    revision = before = locked(connection)
    known = _known(connection, named)
    moved = []
    for topic in named.values():
        feed = known.get(topic.selection)
        if feed is None or (feed.title, feed.description) != (topic.title, topic.description):
            revision += 1
            moved.append(_registered(feed, topic, revision, at))
    _write(connection, known, moved)
    if revision > before:
        advance(connection, revision)


def touch(connection: Connection, at: datetime) -> int:
    """Move every feed to the next revision."""
    revision = locked(connection) + 1
    later = feeds.c.modified < at
    connection.execute(update(feeds).values(revision=revision))
    connection.execute(update(feeds).where(later).values(modified=at))
    advance(connection, revision)
    return revision


def _known(connection: Connection, selections: Iterable[str]) -> dict[str, Feed]:
    rows = (row for some in in_groups(selections) for row in connection.execute(queries.FEEDS_AMONG, some))
    return {row.selection: feed_of(row) for row in rows}


def _moved(feed: Feed | None, selection: str, touch: Touch, at: datetime) -> Feed:
    if feed is None:
        return Feed(selection, touch.title, "", touch.revision, touch.updated, at)
    updated, modified = max(feed.updated, touch.updated), max(feed.modified, at)
    return Feed(selection, feed.title, feed.description, touch.revision, updated, modified)


def _registered(feed: Feed | None, topic: Registered, revision: int, at: datetime) -> Feed:
    updated, modified = (feed.updated, max(feed.modified, at)) if feed else (NOTHING_YET, at)
    return Feed(topic.selection, topic.title, topic.description, revision, updated, modified)


def _write(connection: Connection, known: Mapping[str, Feed], moved: Iterable[Feed]) -> None:
    new: list[Record] = []
    old: list[Record] = []
    for feed in moved:
        row = feed_record(feed)
        if feed.selection in known:
            old.append({**row, "of": feed.selection})
        else:
            new.append(row)
    if new:
        connection.execute(_INSERT, new)
    if old:
        connection.execute(_UPDATE, old)
