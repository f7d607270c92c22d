"""Dates from the file to the feed, on both engines: their order, what waits, and what explain says of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from newsroom import START, Newsroom, agency

from feedsvc.pipeline import Settings
from feedsvc.pipeline.account import Account
from feedsvc.pipeline.explainer import Explainer
from feedsvc.store import connect


@pytest.fixture
def newsroom(tmp_path: Path, store_url: str) -> Iterator[Newsroom]:
    store = connect(store_url)
    yield Newsroom(tmp_path / "articles", store)
    store.close()


def explained(room: Newsroom, path: str) -> Account:
    (slug,) = [identity.slug for identity in room.store.recall([path], [])]
    told = Explainer(room.store, lambda: Settings.of(room.site, (), room.topics), lambda: room.now).entry(slug)
    assert told is not None
    return told


def why(told: Account, field: str) -> str:
    (value,) = [value for value in told.values if value.field == field]
    return "; ".join(value.why)


def test_articles_of_one_day_keep_their_order_through_edits_and_restarts(newsroom: Newsroom) -> None:
    for name in ("b", "c", "a"):
        newsroom.write(f"{name}.txt", agency(f"Ferry {name}", "2026-02-28"))
        newsroom.scan()
    order = newsroom.ids()
    newsroom.write("c.txt", agency("Ferry c", "2026-02-28", text="It was late."))
    newsroom.scan()
    newsroom.reopen(title="Another Title")
    assert newsroom.ids() == order
    assert len(set(order)) == 3


def test_a_date_still_to_come_waits_for_its_moment(newsroom: Newsroom) -> None:
    """R5"""
    newsroom.write("a.txt", agency("Ferry", "2026-03-02"))
    newsroom.scan()
    assert newsroom.titles() == []
    newsroom.now = newsroom.turn() or START
    newsroom.turn()
    assert newsroom.titles() == ["Ferry"]
    assert newsroom.now.isoformat() == "2026-03-01T23:00:00+00:00", "midnight of the site"


def test_a_date_still_to_come_goes_out_now_and_dated_now_where_the_site_says_so(newsroom: Newsroom) -> None:
    """R5"""
    newsroom.reopen(waits=False)
    newsroom.write("a.txt", agency("Ferry", "2026-03-02"))
    newsroom.scan()
    assert newsroom.titles() == ["Ferry"]
    (entry,) = [stored.entry for stored in newsroom.store.entries()]
    assert entry.published == entry.updated == newsroom.now
    assert "first received" in why(explained(newsroom, "a.txt"), "published")
    newsroom.now += timedelta(days=9)
    newsroom.reopen(title="Another Title")
    assert [stored.entry.published for stored in newsroom.store.entries()] == [entry.published]


def test_what_waited_goes_out_when_the_site_no_longer_waits(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", agency("Ferry", "2026-03-09"))
    newsroom.scan()
    newsroom.reopen(waits=False)
    assert newsroom.titles() == ["Ferry"]


def test_explain_tells_what_a_date_was_taken_from_and_what_was_left_out(newsroom: Newsroom) -> None:
    newsroom.write("2026-02-14-a.txt", agency("Ferry", "1970-01-01"))
    newsroom.write("b.txt", "The Ferry\n\nThe ferry left on time.\n\nUpdated: 02:30, 28 February 2026\n")
    newsroom.scan()
    first = why(explained(newsroom, "2026-02-14-a.txt"), "published")
    assert "the date behind the headline" in first
    assert "1970-01-01 is what programs write that have no date: it was left out" in first
    assert "published is 2026-02-14, from the file's path" in first
    second = explained(newsroom, "b.txt")
    assert "published is the date of the last change" in why(second, "published")
    assert "the date on a line at the end" in why(second, "updated")
