"""Light and dark, as the visitor's system has it; and pictures of each page, to be looked at after the run."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from newspaper import PAGES
from playwright.sync_api import CDPSession, Page

PICTURES = Path(__file__).parents[2] / "build/screenshots"
"""Kept by no repository."""

WIDE, NARROW = {"width": 1200, "height": 900}, {"width": 320, "height": 640}

LIGHTNESS = """
() => {
  const page = document.body ?? document.documentElement;
  const [red, green, blue] = getComputedStyle(page).backgroundColor.match(/[0-9.]+/g).map(Number);
  return (red + green + blue) / 3 / 255;
}
"""

FEEDS = {"feed, Atom": "/feeds/sea.atom", "feed, RSS": "/feeds/sea.rss"}


@pytest.mark.parametrize("name", [*PAGES, *FEEDS])
def test_a_page_is_light_or_dark_as_the_visitor_has_it(page: Page, name: str) -> None:
    page.set_viewport_size(WIDE)
    page.goto((PAGES | FEEDS)[name])
    picture(page, f"{name} light")
    assert page.evaluate(LIGHTNESS) > 0.9
    page.emulate_media(color_scheme="dark")
    picture(page, f"{name} dark")
    assert page.evaluate(LIGHTNESS) < 0.2
    page.set_viewport_size(NARROW)
    picture(page, f"{name} narrow")


def picture(page: Page, name: str) -> None:
    """By Chromium's own protocol: what Playwright prepares a page with for a picture, a feed cannot take."""
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"captureBeyondViewport": True, **_whole(session)})
    session.detach()
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png").write_bytes(base64.b64decode(taken["data"]))


def _whole(session: CDPSession) -> dict[str, object]:
    size = session.send("Page.getLayoutMetrics")["cssContentSize"]
    return {"clip": {**size, "scale": 1}}
