"""A search for people: found words are marked, mistakes are pointed at, and what is found can be subscribed to."""

from __future__ import annotations

import feedparser
from playwright.sync_api import Page, expect


def search(page: Page, words: str) -> None:
    page.goto("/search")
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("searchbox").press("Enter")


def test_the_words_that_were_found_are_marked(page: Page) -> None:
    search(page, "harbour lamp")
    expect(page.get_by_role("link", name="The harbour lamp of Ostmark")).to_be_visible()
    marked = {text.casefold() for text in page.locator("mark").all_inner_texts()}
    assert marked == {"harbour", "lamp"}
    assert page.locator("mark").first.evaluate("each => getComputedStyle(each).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_a_search_can_be_subscribed_to(page: Page) -> None:
    search(page, 'title:"harbour lamp"')
    link = page.locator('a[type="application/atom+xml"]').first
    feed = feedparser.parse(page.request.get(link.get_attribute("href") or "").body())
    assert [entry.title.partition(" of ")[0] for entry in feed.entries] == ["The harbour lamp"]


def test_the_most_relevant_come_first_where_that_is_asked_for(page: Page) -> None:
    page.goto("/search?q=ferry")
    page.get_by_role("combobox").select_option("relevance")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**order=relevance**")
    expect(page.get_by_role("combobox")).to_have_value("relevance")
    expect(page.locator("mark").first).to_be_visible()


def test_a_date_beside_words_from_right_to_left_runs_in_its_own_direction(page: Page) -> None:
    page.goto("/search?q=%D9%85%D9%83%D8%AA%D8%A8%D8%A9")
    result = page.locator("article").first
    assert result.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert result.locator("time").evaluate("each => getComputedStyle(each).direction") == "ltr"


def test_a_mistake_is_pointed_at_and_what_was_typed_is_kept(page: Page) -> None:
    search(page, '"harbour AND (')
    expect(page.get_by_role("alert")).to_contain_text("^")
    expect(page.get_by_role("searchbox")).to_have_value('"harbour AND (')
    expect(page.get_by_role("searchbox")).to_have_attribute("aria-invalid", "true")
