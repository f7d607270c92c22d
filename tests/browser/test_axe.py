"""axe-core looks at every kind of page, light and dark: nothing serious, nothing critical."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from newspaper import PAGES
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}

BARE = '<html><body><img src="x.png"><p style="color: #ccc; background: #fff">Hardly to be read</p></body></html>'


def grave(page: Page) -> Iterator[str]:
    """What axe finds grave, with the elements that it means."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    for violation in found:
        if violation["impact"] in GRAVE:
            yield f"{violation['id']}: {violation['help']}: {[node['html'][:120] for node in violation['nodes'][:3]]}"


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_grave(page: Page, name: str) -> None:
    """Figure 2. The driver puts axe-core into the page itself, so that the page keeps its policy."""
    page.goto(PAGES[name])
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert (theme, *grave(page)) == (theme,)


def test_axe_finds_what_is_grave(page: Page) -> None:
    page.set_content(BARE)
    assert {finding.partition(":")[0] for finding in grave(page)} >= {"color-contrast", "html-has-lang", "image-alt"}
