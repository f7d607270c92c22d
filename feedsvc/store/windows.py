"""What readers are served from: the windows of a feed, its archive documents and its listing, on one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy.engine import Connection

from feedsvc.feed import Feed, Tombstone
from feedsvc.model import Assignment, Format, State
from feedsvc.selections import Selection
from feedsvc.store import feed_queries, queries
from feedsvc.store.combining import combined
from feedsvc.store.queries import Query, in_groups
from feedsvc.store.records import assignment_of, entry_of, feed_of
from feedsvc.store.shapes import Shape, shape_of, values_of
from feedsvc.store.values import Listed, StoredEntry, Window

_TOMBSTONES = 100
"""The most that a window has: a purge of thousands should not drive the news out of it."""
_FAR = 300
"""Rows gone through, beside those of what is shown, before one is content with an answer on the safe side."""
_ANY_REVISION = 2**63 - 1
"""The greatest number that either engine holds; what somebody made up may be greater."""
ANY_KEY = 2**63 - 1
"""Greater than that of every entry."""
_FIRST_MOMENT = datetime.min.replace(tzinfo=UTC)
_LAST_MOMENT = datetime.max.replace(microsecond=0, tzinfo=UTC)
Rows: TypeAlias = Sequence[Any]
Members: TypeAlias = dict[str, Any]
"""Rows of feeds, by selection."""
Place: TypeAlias = dict[str, object]
"""A place in the order of a window."""

_TOP: Place = {"published": _LAST_MOMENT, "id": "\U0010ffff"}
"""Above every entry."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A selection whose topics are all known, and the snapshot that it is read from."""

    connection: Connection
    shape: Shape
    values: dict[str, str]
    feed: Feed
    entered: int

    def rows(self, query: Callable[[Shape], Query], **values: object) -> Rows:
        return _rows(self.connection, query(self.shape), self.values, values)


def _rows(connection: Connection, query: Query, topics: dict[str, str], values: dict[str, object]) -> Rows:
    return connection.execute(query, {**topics, **values}).fetchall()


def _asked(connection: Connection, selection: Selection) -> _Asked | None:
    """None where a topic is not known."""
    known = members_of(connection, selection)
    if known is None:
        return None
    shape, entered = shape_of(selection), {member: row.entered for member, row in known.items()}
    values = values_of(selection, entered)
    if selection.single:
        return _Asked(connection, shape, values, feed_of(known[selection.single]), entered[selection.single])
    ((revision,),) = _rows(connection, feed_queries.last_change(shape), values, {"since": 0, **_TOP})
    members = {member: feed_of(row) for member, row in known.items()}
    return _Asked(connection, shape, values, combined(selection, members, revision), 0)


def members_of(connection: Connection, selection: Selection) -> Members | None:
    """The rows of the feeds that a selection is made of; None where a topic is not known."""
    groups = in_groups(sorted(selection.members))
    known = {row.selection: row for some in groups for row in connection.execute(queries.FEEDS_AMONG, some)}
    return known if len(known) == len(selection.members) else None


def feed(connection: Connection, selection: Selection) -> Feed | None:
    asked = _asked(connection, selection)
    return asked.feed if asked else None


def window(
    connection: Connection,
    selection: Selection,
    format: Format,
    limit: int,
    tombstones: timedelta,
    since: int,
    most: int,
) -> Window[bytes] | None:
    asked = _asked(connection, selection)
    if asked is None:
        return None
    newest = asked.rows(feed_queries.newest, limit=limit + 1, format=format.value)
    shown, rest, until = newest[:limit], newest[limit:], _ANY_REVISION
    if rest and since >= 0:
        more, until = _changed_below(asked, format, rest[0], since, max(most - limit, 0))
        shown = [*shown, *more]
    data = [row.data for row in shown]
    return _window(asked, data, tombstones, rest, until)


def _changed_below(asked: _Asked, format: Format, first: Any, since: int, room: int) -> tuple[Rows, int]:
    """What changed of the rest, the last of it if there is no room for all; up to which revision the others did."""
    since = min(since, _ANY_REVISION)
    values = {"since": since, "limit": room + 1, "format": format.value}
    changed = asked.rows(feed_queries.changed, **values, **_place(first))
    return _in_order(changed[:room]), changed[room].revision if len(changed) > room else since


def window_of_entries(
    connection: Connection, selection: Selection, limit: int, tombstones: timedelta
) -> Window[StoredEntry] | None:
    asked = _asked(connection, selection)
    if asked is None:
        return None
    newest = asked.rows(feed_queries.newest_entries, limit=limit + 1)
    entries = list(whole(connection, newest[:limit]))
    return _window(asked, entries, tombstones, newest[limit:], _ANY_REVISION)


