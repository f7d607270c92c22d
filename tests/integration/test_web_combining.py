"""Topics combined by clicking: every state has an address, and shows what comes of it (standards.md, C11, S3)."""

from __future__ import annotations

import random
from urllib.parse import quote

import pytest
from gazette import PRESSED, SITE, page, printed, publication, reader, texts, titles
from werkzeug.test import Client

from feedsvc.store.base import Store
from feedsvc.store.changes import Registered

POLITICS = quote("политика")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Ferries: new, old, note; weather: storm, note; ferries and weather: note; ferries and harbour politics: new."""
    store = printed(tmp_path_factory.mktemp("combining"))
    store.apply([publication("note", "ferries", "weather"), publication("storm", "weather")], PRESSED)
    return reader(store)


def follow(client: Client, path: str, label: str) -> str:
    """Where the link of this name leads."""
    [address] = page(client, path).xpath(f"//a[@aria-label='{label}']/@href")
    assert isinstance(address, str)
    return address.removeprefix(SITE.base_url)


def clicked(client: Client, *labels: str) -> str:
    path = "/combine"
    for label in labels:
        path = follow(client, path, label)
    return path


def test_what_is_said_is_clicked_in_its_order(client: Client) -> None:
    path = clicked(client, "choose Ferries", "and Harbour politics", "or Weather", "without Политика")
    assert path == f"/combine/ferries+harbour-politics,weather-{POLITICS}"
    tree = page(client, path)
    assert texts(tree, "//h1") == ["Ferries and Harbour politics, or Weather without Политика"]
    assert texts(tree, "//title") == ["Ferries and Harbour politics, or Weather without Политика · The Harbour Gazette"]


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        ("ferries", "Ferries"),
        ("all-ferries", "everything without Ferries"),
        ("ferries-weather-политика", "Ferries without Weather or Политика"),
        ("ferries,weather", "Ferries, or Weather"),
    ],
)
def test_a_selection_is_said_in_words(client: Client, selection: str, words: str) -> None:
    assert texts(page(client, f"/combine/{quote(selection, safe='+,')}"), "//h1") == [words]


@pytest.mark.parametrize("selection", ["ferries", "ferries+weather", "ferries-weather,harbour-politics", "all-weather"])
def test_the_page_shows_what_the_feed_holds_and_the_feed_leads_back_to_it(client: Client, selection: str) -> None:
    """L1, L4."""
    tree = page(client, f"/combine/{selection}")
    assert tree.xpath("//section[@class='subscribe']//input/@value") == [
        f"{SITE.base_url}/feeds/{selection}.{suffix}" for suffix in ("atom", "rss", "json")
    ]
    assert tree.xpath("//head/link[@rel='alternate']/@href")[0] == f"{SITE.base_url}/feeds/{selection}.atom"
    feed = client.get(f"/feeds/{selection}.json")
    assert texts(tree, "//main//h3") == titles(feed)
    if selection != "ferries":  # which has a page of its own
        assert feed.get_json(force=True)["home_page_url"] == f"{SITE.base_url}/combine/{selection}"


def test_nothing_about_it_is_said_and_the_feed_is_there(client: Client) -> None:
    path = "/combine/harbour-politics+weather"
    assert texts(page(client, path), "//p[@class='empty']") == [
        "Nothing is about this yet. The feed is there already, and will fill."
    ]


def test_one_alternative_is_worked_on_and_which_is_in_the_address(client: Client) -> None:
    tree = page(client, "/combine/ferries,weather/1")
    assert texts(tree, "//div[contains(@class, 'current')]//bdi") == ["Ferries"]
    assert texts(page(client, "/combine/ferries,weather"), "//div[contains(@class, 'current')]//bdi") == ["Weather"]
    assert follow(client, "/combine/ferries,weather", "Add to Ferries") == "/combine/ferries,weather/1"
    assert follow(client, "/combine/ferries,weather/1", "and Политика") == f"/combine/ferries+{POLITICS},weather/1"
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{SITE.base_url}/combine/ferries,weather"]


def test_what_was_chosen_can_be_taken_out(client: Client) -> None:
    assert follow(client, "/combine/ferries+weather", "Take Weather out") == "/combine/ferries"
    assert follow(client, "/combine/ferries", "Take Ferries out") == "/combine"
    assert follow(client, "/combine/ferries,weather-harbour-politics", "Remove Ferries") == (
        "/combine/weather-harbour-politics"
    )


@pytest.mark.parametrize("seed", range(5))
def test_whichever_way_one_clicks_something_is_there(client: Client, seed: int) -> None:
    chance, path = random.Random(seed), "/combine"
    for _ in range(12):
        links = page(client, path).xpath("//a[@rel='nofollow']/@href")
        path = chance.choice(links).removeprefix(SITE.base_url)


@pytest.mark.parametrize(
    ("path", "present"),
    [
        ("/combine/weather+ferries", "/combine/ferries+weather"),
        ("/combine/Weather", "/combine/weather"),
        ("/combine/weather,ferries/1", "/combine/ferries,weather/1"),
        ("/combine/ferries,weather/2", "/combine/ferries,weather"),
        ("/combine/ferries/1", "/combine/ferries"),
        ("/combine/all", "/combine"),
        ("/combine/all/1", "/combine"),
        ("/combine/", "/combine"),
        ("/combine/boats", "/combine/ferries"),
    ],
)
def test_other_spellings_lead_to_the_one_address(store: Store, path: str, present: str) -> None:
    """C11."""
    answer = reader(store, aliases={"boats": "ferries"}).get(path, headers={"Host": "evil.example.net"})
    assert (answer.status_code, answer.headers["Location"]) == (301, SITE.base_url + present)


@pytest.mark.parametrize("path", ["/combine/ferries,weather/3", "/combine/ferries/0", "/combine/nothing", "/combine/-"])
def test_what_is_no_combination_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_topic_that_is_nearly_one_is_suggested(client: Client) -> None:
    answer = client.get("/combine/ferrys", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert f"{SITE.base_url}/topics/ferries" in answer.text


def test_what_was_retired_is_gone(store: Store) -> None:
    assert reader(store, retired=frozenset({"weather"})).get("/combine/ferries+weather").status_code == 410


def test_robots_are_asked_to_list_the_beginning_alone(client: Client) -> None:
    assert page(client, "/combine").xpath("//meta[@name='robots']") == []
    assert page(client, "/combine/ferries").xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_topic_that_would_change_nothing_is_not_offered(client: Client) -> None:
    labels = page(client, "/combine/ferries").xpath("//aside//a/@aria-label")
    assert "and Weather" in labels
    assert not {"and Ferries", "or Ferries", "without Ferries"} & set(labels)


def test_titles_are_text_and_never_markup(store: Store) -> None:
    """S1."""
    store.register([Registered("odd", '<b>1 < 2</b> & "so"', "")], PRESSED)
    client = reader(store)
    for path in ("/combine", "/combine/odd", "/combine/ferries,odd", "/combine/ferries,odd/1", "/subscribe", "/"):
        tree = page(client, path)
        assert tree.xpath("//b") == []
        assert '<b>1 < 2</b> & "so"' in tree.text_content()
    assert texts(page(client, "/combine/ferries-odd"), "//h1") == ['Ferries without <b>1 < 2</b> & "so"']


def test_of_endlessly_many_combinations_none_drives_out_what_is_asked_for(client: Client) -> None:
    client.get("/combine/ferries-weather")
    assert client.application.prepared.library.fresh["/combine/ferries-weather"].is_passing
