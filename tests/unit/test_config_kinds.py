"""The kinds of values: what is taken, in which form, and what is refused with what advice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from feedsvc import addresses, names
from feedsvc.config import kinds, schedules, urls


def remedy(kind: Any, value: str) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        kind(value)
    assert caught.value.context
    assert caught.value.context["problem"]
    return str(caught.value.context["remedy"])


def test_a_text_is_one_trimmed_line() -> None:
    assert kinds.text("  The \n Harbour\tGazette ") == "The Harbour Gazette"


@pytest.mark.parametrize("text", ["", " \n", "a\x00b", "a\x1b[31m", "a\ufffe", "a\udc80"])
def test_a_text_that_no_feed_can_carry_is_refused(text: str) -> None:
    """X2."""
    assert remedy(kinds.text, text)


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("https://news.example.org", "https://news.example.org"),
        ("https://news.example.org/", "https://news.example.org"),
        ("HTTPS://News.Example.ORG/Feeds/", "https://news.example.org/Feeds"),
        (" http://127.0.0.1:8000 ", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_a_base_url_loses_the_slash_at_its_end_and_capitals_where_they_mean_nothing(written: str, taken: str) -> None:
    assert urls.base_url(written) == taken


@pytest.mark.parametrize(
    "written",
    [
        "",
        "news.example.org",
        "//news.example.org",
        "ftp://news.example.org",
        "https://",
        "https:///feeds",
        "https://news.example.org:port",
        "https://news.example.org:99999",
        "https://[::1",
        "https://news example.org",
        "https://ida:secret@news.example.org",
        "https://news.example.org?x",
        "https://news.example.org/#top",
        "https://news.example.org/<feeds>",
    ],
)
def test_a_base_url_that_is_not_absolute_and_plain_is_refused(written: str) -> None:
    assert remedy(urls.base_url, written)


def test_a_base_url_beyond_ascii_is_shown_as_it_is_sent() -> None:
    assert '"https://xn--mnchen-3ya.example/caf%C3%A9"' in remedy(urls.base_url, "https://münchen.example/café")


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("example.org,2026", "example.org,2026"),
        ("Example.ORG,2026-11", "example.org,2026-11"),
        ("desk@example.org,2026-02-28", "desk@example.org,2026-02-28"),
        ("localhost,2026", "localhost,2026"),
        ("a-b.example,2024-02-29", "a-b.example,2024-02-29"),
    ],
)
def test_an_authority_is_a_domain_or_address_with_a_date(written: str, taken: str) -> None:
    """RFC 4151, section 2.1; A3."""
    assert kinds.authority(written) == taken


@pytest.mark.parametrize(
    "written",
    [
        "",
        "example.org",
        "example.org,",
        ",2026",
        "example.org,26",
        "example.org,2026-13",
        "example.org,2025-02-29",
        "example.org,0000",
        "example.org,2026-1-1",
        "-example.org,2026",
        "example..org,2026",
        "exämple.org,2026",
        "tag:example.org,2026",
        "https://example.org,2026",
        "example.org,２０２６",
    ],
)
def test_an_authority_of_another_form_is_refused(written: str) -> None:
    assert "example.org,2026" in remedy(kinds.authority, written)


def test_a_language_is_a_tag_in_its_recommended_form() -> None:
    """R12."""
    assert kinds.language(" zh-hant-tw ") == "zh-Hant-TW"


def test_a_locale_is_answered_with_the_language_tag_that_was_meant() -> None:
    assert remedy(kinds.language, "pt_br.UTF-8") == 'Did you mean "pt-BR"?'


def test_what_is_no_language_tag_is_refused() -> None:
    assert remedy(kinds.language, "english") == 'Write one such as "en-GB"'


def test_every_time_zone_there_is_is_taken() -> None:
    for name in available_timezones():
        assert kinds.timezone(name) == ZoneInfo(name)


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Berlin", "Europe/Berlin"),
        ("europe/pariss", "Europe/Paris"),
        ("New York", "America/New_York"),
        ("Europe", ""),
        ("../../etc/passwd", ""),
        ("/etc/localtime", ""),
        ("", ""),
        ("nowhere at all", ""),
        ("a\0b", ""),
    ],
)
def test_what_is_no_time_zone_is_refused_with_the_nearest_name(written: str, nearest: str) -> None:
    advice = remedy(kinds.timezone, written)
    assert not nearest or advice == f'Did you mean "{nearest}"?'


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("1s", timedelta(seconds=1)),
        ("30s", timedelta(seconds=30)),
        ("5 m", timedelta(minutes=5)),
        ("2h", timedelta(hours=2)),
        ("7d", timedelta(days=7)),
        ("*/15 6-22 * * mon-fri", "*/15 6-22 * * mon-fri"),
        ("0  6 1 jan *", "0 6 1 jan *"),
    ],
)
def test_a_schedule_is_an_interval_or_a_cron_line(written: str, taken: timedelta | str) -> None:
    assert schedules.schedule(written) == taken


@pytest.mark.parametrize(
    "written",
    [
        *["", "0s", "8d", "169h", "30", "30 seconds", "-5m", "1.5h", "hourly", "* * * *", "* * * * * *"],
        *["60 * * * *", "* 24 * * *", "* * 32 * *", "* * * 13 *", "* * * * 8", "* * * * 5-1", "* * * * noday"],
        *["*/0 * * * *", "a b c d e"],
    ],
)
def test_a_schedule_out_of_bounds_or_of_no_form_is_refused(written: str) -> None:
    assert remedy(schedules.schedule, written)


@pytest.mark.parametrize("text", ["1m", "90s", "1441m", "1d", "0d", "365d"])
def test_an_interval_is_written_as_it_is_best_read(text: str) -> None:
    assert schedules.written(schedules.up_to_a_year(text)) == text


@given(st.integers(min_value=0, max_value=24 * 60 * 60))
def test_what_is_written_of_an_interval_reads_as_that_interval(seconds: int) -> None:
    span = timedelta(seconds=seconds)
    assert schedules.up_to_a_year(schedules.written(span)) == span


@pytest.mark.parametrize("written", ["0", "0d", " 0 s"])
def test_nothing_at_all_is_an_interval_where_the_bounds_let_it_be(written: str) -> None:
    assert schedules.up_to_a_year(written) == timedelta(0)
    assert remedy(schedules.max_age, written) == 'Write an interval from "1m" to "1d"'


@pytest.mark.parametrize(("written", "nearest"), [("61s", "1m"), ("3599 s", "59m"), ("3601s", "1h")])
def test_a_max_age_is_in_whole_minutes_as_ttl_is(written: str, nearest: str) -> None:
    """R13."""
    assert remedy(schedules.max_age, written) == f'Write one, such as "{nearest}"'
    assert schedules.max_age("3600s") == timedelta(hours=1)


@pytest.mark.parametrize(
    ("weekdays", "fires"),
    [
        ("0", {"Sun"}),
        ("7", {"Sun"}),
        ("1", {"Mon"}),
        ("1-5", {"Mon", "Tue", "Wed", "Thu", "Fri"}),
        ("0-6", {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}),
        ("5-7", {"Fri", "Sat", "Sun"}),
        ("1-5/2", {"Mon", "Wed", "Fri"}),
        ("6,0", {"Sat", "Sun"}),
        ("sat-sun", {"Sat", "Sun"}),
    ],
)
def test_numbered_weekdays_are_crons_not_apschedulers(weekdays: str, fires: set[str]) -> None:
    line = schedules.schedule(f"0 12 * * {weekdays}")
    assert isinstance(line, str)
    trigger = CronTrigger.from_crontab(line, timezone=UTC)
    fired: list[datetime] = []
    while not fired or fired[-1] - fired[0] < timedelta(days=7):
        fired.append(trigger.get_next_fire_time(fired[-1] if fired else None, _after(fired)))
    assert {moment.strftime("%a") for moment in fired} == fires


def _after(fired: list[datetime]) -> datetime:
    return fired[-1] + timedelta(minutes=1) if fired else datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("postgres://ida:p%40ss@db:5433/news?sslmode=require", "ida:p%40ss@db:5433/news?sslmode=require"),
        ("postgresql://db/news", "db/news"),
        ("postgresql+psycopg:///news?host=/run/postgresql", "/news?host=/run/postgresql"),
    ],
)
def test_a_postgresql_store_goes_through_psycopg_however_it_is_written(written: str, taken: str) -> None:
    assert urls.store_url(written) == f"postgresql+psycopg://{taken}"


@pytest.mark.parametrize(
    "written",
    [
        *[
            "",
            "feedsvc.db",
            "sqlite://",
            "sqlite:///",
            "sqlite:x.db",
            "sqlite:///:memory:",
            "sqlite:///file:x?uri=true",
        ],
        *["mysql://db/news", "postgresql+asyncpg://db/news", "postgres:db", "postgres://", "postgres://db:port/news"],
    ],
)
def test_a_store_that_is_none_or_cannot_be_shared_is_refused(written: str) -> None:
    assert remedy(urls.store_url, written)


@given(st.text())
def test_a_slug_is_taken_exactly_as_names_spells_it(text: str) -> None:
    spelled = names.slug(text)
    if text == spelled and text and text not in addresses.RESERVED:
        assert kinds.slug(text) == text
    else:
        assert remedy(kinds.slug, text)


def test_a_slug_of_another_form_is_answered_with_the_right_one() -> None:
    assert remedy(kinds.slug, "North Korea") == 'Write "north-korea"'


@pytest.mark.parametrize("slug", sorted(addresses.RESERVED))
def test_the_slugs_of_other_selections_are_taken(slug: str) -> None:
    assert remedy(kinds.slug, slug)


@pytest.mark.parametrize("written", ["", "/etc/*", "../*.txt", "a/../b", "a\\*.txt"])
def test_a_pattern_that_leads_out_of_the_folder_is_refused(written: str) -> None:
    assert remedy(kinds.glob, written)


@pytest.mark.parametrize("written", ["", "desk", "desk@", "@example.org", "Ida <ida@example.org>", "a b@example.org"])
def test_what_is_no_bare_email_address_is_refused(written: str) -> None:
    """R11 writes the name beside it."""
    assert remedy(kinds.email, written)
