"""Many rows put into a table at once, each column in one go.

Given rows by name, SQLAlchemy arranges and converts each of them by itself, which takes as long as SQLite takes to
write it. The statement here is SQLAlchemy's own, and so are the conversions; only the arranging is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection
from sqlalchemy.exc import StatementError

from feedsvc.store.records import Record

_DIALECTS: dict[str, Dialect] = {
    "sqlite": SQLiteDialect_pysqlite(paramstyle="qmark"),
    "postgresql": PGDialect_psycopg(paramstyle="format"),  # type: ignore[no-untyped-call]  # SQLAlchemy gives it no types
}
"""With values by their place, which both drivers take."""


class _Column(NamedTuple):
    name: str
    convert: Callable[[Any], Any] | None
    """Makes a value one of the driver's; None where it is one."""


class _Insert(NamedTuple):
    statement: str
    """With a place for each of these columns, in this order."""
    columns: tuple[_Column, ...]


def fill(connection: Connection, table: Table, rows: Sequence[Record]) -> None:
    """Insert rows, all of which name the same columns. Raises what SQLAlchemy does."""
    if not rows:
        return
    prepared = _prepared(connection.dialect.name, table, tuple(rows[0]))
    try:
        values = list(zip(*(_values(column, rows) for column in prepared.columns), strict=True))
    except ValueError as error:
        raise StatementError(str(error), prepared.statement, None, error) from error
    connection.exec_driver_sql(prepared.statement, values)


def _values(column: _Column, rows: Iterable[Record]) -> Iterable[Any]:
    values = [row[column.name] for row in rows]
    return map(column.convert, values) if column.convert else values


@lru_cache  # to compile a statement takes as long as to insert ten rows
def _prepared(engine: str, table: Table, names: Sequence[str]) -> _Insert:
    dialect = _DIALECTS[engine]
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    types = {name: table.c[name].type.dialect_impl(dialect) for name in names}
    columns = (_Column(name, types[name].bind_processor(dialect)) for name in compiled.positiontup or ())
    return _Insert(str(compiled), tuple(columns))
