"""The tables that migrations make are those of schema.py; and the plans of what is asked for often."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from publishing import AT, DAY, HOUR, publish, tag, tracked
from sqlalchemy.engine import Connection, Engine

import feedsvc.store
from feedsvc.model import Format
from feedsvc.selections import Selection, of_topic, read
from feedsvc.store import connect
from feedsvc.store.base import Store
from feedsvc.store.changes import Track
from feedsvc.store.engine import Database
from feedsvc.store.migrating import HEAD, VERSIONS
from feedsvc.store.schema import metadata
from feedsvc.store.values import Search

MIGRATIONS = Path(feedsvc.store.__file__).parent / "migrations"


def test_migrations_make_the_tables_of_the_schema(store_url: str) -> None:
    connect(store_url).close()
    database = Database(store_url)
    with database.reading() as connection:
        options = {"version_table": VERSIONS.name, "compare_type": True, "compare_server_default": True}
        options["include_name"] = lambda name, kind, _of: kind != "table" or not is_index_of_words(name)
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
    """Each table's and index's own statement, as the set of its parts: columns may be told in another order."""
    query = sa.text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != :versions")
    rows = connection.execute(query, {"versions": VERSIONS.name})
    return {
        name: sorted(re.split(r",?\s*\n\s*|,\s+", statement.strip()))
        for name, statement in rows
        if not is_index_of_words(name)
    }


def is_index_of_words(table: str) -> bool:
    """Each engine has its own, in no table that the schema could name; FTS5 keeps it in several."""
    return table.partition("_")[0] == "words"


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


class Step(NamedTuple):
    """One step of a plan, and the one that it is part of."""

    id: int
    parent: int
    unused: int
    detail: str


def plans_of(url: str, ask: Callable[[Store], object]) -> list[list[Step]]:
    """SQLite's plan for each statement that a question sends."""
    store, database = connect(url), Database(url)
    with statements() as sent:
        ask(store)
    found = []
    with database.reading() as connection:
        for statement, parameters in sent:
            if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
                one = parameters[0] if isinstance(parameters, list) else parameters
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", one)
                found.append([Step(*row) for row in rows])
    store.close()
    database.close()
    return found


def plans(url: str, ask: Callable[[Store], object]) -> list[str]:
    """The steps of all of them."""
    return [step.detail for plan in plans_of(url, ask) for step in plan]


@pytest.fixture
def filled_url(sqlite_url: str) -> str:
    store = connect(sqlite_url)
    store.apply([publish("a", "tides", expires=AT + DAY), publish("b", "tides", embargo=AT + HOUR)], AT)
    store.apply([publish(name, *TOPICS) for name in "xyz"], AT)
    store.close()
    return sqlite_url


TOPICS = ("tides", "fog", "ferries")
SHAPES = ("all", "tides", "tides+fog", "tides,fog", "tides-fog", "all-fog", "ferries+fog-tides,tides")


def selection(text: str) -> Selection:
    found = read(text, TOPICS.__contains__)
    assert found is not None
    return found


OF_A_FEED: dict[str, Callable[[Store, Selection], object]] = {
    "feed": lambda store, which: store.feed(which),
    "window": lambda store, which: store.window(which, Format.ATOM, 1, DAY),
    "window since": lambda store, which: store.window(which, Format.ATOM, 1, DAY, since=0),
    "window of entries": lambda store, which: store.window_of_entries(which, 1, DAY),
    "changed": lambda store, which: store.changed(which, Format.ATOM, 0, 50),
    "archive": lambda store, which: store.archive(which, Format.ATOM, 1, 50),
    "next change": lambda store, which: store.next_change(which, AT),
    "listing": lambda store, which: store.listing(which, 50),
    "search for anything": lambda store, which: store.search(Search(selection=which), Format.ATOM, 50),
}


@pytest.mark.parametrize("question", OF_A_FEED)
@pytest.mark.parametrize("shape", SHAPES)
def test_what_a_feed_is_served_from_is_walked_in_the_order_of_an_index(
    filled_url: str, shape: str, question: str
) -> None:
    """So that a walk may end early: were it sorted, all that is in the store would be gone through before."""
    for plan in plans_of(filled_url, lambda store: OF_A_FEED[question](store, selection(shape))):
        assert [step.detail for step in plan if grows(step.detail)] == []
        for walk in walks(plan):
            assert walk[0].startswith(("SEARCH arrivals", "SEARCH standing", "SEARCH entries"))
            assert [step for step in walk if "TEMP B-TREE" in step] == []


def walks(plan: list[Step]) -> list[list[str]]:
    """The steps of each part of the plan that reads tables, but for the outermost: it joins what the parts found."""
    parts = [[step for step in plan if step.parent == part.id] for part in plan]
    return [[step.detail for step in part] for part in parts if any("INDEX" in step.detail for step in part)]


QUESTIONS: dict[str, Callable[[Store], object]] = {
    "news": lambda store: store.news().wait(0),
    "entry": lambda store: store.entry("a-slug"),
    "next moment": lambda store: store.next_moment(AT),
    "recall": lambda store: store.recall(["a.txt", "b.txt"], ["00", "01"]),
    "identities": lambda store: store.identities([tag("a"), tag("b")]),
    "holders": lambda store: store.holders(["a-slug", "b-slug"]),
    "files by path": lambda store: store.files(["a.txt", "b.txt"]),
    "originals": lambda store: list(store.originals()),
    "original": lambda store: store.original("a-slug"),
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
    few = {"SCAN revision", "SCAN CONSTANT ROW", "SCAN shown", "SCAN part", "SCAN either", "SCAN each", "SCAN numbered"}
    return step.startswith("SCAN") and step not in few


@pytest.mark.parametrize(
    ("topic", "search"),
    [
        ("all", "SEARCH standing USING COVERING INDEX entries_window (state=?)"),
        ("tides", "SEARCH standing USING COVERING INDEX entry_topics_window (topic=? AND shown=?)"),
    ],
)
def test_the_newest_of_a_feed_are_read_from_an_index_in_its_order(filled_url: str, topic: str, search: str) -> None:
    """One sort, of the window's own rows; were the index not in its order, there would be one before the LIMIT too."""
    steps = plans(filled_url, lambda store: store.window(of_topic(topic), Format.ATOM, 50))
    assert steps[1:6] == [
        "MATERIALIZE shown",
        search,
        "SCAN shown",
        "SEARCH fragments USING INDEX sqlite_autoindex_fragments_1 (entry=? AND format=?)",
        "USE TEMP B-TREE FOR ORDER BY",
    ]
