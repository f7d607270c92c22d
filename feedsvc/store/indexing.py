"""Keeping what searches look through: the lines of every entry that is published or held, and the index of their words.

What an entry says seldom changes when it is published again: a rule did, or the renderers. So its lines are compared
first, which costs a twentieth of putting its words in the index anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from feedsvc.model import State
from feedsvc.store import fts5, queries, records, tsquery
from feedsvc.store.deciding import Decision
from feedsvc.store.filling import fill
from feedsvc.store.index import Index
from feedsvc.store.queries import among, in_groups
from feedsvc.store.records import Record
from feedsvc.store.schema import indexed

_DELETE = delete(indexed).where(among(indexed.c.entry))


def index_of(connection: Connection) -> Index:
    return fts5 if connection.dialect.name == "sqlite" else tsquery


def write(connection: Connection, decision: Decision) -> None:
    """Everything that a batch of changes makes searches see otherwise."""
    withdrawn = [standing.key for standing in decision.standings.values() if standing.state is State.WITHDRAWN]
    published = [(change, decision.standings[change.entry.id]) for change in decision.publishes.values()]
    rows = [
        records.indexed_record(change, standing)
        for change, standing in published
        if standing.state is not State.WITHDRAWN
    ]
    known = _known(connection, [row["entry"] for row in rows if row["entry"] <= decision.last_key])
    anew = [row for row in rows if known.get(row["entry"]) != row]
    _remove(connection, [*withdrawn, *(row["entry"] for row in anew if row["entry"] in known)])
    if anew:
        fill(connection, indexed, anew)
        index_of(connection).add(connection, anew)


def _known(connection: Connection, keys: Sequence[int]) -> dict[int, Record]:
    rows: list[Any] = [row for some in in_groups(keys) for row in connection.execute(queries.INDEXED, some).mappings()]
    return {row["entry"]: dict(row) for row in rows}


def _remove(connection: Connection, keys: Sequence[int]) -> None:
    index_of(connection).remove(connection, keys)
    for some in in_groups(keys):
        connection.execute(_DELETE, some)
