"""Light and dark, as the visitor's system has it; and a picture of each page, to be looked at after the run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from newspaper import PAGES
from playwright.sync_api import Page

PICTURES = Path(__file__).parents[2] / "build/screenshots"
"""Kept by no repository."""

WIDTHS = {"wide": 1200, "narrow": 320}
LIGHTNESS = """
() => {
  const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).map(Number);
  return (red + green + blue) / 3 / 255;
}
"""


@pytest.mark.parametrize("name", [*PAGES, "feed, Atom", "feed, RSS"])
def test_a_page_is_light_or_dark_as_the_visitor_has_it(page: Page, name: str) -> None:
    page.goto({"feed, Atom": "/feeds/sea.atom", "feed, RSS": "/feeds/sea.rss"}.get(name) or PAGES[name])
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        if not name.startswith("feed"):
            lightness = page.evaluate(LIGHTNESS)
            assert (lightness > 0.9) if theme == "light" else (lightness < 0.2)
        for width, pixels in WIDTHS.items():
            page.set_viewport_size({"width": pixels, "height": 900})
            page.screenshot(path=PICTURES / f"{named(name)}-{theme}-{width}.png", full_page=True)


def named(name: str) -> str:
    return re.sub(r"\W+", "-", name)
