"""What holds on every page: it asks nobody else, says nothing to the console, and fits a telephone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hostile import BULK
from newspaper import PAGES, REFUSED
from playwright.sync_api import Page

ADDRESSES = Path(__file__).parents[2] / "docs/reference/urls.md"

NARROW = {"width": 320, "height": 640}
"""What WCAG's Reflow (success criterion 1.4.10) asks for: a telephone, or a large one magnified."""

every_page = pytest.mark.parametrize("name", PAGES)


def test_every_kind_of_page_is_looked_at() -> None:
    """Whoever documents a new kind of page adds it to PAGES."""
    section = ADDRESSES.read_text().partition("\n## Pages\n")[2].partition("\n## ")[0]
    kinds = re.findall(r"^\| `(/[^`]*)`", section, re.MULTILINE)
    paths = [path.partition("?")[0] for path in (*PAGES.values(), *BULK)]
    patterns = {kind: re.compile(re.sub(r"<\w+>", "[^/]+", kind)) for kind in kinds}
    assert len(kinds) > 8
    assert [kind for kind in kinds if not any(map(patterns[kind].fullmatch, paths))] == []


@every_page
def test_a_page_is_shown_without_a_complaint_and_asks_no_other_host(page: Page, name: str) -> None:
    """The `page` looks at both, whatever a test does with it; here that is nothing more than to look."""
    response = page.goto(PAGES[name])
    assert response is not None
    assert response.status == REFUSED.get(name, 200)
    assert page.locator("h1").count() == 1
    assert page.title().strip()


@every_page
def test_a_page_fits_a_narrow_screen(page: Page, name: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(PAGES[name])
    assert page.evaluate("document.scrollingElement.scrollWidth") <= NARROW["width"]
