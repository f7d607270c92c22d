"""Entries by month, as sitemaps list them, and by their slugs: what pages and robots find their way with."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from publishing import AT, DAY, HOUR, publish, tag

from feedsvc.store.base import Store
from feedsvc.store.changes import Withdraw
from feedsvc.store.values import Mapped

HELSINKI = ZoneInfo("Europe/Helsinki")


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year, month, day and so on


def dated(store: Store, **moments: datetime) -> None:
    store.apply([publish(name, "fog", published=moment, updated=moment) for name, moment in moments.items()], AT)


def test_an_empty_store_has_no_months_and_no_parts(store: Store) -> None:
    assert store.months(HELSINKI) == []
    assert store.parts(10) == {}
    assert store.part(1, 10) == []
    assert store.near("x", 5) == []


def test_months_count_their_entries_the_newest_first_and_leave_out_empty_ones(store: Store) -> None:
    dated(store, a=at(1969, 12, 31), b=at(2002, 7, 1), c=at(2002, 7, 30), d=at(2026, 2, 3, 4, 5, 6))
    assert store.months(ZoneInfo("UTC")) == [(date(2026, 2, 1), 1), (date(2002, 7, 1), 2), (date(1969, 12, 1), 1)]


def test_a_month_is_that_of_the_time_zone(store: Store) -> None:
    dated(store, late=at(2026, 1, 31, 22, 30), early=at(2026, 1, 31, 21, 30))
    assert store.months(HELSINKI) == [(date(2026, 2, 1), 1), (date(2026, 1, 1), 1)]


def test_what_is_held_or_withdrawn_is_in_no_month_part_or_neighbourhood(store: Store) -> None:
    store.apply([publish("held", embargo=AT + HOUR), publish("gone"), publish("there")], AT)
    store.apply([Withdraw(tag("gone"), "gone")], AT)
    assert [count for _, count in store.months(HELSINKI)] == [1]
    assert [entry.slug for entry in store.part(1, 10)] == ["there-slug"]
    assert [entry.slug for entry in store.lately(at(2000, 1, 1), AT, 10)] == ["there-slug"]
    assert [entry.slug for entry in store.near("h", 10)] == ["there-slug"]
    assert [entry.slug for entry in store.within(at(2000, 1, 1), AT, 10)] == ["there-slug"]


def test_within_lists_from_a_moment_up_to_another_in_the_order_of_a_window(store: Store) -> None:
    dated(store, a=at(2026, 1, 1), b=at(2026, 1, 31), c=at(2026, 1, 31), d=at(2026, 2, 1), e=at(2025, 12, 31))
    january = at(2026, 1, 1), at(2026, 2, 1)
    assert [entry.slug for entry in store.within(*january, 10)] == ["c-slug", "b-slug", "a-slug"]
    assert [entry.slug for entry in store.within(*january, 1, skip=1)] == ["b-slug"]
    assert store.within(*january, 10)[2].title == "The a story"


def test_an_entry_stays_in_its_part_whatever_becomes_of_the_others(store: Store) -> None:
    store.apply([publish(f"e{number}") for number in range(5)], AT)
    store.apply([Withdraw(tag("e0"), "gone"), publish("e3", title="Renamed", digest="2")], AT + DAY)
    assert [entry.slug for entry in store.part(1, 2)] == ["e1-slug"]
    assert [entry.title for entry in store.part(2, 2)] == ["The e2 story", "Renamed"]
    assert [entry.slug for entry in store.part(3, 2)] == ["e4-slug"]
    assert store.part(4, 2) == []


def test_a_part_changed_when_one_of_its_entries_came_changed_or_went(store: Store) -> None:
    store.apply([publish(f"e{number}") for number in range(6)], AT)
    store.apply([Withdraw(tag("e0"), "gone")], AT + HOUR)
    store.apply([publish("e3", title="Renamed", digest="2")], AT + DAY)
    assert store.parts(2) == {1: AT + HOUR, 2: AT + DAY, 3: AT}


def test_an_entry_is_mapped_with_all_that_a_sitemap_says_of_it(store: Store) -> None:
    store.apply([publish("a", language="fi", updated=AT)], AT)
    expected = Mapped("a-slug", "https://example.org/entries/a", "The a story", "fi", AT - DAY, AT)
    assert store.part(1, 10) == store.lately(AT - 2 * DAY, AT, 1) == [expected]


def test_lately_is_after_one_moment_and_not_after_the_other_the_newest_first(store: Store) -> None:
    dated(store, a=AT - 2 * DAY, b=AT - DAY, c=AT - HOUR, d=AT + HOUR)
    assert [entry.slug for entry in store.lately(AT - 2 * DAY, AT, 10)] == ["c-slug", "b-slug"]
    assert [entry.slug for entry in store.lately(AT - 2 * DAY, AT, 1)] == ["c-slug"]


def test_near_are_the_slugs_before_and_after_by_code_point(store: Store) -> None:
    store.apply([publish(name) for name in ("alpha", "beta", "delta", "eta", "zeta", "йод")], AT)
    assert [entry.slug for entry in store.near("delta-slug", 1)] == ["beta-slug", "delta-slug"]
    assert [entry.slug for entry in store.near("z", 2)] == ["delta-slug", "eta-slug", "zeta-slug", "йод-slug"]
