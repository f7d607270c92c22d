"""With JavaScript off nothing is missing: no page has any."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from newspaper import PAGES
from playwright.sync_api import Browser, BrowserContext, Page, expect


@pytest.fixture
def context(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    yield context
    context.close()


def test_one_subscribes_searches_and_combines(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Search").first.click()
    page.get_by_role("searchbox").fill("harbour")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("mark").first).to_be_visible()
    page.goto("/combine")
    page.get_by_role("link", name="Choose Weather").click()
    expect(page.get_by_label("Address of the Atom feed")).to_have_value(
        page.url.replace("/combine/", "/feeds/") + ".atom"
    )


def test_no_page_has_a_script_that_could_be_missed(page: Page) -> None:
    """Data for search engines (JSON-LD) stands in a script element, and is none."""
    for path in PAGES.values():
        page.goto(path)
        assert page.locator("noscript, script:not([type='application/ld+json'])").count() == 0
