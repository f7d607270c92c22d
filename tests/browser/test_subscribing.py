"""From the home page to a feed in a reader: find the topic, take the address, see what it is."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import feedparser
import listparser
import pytest
from newspaper import PAGES
from playwright.sync_api import BrowserContext, Error, Page, expect

MEDIA_TYPES = {"Atom": "application/atom+xml", "RSS": "application/rss+xml", "JSON": "application/feed+json"}

# What a feed shows, which has no tags of HTML: texts by their element's name, and what the stylesheet says before them.
SHOWN = """
() => {
  const root = document.querySelector("channel") ?? document.documentElement;
  const told = getComputedStyle(root, "::before").content;
  const seen = [...root.querySelectorAll("title")].filter(each => each.checkVisibility());
  return {told, titles: seen.map(each => each.textContent), hidden: !root.querySelector("id, guid").checkVisibility()};
}
"""


def test_a_topic_leads_to_its_feeds_in_every_format(page: Page, context: BrowserContext) -> None:
    page.goto("/")
    page.get_by_role("link", name="Ferries", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferries")
    expect(page.get_by_role("heading", name="Subscribe to Ferries")).to_be_visible()
    for label, media_type in MEDIA_TYPES.items():
        address = page.get_by_label(f"Address of the {label} feed").input_value()
        fetched = context.request.get(address, headers={"Accept": "*/*"})
        assert fetched.headers["content-type"].startswith(media_type)
        assert fetched.status == 200


def test_an_address_is_copied_with_three_keys(page: Page, context: BrowserContext) -> None:
    """Tab selects all of it, where no script could copy it."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/topics/ferries")
    box = page.get_by_label("Address of the Atom feed")
    box.evaluate("box => box.previousElementSibling.focus()")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == box.input_value()
    box.press("x")
    assert page.evaluate("navigator.clipboard.readText()") == box.input_value()


def test_links_into_readers_carry_the_address_of_the_feed(page: Page) -> None:
    """They are looked at, not followed: nobody is asked unless the visitor does."""
    page.goto("/topics/ferries")
    address = page.get_by_label("Address of the Atom feed").input_value()
    links = [each.get_attribute("href") or "" for each in page.locator(".readers a").all()]
    assert len(links) > 3
    assert all(unquote(link).endswith(address) for link in links)


def test_a_choice_of_topics_is_saved_as_a_list_that_readers_import(page: Page) -> None:
    page.goto("/subscribe")
    page.get_by_role("checkbox", name="Ferries").check()
    page.get_by_role("checkbox", name="أدب").check()
    with page.expect_response("**/feeds.opml?*") as answered, suppress(Error):  # a list to save is no page to go to
        page.get_by_role("button", name="Save the list").click()
    imported = listparser.parse(page.request.get(answered.value.url).text())
    assert {feed.url.rpartition("/")[2] for feed in imported.feeds} == {"ferries.atom", "adab.atom"}


@pytest.mark.parametrize("name", ["topic", "topic from right to left", "home", "search, found"])
def test_a_reader_given_the_page_finds_the_feed_of_what_it_shows(page: Page, name: str) -> None:
    """L1: the first one is what readers subscribe to."""
    page.goto(PAGES[name])
    first = page.locator('link[rel="alternate"][type="application/atom+xml"]').first.get_attribute("href")
    found = feedparser.parse(page.request.get(first or "").body())
    assert found.bozo is False
    assert found.feed.title.partition(" · ")[0] in page.title()


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_a_feed_opened_in_the_browser_is_a_page_to_read(page: Page, suffix: str) -> None:
    """A title, what a feed is, how to subscribe, the entries; and nothing of what only programs read."""
    page.goto(f"/feeds/ferries.{suffix}")
    shown: dict[str, Any] = page.evaluate(SHOWN)
    assert shown["titles"][0].startswith("Ferries")
    assert len(shown["titles"]) == 1 + 50
    assert "feed" in shown["told"]
    assert "reader" in shown["told"]
    assert shown["hidden"]


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_a_feed_opened_in_the_browser_leads_to_its_page(page: Page, suffix: str) -> None:
    page.goto(f"/feeds/ferries.{suffix}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/ferries")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferries")
