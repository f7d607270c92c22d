"""Other addresses for the same things: every redirect is permanent and absolute."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from urllib.parse import quote

import pytest
from gazette import PRESSED, SITE, printed, publication, reader
from werkzeug.test import Client, EnvironBuilder, run_wsgi_app

POLITICS = quote("политика")


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return reader(printed(tmp_path))


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/feed", "/feeds/all.rss"),
        ("/feed/", "/feeds/all.rss"),
        ("/rss.xml", "/feeds/all.rss"),
        ("/index.xml", "/feeds/all.rss"),
        ("/feed.xml", "/feeds/all.atom"),
        ("/atom.xml", "/feeds/all.atom"),
        ("/feed.json", "/feeds/all.json"),
        ("/opml", "/feeds.opml"),
        ("/feeds", "/"),
        ("/feeds/", "/feeds"),
        ("/topics", "/"),
        ("/topics/all", "/"),
        ("/topics/ferries/", "/topics/ferries"),
        ("/feeds/ferries.rss/", "/feeds/ferries.rss"),
        ("/feeds.opml/", "/feeds.opml"),
        ("/feeds/Ferries.atom", "/feeds/ferries.atom"),
        ("/topics/HARBOUR-Politics", "/topics/harbour-politics"),
        ("/entries/New-Ferry", "/entries/new-ferry"),
        ("/feeds/ПОЛИТИКА.json", f"/feeds/{POLITICS}.json"),
        ("/topics/Политика/", f"/topics/{quote('Политика')}"),
    ],
)
def test_the_usual_address_is_found_from_others(client: Client, path: str, target: str) -> None:
    """L3, C11; whatever the request's Host."""
    response = client.get(path, headers={"Host": "evil.example.net", "X-Forwarded-Proto": "gopher"})
    assert (response.status_code, response.headers["Location"]) == (301, SITE.base_url + target)
    assert response.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("path", ["//feeds/ferries.rss", "///feeds/ferries.rss/"])
def test_slashes_too_many_are_taken_off(client: Client, path: str) -> None:
    """C11: one feed has one address; what stands behind two slashes is never taken for a host."""
    environ = EnvironBuilder().get_environ() | {"PATH_INFO": path}  # a client would mend it
    _, status, headers = run_wsgi_app(client.application, environ, buffered=True)
    assert (status[:3], headers["Location"]) == ("301", f"{SITE.base_url}/feeds/ferries.rss")


def test_decomposed_letters_lead_to_composed_ones(tmp_path: Path) -> None:
    """S3: what some systems make of an umlaut when an address is copied."""
    store = printed(tmp_path)
    store.apply([publication("fähre")], PRESSED)
    client = reader(store)
    response = client.get(f"/entries/{quote(unicodedata.normalize('NFD', 'fähre'))}")
    assert (response.status_code, response.headers["Location"]) == (301, f"{SITE.base_url}/entries/{quote('fähre')}")


@pytest.mark.parametrize("path", ["/feeds/Unknown.atom", "/topics/UNKNOWN", "/entries/Secret-Plan", "/nothing/"])
def test_nothing_leads_to_what_is_not_there(client: Client, path: str) -> None:
    """An entry that is held is not there, in capitals either."""
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/feeds/политика.atom", f"/feeds/{POLITICS}.atom", f"/topics/{POLITICS.lower()}"])
def test_addresses_in_any_script_are_served(client: Client, path: str) -> None:
    """S3."""
    assert client.get(path).status_code == 200


def test_the_home_page_is_no_redirect(client: Client) -> None:
    assert client.get("/").status_code == 200
