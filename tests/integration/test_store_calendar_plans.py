"""The plans of what pages by month, neighbours, sitemaps and suggestions are made of: what grows is said to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
import sqlalchemy as sa
from publishing import AT, DAY, publish
from sqlalchemy.engine import Engine
from test_store_schema import grows, plans

from feedsvc.store import connect
from feedsvc.store.base import Store
from feedsvc.store.values import Traffic

QUESTIONS: dict[str, Callable[[Store], object]] = {
    "months": lambda store: store.months(ZoneInfo("UTC")),
    "within": lambda store: store.within(AT - 9 * DAY, AT, 10, 5),
    "lately": lambda store: store.lately(AT - 9 * DAY, AT, 10),
    "part": lambda store: store.part(1, 100),
    "near": lambda store: store.near("e5", 10),
    "adjacent": lambda store: store.adjacent("e1-slug"),
    "alike": lambda store: store.alike("e1-slug", 5),
}


def filled(url: str, entries: int) -> Store:
    store = connect(url)
    made = [
        publish(f"e{number}", f"topic-{number % 2}", published=AT - timedelta(hours=5 * number))
        for number in range(entries)
    ]
    store.apply(made, AT)
    return store


@pytest.mark.parametrize("question", QUESTIONS)
def test_on_sqlite_each_is_read_from_an_index_in_its_order(sqlite_url: str, question: str) -> None:
    filled(sqlite_url, 3).close()
    steps = plans(sqlite_url, QUESTIONS[question])
    assert [step for step in steps if step.startswith("SEARCH")]
    assert [step for step in steps if grows(step)] == []
    sorts = [step for step in steps if "TEMP B-TREE" in step]
    assert len(sorts) <= (1 if question == "within" else 0)  # of the rows that are shown


def test_on_sqlite_traffic_is_added_to_what_its_key_names(sqlite_url: str) -> None:
    counted = [Traffic(AT.date(), feed, "atom", reader, 1) for feed in ("all", "fog") for reader in ("Auk", "Gull")]
    steps = plans(sqlite_url, lambda store: store.count_traffic(counted, AT.date()))
    read = [step for step in steps if "reader=?" in step]
    assert read and all(step.startswith("SEARCH traffic") for step in read)
    assert [step for step in steps if "traffic" in step and grows(step)] == []


def test_on_sqlite_parts_are_counted_in_an_index_alone(sqlite_url: str) -> None:
    filled(sqlite_url, 3).close()
    steps = plans(sqlite_url, lambda store: store.parts(10))
    assert [step for step in steps if "arrivals" in step] == [
        "SEARCH arrivals USING COVERING INDEX arrivals_revision (selection=?)"
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_on_postgresql_no_more_rows_are_read_than_are_asked_for(postgres_url: str, question: str) -> None:
    """As PostgreSQL counts them itself, of 2,000 entries, once it knows how many there are."""
    store = filled(postgres_url, 2000)
    server = postgres_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("ANALYZE entries, entry_topics")
    read: list[float] = []

    def explain(raw: sa.Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if statement.startswith("SELECT"):
            rows = raw.connection.cursor()  # beside the one that is about to ask
            rows.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
            read.append(_rows_read(rows.fetchone()[0][0]["Plan"]))

    sa.event.listen(Engine, "before_cursor_execute", explain)
    try:
        QUESTIONS[question](store)
    finally:
        sa.event.remove(Engine, "before_cursor_execute", explain)
        store.close()
    assert read
    # A month's entries are counted, and a part's are read: 149 and 100 of them.
    assert max(read) <= 149


def _rows_read(plan: dict[str, object]) -> float:
    """Of the tables and indexes that a plan goes to: what it took, and what it threw away."""
    own = plan["Actual Rows"] * plan["Actual Loops"] + plan.get("Rows Removed by Filter", 0)  # type: ignore[operator]
    below = [_rows_read(part) for part in plan.get("Plans", ())]  # type: ignore[attr-defined]
    return max([own if "Scan" in str(plan["Node Type"]) else 0, *below])
