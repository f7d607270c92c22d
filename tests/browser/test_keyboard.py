"""Without a mouse: Tab reaches everything that a click would, in the order of the page, and shows where it is."""

from __future__ import annotations

import pytest
from newspaper import PAGES
from playwright.sync_api import Page, expect

# Each element that a click does something to; audio has its own buttons inside, and is reached through them.
FOLLOW_THE_FOCUS = """
() => {
  const wanted = "a[href], button, input, select, textarea, summary, audio[controls], [tabindex='0']";
  window.reachable = [...document.querySelectorAll(wanted)]
    .filter(each => each.checkVisibility() && !each.disabled && each.type !== "hidden");
  window.visited = [];
  window.unseen = [];
  addEventListener("focusin", ({target}) => {
    const style = getComputedStyle(target);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0) unseen.push(target.outerHTML);
    visited.push(reachable.indexOf(target));
  });
  return reachable.length;
}
"""

INSIDE = 12
"""Presses that stay within what is reached already: the buttons of a player, and what scrolls."""


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_everything_in_order_and_shows_where_it_is(page: Page, name: str) -> None:
    page.goto(PAGES[name])
    count = page.evaluate(FOLLOW_THE_FOCUS)
    for _ in range(count + INSIDE):
        page.keyboard.press("Tab")
    visited = [index for index in page.evaluate("visited") if index >= 0]
    assert page.evaluate("unseen") == []
    assert count > 3
    assert list(dict.fromkeys(visited)) == list(range(count))


def test_a_feed_is_found_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    tab_to(page, "/topics/ferries")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferries")
    tab_to(page, "/feeds/ferries.atom")
    page.keyboard.press("Enter")
    page.wait_for_url("**/feeds/ferries.atom")


def test_a_search_is_made_by_keyboard_alone(page: Page) -> None:
    page.goto("/")
    tab_to(page, "/search")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search")
    while page.evaluate("document.activeElement.name") != "q":
        page.keyboard.press("Tab")
    page.keyboard.type("harbour")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("harbour", ignore_case=True)


def tab_to(page: Page, path: str) -> None:
    """Press Tab until a link there has the focus."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.pathname") == path:
            return
    raise AssertionError(f"Tab does not lead to {path}")
