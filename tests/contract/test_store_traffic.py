"""What a store counts for its editors, and what it tells them of itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from publishing import AT, DAY, HOUR, publish
from sqlalchemy.engine import Engine

from feedsvc.store import connect
from feedsvc.store.base import Store
from feedsvc.store.migrating import HEAD
from feedsvc.store.values import Traffic

TODAY = date(2026, 3, 1)
LONG_AGO = date(2025, 1, 1)
POLLS = Traffic(TODAY, "tides", "atom", "Gull", requests=10, not_modified=7, wasted=1, clients=bytes([0, 3, 1]))


def test_what_was_counted_comes_back(store: Store) -> None:
    told = replace(POLLS, reader="Auk", subscribers=12, clients=b"")
    store.count_traffic([POLLS, told], LONG_AGO)
    assert store.traffic(TODAY) == [told, POLLS]


def test_what_is_counted_of_the_same_is_added_whoever_brings_it(store: Store, store_url: str) -> None:
    """Of registers the greater counts, of subscribers the most."""
    store.count_traffic([replace(POLLS, subscribers=5)], LONG_AGO)
    other = connect(store_url)
    other.count_traffic([Traffic(TODAY, "tides", "atom", "Gull", 5, 1, 2, 3, bytes([2, 1, 1]))], LONG_AGO)
    other.close()
    store.count_traffic([Traffic(TODAY, "tides", "atom", "Gull", 1)], LONG_AGO)
    assert store.traffic(TODAY) == [Traffic(TODAY, "tides", "atom", "Gull", 16, 8, 3, 5, bytes([2, 3, 1]))]


@pytest.mark.parametrize(
    "differing",
    [{"day": TODAY + timedelta(days=1)}, {"feed": "fog"}, {"format": "rss"}, {"reader": "Auk"}],
)
def test_days_feeds_formats_and_readers_are_counted_apart(store: Store, differing: dict[str, object]) -> None:
    other = replace(POLLS, **differing)  # type: ignore[arg-type]  # a field of Traffic, by name
    store.count_traffic([POLLS], LONG_AGO)
    store.count_traffic([other], LONG_AGO)
    assert {(each.day, each.feed, each.format, each.reader): each.requests for each in store.traffic(TODAY)} == {
        (each.day, each.feed, each.format, each.reader): 10 for each in (POLLS, other)
    }


def test_registers_of_another_size_are_replaced(store: Store) -> None:
    store.count_traffic([POLLS], LONG_AGO)
    store.count_traffic([replace(POLLS, clients=bytes(5))], LONG_AGO)
    [counted] = store.traffic(TODAY)
    assert (counted.requests, counted.clients) == (20, bytes(5))


def test_only_the_days_that_are_asked_for_are_told(store: Store) -> None:
    days = [TODAY - timedelta(days=number) for number in range(4)]
    store.count_traffic([replace(POLLS, day=day) for day in days], LONG_AGO)
    assert [each.day for each in store.traffic(days[2])] == [days[2], days[1], days[0]]


def test_days_that_nobody_looks_at_any_more_are_forgotten(store: Store) -> None:
    store.count_traffic([replace(POLLS, day=TODAY - timedelta(days=2)), POLLS], LONG_AGO)
    store.count_traffic([], TODAY - timedelta(days=1))
    assert [each.day for each in store.traffic(LONG_AGO)] == [TODAY]


def test_counting_takes_no_revision(store: Store) -> None:
    before = store.apply([publish("a", "tides")], AT)
    store.count_traffic([POLLS], LONG_AGO)
    assert store.counts().revision == before


def test_a_salt_is_the_same_all_day_for_everybody_and_gone_the_next(store: Store, store_url: str) -> None:
    drawn = store.salt(TODAY)
    other = connect(store_url)
    assert (len(drawn), other.salt(TODAY)) == (16, drawn)
    tomorrow = other.salt(TODAY + timedelta(days=1))
    other.close()
    assert tomorrow != drawn
    assert store.salt(TODAY) not in {drawn, tomorrow}


def test_a_salt_that_is_asked_for_late_does_not_take_the_place_of_todays(store: Store) -> None:
    """After midnight what was counted before it is written still."""
    drawn = store.salt(TODAY)
    late = store.salt(TODAY - timedelta(days=1))
    assert (len(late), late == drawn) == (16, False)
    assert store.salt(TODAY) == drawn


def test_much_that_is_counted_at_once_is_added_to_what_stands_there(store: Store) -> None:
    """More than one statement asks for; of two days and two feeds."""
    many = [
        replace(POLLS, day=TODAY + timedelta(days=number % 2), feed=f"fog-{number // 1100}", reader=str(number))
        for number in range(2203)
    ]
    store.count_traffic([*many, replace(POLLS, reader="Auk")], LONG_AGO)
    store.count_traffic(many, LONG_AGO)
    assert {each.reader: each.requests for each in store.traffic(TODAY)} == {
        **{each.reader: 20 for each in many},
        "Auk": 10,
    }


# What is published, and what waits.


@contextmanager
def statements() -> Iterator[list[str]]:
    """Everything that databases are asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    sa.event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(Engine, "before_cursor_execute", note)


def test_what_is_held_is_told_without_its_originals(store: Store) -> None:
    store.apply([publish("c", embargo=AT + HOUR)], AT)
    with statements() as asked:
        assert len(store.held(9)) == 1
    assert asked and not any("originals" in statement for statement in asked)


def test_publications_are_of_what_is_in_the_feeds(store: Store) -> None:
    store.apply([publish("a"), publish("b", published=AT - 3 * DAY), publish("c", embargo=AT + HOUR), publish("d")], AT)
    assert sorted(store.publications(AT - 2 * DAY)) == [AT - DAY, AT - DAY]
    assert sorted(store.publications(AT - 3 * DAY)) == [AT - 3 * DAY, AT - DAY, AT - DAY]


def test_the_latest_of_each_topic_are_told_newest_first(store: Store) -> None:
    store.apply([publish(f"n{number}", "tides", published=AT - number * HOUR) for number in range(4)], AT)
    store.apply([publish("f", "fog", embargo=AT + DAY), publish("g", "ferries", published=AT - DAY)], AT)
    assert store.latest(3) == {"tides": [AT, AT - HOUR, AT - 2 * HOUR], "ferries": [AT - DAY]}


def test_what_is_held_is_told_soonest_first(store: Store) -> None:
    store.apply([publish("b", embargo=AT + 2 * HOUR), publish("a", embargo=AT + 3 * HOUR)], AT)
    store.apply([publish("c", embargo=AT + HOUR), publish("d")], AT)
    assert [held.entry.path for held in store.held(9)] == ["c.txt", "b.txt", "a.txt"]
    assert [held.entry.path for held in store.held(1)] == ["c.txt"]


def test_a_store_tells_where_it_is_and_how_large_but_no_password(store: Store) -> None:
    extent = store.extent()
    assert extent.size > 10_000
    assert extent.version == HEAD
    if extent.engine.startswith("SQLite"):
        assert extent.where.startswith("sqlite:///")
        assert extent.free is not None and extent.free > 0
    else:
        assert extent.engine.startswith("PostgreSQL")
        assert extent.free is None