def _window(asked: _Asked, shown: list[Any], tombstones: timedelta, rest: Rows, until: int) -> Window[Any]:
    """A window with these entries; the first of the others stands in `rest`, if there are any."""
    covers = _covers(asked, rest[0], until, len(shown)) if rest else 0
    return Window(asked.feed, shown, _taken_back(asked, tombstones), asked.entered, is_whole=not covers, covers=covers)


def _covers(asked: _Asked, first: Any, until: int, shown: int) -> int:
    ((revision,),) = asked.rows(feed_queries.covers, until=until, far=shown + _FAR, **_place(first))
    return int(revision)


def _taken_back(asked: _Asked, period: timedelta) -> tuple[Tombstone, ...]:
    """Counted back from the feed's own time, not from the clock: one revision has one answer."""
    if not period:
        return ()
    back_to = asked.feed.modified - min(period, asked.feed.modified - _FIRST_MOMENT)
    return _tombstones(asked.rows(feed_queries.taken_back, back_to=back_to, limit=_TOMBSTONES))


def changed(
    connection: Connection, selection: Selection, format: Format, since: int, limit: int
) -> Window[bytes] | None:
    asked = _asked(connection, selection)
    if asked is None:
        return None
    values = {"since": min(since, _ANY_REVISION), "limit": limit + 1}
    rows = asked.rows(feed_queries.changed, **values, **_TOP, format=format.value)
    gone = asked.rows(feed_queries.taken_back_since, **values)
    if len(rows) + len(gone) > limit:
        return None
    data = [row.data for row in _in_order(rows)]
    return Window(asked.feed, data, _tombstones(gone), asked.entered, is_whole=False, covers=values["since"])


def archive(
    connection: Connection, selection: Selection, format: Format, number: int, size: int
) -> Window[bytes] | None:
    asked = _asked(connection, selection) if selection.single else None
    numbers = {"first": (number - 1) * size + 1, "last": number * size, "limit": size}
    if asked is None or not 1 <= numbers["first"] <= asked.entered:
        return None
    ((revision, updated, modified),) = asked.rows(feed_queries.archive_facts, **numbers)
    data = [row.data for row in asked.rows(feed_queries.archive, **numbers, format=format.value)]
    feed = replace(asked.feed, revision=revision, updated=updated, modified=modified)
    return Window(feed, data, entered=asked.entered, is_whole=False, covers=asked.feed.revision)


def next_change(connection: Connection, selection: Selection, after: datetime) -> datetime | None:
    shape, topics = shape_of(selection), values_of(selection, {})
    values = {"after": after, "far": _FAR, "end_of_time": _LAST_MOMENT}
    moment: datetime | None = _rows(connection, feed_queries.next_change(shape), topics, values)[0][0]
    return moment


def listing(connection: Connection, selection: Selection, limit: int) -> list[Listed]:
    asked = _asked(connection, selection)
    return [Listed(*row) for row in asked.rows(feed_queries.listing, limit=limit)] if asked else []


def entry(connection: Connection, slug: str) -> StoredEntry | None:
    rows = connection.execute(queries.ENTRY, {"slug": slug}).fetchall()
    return next(whole(connection, rows), None)


def entries(connection: Connection, before: int, limit: int) -> tuple[list[StoredEntry], int]:
    """The entries that were stored before one with this key, without those withdrawn; the key to go on from, or 0."""
    rows = connection.execute(queries.ENTRIES, {"key": before, "limit": limit}).fetchall()
    kept = [row for row in rows if row.state != State.WITHDRAWN]
    return list(whole(connection, kept)), rows[-1].key if rows else 0


def whole(connection: Connection, rows: Rows) -> Iterator[StoredEntry]:
    """Whole entries, of rows of their table."""
    assignments: dict[int, list[Assignment]] = {row.key: [] for row in rows}
    for some in in_groups(assignments):
        for topic in connection.execute(queries.ASSIGNMENTS, some):
            assignments[topic.entry].append(assignment_of(topic))
    for row in rows:
        yield StoredEntry(entry_of(row), State(row.state), tuple(assignments[row.key]))


def _in_order(rows: Rows) -> Rows:
    """As a window has them; Python compares text as the store does, by code point."""
    return sorted(rows, key=lambda row: (row.published, row.id), reverse=True)


def _place(row: Any) -> Place:
    return {"published": row.published, "id": row.id}


def _tombstones(rows: Rows) -> tuple[Tombstone, ...]:
    newest_first = sorted(rows, key=lambda row: (row.withdrawn, row.revision), reverse=True)
    return tuple(Tombstone(row.id, row.withdrawn) for row in newest_first)
