"""The contract of reading.py, kept by SQLAlchemy Core: each method is a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from feedsvc.addresses import ALL
from feedsvc.expressions import Expression
from feedsvc.feed import Feed
from feedsvc.model import Attachment, Format, Origin, SourceFile, State
from feedsvc.rejection import Rejection
from feedsvc.selections import Selection
from feedsvc.store import adjoining, calendar, mapping, queries, relating, searching, windows
from feedsvc.store.engine import Database
from feedsvc.store.news import StoreNews
from feedsvc.store.queries import Query
from feedsvc.store.reading import News
from feedsvc.store.records import attachments_of, feed_of, rejection_of
from feedsvc.store.values import Adjacent, Counts, Found, Listed, Mapped, Related, Search, StoredEntry, Window

_PAGE = 100
"""Entries held in memory at a time; most are of a few kilobytes, some of megabytes."""


class SqlReading:
    """What readers are served from, of a store that SqlStore is the whole of."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.epoch: str = self._rows(queries.EPOCH)[0].epoch

    def _rows(self, query: Query, **values: object) -> Sequence[Any]:
        with self._database.reading() as connection:
            return connection.execute(query, values).fetchall()

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
        for some in _pages(ids):
            with self._database.reading() as connection:
                page = searching.stored(connection, some)
            yield from page

    def stored_entries(self, ids: Iterable[str]) -> Iterator[StoredEntry]:
        for some in _pages(ids):
            with self._database.reading() as connection:
                page = searching.stored_entries(connection, some)
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

    def alike(self, slug: str, limit: int) -> list[Listed]:
        with self._database.reading() as connection:
            return adjoining.alike(connection, slug, limit)

    def adjacent(self, slug: str) -> Adjacent:
        with self._database.reading() as connection:
            return adjoining.adjacent(connection, slug)

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


def _pages(ids: Iterable[str]) -> Iterator[list[str]]:
    """Each id once."""
    wanted = list(dict.fromkeys(ids))
    yield from (wanted[start : start + _PAGE] for start in range(0, len(wanted), _PAGE))
