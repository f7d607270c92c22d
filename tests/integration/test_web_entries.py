"""The page of an entry: what it shows and tells, where it leads on to, and what is not there."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from gazette import PRESSED, SITE, page, publication, reader, texts
from lxml import html
from werkzeug.test import Client

from feedsvc.model import Author, Enclosure
from feedsvc.store.base import Store
from feedsvc.store.changes import Withdraw

DAY = timedelta(days=1)
SHIP = "https://cdn.example.org/ship.jpg"


def told(tree: html.HtmlElement) -> dict[str, Any]:
    """What search engines are told."""
    (script,) = tree.xpath("/html/head/script[@type='application/ld+json']")
    return dict(json.loads(script.text))


def properties(tree: html.HtmlElement) -> dict[str, str]:
    return {each.get("property"): each.get("content") for each in tree.xpath("/html/head/meta[@property]")}


def test_an_entry_is_shown_whole(client: Client) -> None:
    tree = page(client, "/entries/new-ferry")
    assert texts(tree, "//h1") == ["New ferry"]
    assert texts(tree, "//title") == ["New ferry · The Harbour Gazette"]
    assert texts(tree, "//p[@class='byline']/time") == ["28 February 2026, 14:00"]
    assert tree.xpath("//p[@class='byline']/time/@datetime") == ["2026-02-28T14:00:00+02:00"]
    assert texts(tree, "//p[@class='byline']/span[//a/@rel='author']") == ["Ada Möller"]
    assert texts(tree, "//div[@class='content']/p/em") == ["at length"]
    assert texts(tree, "//aside//a[@rel='tag']") == ["Ferries", "Harbour politics"]
    assert "Originally at" not in texts(tree, "//h2")
    assert texts(tree, "//*[@class='updated']") == []


def test_each_topic_of_an_entry_can_be_subscribed_to(client: Client) -> None:
    addresses = page(client, "/entries/new-ferry").xpath("//aside//*[@class='formats']/a/@href")
    for suffix in ("atom", "rss", "json"):
        assert f"{SITE.base_url}/feeds/harbour-politics.{suffix}" in addresses


def test_an_entry_tells_when_it_was_updated_and_where_it_comes_from(store: Store, client: Client) -> None:
    link = "https://agency.example.com/dispatches/7"
    store.apply([publication("dispatch", link=link, updated=datetime(2026, 2, 28, 22, 5, tzinfo=UTC))], PRESSED)
    tree = page(client, "/entries/dispatch")
    assert tree.xpath("//link[@rel='canonical']/@href") == [link]
    assert tree.xpath("//h2[.='Originally at']/following::a[1]/@href") == [link]
    assert texts(tree, "//*[@class='updated']") == ["Updated 1 March 2026, 00:05"]  # in Helsinki


def test_search_engines_are_told_what_the_page_says(client: Client) -> None:
    tree = page(client, "/entries/new-ferry")
    article, address = told(tree), f"{SITE.base_url}/entries/new-ferry"
    assert article["@type"] == "NewsArticle"
    assert article["headline"] == texts(tree, "//h1")[0]
    assert article["keywords"] == texts(tree, "//aside//a[@rel='tag']")
    assert article["url"] == article["mainEntityOfPage"]["@id"] == address
    assert article["author"] == [{"@type": "Person", "name": "Ada Möller"}]


def test_whoever_shows_a_link_to_an_entry_is_told_what_is_behind_it(store: Store, client: Client) -> None:
    store.apply([publication("ship", "weather", image=SHIP)], PRESSED)
    found = properties(page(client, "/entries/ship"))
    assert found["og:type"] == "article"
    assert found["og:title"] == "Ship"
    assert found["og:url"] == f"{SITE.base_url}/entries/ship"
    assert found["og:image"] == SHIP
    assert found["twitter:card"] == "summary_large_image"
    assert found["article:tag"] == "Weather"


@pytest.mark.parametrize(
    "payload",
    ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u2028alert(1)", '"><img src=x onerror=x>'],
)
def test_no_title_summary_or_author_ends_the_data_that_holds_it(store: Store, client: Client, payload: str) -> None:
    """S1."""
    odd = publication("odd", "weather", title=payload, summary=payload, authors=(Author(payload),))
    store.apply([odd], PRESSED)
    tree = page(client, "/entries/odd")
    assert told(tree)["headline"] == payload
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img | //@*[starts-with(name(), 'on')]") == []


def test_pictures_and_recordings_are_shown(store: Store, client: Client) -> None:
    files = (
        Enclosure("https://cdn.example.org/talk.mp3", "audio/mpeg", 4_500_000, duration=3725),
        Enclosure("https://cdn.example.org/film.mp4", "video/mp4", width=640, height=360, title="The launch"),
        Enclosure("https://cdn.example.org/minutes.pdf", "application/pdf"),
    )
    store.apply([publication("media", image=SHIP, enclosures=files)], PRESSED)
    tree = page(client, "/entries/media")
    assert tree.xpath("//article//img/@src") == [SHIP]
    assert tree.xpath("//audio/@src") == [files[0].href]
    assert tree.xpath("//video[@width='640'][@height='360']/@src") == [files[1].href]
    assert tree.xpath("//audio/@aria-label | //video/@aria-label") == ["talk.mp3", "The launch"]
    assert texts(tree, "//figcaption") == ["talk.mp3 1:02:05 4.5 MB", "The launch", "minutes.pdf"]


def test_a_picture_keeps_its_room_until_it_is_there(store: Store, client: Client) -> None:
    known = (Enclosure(SHIP, "image/jpeg", width=640, height=480, title="A ship at the quay"),)
    store.apply([publication("media", image=SHIP, media=known)], PRESSED)
    (lead,) = page(client, "/entries/media").xpath("//img[@class='lead']")
    assert (lead.get("width"), lead.get("height"), lead.get("alt")) == ("640", "480", "A ship at the quay")


def test_a_picture_that_the_content_holds_is_shown_once(store: Store, client: Client) -> None:
    content = '<p><img src="https://cdn.example.org/x.jpg?w=1&amp;h=2" alt="A ship"></p>'
    store.apply([publication("media", image="https://cdn.example.org/x.jpg?w=1&h=2", content=content)], PRESSED)
    assert page(client, "/entries/media").xpath("//article//img/@alt") == ["A ship"]


def test_what_is_wide_can_be_scrolled_from_the_keyboard(store: Store, client: Client) -> None:
    store.apply([publication("wide", content="<pre>x</pre><table><tr><td>1</td></tr></table>")], PRESSED)
    tree = page(client, "/entries/wide")
    assert [each.tag for each in tree.xpath("//*[@class='content']//*[@tabindex='0']")] == ["pre", "div"]


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("ja", "auto"), ("fi", "auto")])
def test_a_text_says_its_language_and_direction_and_our_words_theirs(
    store: Store, client: Client, language: str, direction: str
) -> None:
    store.apply([publication("abroad", language=language)], PRESSED)
    (article,) = page(client, "/entries/abroad").xpath("//article")
    assert (article.get("lang"), article.get("dir")) == (language, direction)
    assert article.xpath(".//p[@class='byline']/@lang") == ["en"]


def test_an_entry_leads_on_to_those_that_share_its_topics(store: Store, client: Client) -> None:
    store.apply([publication("regatta", "ferries", published=PRESSED - DAY * 9), publication("fog")], PRESSED)
    assert texts(page(client, "/entries/new-ferry"), "//*[@class='onward']//a") == ["Old ferry", "Regatta"]
    assert texts(page(client, "/entries/fog"), "//*[@class='onward']//a") == []


def test_an_entry_leads_to_the_ones_before_and_after(store: Store, client: Client) -> None:
    store.apply([publication("regatta", published=PRESSED - DAY * 2)], PRESSED)
    tree = page(client, "/entries/regatta")
    assert texts(tree, "//nav//a[@rel='prev']") == ["Old ferry"]
    assert tree.xpath("//nav//a[@rel='next']/@href") == [f"{SITE.base_url}/entries/new-ferry"]


def test_what_is_withdrawn_or_held_is_led_to_from_nowhere(store: Store, client: Client) -> None:
    store.apply([publication("fog", published=PRESSED - DAY * 5)], PRESSED)
    store.apply([Withdraw(publication("old-ferry").entry.id, "gone")], PRESSED)
    for path in ("/entries/new-ferry", "/entries/fog"):
        text = page(client, path).text_content()
        assert not [word for word in ("Old ferry", "Secret plan", "False alarm") if word in text]


def test_a_page_that_will_be_a_file_names_no_other_entry(store: Store) -> None:
    """It would go on naming one that is withdrawn."""
    client = reader(store, is_answered=False)
    assert page(client, "/entries/new-ferry").xpath("//*[@class='onward' or @class='adjacent']") == []


def test_a_topic_that_was_given_up_is_no_link(store: Store) -> None:
    client = reader(store, retired=frozenset({"harbour-politics"}))
    tree = page(client, "/entries/new-ferry")
    assert texts(tree, "//aside//a[@rel='tag']") == ["Ferries"]
    assert "harbour-politics" not in html.tostring(tree, encoding="unicode")


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
