"""The tables that migrations make are those of schema.py; and the plans of what is asked for often."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from publishing import AT, DAY, HOUR, publish, tag, tracked
from sqlalchemy.engine import Connection, Engine

import feedsvc.store
from feedsvc.model import Format
from feedsvc.selections import EVERYTHING, of_topic
from feedsvc.store import connect
from feedsvc.store.base import Store, Track
from feedsvc.store.engine import Database
from feedsvc.store.migrating import HEAD, VERSIONS
from feedsvc.store.schema import metadata

MIGRATIONS = Path(feedsvc.store.__file__).parent / "migrations"


def test_migrations_make_the_tables_of_the_schema(store_url: str) -> None:
    connect(store_url).close()
    database = Database(store_url)
    with database.reading() as connection:
        options = {"version_table": VERSIONS.name, "compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    database.close()


def test_the_indexes_and_constraints_are_those_of_the_schema_to_the_letter(sqlite_url: str) -> None:
    """What compare_metadata does not look at: WHERE of an index, WITHOUT ROWID, names and CHECKs."""
    connect(sqlite_url).close()
    database, made = Database(sqlite_url), sa.create_engine("sqlite://")
    metadata.create_all(made)
    with database.reading() as migrated, made.connect() as expected:
        assert definitions(migrated) == definitions(expected)
    database.close()
    made.dispose()


def definitions(connection: Connection) -> dict[str, list[str]]:
    """Each table's and index's own statement, as the set of its lines: columns may be told in another order."""
    query = sa.text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != :versions")
    rows = connection.execute(query, {"versions": VERSIONS.name})
    return {name: sorted(re.split(r",?\s*\n\s*", statement.strip())) for name, statement in rows}


def test_the_newest_migration_is_the_one_that_opening_looks_for() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_migrations_are_packages_so_that_an_installed_feedsvc_has_them() -> None:
    for folder in (MIGRATIONS, MIGRATIONS / "versions"):
        assert (folder / "__init__.py").is_file()


# Plans. A lookup whose cost grows with the store would say SCAN.


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the driver meanwhile."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        sent.append((statement, parameters))

    sa.event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(Engine, "before_cursor_execute", note)


def plans(url: str, ask: Callable[[Store], object]) -> list[str]:
    """The steps of SQLite's plans for all that a question asks."""
    store, database = connect(url), Database(url)
    with statements() as sent:
        ask(store)
    steps = []
    with database.reading() as connection:
        for statement, parameters in sent:
            if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
                one = parameters[0] if isinstance(parameters, list) else parameters
                steps += [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", one)]
    store.close()
    database.close()
    return steps


@pytest.fixture
def filled_url(sqlite_url: str) -> str:
    store = connect(sqlite_url)
    store.apply([publish("a", "tides", expires=AT + DAY), publish("b", "tides", embargo=AT + HOUR)], AT)
    store.close()
    return sqlite_url


QUESTIONS: dict[str, Callable[[Store], object]] = {
    "window of all": lambda store: store.window(EVERYTHING, Format.ATOM, 50),
    "window of a topic": lambda store: store.window(of_topic("tides"), Format.ATOM, 50),
    "listing of all": lambda store: store.listing(EVERYTHING, 50),
    "listing of a topic": lambda store: store.listing(of_topic("tides"), 50),
    "feed": lambda store: store.feed(of_topic("tides")),
    "entry": lambda store: store.entry("a-slug"),
    "next moment": lambda store: store.next_moment(AT),
    "recall": lambda store: store.recall(["a.txt", "b.txt"], ["00", "01"]),
    "identities": lambda store: store.identities([tag("a"), tag("b")]),
    "holders": lambda store: store.holders(["a-slug", "b-slug"]),
    "files by path": lambda store: store.files(["a.txt", "b.txt"]),
    "originals": lambda store: list(store.originals()),
    "publish": lambda store: store.apply([publish("c", "tides"), Track(tracked("c.txt"))], AT),
    "publish again": lambda store: store.apply([publish("a", "fog", rendered="anew"), Track(tracked("a.txt"))], AT),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_asked_often_is_read_from_an_index(filled_url: str, question: str) -> None:
    steps = plans(filled_url, QUESTIONS[question])
    assert steps
    assert [step for step in steps if grows(step)] == []


def test_what_is_due_is_found_by_its_moment_and_then_sorted(filled_url: str) -> None:
    steps = plans(filled_url, lambda store: store.due(AT + 9 * DAY))
    assert [step for step in steps if step.startswith("SEARCH")] == [
        "SEARCH entries USING INDEX entries_embargo (state=? AND embargo<?)",
        "SEARCH entries USING INDEX entries_expires (state=? AND expires<?)",
    ]


def test_sizes_and_states_are_counted_in_indexes_alone(filled_url: str) -> None:
    steps = plans(filled_url, lambda store: (store.sizes(), store.counts()))
    touching = [step for step in steps if re.search("entries|entry_topics", step)]
    assert touching
    assert [step for step in touching if "COVERING INDEX" not in step] == []


def grows(step: str) -> bool:
    """Whether a step's cost grows with the store: a scan of what is not one row, or a window's own few."""
    return step.startswith("SCAN") and step not in {"SCAN revision", "SCAN shown", "SCAN CONSTANT ROW"}


@pytest.mark.parametrize(
    ("selection", "search"),
    [
        ("all", "SEARCH entries USING COVERING INDEX entries_window (state=?)"),
        ("tides", "SEARCH entry_topics USING COVERING INDEX entry_topics_window (topic=? AND shown=?)"),
    ],
)
def test_the_newest_of_a_feed_are_read_from_an_index_in_its_order(filled_url: str, selection: str, search: str) -> None:
    """One sort, of the window's own rows; were the index not in its order, there would be one before the LIMIT too."""
    steps = plans(filled_url, lambda store: store.window(of_topic(selection), Format.ATOM, 50))
    assert steps[1:] == [
        "MATERIALIZE shown",
        search,
        "SCAN shown",
        "SEARCH fragments USING INDEX sqlite_autoindex_fragments_1 (entry=? AND format=?)",
        "USE TEMP B-TREE FOR ORDER BY",
    ]
