"""A browser that shows a feed itself gets the same bytes as a type that it can show (standards.md, Browsers)."""

from __future__ import annotations

import pytest
from gazette import SITE, printed, reader
from lxml import etree
from werkzeug.test import Client

from feedsvc.model import Format

CHROMIUM = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Sec-Fetch-Dest": "document",
}
FIREFOX_WITHOUT_TLS = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
IN_A_FRAME = {"Accept": "*/*", "Sec-Fetch-Dest": "iframe"}
NAVIGATIONS = [CHROMIUM, FIREFOX_WITHOUT_TLS, IN_A_FRAME]
READERS: list[dict[str, str]] = [
    {},
    {"Accept": "*/*"},
    {"Accept": "application/rss+xml"},
    {"Accept": "application/atom+xml, application/rss+xml;q=0.9, text/html;q=0.5"},
    {"Accept": "text/html, application/rss+xml, */*;q=0.1"},
    {"Accept": "text/html, application/*"},
    {"Accept": "text/html;q=0"},
    {**FIREFOX_WITHOUT_TLS, "Sec-Fetch-Dest": "empty"},
]
XML = ["/feeds/ferries.atom", "/feeds/all.rss", "/feeds/ferries+weather.atom", "/feeds/ferries/archive/1.rss"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return reader(printed(tmp_path_factory.mktemp("navigation")))


@pytest.mark.parametrize("headers", NAVIGATIONS)
@pytest.mark.parametrize("path", XML)
def test_a_navigation_gets_the_same_bytes_as_xml(client: Client, path: str, headers: dict[str, str]) -> None:
    """X4: nosniff, and under a policy that lets nothing run."""
    to_reader, to_browser = client.get(path), client.get(path, headers=headers)
    assert to_browser.data == to_reader.data
    assert to_browser.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert to_browser.headers["X-Content-Type-Options"] == "nosniff"
    assert to_browser.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'self'"
    assert "Content-Security-Policy" not in to_reader.headers


@pytest.mark.parametrize("headers", READERS)
@pytest.mark.parametrize("path", XML)
def test_a_reader_gets_the_feeds_own_type(client: Client, path: str, headers: dict[str, str]) -> None:
    """C10, and readers 5: whatever it accepts, and never a 406."""
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    assert response.mimetype == Format(path[-4:].lstrip(".")).media_type


@pytest.mark.parametrize("path", XML)
def test_each_kind_has_a_tag_of_its_own_and_a_304_of_its_own(client: Client, path: str) -> None:
    """C4-C6: Vary names what tells them apart, in each answer."""
    readers = client.get(path).headers["ETag"]
    browsers = {client.get(path, headers=headers).headers["ETag"] for headers in NAVIGATIONS}
    assert len(browsers | {readers}) == 2
    (tag,) = browsers
    for headers, known, status in [(CHROMIUM, tag, 304), (CHROMIUM, readers, 200), ({}, readers, 304), ({}, tag, 200)]:
        response = client.get(path, headers={**headers, "If-None-Match": known})
        assert response.status_code == status
        assert response.headers["Vary"] == "Accept-Encoding, Accept, Sec-Fetch-Dest"


@pytest.mark.parametrize("path", ["/feeds/ferries.json", "/feeds.opml", "/", "/topics/ferries"])
def test_what_is_no_xml_feed_is_the_same_to_all(client: Client, path: str) -> None:
    """H11."""
    plain, shown = client.get(path), client.get(path, headers=CHROMIUM)
    assert (shown.headers, shown.data) == (plain.headers, plain.data)
    assert plain.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", XML)
def test_a_browser_that_shows_a_feed_can_go_on_to_its_page(client: Client, path: str) -> None:
    [link] = etree.fromstring(client.get(path).data).findall(".//{http://www.w3.org/1999/xhtml}a")
    assert link.text is None  # the stylesheet has the words: readers are to show none
    assert client.get(link.get("href").removeprefix(SITE.base_url)).mimetype == "text/html"


@pytest.mark.parametrize("path", XML)
def test_the_stylesheet_that_a_feed_names_is_served_from_here(client: Client, path: str) -> None:
    """Its address has no host, as the policy's 'self' may be called anything, and it is CSS: XSLT is on its way out."""
    root = etree.fromstring(client.get(path).data).getroottree()
    (instruction,) = root.xpath("/processing-instruction()")
    assert (instruction.target, instruction.get("type")) == ("xml-stylesheet", "text/css")
    prefix = SITE.base_url.removeprefix("https://gazette.example.org")
    assert instruction.get("href").startswith(f"{prefix}/static/feed.css?v=")
    with client.get(instruction.get("href").removeprefix(prefix)) as stylesheet:
        assert (stylesheet.status_code, stylesheet.mimetype) == (200, "text/css")
