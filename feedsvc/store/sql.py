"""The contract of base.py, kept by SQLAlchemy Core: one implementation for SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert

from feedsvc.addresses import ALL
from feedsvc.expressions import Expression
from feedsvc.model import Attachment, Feed, Format, Identity, Origin, Rejection, SourceFile, State
from feedsvc.selections import Selection
from feedsvc.store import (
    calendar,
    editors,
    locks,
    mapping,
    moving,
    queries,
    relating,
    searching,
    traffic,
    windows,
    writing,
)
from feedsvc.store.base import (
    Change,
    Counts,
    Extent,
    Found,
    Listed,
    Mapped,
    News,
    Registered,
    Related,
    Search,
    StoredEntry,
    TrackedFile,
    Traffic,
    Window,
)
from feedsvc.store.engine import Database
from feedsvc.store.migrating import migrate
from feedsvc.store.news import StoreNews
from feedsvc.store.queries import Query, in_groups
from feedsvc.store.records import (
    attachments_of,
    feed_of,
    identity_of,
    original_of,
    rejection_of,
    tracked_files,
)
from feedsvc.store.schema import meta

_LAST = "\U0010ffff"
"""No key goes on with this: what begins so comes before it, by code point."""
_PAGE = 100
"""Originals held in memory at a time; most are of a few kilobytes, some of megabytes."""
_ROWS = 500
"""Rows of files taken at a time: from PostgreSQL, 20,000 at once take a third longer; SQLite does not mind."""


class SqlStore:
    """A Store; made by `connect`. Threads may share it; each method is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        migrate(database)
        self._database = database
        self._scanning = threading.Lock()
        self._leading = threading.Lock()
        self.epoch: str = self._rows(queries.EPOCH)[0].epoch

    def close(self) -> None:
        self._database.close()

    def _rows(self, query: Query, **values: object) -> Sequence[Any]:
        with self._database.reading() as connection:
            return connection.execute(query, values).fetchall()

    def _rows_among(self, query: Query, values: Iterable[str]) -> Iterator[Any]:
        for some in in_groups(values):
            yield from self._rows(query, **some)

    # Writing.

    def scanning(self) -> AbstractContextManager[None]:
        return locks.scanning(self._database, self._scanning)

    def leading(self) -> AbstractContextManager[bool]:
        return locks.leading(self._database, self._leading)

    def apply(self, changes: Sequence[Change], at: datetime) -> int:
        with self._database.writing() as connection:
            return writing.apply(connection, changes, at.replace(microsecond=0))

    def register(self, topics: Iterable[Registered], at: datetime) -> None:
        with self._database.writing() as connection:
            moving.register(connection, topics, at.replace(microsecond=0))

    def touch(self, at: datetime) -> int:
        with self._database.writing() as connection:
            return moving.touch(connection, at.replace(microsecond=0))

    def remember(self, key: str, value: str) -> None:
        with self._database.writing() as connection:
            moving.locked(connection)
            connection.execute(delete(meta).where(meta.c.key == key))
            connection.execute(insert(meta).values(key=key, value=value))

    # What the scanner asks.

    def files(self, paths: Iterable[str] | None = None) -> dict[str, TrackedFile]:
        with self._database.reading() as connection:
            if paths is None:
                files = connection.execute(queries.FILES).yield_per(_ROWS)
                return tracked_files(files, connection.execute(queries.REJECTIONS))
            groups = list(in_groups(paths))
            seen = (row for some in groups for row in connection.execute(queries.FILES_AMONG, some))
            rejected = (row for some in groups for row in connection.execute(queries.REJECTIONS_AMONG, some))
            return tracked_files(seen, rejected)

    def files_within(self, container: str) -> dict[str, TrackedFile]:
        within = {"first": f"{container}//", "last": f"{container}/0"}  # "0" follows "/" in any order by code point
        with self._database.reading() as connection:
            files = connection.execute(queries.FILES_WITHIN, within)
            return tracked_files(files, connection.execute(queries.REJECTIONS_WITHIN, within))

    def identities(self, ids: Iterable[str]) -> dict[str, Identity]:
        return {row.id: identity_of(row) for row in self._rows_among(queries.IDENTITIES, ids)}

    def recall(self, paths: Iterable[str], digests: Iterable[str]) -> list[Identity]:
        found = {row.id: identity_of(row) for row in self._rows_among(queries.LAST_SEEN_AT, paths)}
        found |= {row.id: identity_of(row) for row in self._rows_among(queries.MADE_OF, digests)}
        return sorted(found.values(), key=lambda identity: identity.id)

    def holders(self, slugs: Iterable[str]) -> dict[str, Identity]:
        return {row.slug: identity_of(row) for row in self._rows_among(queries.HOLDERS, slugs)}

    def originals(self) -> Iterator[tuple[Identity, SourceFile]]:
        key = 0
        while rows := self._rows(queries.ORIGINALS, key=key, limit=_PAGE):
            kept = (row for row in rows if row.state != State.WITHDRAWN)
            yield from ((identity_of(row), original_of(row)) for row in kept)
            key = rows[-1].key

    def original(self, slug: str) -> tuple[Identity, SourceFile] | None:
        rows = self._rows(queries.ORIGINAL, slug=slug)
        return (identity_of(rows[0]), original_of(rows[0])) if rows else None

    def due(self, now: datetime) -> tuple[list[str], list[str]]:
        with self._database.reading() as connection:
            released = connection.execute(queries.RELEASED, {"now": now}).scalars().all()
            expired = connection.execute(queries.EXPIRED, {"now": now}).scalars().all()
        return list(released), list(expired)

    def next_moment(self, after: datetime) -> datetime | None:
        moments: list[datetime] = [row[0] for row in self._rows(queries.MOMENTS, now=after) if row[0] is not None]
        return min(moments, default=None)

    # What readers are served from.

    def feed(self, selection: Selection) -> Feed | None:
        with self._database.reading() as connection:
            return windows.feed(connection, selection)

    def feeds(self) -> list[Feed]:
        feeds = map(feed_of, self._rows(queries.FEEDS))
        return sorted(feeds, key=lambda feed: (feed.title.casefold(), feed.selection))

    def news(self) -> News:
        return StoreNews(self._database, self._is_of)

    def _is_of(self, epoch: str) -> None:
        self.epoch = epoch

    def window(
        self,
        selection: Selection,
        format: Format,
        limit: int,
        tombstones: timedelta = timedelta(0),
        since: int = -1,
        most: int = 1000,
    ) -> Window[bytes] | None:
        with self._database.reading() as connection:
            return windows.window(connection, selection, format, limit, tombstones, since, most)

    def window_of_entries(
        self, selection: Selection, limit: int, tombstones: timedelta = timedelta(0)
    ) -> Window[StoredEntry] | None:
        with self._database.reading() as connection:
            return windows.window_of_entries(connection, selection, limit, tombstones)

    def changed(self, selection: Selection, format: Format, since: int, limit: int) -> Window[bytes] | None:
        with self._database.reading() as connection:
            return windows.changed(connection, selection, format, since, limit)

    def archive(self, selection: Selection, format: Format, number: int, size: int) -> Window[bytes] | None:
        with self._database.reading() as connection:
            return windows.archive(connection, selection, format, number, size)

    def next_change(self, selection: Selection, after: datetime) -> datetime | None:
        with self._database.reading() as connection:
            return windows.next_change(connection, selection, after)

    def listing(self, selection: Selection, limit: int) -> list[Listed]:
        with self._database.reading() as connection:
            return windows.listing(connection, selection, limit)

    def search(self, search: Search, format: Format, limit: int) -> Window[bytes] | None:
        with self._database.reading() as connection:
            return searching.search(connection, search, format, limit)

    def search_of_entries(self, search: Search, limit: int) -> Window[StoredEntry] | None:
        with self._database.reading() as connection:
            return searching.search_of_entries(connection, search, limit)

    def found(self, expression: Expression) -> list[Found]:
        with self._database.reading() as connection:
            return searching.found(connection, expression)

    def about(self, topics: Iterable[str]) -> list[Found]:
        with self._database.reading() as connection:
            return searching.about(connection, topics)

    def stored(self, ids: Iterable[str]) -> Iterator[tuple[StoredEntry, SourceFile]]:
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), _PAGE):
            with self._database.reading() as connection:
                page = searching.stored(connection, wanted[start : start + _PAGE])
            yield from page

    def sizes(self) -> dict[str, tuple[int, datetime]]:
        with self._database.reading() as connection:
            topics = connection.execute(queries.SIZES_OF_TOPICS).fetchall()
            everything = connection.execute(queries.SIZE_OF_ALL).one()
        sizes = {topic: (count, newest) for topic, count, newest in topics}
        if everything[0]:
            sizes[ALL] = (everything[0], everything[1])
        return sizes

    def related(self, slug: str, limit: int = 10) -> list[Related]:
        with self._database.reading() as connection:
            return relating.related(connection, slug, limit)

    def topics_among(self, ids: Iterable[str]) -> list[Related]:
        with self._database.reading() as connection:
            return relating.topics_among(connection, ids)

    def origins(self) -> dict[str, dict[Origin, int]]:
        with self._database.reading() as connection:
            return relating.origins(connection)

    def entries(self) -> Iterator[StoredEntry]:
        key = windows.ANY_KEY
        while key:
            with self._database.reading() as connection:
                page, key = windows.entries(connection, key, _PAGE)
            yield from page

    def months(self, zone: ZoneInfo) -> list[tuple[date, int]]:
        with self._database.reading() as connection:
            return calendar.months(connection, zone)

    def within(self, first: datetime, last: datetime, limit: int, skip: int = 0) -> list[Listed]:
        with self._database.reading() as connection:
            return calendar.within(connection, first, last, limit, skip)

    def parts(self, size: int) -> dict[int, datetime]:
        with self._database.reading() as connection:
            return mapping.parts(connection, size)

    def part(self, number: int, size: int) -> list[Mapped]:
        with self._database.reading() as connection:
            return mapping.part(connection, number, size)

    def lately(self, since: datetime, until: datetime, limit: int) -> list[Mapped]:
        with self._database.reading() as connection:
            return mapping.lately(connection, since, until, limit)

    def near(self, slug: str, limit: int) -> list[Found]:
        with self._database.reading() as connection:
            return mapping.near(connection, slug, limit)

    def entry(self, slug: str) -> StoredEntry | None:
        with self._database.reading() as connection:
            return windows.entry(connection, slug)

    def touched(self, since: int = 0) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for slug, selection, ordinal in self._rows(queries.TOUCHED, since=since):
            found.setdefault(slug, {})[selection] = ordinal
        return found

    def attached(self, since: int = 0) -> dict[str, tuple[Attachment, ...]]:
        return {row.slug: attachments_of(row) for row in self._rows(queries.ATTACHED, since=since)}

    def counts(self) -> Counts:
        with self._database.reading() as connection:
            states: dict[str, int] = dict(connection.execute(queries.STATES).fetchall())
            files, topics, revision = connection.execute(queries.TOTALS).one()
        return Counts(
            published=states.get(State.PUBLISHED, 0),
            held=states.get(State.HELD, 0),
            withdrawn=states.get(State.WITHDRAWN, 0),
            files=files,
            topics=topics,
            revision=revision,
        )

    def rejections(self) -> list[Rejection]:
        return [rejection_of(row) for row in self._rows(queries.REJECTIONS)]

    # What its editors look at.

    def publications(self, since: datetime) -> list[datetime]:
        with self._database.reading() as connection:
            return editors.publications(connection, since)

    def latest(self, limit: int) -> dict[str, list[datetime]]:
        with self._database.reading() as connection:
            return editors.latest(connection, limit)

    def held(self, limit: int) -> list[StoredEntry]:
        with self._database.reading() as connection:
            return editors.held(connection, limit)

    def extent(self) -> Extent:
        with self._database.reading() as connection:
            return editors.extent(connection, self._database)

    def count_traffic(self, counted: Iterable[Traffic], keep: date) -> None:
        with self._database.writing() as connection:
            moving.locked(connection)
            traffic.count(connection, counted, keep)

    def traffic(self, since: date) -> list[Traffic]:
        with self._database.reading() as connection:
            return traffic.counted(connection, since)

    def salt(self, day: date) -> bytes:
        with self._database.writing() as connection:
            moving.locked(connection)
            return traffic.salt(connection, day)

    def recollected(self, prefix: str) -> dict[str, str]:
        within = {"first": prefix, "last": prefix + _LAST}
        return {row.key: row.value for row in self._rows(queries.FACTS_WITHIN, **within)}

    def recollect(self, key: str) -> str | None:
        return next((row.value for row in self._rows(queries.FACT, key=key)), None)
