from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc.render import facts
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
