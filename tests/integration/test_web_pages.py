"""Pages for people: what they show, where they lead, what they keep to themselves."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from gazette import PRESSED, SITE, page, printed, publication, reader, texts
from werkzeug.test import Client

from feedsvc.store.base import Store
from feedsvc.store.changes import Registered
from feedsvc.web.pages import SHELVED
from feedsvc.web.services import SERVICES

RUNS = "//script[not(@type='application/ld+json')]"
"""Scripts; what is JSON-LD is data, which no browser runs (HTML, section 4.12.1)."""
ROUTES = [
    "/",
    "/topics/ferries",
    "/topics/weather",
    "/entries/new-ferry",
    "/subscribe",
    "/combine",
    "/combine/ferries+weather,harbour-politics",
]


@pytest.mark.parametrize("path", ROUTES)
def test_a_page_is_html_that_runs_nothing(client: Client, path: str) -> None:
    """C13."""
    response = client.get(path)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == (
        "default-src 'none'; img-src * data:; media-src *; style-src 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
    tree = page(client, path)
    assert tree.get("lang") == "en"
    assert (
        tree.xpath(
            "//script[not(@type='application/ld+json')] | //style | //*[@style] | //@*[starts-with(name(), 'on')]"
        )
        == []
    )
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ROUTES)
def test_a_page_is_answered_304_until_it_changes(store: Store, client: Client, path: str) -> None:
    """C3, C4."""
    full = client.get(path)
    condition = {"If-None-Match": full.headers["ETag"]}
    unchanged = client.get(path, headers=condition)
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert list(unchanged.headers) == [(name, full.headers[name]) for name in ("ETag", "Cache-Control", "Vary")]
    assert full.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400"
    assert client.get(path, headers={"If-Modified-Since": "Fri, 31 Dec 2099 23:59:59 GMT"}).status_code == 200
    store.apply(
        [publication("new-ferry", "ferries", title="Renamed"), publication("storm", "weather")],
        PRESSED + timedelta(hours=1),
    )
    assert client.get(path, headers=condition).status_code == 200


@pytest.mark.parametrize("path", ROUTES)
def test_every_address_of_a_page_is_absolute_and_served(client: Client, path: str) -> None:
    """L2: under the site's prefix, which the proxy takes off. What leads into readers is services.py's."""
    links = "//a[not(@rel='noreferrer')]/@href | //link[@rel != 'icon' and @rel != 'stylesheet']/@href"
    tree = page(client, path)
    addresses = tree.xpath(links)
    assert len(addresses) > 5
    for address in addresses:
        if address.startswith("#"):
            assert address[1:] in tree.xpath("//@id")
            continue
        assert address.startswith(f"{SITE.base_url}/")
        assert client.get(address.removeprefix(SITE.base_url)).status_code == 200


@pytest.mark.parametrize("path", ROUTES)
def test_every_part_of_a_page_can_be_told_from_the_others(client: Client, path: str) -> None:
    """One main heading; no two ids alike; everything that is pressed or filled in has a name."""
    tree = page(client, path)
    assert len(tree.xpath("//h1")) == 1
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(" ".join(tree.xpath("//@aria-labelledby")).split()) <= set(ids)
    assert tree.xpath("//input[not(@aria-label) and not(ancestor::label) and not(@type='hidden')]") == []
    assert [link for link in tree.xpath("//a") if not (link.text_content().strip() or link.get("aria-label"))] == []


def test_stylesheet_and_icon_are_served_and_may_be_kept(client: Client) -> None:
    """Their addresses hold no host, so that 'self' is whatever the browser calls this one, and name their version."""
    for address in page(client, "/").xpath("//link[@rel = 'icon' or @rel = 'stylesheet']/@href"):
        assert address.startswith("/news/static/")
        assert "?v=" in address
        with client.get(address.removeprefix("/news")) as response:
            assert response.status_code == 200
            assert response.headers["Cache-Control"].startswith("public, max-age=86400, ")


def test_the_home_page_lists_the_newest_entries_by_day(client: Client) -> None:
    tree = page(client, "/")
    assert texts(tree, "//h1") == ["The Harbour Gazette"]
    assert texts(tree, "//main//h2") == ["28 February 2026", "26 February 2026"]
    assert texts(tree, "//main//h3") == ["New ferry", "Old ferry"]
    assert texts(tree, "//main//article/p") == ["New ferry, in short.", "Old ferry, in short."]
    assert tree.xpath("//h3/a/@href")[0] == f"{SITE.base_url}/entries/new-ferry"


def test_the_home_page_lists_every_topic_with_its_size_and_its_last_activity(client: Client) -> None:
    """Those that hold most come first."""
    tree = page(client, "/")
    assert texts(tree, "//aside//ul[@class='tree']/li") == [
        "Ferries 2 28 February 2026",
        "Harbour politics 1 28 February 2026",
        "Weather 0",
        "Политика 0",
    ]
    assert tree.xpath("//aside//time/@datetime") == ["2026-02-28", "2026-02-28"]


def test_topics_stand_below_their_parents(store: Store) -> None:
    tree = page(reader(store, parents={"ferries": "harbour-politics", "weather": "ferries"}), "/")
    assert texts(tree, "//ul[@class='tree']/li/div/a") == ["Harbour politics", "Политика"]
    assert texts(tree, "//ul[@class='tree']/li/ul/li/div/a") == ["Ferries"]
    assert texts(tree, "//ul[@class='tree']/li/ul/li/ul/li/div/a") == ["Weather"]


def test_of_thousands_of_topics_the_home_page_shows_the_fullest_and_leads_to_all(store: Store) -> None:
    store.register([Registered(f"t{number}", f"Topic {number}", "") for number in range(3000)], PRESSED)
    client = reader(store)
    tree = page(client, "/")
    assert texts(tree, "//ul[@class='tree']/li/div/a")[:2] == ["Ferries", "Harbour politics"]
    assert len(tree.xpath("//ul[@class='tree']/li")) == SHELVED
    assert texts(tree, "//p[@class='rest']/a") == ["All 3,004 topics"]
    assert tree.xpath("//p[@class='rest']/a/@href") == [f"{SITE.base_url}/subscribe"]
    for path in ("/", "/subscribe", "/subscribe/16", "/combine", "/combine/ferries-t1", "/topics/ferries"):
        assert len(gzip.compress(client.get(path).data)) < 30_000


def test_where_pages_will_be_files_all_topics_are_there_and_no_link_to_what_only_a_server_has(store: Store) -> None:
    store.register([Registered(f"t{number}", f"Topic {number}", "") for number in range(100)], PRESSED)
    client = reader(store, is_answered=False)
    tree = page(client, "/")
    assert len(tree.xpath("//ul[@class='tree']/li")) == 104
    for each in (tree, page(client, "/topics/ferries")):
        ours = [address.removeprefix(SITE.base_url) for address in each.xpath("//@href")]
        assert [address for address in ours if address.startswith(("/subscribe", "/combine"))] == []


@pytest.mark.parametrize(("label", "suffix"), [("Atom", "atom"), ("RSS", "rss"), ("JSON", "json")])
def test_a_topic_shows_the_address_of_each_format_to_copy(client: Client, label: str, suffix: str) -> None:
    tree = page(client, "/topics/ferries")
    [box] = tree.xpath(f"//input[@aria-label='Address of the {label} feed']")
    assert box.get("value") == f"{SITE.base_url}/feeds/ferries.{suffix}"
    assert box.get("readonly") is not None
    assert box.get("disabled") is None  # else no key reaches it


def test_a_topic_leads_into_readers_that_are_told_nothing_of_who_comes(client: Client) -> None:
    address = f"{SITE.base_url}/feeds/ferries.atom"
    links = page(client, "/topics/ferries").xpath("//p[@class='readers']/a")
    assert [link.get("href") for link in links] == [
        f"feed:{address}",
        *(service.link(address) for service in SERVICES),
    ]
    assert {link.get("rel") for link in links} == {"noreferrer"}


def test_a_topic_leads_to_where_it_is_combined(client: Client) -> None:
    assert f"{SITE.base_url}/combine/ferries" in page(client, "/topics/ferries").xpath("//aside//a/@href")


def test_a_day_is_that_of_the_sites_time_zone(tmp_path: Path) -> None:
    """Half past ten in the evening in UTC is the next day in Helsinki."""
    store = printed(tmp_path)
    store.apply([publication("late", "weather", published=datetime(2026, 2, 10, 22, 30, tzinfo=UTC))], PRESSED)
    tree = page(reader(store), "/topics/weather")
    assert tree.xpath("//main//h2/time/@datetime") == ["2026-02-11"]


def test_dates_are_the_sites_also_where_its_words_are_english_for_want_of_others(store: Store) -> None:
    tree = page(reader(store, replace(SITE, language="fi")), "/topics/ferries")
    assert tree.get("lang") == "en"
    days = "//main//h2/time[@lang='fi']"
    assert texts(tree, days) == ["28. helmikuuta 2026", "26. helmikuuta 2026"]


def test_a_topic_is_discovered_before_the_whole_and_under_its_own_title(client: Client) -> None:
    """L1, L4."""
    links = page(client, f"/topics/{quote('политика')}").xpath("//head/link[@rel='alternate']")
    address = f"{SITE.base_url}/feeds/{quote('политика')}"
    assert [(link.get("type"), link.get("href")) for link in links[:3]] == [
        ("application/atom+xml", f"{address}.atom"),
        ("application/rss+xml", f"{address}.rss"),
        ("application/feed+json", f"{address}.json"),
    ]
    assert links[3].get("href") == f"{SITE.base_url}/feeds/all.atom"
    assert links[0].get("title") == "Политика · The Harbour Gazette (Atom)"
    assert len({link.get("title") for link in links}) == len(links) == 6


@pytest.mark.parametrize(
    ("path", "canonical"),
    [("/", "/"), ("/topics/ferries?x=1", "/topics/ferries"), ("/entries/new-ferry", "/entries/new-ferry")],
)
def test_a_page_names_its_one_address(client: Client, path: str, canonical: str) -> None:
    assert page(client, path).xpath("//link[@rel='canonical']/@href") == [SITE.base_url + canonical]


def test_titles_and_summaries_are_text_and_never_markup(store: Store, client: Client) -> None:
    """S1, R10."""
    store.apply([publication("odd", "weather", title='<b>1 < 2</b> & "so"', summary="</p><script>x</script>")], PRESSED)
    for path in ("/", "/topics/weather", "/entries/odd"):
        tree = page(client, path)
        assert '<b>1 < 2</b> & "so"' in texts(tree, "//main//h3 | //main//h1")
        assert tree.xpath(f"//b | {RUNS}") == []
