"""Searching on SQLite: an expression becomes one of FTS5's, which finds exactly what it holds for.

A row of FTS5 is numbered by the moment of publication first and the entry's key second, so that FTS5 itself walks the
newest first, and a search ends after a page, however much there is to be found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import groupby
from typing import cast

from sqlalchemy import bindparam, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from feedsvc.expressions import FIELDS, Expression
from feedsvc.expressions.expression import And, Near, Not, Or, Words
from feedsvc.expressions.text import places
from feedsvc.model import State
from feedsvc.store.columns import Key, PlainText, UtcDateTime
from feedsvc.store.index import Match
from feedsvc.store.patience import Patience, out_of_patience
from feedsvc.store.queries import in_groups
from feedsvc.store.records import Record

_KEY_BITS = 28
_LAST_SECOND = 2 ** (63 - _KEY_BITS) - 1
"""Of a row's number, 28 bits are the key of one of 268 million entries, and the others a second between the years 881
and 3058. What was published outside of these counts as at the nearest: it is put in its place here, as are all that
were published in the same second."""

_COLUMNS = ", ".join(FIELDS)
_ROW = f"min(max(published, -{_LAST_SECOND}), {_LAST_SECOND}) << {_KEY_BITS} | entry"
_STEPS = 100
"""Of SQLite's virtual machine, some 30 pages of the index: less than a millisecond on the whole, 30 at the most."""

_EVERY = "x"
"""The one word of the column `every`: FTS5 has no NOT but the one between two."""

# In the order of their numbers: FTS5 begins a new segment at each step back.
_AMONG = "FROM indexed WHERE entry IN :among ORDER BY place"
_ADD = text(
    f"INSERT INTO words (rowid, {_COLUMNS}, every) SELECT {_ROW} AS place, {_COLUMNS}, '{_EVERY}' {_AMONG}"
).bindparams(bindparam("among", expanding=True))
_REMOVE = text(
    f"INSERT INTO words (words, rowid, {_COLUMNS}, every)"
    f" SELECT 'delete', {_ROW} AS place, {_COLUMNS}, '{_EVERY}' {_AMONG}"
).bindparams(bindparam("among", expanding=True))

# CROSS: in this order, so that what FTS5 finds need not be sorted.
_MATCHES = (
    text(
        "SELECT entries.key, entries.published, entries.id, words.rowid >> :key_bits AS second"
        " FROM words CROSS JOIN entries ON entries.key = words.rowid & :key_mask"
        " WHERE words MATCH :query AND entries.state IN :states"
        " ORDER BY words.rowid DESC"
    )
    .bindparams(bindparam("states", expanding=True), key_bits=_KEY_BITS, key_mask=2**_KEY_BITS - 1)
    .columns(key=Key, published=UtcDateTime(), id=PlainText(), second=Key)
)


def add(connection: Connection, rows: Sequence[Record]) -> None:
    for some in in_groups(row["entry"] for row in rows):
        connection.execute(_ADD, some)


def remove(connection: Connection, keys: Sequence[int]) -> None:
    for some in in_groups(keys):
        connection.execute(_REMOVE, some)


def matches(
    connection: Connection, expression: Expression, *, held: bool = False, patience: Patience | None = None
) -> Generator[Match]:
    states = [State.PUBLISHED, State.HELD] if held else [State.PUBLISHED]
    with _interrupted(connection, patience) if patience else nullcontext():
        rows = connection.execute(_MATCHES, {"query": compiled(expression), "states": states})
        for _, together in groupby(rows, key=lambda row: row.second):
            found = [Match(row.key, row.published, row.id) for row in together]
            yield from sorted(found, key=lambda match: (match.published, match.id), reverse=True)


@contextmanager
def _interrupted(connection: Connection, patience: Patience) -> Iterator[None]:
    """SQLite asks every few steps whether to go on, and FTS5 takes such steps for each page of its index."""
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    driver.set_progress_handler(lambda: patience.is_over, _STEPS)
    try:
        yield
    except OperationalError as error:
        if isinstance(error.orig, sqlite3.OperationalError) and error.orig.sqlite_errorname == "SQLITE_INTERRUPT":
            raise out_of_patience() from error
        raise
    finally:
        driver.set_progress_handler(None, 0)


def compiled(expression: Expression) -> str:
    """An expression as FTS5 reads it; every word of it stands in quotation marks, and none holds one."""
    match expression:
        case Words():
            return f"{_column(expression.field)} : {_phrase(expression)}"
        case Near(left, right, distance):
            pairs = (f"NEAR({_phrase(one)} {_phrase(other)}, {distance})" for one in left for other in right)
            return f"{_column(expression.field)} : ({' OR '.join(pairs)})"
        case And() | Not():
            return _both(list(_conditions(expression)))
        case Or():
            return _joined(list(_choices(expression)), "OR")


def _both(parts: Sequence[Expression]) -> str:
    """What is excluded comes last and at once: one NOT after the other would be a tree as deep as there are."""
    wanted = [part for part in parts if not isinstance(part, Not)]
    excluded = [part.part for part in parts if isinstance(part, Not)]
    both = _joined(wanted, "AND") if wanted else f'every : "{_EVERY}"'
    return f"({both} NOT {_joined(excluded, 'OR')})" if excluded else both


def _joined(parts: Sequence[Expression], operator: str) -> str:
    """The deepest first: FTS5's parser has room for 100 signs, and need not remember what comes behind."""
    if len(parts) == 1:
        return compiled(parts[0])
    return f"({f' {operator} '.join(map(compiled, sorted(parts, key=_depth, reverse=True)))})"


def _conditions(expression: Expression) -> Iterator[Expression]:
    """What all must hold, with as few parentheses as can be: those 20 deep then take 80 signs at the most."""
    match expression:
        case And(parts):
            for part in parts:
                yield from _conditions(part)
        case Not(Not(part)):
            yield from _conditions(part)
        case Not(Or(parts)):
            for part in parts:
                yield from _conditions(Not(part))
        case _:
            yield expression


def _choices(expression: Expression) -> Iterator[Expression]:
    """What may hold instead of one another, likewise."""
    match expression:
        case Or(parts):
            for part in parts:
                yield from _choices(part)
        case Not(Not(part)):
            yield from _choices(part)
        case _:
            yield expression


def _depth(expression: Expression) -> int:
    match expression:
        case Not(part):
            return 1 + _depth(part)
        case And(parts) | Or(parts):
            return 1 + max(map(_depth, parts))
    return 0


def _column(field: str | None) -> str:
    return f"{{{' '.join(places(field))}}}"


def _phrase(words: Words) -> str:
    return f'"{" ".join(words.words)}"{" *" * words.prefix}'
