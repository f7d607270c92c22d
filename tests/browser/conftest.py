"""One newspaper, served for real, and one Chromium to look at it, for all tests of a process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import newspaper
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from program import Program, installed
from watching import Watched

_ARGUMENTS = ("--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
"""No request gets out of the machine, whatever a page asks for."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's: a browser of Playwright's own would be a download from elsewhere."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def newspaper_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """`feedsvc serve`, over the newspaper."""
    with installed(tmp_path_factory.mktemp("newspaper")) as program:
        newspaper.publish(program)
        yield program


@pytest.fixture(scope="session")
def site(newspaper_program: Program) -> str:
    """Where it is served."""
    return f"http://127.0.0.1:{newspaper_program.port}"


@pytest.fixture
def context(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    """A visitor who has never been here."""
    context = chromium.new_context(base_url=site)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab that may show nothing but the newspaper, and must have no complaint at the end."""
    page = context.new_page()
    watched = Watched(page)
    yield page
    assert watched.complaints == []
    assert watched.strangers == []
