"""The page that searches: a form, what was found, the search as a feed (standards.md, L1, C13)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from gazette import PRESSED, SITE, notes, printed, publication, reader
from lxml import html
from werkzeug.test import Client

from feedsvc.store.base import Store
from feedsvc.web.searching import LISTED


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = printed(tmp_path)
    store.apply(
        [publication("storm", "weather", content="<p>A ferry &lt;b&gt; waits</p>"), *notes(1, 30, "weather")], PRESSED
    )
    return store


@pytest.fixture
def client(store: Store) -> Client:
    return reader(store)


def page(client: Client, path: str, status: int = 200) -> html.HtmlElement:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    tree = html.document_fromstring(response.text)
    assert (
        tree.xpath("//script[not(@type='application/ld+json')] | //*[@style] | //@*[starts-with(name(), 'on')]") == []
    )
    return tree


def texts(tree: html.HtmlElement, xpath: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in tree.xpath(xpath)]


def test_the_empty_form_says_what_can_be_written(client: Client) -> None:
    tree = page(client, "/search")
    [form] = tree.xpath("//form")
    assert (form.get("method"), form.get("action")) == ("get", urlsplit(f"{SITE.base_url}/search").path)
    assert tree.xpath("//input[@name = 'q']/@value") == [""]
    assert "begin*" in tree.text_content()
    assert tree.xpath("//article") == []


def test_what_was_found_is_shown_with_the_words_marked_and_everything_escaped(client: Client) -> None:
    tree = page(client, "/search?q=ferry")
    assert set(texts(tree, "//article/h2")) == {"New ferry", "Old ferry", "Storm"}
    assert {mark.lower() for mark in texts(tree, "//mark")} == {"ferry"}
    [storm] = tree.xpath("//article[h2/a[. = 'Storm']]")
    assert texts(storm, "p[not(@class)]") == ["A ferry <b> waits"]
    assert storm.xpath("h2/a/@href") == [f"{SITE.base_url}/entries/storm"]
    assert storm.xpath("p/time/@datetime") == ["2026-02-28T14:00:00+02:00"]


def test_the_search_can_be_subscribed_to_in_every_format_before_anything_else(client: Client) -> None:
    """L1, L2."""
    tree = page(client, "/search?q=new+ferry&order=relevance&filterout=ice&utm=x")
    query = "filterout=ice&order=relevance&q=new%20AND%20ferry"
    expected = [f"{SITE.base_url}/feeds/search.{suffix}?{query}" for suffix in ("atom", "rss", "json")]
    assert tree.xpath("//link[@rel = 'alternate']/@href")[:3] == expected
    assert tree.xpath("//*[@id = 'subscribe']//input/@value") == expected
    assert len(set(tree.xpath("//link[@rel = 'alternate']/@title"))) == 6
    assert tree.xpath("//link[@rel = 'canonical']/@href") == [f"{SITE.base_url}/search?{query}"]
    for address in expected:
        assert client.get(address.removeprefix(SITE.base_url)).status_code == 200


def test_the_form_keeps_what_was_asked(client: Client) -> None:
    tree = page(client, "/search?q=new+ferry&order=relevance&filterout=ice&filter_time=99999999")
    assert tree.xpath("//input[@name = 'q']/@value") == ["new AND ferry"]
    assert tree.xpath("//option[@selected]/@value") == ["relevance"]
    hidden = {each.get("name"): each.get("value") for each in tree.xpath("//input[@type = 'hidden']")}
    assert hidden == {"filterout": "ice", "filter_time": "99999999"}


def test_a_mistake_is_shown_beside_the_form_with_a_caret(client: Client) -> None:
    tree = page(client, f"/search?{urlencode({'q': 'ferry <b> AND ('})}", 400)
    assert tree.xpath("//input[@name = 'q']/@value") == ["ferry <b> AND ("]
    assert texts(tree, "//*[@role = 'alert']/p") == ["This search cannot be understood."]
    expression, caret, expected = tree.xpath("//pre")[0].text_content().splitlines()
    assert (expression, caret.index("^")) == ("ferry <b> AND (", 15)
    assert expected.startswith("expected a word")
    assert tree.xpath("//b") == []


@pytest.mark.parametrize("query", ["filter=%5Bz-a%5D", "order=up", "limit=x"])
def test_any_other_mistake_is_told_there_too(client: Client, query: str) -> None:
    [sentence] = texts(page(client, f"/search?q=fog&{query}", 400), "//*[@role = 'alert']")
    assert sentence.startswith("The parameter ")
    assert client.get(f"/search?q=fog&{query}").headers["Cache-Control"] == "no-store"


def test_nothing_found_is_said_and_can_be_subscribed_to(client: Client) -> None:
    tree = page(client, "/search?q=nowhere")
    assert texts(tree, "//main/p")[-1] == "Nothing was found. The feeds are there already, and will fill."
    assert len(tree.xpath("//*[@id = 'subscribe']//input")) == 3


def test_more_than_a_page_is_said_to_be_more(client: Client) -> None:
    tree = page(client, "/search?q=note")
    assert len(tree.xpath("//article")) == LISTED
    assert texts(tree, "//main/p")[-1] == f"There is more than these {LISTED}. The feeds hold more."


def test_search_engines_are_asked_to_stay_away(client: Client) -> None:
    assert page(client, "/search?q=fog").xpath("//meta[@name = 'robots']/@content") == ["noindex"]


@pytest.mark.parametrize("path", ["/", "/topics/weather", "/entries/storm", "/search?q=storm"])
def test_every_page_links_to_the_search(client: Client, path: str) -> None:
    assert page(client, path).xpath("//header//a[@rel = 'search']/@href") == [f"{SITE.base_url}/search"]


def test_pages_that_will_be_files_do_not(store: Store) -> None:
    assert page(reader(store, is_answered=False), "/").xpath("//a[contains(@href, '/search')]") == []


def test_a_page_is_answered_304_until_anything_changes(store: Store, client: Client) -> None:
    """C3, C4."""
    full = client.get("/search?q=ferry")
    condition = {"If-None-Match": full.headers["ETag"]}
    assert client.get("/search?q=ferry", headers=condition).status_code == 304
    store.apply([publication("third-ferry", "weather")], PRESSED)
    assert client.get("/search?q=ferry", headers=condition).status_code == 200


def test_a_topic_shows_where_it_stands_in_the_tree_and_what_is_related(store: Store) -> None:
    client = reader(store, parents={"ferries": "weather", "weather": "политика"})
    weather = page(client, "/topics/weather")
    assert texts(weather, "//a[@rel = 'up']") == ["Политика"]
    assert texts(weather, "//aside//a[@class = 'topic']") == ["Ferries"]
    ferries = page(client, "/topics/ferries")
    assert texts(ferries, "//a[@rel = 'up']") == ["Политика", "Weather"]
    assert texts(ferries, "//aside//a[@class = 'topic']") == ["Harbour politics"]
    assert texts(ferries, "//aside//*[@class = 'count']") == ["1"]
