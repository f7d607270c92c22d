from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.render import facts
from feedsvc.render.frame import Frame
from feedsvc.render.specimen import BARE, FEED, RICH, SITE

EVERYTHING = replace(FEED, selection="all", title="All", description="")


def test_a_topic_and_everything_have_distinct_titles_that_name_the_site():
    """L1"""
    assert facts.title(FEED, SITE) == "North Coast · Harbour & Hill"
    assert facts.title(EVERYTHING, SITE) == "Harbour & Hill"


def test_a_description_is_never_empty():
    """R1"""
    assert facts.description(FEED, SITE) == "What happens on the north coast"
    assert facts.description(EVERYTHING, SITE) == "News of the coast"
    assert facts.description(replace(FEED, description=""), SITE) == "North Coast · Harbour & Hill"
    assert facts.description(EVERYTHING, replace(SITE, description="")) == "Harbour & Hill"


def test_the_page_of_a_combination_is_one_that_exists():
    """L4"""
    combined, page = replace(FEED, selection="fog+north-coast"), "https://news.example.org/combine/fog+north-coast"
    assert facts.page(FEED, SITE, Frame()) == "https://news.example.org/topics/north-coast"
    assert facts.page(EVERYTHING, SITE, Frame()) == "https://news.example.org/"
    assert facts.page(combined, SITE, Frame(page=page)) == page


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, ("hourly", 60)),
        (1, ("hourly", 60)),
        (5, ("hourly", 12)),
        (7, ("hourly", 9)),
        (20, ("hourly", 3)),
        (40, ("daily", 36)),
        (59, ("hourly", 1)),
        (60, ("hourly", 1)),
        (61, ("hourly", 1)),
        (90, ("daily", 16)),
        (1440, ("daily", 1)),
        (1000, ("weekly", 10)),
        (7 * 1440, ("weekly", 1)),
        (15 * 1440, ("monthly", 2)),
        (30 * 1440, ("monthly", 1)),
        (365 * 1440, ("yearly", 1)),
        (300_000, ("yearly", 2)),
        (5_000_000, ("yearly", 1)),
    ],
)
def test_a_pace_is_said_in_the_shortest_period_that_comes_close(minutes, said):
    """R13, R19"""
    assert facts.pace(Frame(keeps=timedelta(minutes=minutes))) == said


@given(st.integers(1, 36 * 1440))
def test_a_pace_agrees_with_the_minutes_that_a_document_keeps(minutes):
    """R13, R19: to a twentieth, for as long as a year divides finely enough."""
    period, times = facts.pace(Frame(keeps=timedelta(minutes=minutes)))
    said = facts._PERIODS[period] / times / timedelta(minutes=1)
    assert abs(said - minutes) <= minutes / 20


@pytest.mark.parametrize(("keeps", "minutes"), [(0, 1), (59, 1), (60, 1), (119, 1), (120, 2), (86_400, 1440)])
def test_minutes_are_whole_and_at_least_one(keeps, minutes):
    """R13: a ttl is a positive integer."""
    assert facts.minutes(Frame(keeps=timedelta(seconds=keeps))) == minutes


def test_an_entry_without_authors_is_the_sites():
    """A2"""
    assert facts.authors(RICH, SITE) == RICH.authors
    assert facts.authors(BARE, SITE) == (SITE.author,)


@pytest.mark.parametrize(
    ("summary", "content"),
    [
        ("It is foggy.", "<p>It is foggy.</p>"),
        ("It is foggy.", "<p>It  is\n<b>fog</b>gy.</p>\n"),
        ("Fog & rain. Snow.", "<p>Fog &amp; rain.</p><p>Snow.</p>"),
        ("Plain", "Plain"),
        ("Fog", "<p>Something else.</p>"),
        ("", "<p>Anything.</p>"),
        ("", ""),
        (" \n", "<img src='https://example.org/fog.jpg'>"),
    ],
)
def test_a_summary_that_says_nothing_of_its_own_is_left_out(summary, content):
    """A9: the title of each of these is "Fog"."""
    assert facts.summary(replace(BARE, title="Fog", summary=summary, content=content)) is None


@pytest.mark.parametrize(
    ("summary", "content"),
    [
        ("It is foggy.", "<p>It is foggy.</p><p>Ships wait.</p>"),
        ("It is foggy. Ships wait.", "<p>It is foggy.</p>"),
        ("It is very foggy.", "<p>It is foggy.</p>"),
        ("It is foggy.", ""),
        ("Fog <b>", "<p>Fog <b></b></p>"),
    ],
)
def test_a_summary_of_its_own_stays_to_the_letter(summary, content):
    assert facts.summary(replace(BARE, title="Fog", summary=summary, content=content)) == summary


def test_a_language_is_named_only_where_it_is_not_the_sites():
    """A10"""
    assert facts.language(RICH, SITE) == "de"
    assert facts.language(BARE, SITE) is None


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2002, 7, 29, tzinfo=UTC), "Mon, 29 Jul 2002 00:00:00 GMT"),
        (datetime(2026, 3, 1, 6, 5, 4, tzinfo=UTC), "Sun, 01 Mar 2026 06:05:04 GMT"),
        (datetime(800, 12, 25, 12, tzinfo=UTC), "Mon, 25 Dec 0800 12:00:00 GMT"),
        (datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Europe/Berlin")), "Tue, 30 Jun 2026 22:30:00 GMT"),
    ],
)
def test_rfc_822_dates_are_english_zero_padded_and_in_gmt(moment, written):
    """R4"""
    assert facts.rfc822(moment) == written
