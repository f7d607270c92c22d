"""The contract of base.py, kept by SQLAlchemy Core: one implementation for SQLite and PostgreSQL.

What readers are served from is in sql_reading.py, its sister for reading.py.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert

from feedsvc.model import Identity, SourceFile, State
from feedsvc.store import editors, locks, moving, queries, traffic, writing
from feedsvc.store.changes import Change, Registered, TrackedFile
from feedsvc.store.engine import Database
from feedsvc.store.migrating import migrate
from feedsvc.store.queries import Query, in_groups
from feedsvc.store.records import identity_of, original_of, tracked_files
from feedsvc.store.schema import meta
from feedsvc.store.sql_reading import SqlReading
from feedsvc.store.values import Extent, StoredEntry, Traffic

_LAST = "\U0010ffff"
"""No key goes on with this: what begins so comes before it, by code point."""
_PAGE = 100
"""Originals held in memory at a time; most are of a few kilobytes, some of megabytes."""
_ROWS = 500
"""Rows of files taken at a time: from PostgreSQL, 20,000 at once take a third longer; SQLite does not mind."""


class SqlStore(SqlReading):
    """A Store; made by `connect`. Threads may share it; each method is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        migrate(database)
        super().__init__(database)
        self._scanning = threading.Lock()
        self._leading = threading.Lock()

    def close(self) -> None:
        self._database.close()

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
