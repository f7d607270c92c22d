"""Topics that were renamed lead to what they are called now; those that were given up are gone (standards.md, C11)."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from gazette import PRESSED, SITE, notes, printed, reader
from werkzeug.test import Client

from feedsvc.model import Format

ALIASES = {"boats": "ferries", "harbour": "harbour-politics", "погода": "weather", "old-news": "weather"}
RETIRED = frozenset({"gossip", "политика"})


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """The store knows one of the topics that are retired, as it does while it holds entries about it."""
    store = printed(tmp_path_factory.mktemp("aliases"))
    store.apply(notes(1, 3, "ferries", "политика"), PRESSED)
    return reader(store, aliases=ALIASES, retired=RETIRED)


def moved_to(client: Client, path: str) -> str:
    response = client.get(path, headers={"Host": "evil.example.net"})
    assert response.status_code == 301
    assert response.headers["Location"].startswith(SITE.base_url)
    return response.headers["Location"].removeprefix(SITE.base_url)


@pytest.mark.parametrize("suffix", list(Format))
@pytest.mark.parametrize(
    ("asked", "now"),
    [
        ("boats", "ferries"),
        ("Boats", "ferries"),
        ("погода", "weather"),
        ("harbour", "harbour-politics"),
        ("boats+погода", "ferries+weather"),
        ("weather,boats", "ferries,weather"),
        ("weather-boats", "weather-ferries"),
        ("all-boats", "all-ferries"),
        ("ferries-harbour", "ferries-harbour-politics"),
        ("weather-old-news,boats-harbour-politics", "ferries-harbour-politics"),
        ("boats,ferries", "ferries"),
        ("old-news", "weather"),
    ],
)
def test_an_old_name_leads_to_the_present_one_also_within_a_combination(
    client: Client, asked: str, now: str, suffix: str
) -> None:
    """C11, W13: 301, with the parameters, to an address that is served."""
    target = moved_to(client, f"/feeds/{asked}.{suffix}?limit=2&utm_source=x")
    assert target == f"/feeds/{now}.{suffix}?limit=2"
    assert client.get(target).status_code == 200


@pytest.mark.parametrize("suffix", list(Format))
def test_an_old_name_leads_to_the_present_one_in_archives_and_pages(client: Client, suffix: str) -> None:
    """C11, P2."""
    assert moved_to(client, f"/feeds/boats/archive/1.{suffix}") == f"/feeds/ferries/archive/1.{suffix}"
    assert moved_to(client, "/topics/boats") == "/topics/ferries"
    assert moved_to(client, f"/topics/{quote('Погода')}") == "/topics/weather"


def test_the_place_of_an_archive_document_that_is_not_there_is_not_found_in_the_end(client: Client) -> None:
    assert client.get(moved_to(client, "/feeds/boats/archive/99.atom")).status_code == 404
    assert client.get("/feeds/boats/archive/01.atom").status_code == 404


@pytest.mark.parametrize("suffix", list(Format))
@pytest.mark.parametrize(
    "asked", ["gossip", "GOSSIP", "политика", "Политика", "политика+ferries", "ferries,политика", "all-политика"]
)
def test_what_was_given_up_is_gone_alone_or_combined(client: Client, asked: str, suffix: str) -> None:
    """C11: for good, and it says so to no cache."""
    response = client.get(f"/feeds/{asked}.{suffix}")
    assert response.status_code == 410
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/feeds/политика/archive/1.rss", "/topics/политика", "/topics/gossip"])
def test_archives_and_pages_of_what_was_given_up_are_gone_too(client: Client, path: str) -> None:
    """C11."""
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    "path", ["/feeds/boats-.atom", "/feeds/+boats.atom", "/feeds/boats+unknown.atom", "/topics/none"]
)
def test_an_old_name_makes_nothing_of_what_is_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_neither_old_names_nor_what_was_given_up_are_listed(client: Client) -> None:
    """O5, L1."""
    for path in ("/", "/feeds.opml", "/topics/ferries"):
        text = client.get(path).text
        assert "boats" not in text
        assert f"/feeds/{quote('политика')}" not in text
        assert f"/topics/{quote('политика')}" not in text
