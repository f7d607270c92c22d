"""Topics combined by clicking: each click leads to an address, which shows the feed that it would be."""

from __future__ import annotations

import feedparser
from playwright.sync_api import Page, expect


def titles(page: Page) -> list[str]:
    """Of the entries that the page shows of what was combined."""
    return page.locator("main article h3").all_inner_texts()


def fed(page: Page) -> list[str]:
    """Of the entries in the feed whose address the page gives."""
    address = page.get_by_label("Address of the Atom feed").input_value()
    return [entry.title for entry in feedparser.parse(page.request.get(address).body()).entries]


def test_two_topics_are_combined_by_clicking_and_the_page_shows_what_the_feed_holds(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Combine topics").first.click()
    page.get_by_role("link", name="Choose Weather").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weather")
    assert len(titles(page)) == 3
    page.get_by_role("link", name="and The Sea").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Sea and Weather")
    assert titles(page) == fed(page)
    assert [title[:16] for title in titles(page)] == ["The harbour lamp", "Fog Closes the H"]


def test_what_was_added_is_taken_out_again(page: Page) -> None:
    page.goto("/combine/sea+weather")
    page.get_by_role("link", name="Take The Sea out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weather")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Sea and Weather")


def test_either_of_two_and_one_without_another(page: Page) -> None:
    page.goto("/combine/weather")
    page.get_by_role("link", name="or Musik und Klänge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Musik und Klänge, or Weather")
    assert sorted(titles(page)) == sorted(fed(page))
    page.goto("/combine/weather")
    page.get_by_role("link", name="without The Sea").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weather without The Sea")
    assert titles(page) == fed(page) == ["A Storm That Went Round"]


def test_a_topic_leads_to_its_combinations(page: Page) -> None:
    page.goto("/topics/weather")
    page.get_by_role("link", name="Combine with others").click()
    page.wait_for_url("**/combine/weather")
