"""Searching on PostgreSQL: an expression becomes a tsquery, which finds what it may hold for; the lines decide.

A word is a lexeme twice: with its field, `:title:talks`, and, where it stands in title, summary or content, bare. No
word begins with a colon, so no prefix of a word finds what has one. Places are not kept, since a tsvector forgets
them in long texts: phrases and NEAR are looked for in the lines of the entries that have their words.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from feedsvc.expressions import FIELDS, Expression, Text
from feedsvc.expressions.expression import And, Near, Not, Or, Words
from feedsvc.expressions.fields import TEXT
from feedsvc.model import State
from feedsvc.store.columns import Key, PlainText
from feedsvc.store.index import Match
from feedsvc.store.patience import Patience, out_of_patience
from feedsvc.store.queries import INDEXED, among, in_groups
from feedsvc.store.records import Record, lines_of
from feedsvc.store.schema import entries

LONGEST = 500
"""Characters of a word in a lexeme, which holds 2,046 bytes: of longer words the beginning stands there."""
MOST = 1_000_000
"""Bytes in the lexemes of an entry: a tsvector holds 1,048,575."""
_AT_ONCE = 100
"""Entries whose lines are read at a time: two windows' worth."""

words = sa.Table(
    "words",
    sa.MetaData(),
    sa.Column("entry", Key, primary_key=True, autoincrement=False),
    sa.Column("vector", TSVECTOR),  # NULL: it would be too long, so its entry may be any search's
)

_QUERY_CANCELED = "57014"
"""A SQLSTATE (PostgreSQL, appendix A): its class in psycopg would cost stores in SQLite the import, 0.1 s."""
_STOP_AFTER = sa.text("SELECT set_config('statement_timeout', :milliseconds, true)")
_SLACK = 2000
"""Milliseconds that a statement may take besides: it goes by the clock, and the server has others to serve."""

_ADD = sa.insert(words).values(vector=func.array_to_tsvector(bindparam("lexemes", type_=ARRAY(PlainText))))
_REMOVE = sa.delete(words).where(among(words.c.entry))

_OF_ALL = (
    select(*entries.c["key", "published", "id"], words.c.vector.is_(None).label("is_unsure"))
    .join(words, words.c.entry == entries.c.key)
    .where(entries.c.state.in_(bindparam("states", expanding=True)))
    .order_by(entries.c.published.desc(), entries.c.id.desc())
)
_CANDIDATES = _OF_ALL.where(
    words.c.vector.bool_op("@@")(sa.cast(bindparam("query", type_=sa.Text), sa.dialects.postgresql.TSQUERY))
    | words.c.vector.is_(None)
)


def add(connection: Connection, rows: Sequence[Record]) -> None:
    if rows:
        connection.execute(_ADD, [{"entry": row["entry"], "lexemes": lexemes(row)} for row in rows])


def remove(connection: Connection, keys: Sequence[int]) -> None:
    for some in in_groups(keys):
        connection.execute(_REMOVE, some)


def matches(
    connection: Connection, expression: Expression, *, held: bool = False, patience: Patience | None = None
) -> Generator[Match]:
    bound = bound_of(expression)
    candidates = _OF_ALL if bound.query is None else _CANDIDATES
    values = {"query": bound.query, "states": [State.PUBLISHED, State.HELD] if held else [State.PUBLISHED]}
    limited = _interrupted(connection, patience) if patience else nullcontext()
    with limited, connection.execute(candidates, values, execution_options={"yield_per": _AT_ONCE}) as rows:
        for some in rows.partitions():
            yield from _held_by(connection, expression, some, bound)
            if patience and patience.is_over:
                raise out_of_patience()


@contextmanager
def _interrupted(connection: Connection, patience: Patience) -> Iterator[None]:
    """By the server, whose work is not counted among ours."""
    connection.execute(_STOP_AFTER, {"milliseconds": f"{patience.seconds * 1000 + _SLACK:.0f}"})
    try:
        yield
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == _QUERY_CANCELED:
            raise out_of_patience() from error
        raise


def _held_by(connection: Connection, expression: Expression, rows: Sequence[Any], bound: Bound) -> Iterator[Match]:
    unsure = [row.key for row in rows if row.is_unsure or not bound.is_exact]
    lines = {row.entry: lines_of(row) for some in in_groups(unsure) for row in connection.execute(INDEXED, some)}
    for row in rows:
        if row.key not in lines or expression.holds(Text.indexed(lines[row.key])):
            yield Match(row.key, row.published, row.id)


def lexemes(row: Record) -> list[str] | None:
    """All words of an entry, each once; None where they are too many for a vector."""
    found: set[str] = set()
    for field in FIELDS:
        distinct = {word[:LONGEST] for word in row[field].split(" ")} - {""}
        found.update(f":{field}:{word}" for word in distinct)
        if field in TEXT:
            found |= distinct
    return list(found) if sum(len(lexeme.encode()) for lexeme in found) <= MOST else None


@dataclass(frozen=True, slots=True)
class Bound:
    """What finds every entry that an expression holds for, and perhaps others."""

    query: str | None
    """None: there is no saying, it may be any."""
    is_exact: bool
    """It finds no others."""


def bound_of(expression: Expression) -> Bound:
    """Every word of it stands in quotation marks, and none holds one or a backslash."""
    match expression:
        case Words():
            return _words(expression)
        case Near(left, right):
            sides = (_joined(map(_words, side), "|") for side in (left, right))
            return Bound(_joined(sides, "&").query, is_exact=False)
        case And(parts):
            return _joined(map(bound_of, parts), "&")
        case Or(parts):
            return _joined(map(bound_of, parts), "|")
        case Not(part):
            found = bound_of(part)
            return Bound(f"!({found.query})", is_exact=True) if found.is_exact else Bound(None, is_exact=False)


def _words(words: Words) -> Bound:
    before = f":{words.field}:" if words.field else ""
    lexemes = [f"'{before}{word[:LONGEST]}'" for word in words.words]
    if words.prefix:
        lexemes[-1] += ":*"
    is_exact = len(lexemes) == 1 and len(words.words[0]) < LONGEST
    return Bound(" & ".join(lexemes), is_exact)


def _joined(parts: Iterable[Bound], operator: str) -> Bound:
    """With AND, what may be any entry excludes none; with OR, it makes all of it such."""
    found = list(parts)
    said = [f"({part.query})" for part in found if part.query is not None]
    if not said or (operator == "|" and len(said) < len(found)):
        return Bound(None, is_exact=False)
    return Bound(f" {operator} ".join(said), all(part.is_exact for part in found))
