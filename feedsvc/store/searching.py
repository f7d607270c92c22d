"""What a search finds, as a window; and every entry that an expression, a topic or an id names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy.engine import Connection

from feedsvc.expressions import Expression
from feedsvc.expressions.expression import And
from feedsvc.expressions.relevance import relevance
from feedsvc.expressions.selected import selected
from feedsvc.model import Format, SourceFile
from feedsvc.store import feed_queries, queries, windows
from feedsvc.store.combining import searched
from feedsvc.store.indexing import index_of
from feedsvc.store.moving import NOTHING_YET
from feedsvc.store.patience import Patience
from feedsvc.store.queries import Query, in_groups
from feedsvc.store.records import feed_of, found_of, lines_of, original_of
from feedsvc.store.shapes import shape_of, values_of
from feedsvc.store.values import CONSIDERED, Condition, Found, Order, Search, StoredEntry, Window

_PAGE = 100
"""Whole entries, or what searches see of them, held at a time."""


class _Result(NamedTuple):
    """What is shown, in its order, and whether that is all there is."""

    shown: list[int]
    is_whole: bool


def search(connection: Connection, search: Search, format: Format, limit: int) -> Window[bytes] | None:
    members = windows.members_of(connection, search.selection)
    if members is None:
        return None
    result = _result(connection, search, members, limit)
    fragments = _by_key(connection, queries.FRAGMENTS_IN, result.shown, format=format.value)
    return _window(connection, search, members, result, [fragments[key].data for key in result.shown])


def search_of_entries(connection: Connection, search: Search, limit: int) -> Window[StoredEntry] | None:
    members = windows.members_of(connection, search.selection)
    if members is None:
        return None
    result = _result(connection, search, members, limit)
    return _window(connection, search, members, result, list(_entries(connection, result.shown)))


def found(connection: Connection, expression: Expression) -> list[Found]:
    keys = [match.key for match in index_of(connection).matches(connection, expression, held=True)]
    rows = _by_key(connection, queries.FOUND, keys)
    return [found_of(rows[key]) for key in keys]


def about(connection: Connection, topics: Iterable[str]) -> list[Found]:
    rows = {row.id: row for some in in_groups(topics) for row in connection.execute(queries.ABOUT, some)}
    newest_first = sorted(rows.values(), key=lambda row: (row.published, row.id), reverse=True)
    return [found_of(row) for row in newest_first]


def stored(connection: Connection, ids: Sequence[str]) -> list[tuple[StoredEntry, SourceFile]]:
    """In the order asked for, without those that are not known."""
    known = _known(connection, ids)
    sources = _by_key(connection, queries.SOURCES, [row.key for row in known])
    made_of = [original_of(sources[row.key]) for row in known]
    return list(zip(windows.whole(connection, known), made_of, strict=True))


def stored_entries(connection: Connection, ids: Sequence[str]) -> list[StoredEntry]:
    """The same without what they were made of, which may be megabytes."""
    return list(windows.whole(connection, _known(connection, ids)))


def _known(connection: Connection, ids: Sequence[str]) -> list[Any]:
    rows = {row.id: row for some in in_groups(ids) for row in connection.execute(queries.ENTRIES_OF_IDS, some)}
    return [rows[entry_id] for entry_id in ids if entry_id in rows]


def _result(connection: Connection, search: Search, members: windows.Members, limit: int) -> _Result:
    """Where only the index is asked, no more than is shown is looked for, and one to know whether there are more."""
    if search.condition is None and search.order is Order.DATE:
        keys = _newest(connection, search, members, limit + 1)
        return _Result(keys[:limit], is_whole=len(keys) <= limit)
    newest = _newest(connection, search, members, CONSIDERED + 1)
    considered, are_all = newest[:CONSIDERED], len(newest) <= CONSIDERED
    if search.condition is not None:
        enough = limit + 1 if search.order is Order.DATE else CONSIDERED
        considered = list(islice(_meeting(connection, search.condition, considered), enough))
    if search.order is Order.RELEVANCE and search.expression is not None:
        considered = _most_relevant_first(connection, search.expression, considered)
    return _Result(considered[:limit], is_whole=are_all and len(considered) <= limit)


def _newest(connection: Connection, search: Search, members: windows.Members, most: int) -> list[int]:
    """The newest entries of those for which everything holds that is asked but the condition."""
    if search.expression is None:
        topics = values_of(search.selection, {member: row.entered for member, row in members.items()})
        rows = connection.execute(feed_queries.places(shape_of(search.selection)), {**topics, "limit": most})
        return [row.key for row in rows]
    about = selected(search.selection)
    expression = And((search.expression, about)) if about else search.expression
    patience = Patience(connection.execute(queries.LAST_KEY).scalar_one())
    with closing(index_of(connection).matches(connection, expression, patience=patience)) as matches:
        return [match.key for match in islice(matches, most)]


def _meeting(connection: Connection, condition: Condition, keys: Sequence[int]) -> Iterator[int]:
    """Those that meet it, in their order; a page of whole entries at a time."""
    for some in _pages(keys):
        for key, stored in zip(some, _entries(connection, some), strict=True):
            if condition(stored):
                yield key


def _most_relevant_first(connection: Connection, expression: Expression, keys: Sequence[int]) -> list[int]:
    """Of equals, the newest first, as they come: sorting is stable."""
    relevances: dict[int, float] = {}
    for some in _pages(keys):
        rows = _by_key(connection, queries.INDEXED, some)
        relevances |= {key: relevance(expression, lines_of(row)) for key, row in rows.items()}
    return sorted(keys, key=lambda key: relevances[key], reverse=True)


def _entries(connection: Connection, keys: Sequence[int]) -> Iterator[StoredEntry]:
    rows = _by_key(connection, queries.ENTRIES_AMONG, keys)
    return windows.whole(connection, [rows[key] for key in keys])


def _window(
    connection: Connection, search: Search, members: windows.Members, result: _Result, shown: list[Any]
) -> Window[Any]:
    """What there is beyond what is shown has not changed since the feeds of the selection did."""
    facts = _by_key(connection, queries.FACTS, result.shown).values()
    feeds = {member: feed_of(row) for member, row in members.items()}
    feed = searched(
        search.selection,
        feeds,
        revision=max((row.revision for row in facts), default=0),
        updated=max((row.updated for row in facts), default=NOTHING_YET),
    )
    covers = 0 if result.is_whole else max(member.revision for member in feeds.values())
    return Window(feed, shown, is_whole=result.is_whole, covers=covers)


def _by_key(connection: Connection, query: Query, keys: Sequence[int], **values: object) -> dict[int, Any]:
    """Rows by their first column."""
    return {row[0]: row for some in in_groups(keys) for row in connection.execute(query, {**some, **values})}


def _pages(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + _PAGE] for start in range(0, len(keys), _PAGE))
