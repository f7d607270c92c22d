"""How long answers may be kept (standards.md, C9, R13)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.web import caching
from feedsvc.web.caching import cache_control, keeps

MINUTE = timedelta(minutes=1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SHORTEST, LONGEST = 2 * MINUTE, 60 * MINUTE

SPANS = st.timedeltas(timedelta(0), timedelta(days=400))


@pytest.mark.parametrize(
    ("pace", "kept"),
    [
        (timedelta(minutes=40), timedelta(minutes=10)),
        (timedelta(minutes=43, seconds=59), timedelta(minutes=10)),
        (timedelta(minutes=44), timedelta(minutes=11)),
        (timedelta(minutes=8), SHORTEST),
        (timedelta(seconds=3), SHORTEST),
        (timedelta(0), SHORTEST),
        (timedelta(seconds=-3), SHORTEST),
        (timedelta(hours=4), LONGEST),
        (timedelta(days=300), LONGEST),
        (timedelta.max, LONGEST),
        (None, SHORTEST),
    ],
)
def test_a_feed_keeps_for_a_quarter_of_its_pace_within_bounds(pace: timedelta | None, kept: timedelta) -> None:
    """C9."""
    assert keeps(pace, SHORTEST, LONGEST) == kept


def test_it_never_keeps_for_less_than_a_minute() -> None:
    """R13: ttl is a number of minutes, and with 0 some readers never cease to ask."""
    assert keeps(timedelta(0), timedelta(0), timedelta(0)) == MINUTE
    assert keeps(None, timedelta(seconds=20), timedelta(seconds=30)) == MINUTE


@given(st.none() | SPANS, SPANS, SPANS)
def test_it_keeps_for_whole_minutes_within_bounds_where_there_are_any(
    pace: timedelta | None, one: timedelta, other: timedelta
) -> None:
    """R13, C9."""
    shortest, longest = sorted([one, other])
    kept = keeps(pace, shortest, longest)
    assert kept % MINUTE == timedelta(0)
    assert MINUTE <= kept <= max(longest, MINUTE)
    assert kept >= shortest or kept + MINUTE > longest


@given(SPANS, SPANS)
def test_the_slower_a_feed_is_the_longer_it_keeps(one: timedelta, other: timedelta) -> None:
    slower, quicker = max(one, other), min(one, other)
    assert keeps(slower, SHORTEST, LONGEST) >= keeps(quicker, SHORTEST, LONGEST)


def test_all_may_keep_it_and_a_little_longer_while_they_ask_again() -> None:
    """C9: RFC 5861, sections 3 and 4."""
    assert cache_control(5 * MINUTE) == "public, max-age=300, stale-while-revalidate=300, stale-if-error=86400"


@pytest.mark.parametrize(
    ("until_change", "fresh", "stale"),
    [
        (timedelta(hours=1), 300, 300),
        (timedelta(minutes=10), 300, 300),
        (timedelta(minutes=7), 300, 120),
        (timedelta(minutes=5), 300, 0),
        (timedelta(seconds=90.9), 90, 0),
        (timedelta(seconds=0.9), 0, 0),
        (timedelta(0), 0, 0),
        (timedelta(days=-1), 0, 0),
    ],
)
def test_nothing_outlives_the_next_embargo_or_expiry(until_change: timedelta, fresh: int, stale: int) -> None:
    """C9: what is known to change is not kept beyond it."""
    assert cache_control(5 * MINUTE, until_change) == f"public, max-age={fresh}, stale-while-revalidate={stale}"


def test_what_will_change_within_a_day_is_no_stand_in_for_a_server_that_fails() -> None:
    """C9."""
    whole_day = timedelta(days=1) + 10 * MINUTE
    assert cache_control(5 * MINUTE, whole_day) == cache_control(5 * MINUTE)
    assert "stale-if-error" not in cache_control(5 * MINUTE, whole_day - timedelta(seconds=1))


@given(SPANS, st.timedeltas(timedelta(seconds=1), timedelta(days=3)))
def test_a_header_is_right_for_as_long_as_it_is_said_to_be(kept: timedelta, until_change: timedelta) -> None:
    """Nothing that is told of within that time outlasts the change."""
    change = NOW + until_change
    until = caching.right_until(kept, change, NOW)
    assert until > NOW
    if until - NOW > timedelta(seconds=1):
        assert cache_control(kept, change - until) == cache_control(kept, until_change)


@given(SPANS, st.timedeltas())
def test_no_document_is_kept_beyond_a_change_that_is_known(kept: timedelta, until_change: timedelta) -> None:
    """C9."""
    found = re.fullmatch(
        r"public, max-age=(\d+), stale-while-revalidate=(\d+)(?:, stale-if-error=(\d+))?",
        cache_control(kept, until_change),
    )
    assert found
    fresh, stale, if_error = (int(seconds or 0) for seconds in found.groups())
    assert timedelta(seconds=fresh) <= kept
    assert timedelta(seconds=fresh + stale + if_error) <= max(until_change, timedelta(0))


def test_no_shared_cache_keeps_what_is_meant_for_one_client() -> None:
    """RFC 9111, section 5.2.2.7; D1."""
    assert "private" in caching.PRIVATE.split(", ")
    assert caching.CHANGES == "no-store, im"


def test_errors_are_not_kept() -> None:
    """C9."""
    assert caching.ERROR == "no-store"


def test_an_archive_document_keeps_for_a_day_and_a_page_for_a_minute() -> None:
    """P2."""
    assert caching.cache_control(caching.ARCHIVE_KEEPS).startswith("public, max-age=86400, ")
    assert caching.PAGE.startswith("public, max-age=60, ")
