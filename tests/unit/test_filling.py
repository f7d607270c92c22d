"""Rows put into a table column by column are those that SQLAlchemy puts there row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, insert, select
from sqlalchemy.exc import StatementError

from feedsvc.store.filling import fill
from feedsvc.store.records import Record
from feedsvc.store.schema import entry_topics, fragments, metadata


def topic(entry: int, **other: Any) -> Record:
    return {
        "title": "Häfen & 港",
        "entry": entry,
        "topic": "harbour",
        "place": 0,
        "shown": entry % 2 == 0,
        "published": datetime(2026, 11, 22, 12, entry, tzinfo=UTC),
        "id": f"tag:example.org,2026:{entry}",
        "origin": "rule",
        "why": "words: quay",
    } | other


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        metadata.create_all(connection)
        yield connection
    engine.dispose()


def test_rows_are_those_that_sqlalchemy_inserts(connection: Connection) -> None:
    rows = [topic(entry) for entry in range(5)]
    fill(connection, entry_topics, rows)
    filled = connection.execute(select(entry_topics)).fetchall()
    connection.execute(entry_topics.delete())
    connection.execute(insert(entry_topics), rows)
    assert filled == connection.execute(select(entry_topics)).fetchall()
    assert [row.shown for row in filled] == [True, False, True, False, True]


def test_bytes_are_kept(connection: Connection) -> None:
    fill(connection, fragments, [{"entry": 1, "format": "atom", "data": b"\x00<entry/>"}])
    assert connection.execute(select(fragments.c.data)).scalar_one() == b"\x00<entry/>"


def test_no_rows_are_no_statement(connection: Connection) -> None:
    fill(connection, entry_topics, [])
    assert connection.execute(select(entry_topics)).fetchall() == []


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [({"why": "a\0b"}, "NUL"), ({"published": datetime(2026, 11, 22)}, "without a zone")],  # noqa: DTZ001 (that is the mistake)
    ids=["nul", "naive"],
)
def test_a_value_that_no_column_takes_is_told_as_sqlalchemy_tells_it(
    connection: Connection, wrong: dict[str, Any], problem: str
) -> None:
    with pytest.raises(StatementError, match=problem) as caught:
        fill(connection, entry_topics, [topic(1), topic(2, **wrong)])
    assert isinstance(caught.value.orig, ValueError)
    assert connection.execute(select(entry_topics)).fetchall() == []
