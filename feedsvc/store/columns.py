"""The two column types that make SQLite and PostgreSQL say the same: PlainText and UtcDateTime."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

Key = BigInteger().with_variant(Integer(), "sqlite")
"""An integer primary key; on SQLite only a column declared INTEGER is the row's own number and costs no index."""


class PlainText(TypeDecorator[str]):
    """Text of any valid Unicode but U+0000, compared by code point.

    PostgreSQL cannot hold U+0000, so SQLite may not either. By code point ("C" on PostgreSQL, BINARY on SQLite),
    because a window's order must not depend on the locale that a database was made with. Raises ValueError.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text(collation="C") if _is_postgresql(dialect) else Text())

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None] | None:
        return None if _is_postgresql(dialect) else _without_nul


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware datetimes in, aware UTC out, in whole seconds (a fraction is cut off).

    PostgreSQL holds a timestamptz; SQLite, which has no type for time, the seconds since 1970-01-01T00:00Z as an
    integer, the form that sorts, and costs least to read. Raises ValueError on a naive datetime.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=True) if _is_postgresql(dialect) else Integer())

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        return _whole_seconds if _is_postgresql(dialect) else _seconds

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # noqa: ARG002 (SQLAlchemy's)
        return _in_utc if _is_postgresql(dialect) else _from_seconds


# Processors, not TypeDecorator's process_bind_param and process_result_value, which SQLAlchemy calls through two
# more functions: a first scan binds fifty values for each article.


def _is_postgresql(dialect: Dialect) -> bool:
    return dialect.name == "postgresql"


def _without_nul(value: str | None) -> str | None:
    if value is not None and "\0" in value:
        raise ValueError(f"text with a NUL character cannot be stored: {value[:80]!r}")
    return value


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be stored: {value!r}")
    return value


def _whole_seconds(value: datetime | None) -> datetime | None:
    return None if value is None else _aware(value).astimezone(UTC).replace(microsecond=0)


def _seconds(value: datetime | None) -> int | None:
    return None if value is None else math.floor(_aware(value).timestamp())


def _in_utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


def _from_seconds(value: int | None) -> datetime | None:
    return None if value is None else datetime.fromtimestamp(value, UTC)
