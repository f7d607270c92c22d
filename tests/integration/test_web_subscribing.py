"""The page to subscribe from, and the list of feeds that its form asks for (standards.md, C11, O1 to O5)."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from gazette import PRESSED, SITE, page, printed, publication, reader, texts
from lxml import etree
from werkzeug.test import Client, TestResponse

from feedsvc.store.base import Store
from feedsvc.store.changes import Registered
from feedsvc.web.choices import MOST

POLITICS = quote("политика")


def listed(answer: TestResponse) -> list[str]:
    """The feeds of a list, in its order."""
    assert answer.status_code == 200
    return [address.rpartition("/")[2] for address in etree.fromstring(answer.data).xpath("//@xmlUrl")]


def test_the_page_says_what_a_feed_is_and_has_those_of_everything(client: Client) -> None:
    tree = page(client, "/subscribe")
    assert texts(tree, "//h1") == ["Subscribe"]
    assert "A feed is" in texts(tree, "//header[@class='heading']/p")[0]
    assert tree.xpath("//section[@class='subscribe']//input/@value") == [
        f"{SITE.base_url}/feeds/all.{suffix}" for suffix in ("atom", "rss", "json")
    ]
    assert f"{SITE.base_url}/combine" in tree.xpath("//main//@href | //aside//@href")


def test_the_form_has_a_box_for_each_topic_and_sends_them_to_the_list(client: Client) -> None:
    """Without a host, so that 'self' is whatever the browser calls this one."""
    [form] = page(client, "/subscribe").forms
    assert (form.method, form.action) == ("GET", "/news/feeds.opml")
    assert form.xpath(".//input[@type='checkbox']/@name") == ["topic"] * 4
    assert form.xpath(".//input[@type='checkbox']/@value") == ["ferries", "harbour-politics", "weather", "политика"]
    assert texts(form, ".//label") == ["Ferries", "Harbour politics", "Weather", "Политика"]


def test_what_is_ticked_is_what_is_listed(client: Client) -> None:
    """O1, O5: and not everything beside it, whose reader would have each entry twice."""
    [form] = page(client, "/subscribe").forms
    for box in form.xpath(".//input[@value='weather' or @value='политика']"):
        box.checked = True
    query = "&".join(f"{name}={quote(value)}" for name, value in form.form_values())
    assert listed(client.get(f"/feeds.opml?{query}")) == ["weather.atom", f"{POLITICS}.atom"]


def test_a_list_of_nothing_in_particular_holds_everything(client: Client) -> None:
    whole = client.get("/feeds.opml")
    assert listed(whole)[0] == "all.atom"
    assert client.get("/feeds.opml?topic=").data == client.get("/feeds.opml?x=1").data == whole.data


def test_everything_may_be_chosen_too(client: Client) -> None:
    assert listed(client.get("/feeds.opml?topic=ferries&topic=all")) == ["all.atom", "ferries.atom"]


def test_every_way_to_ask_for_a_choice_gets_the_same_bytes_under_the_same_tag(client: Client) -> None:
    """C3, C4, C11."""
    one = client.get("/feeds.opml?topic=weather&topic=ferries")
    other = client.get("/feeds.opml?topic=ferries&topic=weather&topic=ferries&utm_source=x")
    assert one.data == other.data
    assert one.headers["ETag"] == other.headers["ETag"] != client.get("/feeds.opml").headers["ETag"]
    known = {"If-None-Match": one.headers["ETag"]}
    assert client.get("/feeds.opml?topic=ferries&topic=weather", headers=known).status_code == 304
    assert one.headers["Content-Type"] == "text/x-opml; charset=utf-8"


def test_a_browser_saves_the_list_and_does_not_show_it(client: Client) -> None:
    for path in ("/feeds.opml", "/feeds.opml?topic=ferries"):
        assert client.get(path).headers["Content-Disposition"] == 'attachment; filename="feeds.opml"'


def test_a_choice_is_answered_from_memory_until_one_of_its_topics_moves(store: Store) -> None:
    client = reader(store)
    client.get("/feeds.opml?topic=weather")
    kept = client.application.prepared.library.fresh
    assert "topic=weather /feeds.opml" in kept
    store.apply([publication("third-ferry", "ferries")], PRESSED)
    client.get("/healthz")
    assert "topic=weather /feeds.opml" in kept
    store.apply([publication("storm", "weather")], PRESSED)
    client.get("/healthz")
    assert "topic=weather /feeds.opml" not in kept


def test_a_choice_keeps_the_tree_of_its_topics(store: Store) -> None:
    client = reader(store, parents={"ferries": "weather", "weather": "harbour-politics"})
    body = etree.fromstring(client.get("/feeds.opml?topic=ferries&topic=harbour-politics").data).find("body")
    assert [outline.get("text") for outline in body] == ["Harbour politics"]
    assert len(body[0]) == 2


def test_a_topic_that_there_is_not_is_named(client: Client) -> None:
    answer = client.get("/feeds.opml?topic=ferries&topic=ferrys")
    assert answer.status_code == 400
    assert "'ferrys'" in answer.text
    assert "/subscribe" in answer.text


def test_a_choice_by_former_names_leads_to_the_present_ones_and_what_was_retired_is_gone(store: Store) -> None:
    client = reader(store, aliases={"boats": "ferries"}, retired=frozenset({"gossip"}))
    answer = client.get("/feeds.opml?topic=weather&topic=boats")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        f"{SITE.base_url}/feeds.opml?topic=ferries&topic=weather",
    )
    assert client.get("/feeds.opml?topic=weather&topic=gossip").status_code == 410


def test_a_choice_has_an_end(client: Client) -> None:
    query = "&".join(f"topic=t{number}" for number in range(MOST + 1))
    answer = client.get(f"/feeds.opml?{query}")
    assert (answer.status_code, f"{MOST} topics at most" in answer.text) == (400, True)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A site with more topics than a page has boxes."""
    store = printed(tmp_path_factory.mktemp("crowded"))
    store.register([Registered(f"t{number:03}", f"Topic {number:03}", "") for number in range(MOST + 50)], PRESSED)
    return reader(store)


def test_further_topics_are_on_further_pages_each_once(crowded: Client) -> None:
    first, second = page(crowded, "/subscribe"), page(crowded, "/subscribe/2")
    shown = first.xpath("//input[@name='topic']/@value"), second.xpath("//input[@name='topic']/@value")
    assert list(map(len, shown)) == [MOST, 54]
    assert len({*shown[0], *shown[1]}) == MOST + 54
    assert first.xpath("//a[@rel='next']/@href") == [f"{SITE.base_url}/subscribe/2"]
    assert second.xpath("//a[@rel='prev']/@href") == [f"{SITE.base_url}/subscribe"]
    assert second.xpath("//a[@rel='next']") == []
    assert second.xpath("//link[@rel='canonical']/@href") == [f"{SITE.base_url}/subscribe/2"]


def test_all_boxes_of_a_page_can_be_ticked_at_once(crowded: Client) -> None:
    chosen = page(crowded, "/subscribe").xpath("//input[@name='topic']/@value")
    query = "&".join(f"topic={quote(slug)}" for slug in chosen)
    assert len(listed(crowded.get(f"/feeds.opml?{query}"))) == MOST


@pytest.mark.parametrize("path", ["/subscribe/0", "/subscribe/3", "/subscribe/x"])
def test_a_page_too_many_is_not_there(crowded: Client, path: str) -> None:
    """P4."""
    assert crowded.get(path).status_code == 404


def test_the_first_page_has_one_address(crowded: Client) -> None:
    answer = crowded.get("/subscribe/1")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{SITE.base_url}/subscribe")
