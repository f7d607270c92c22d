"""Pages for people: what they show, where they lead, what they keep to themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from gazette import PRESSED, SITE, printed, publication, reader
from lxml import html
from werkzeug.test import Client

from feedsvc.model import Enclosure
from feedsvc.store.base import Store

ROUTES = ["/", "/topics/ferries", "/topics/weather", "/entries/new-ferry"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return printed(tmp_path)


@pytest.fixture
def client(store: Store) -> Client:
    return reader(store)


def page(client: Client, path: str) -> html.HtmlElement:
    response = client.get(path)
    assert response.status_code == 200
    return html.document_fromstring(response.text)


def texts(tree: html.HtmlElement, xpath: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in tree.xpath(xpath)]


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
    assert tree.xpath("//script | //style | //*[@style] | //@*[starts-with(name(), 'on')]") == []
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
    """L2: under the site's prefix, which the proxy takes off."""
    addresses = page(client, path).xpath("//a/@href | //link[@rel != 'icon' and @rel != 'stylesheet']/@href")
    assert len(addresses) > 5
    for address in addresses:
        assert address.startswith(f"{SITE.base_url}/")
        assert client.get(address.removeprefix(SITE.base_url)).status_code == 200


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


def test_the_home_page_lists_every_topic_with_its_size(client: Client) -> None:
    tree = page(client, "/")
    shelves = zip(texts(tree, "//aside//a[@class='topic']"), texts(tree, "//aside//*[@class='count']"), strict=True)
    assert dict(shelves) == {"Ferries": "2", "Harbour politics": "1", "Weather": "0", "Политика": "0"}


def test_a_day_is_that_of_the_sites_time_zone(tmp_path: Path) -> None:
    """Half past ten in the evening in UTC is the next day in Helsinki."""
    store = printed(tmp_path)
    store.apply([publication("late", "weather", published=datetime(2026, 2, 10, 22, 30, tzinfo=UTC))], PRESSED)
    tree = page(reader(store), "/topics/weather")
    assert tree.xpath("//main//h2/time/@datetime") == ["2026-02-11"]


def test_dates_need_no_translation_where_the_site_is_not_english(store: Store) -> None:
    tree = page(reader(store, replace(SITE, language="fi")), "/topics/ferries")
    assert tree.get("lang") == "fi"
    assert texts(tree, "//main//h2") == ["2026-02-28", "2026-02-26"]


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


def test_an_entry_is_shown_whole(client: Client) -> None:
    tree = page(client, "/entries/new-ferry")
    assert texts(tree, "//h1") == ["New ferry"]
    assert texts(tree, "//title") == ["New ferry · The Harbour Gazette"]
    assert texts(tree, "//p[@class='byline']/time") == ["28 February 2026, 14:00"]
    assert tree.xpath("//p[@class='byline']/time/@datetime") == ["2026-02-28T14:00:00+02:00"]
    assert texts(tree, "//span[@class='authors']") == ["Ada Möller"]
    assert texts(tree, "//div[@class='content']/p/em") == ["at length"]
    assert texts(tree, "//aside//a[@rel='tag']") == ["Ferries", "Harbour politics"]
    assert "Originally at" not in texts(tree, "//h2")
    assert "Updated" not in texts(tree, "//h2")


def test_an_entry_tells_when_it_was_updated_and_where_it_comes_from(store: Store, client: Client) -> None:
    link = "https://agency.example.com/dispatches/7"
    store.apply([publication("dispatch", link=link, updated=datetime(2026, 2, 28, 22, tzinfo=UTC))], PRESSED)
    tree = page(client, "/entries/dispatch")
    assert tree.xpath("//link[@rel='canonical']/@href") == [link]
    assert tree.xpath("//h2[.='Originally at']/following::a[1]/@href") == [link]
    assert texts(tree, "//h2[.='Updated']/following::time[1]") == ["1 March 2026"]  # midnight in Helsinki


def test_pictures_and_recordings_are_shown(store: Store, client: Client) -> None:
    files = (
        Enclosure("https://cdn.example.org/talk.mp3", "audio/mpeg", 5),
        Enclosure("https://cdn.example.org/film.mp4", "video/mp4"),
        Enclosure("https://cdn.example.org/minutes.pdf", "application/pdf"),
    )
    store.apply([publication("media", image="https://cdn.example.org/x.jpg", enclosures=files)], PRESSED)
    tree = page(client, "/entries/media")
    assert tree.xpath("//article//img/@src") == ["https://cdn.example.org/x.jpg"]
    assert tree.xpath("//audio/@src") == [files[0].href]
    assert tree.xpath("//video/@src") == [files[1].href]
    assert texts(tree, f"//a[@href='{files[2].href}']") == ["minutes.pdf"]


def test_a_picture_that_the_content_holds_is_shown_once(store: Store, client: Client) -> None:
    content = '<p><img src="https://cdn.example.org/x.jpg?w=1&amp;h=2" alt="A ship"></p>'
    store.apply([publication("media", image="https://cdn.example.org/x.jpg?w=1&h=2", content=content)], PRESSED)
    assert page(client, "/entries/media").xpath("//article//img/@alt") == ["A ship"]


def test_titles_and_summaries_are_text_and_never_markup(store: Store, client: Client) -> None:
    """S1, R10."""
    store.apply([publication("odd", "weather", title='<b>1 < 2</b> & "so"', summary="</p><script>x</script>")], PRESSED)
    for path in ("/", "/topics/weather", "/entries/odd"):
        tree = page(client, path)
        assert '<b>1 < 2</b> & "so"' in texts(tree, "//main//h3 | //main//h1")
        assert tree.xpath("//b | //script") == []


def test_a_withdrawn_entry_is_gone_and_says_nothing_of_what_it_was(client: Client) -> None:
    """D2."""
    response = client.get("/entries/false-alarm", headers={"Accept": "text/html"})
    assert response.status_code == 410
    assert "alarm" not in response.text


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_a_held_entry_is_as_if_it_did_not_exist(client: Client, accept: str) -> None:
    held = client.get("/entries/secret-plan", headers={"Accept": accept})
    unknown = client.get("/entries/no-such-plan", headers={"Accept": accept})
    assert held.status_code == unknown.status_code == 404
    assert (held.data, held.headers) == (unknown.data, unknown.headers)
    assert "plan" not in client.get("/").text.lower()


def test_the_permalink_of_every_entry_in_a_feed_is_served(client: Client) -> None:
    """R2."""
    for item in client.get("/feeds/all.json").get_json(force=True)["items"]:
        assert client.get(item["url"].removeprefix(SITE.base_url)).status_code == 200
