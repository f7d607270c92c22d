"""Stores that older programs made: brought up to this one, they hold what they would, had it kept them all along."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from publishing import AT, DAY, HOUR, publish, tag

import feedsvc.store
from feedsvc.model import Format
from feedsvc.selections import EVERYTHING, of_topic
from feedsvc.store import connect
from feedsvc.store.base import Store
from feedsvc.store.changes import Change, Release, Withdraw
from feedsvc.store.engine import Database
from feedsvc.store.schema import arrivals, feeds, metadata

MIGRATIONS = Path(feedsvc.store.__file__).parent / "migrations"

HISTORY: list[list[Change]] = [
    [publish("a", "tides"), publish("b", "tides", "fog"), publish("held", "fog", embargo=AT + 2 * HOUR)],
    [publish("a", "tides", "fog"), publish("c", published=AT - 3 * DAY)],
    [Release(tag("held")), Withdraw(tag("b"), "gone"), publish("d", "ferries")],
    [publish("b", "fog", digest="digest-2"), publish("a", "fog"), publish("c", rendered="anew")],
    [Withdraw(tag("a"), "draft"), Withdraw(tag("d"), "expired"), publish("e", "tides", digest="digest-3")],
    [publish("d", "tides", "ferries"), publish("e", "tides", "fog", digest="digest-4")],
]


def lived(url: str) -> None:
    """A store through which all of this went."""
    with closing(connect(url)) as store:
        for number, batch in enumerate(HISTORY):
            store.apply(batch, AT + number * number * HOUR)


def as_made_by(version: str, url: str, source: str) -> None:
    """A store with the tables of an older version, and all rows of another store that these have room for."""
    with closing(Database(url)) as database, closing(Database(source)) as lived_through:
        with database.writing() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(MIGRATIONS))
            command.upgrade(config, version)
        with database.writing() as to, lived_through.reading() as from_:
            tables = set(sa.inspect(to).get_table_names())
            for table in reversed(metadata.sorted_tables):
                if table.name in tables:
                    to.execute(sa.delete(table))
            for table in metadata.sorted_tables:
                if table.name in tables:
                    copy(table, from_, to)


def copy(table: sa.Table, from_: sa.Connection, to: sa.Connection) -> None:
    known = {column["name"] for column in sa.inspect(to).get_columns(table.name)}
    columns = [column for column in table.columns if column.name in known]
    older = sa.table(table.name, *(sa.column(column.name, column.type) for column in columns))
    rows: list[dict[str, Any]] = [dict(row) for row in from_.execute(sa.select(*columns)).mappings()]
    if rows:
        to.execute(sa.insert(older), rows)


def kept(url: str) -> tuple[list[Any], list[Any]]:
    with closing(Database(url)) as database, database.reading() as connection:
        came = connection.execute(sa.select(arrivals).order_by(arrivals.c.selection, arrivals.c.ordinal)).fetchall()
        paces = connection.execute(sa.select(feeds).order_by(feeds.c.selection)).fetchall()
    return [tuple(row) for row in came], [tuple(row) for row in paces]


def test_a_store_of_the_first_version_holds_what_it_would_had_it_counted_from_the_start(
    store_url: str, tmp_path: Path
) -> None:
    lived_url = f"sqlite:///{tmp_path}/lived.db"
    lived(lived_url)
    as_made_by("0001", store_url, lived_url)
    connect(store_url).close()
    migrated, expected = kept(store_url), kept(lived_url)
    assert migrated == expected
    assert [row[:3] for row in expected[0] if row[1] == "fog"] == [
        (2, "fog", 1),
        (1, "fog", 2),
        (3, "fog", 3),
        (6, "fog", 4),
    ]
    assert {pace for *_, pace, _ in expected[1]} - {None}


def test_a_migrated_store_goes_on_as_the_other_does(store_url: str, tmp_path: Path) -> None:
    lived_url = f"sqlite:///{tmp_path}/lived.db"
    lived(lived_url)
    as_made_by("0001", store_url, lived_url)
    with closing(connect(store_url)) as migrated, closing(connect(lived_url)) as expected:
        for store in (migrated, expected):
            store.apply([publish("f", "fog"), publish("a", "tides"), Withdraw(tag("e"), "gone")], AT + 99 * HOUR)
        assert shown(migrated) == shown(expected)
    assert kept(store_url) == kept(lived_url)


def shown(store: Store) -> list[Any]:
    found: list[Any] = []
    for which in (EVERYTHING, *map(of_topic, ("tides", "fog", "ferries"))):
        found += [store.window(which, Format.RSS, 2, 99 * DAY), store.window(which, Format.RSS, 1, since=4)]
        found += [store.archive(which, Format.RSS, number, 2) for number in (1, 2, 3, 4)]
    return found


def test_an_empty_store_of_the_first_version_is_brought_up_too(store_url: str, tmp_path: Path) -> None:
    empty = f"sqlite:///{tmp_path}/empty.db"
    connect(empty).close()
    as_made_by("0001", store_url, empty)
    with closing(connect(store_url)) as store:
        store.apply([publish("a", "tides")], AT)
        window = store.window(of_topic("tides"), Format.ATOM, 9)
    assert window is not None
    assert (window.entered, window.feed.pace) == (1, None)
