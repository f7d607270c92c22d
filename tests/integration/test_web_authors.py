"""The pages of authors: whose they are, what they list, and how they are subscribed to."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from gazette import PRESSED, SITE, notes, page, publication, reader, texts, titles
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client

from feedsvc import sanitize
from feedsvc.expressions import parse
from feedsvc.model import Author
from feedsvc.store import searching
from feedsvc.store.base import Store
from feedsvc.store.changes import Withdraw
from feedsvc.web import bylines, parameters

ADA = "/authors/ada-moller"


def test_an_entry_leads_to_the_page_of_its_author(client: Client) -> None:
    (address,) = page(client, "/entries/new-ferry").xpath("//a[@rel='author']/@href")
    assert address == f"{SITE.base_url}{ADA}"
    tree = page(client, ADA)
    assert texts(tree, "//h1") == ["Ada Möller"]
    assert texts(tree, "//main//h3") == ["New ferry"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [address]


def test_an_author_is_discovered_as_the_feed_of_a_search_before_everything(client: Client) -> None:
    """L1, L2."""
    links = page(client, ADA).xpath("//head/link[@rel='alternate']")
    assert [link.get("title") for link in links[:2]] == [
        "Ada Möller · The Harbour Gazette (Atom)",
        "Ada Möller · The Harbour Gazette (RSS)",
    ]
    address = links[0].get("href").removeprefix(SITE.base_url)
    assert address == f"/feeds/search.atom?q=author:{quote(chr(34) + 'Ada Möller' + chr(34))}"
    response = client.get(address)
    assert (response.status_code, titles(response)) == (200, ["New ferry"])
    assert links[3].get("href") == f"{SITE.base_url}/feeds/all.atom"


def test_only_the_authors_own_entries_are_listed_the_newest_first(store: Store, client: Client) -> None:
    day = timedelta(days=1)
    store.apply(
        [
            publication("second", authors=(Author("Bo Ek"), Author("ADA MOLLER")), published=PRESSED - day * 5),
            publication("other", authors=(Author("Ada Möller Ek"),)),
            publication("split", authors=(Author("Ada"), Author("Möller"))),
        ],
        PRESSED,
    )
    assert texts(page(client, ADA), "//main//h3") == ["New ferry", "Second"]
    assert texts(page(client, "/authors/bo-ek"), "//main//h3") == ["Second"]


def test_what_an_author_mostly_writes_about_comes_first(store: Store, client: Client) -> None:
    given = {"a": "weather", "b": "ferries weather", "c": "weather", "d": ""}
    store.apply(
        [publication(name, *topics.split(), authors=(Author("Bo Ek"),)) for name, topics in given.items()], PRESSED
    )
    assert texts(page(client, "/authors/bo-ek"), "//aside//a") == ["Weather", "Ferries"]


def test_what_is_withdrawn_or_held_is_nobodys(store: Store, client: Client) -> None:
    store.apply([publication("hidden", authors=(Author("Eve Ek"),), embargo=PRESSED + timedelta(days=9999))], PRESSED)
    assert client.get("/authors/eve-ek").status_code == 404
    store.apply([Withdraw(publication("new-ferry").entry.id, "gone")], PRESSED)
    assert client.get(ADA).status_code == 404


@pytest.mark.parametrize("slug", ["nobody", "ada", "moller", "-", "a" * 300, "%00", "%22", "ada-moller-"])
def test_whoever_wrote_nothing_has_no_page(client: Client, slug: str) -> None:
    assert client.get(f"/authors/{slug}").status_code == 404


def test_a_name_in_capitals_leads_to_the_page(client: Client) -> None:
    response = client.get("/authors/Ada-Moller")
    assert (response.status_code, response.headers["Location"]) == (301, f"{SITE.base_url}{ADA}")


def test_a_long_list_ends_with_a_link_to_the_rest(store: Store, client: Client) -> None:
    store.apply(notes(1, 45, authors=(Author("Bo Ek", uri="https://bo.example.net/"),)), PRESSED)
    tree = page(client, "/authors/bo-ek")
    assert len(tree.xpath("//main//h3")) == 40
    (more,) = tree.xpath("//main/p[@class='empty']/a/@href")
    assert client.get(more.removeprefix(SITE.base_url)).status_code == 200
    assert tree.xpath("//a[@rel='me']/@href") == ["https://bo.example.net/"]


def test_an_author_who_is_not_among_the_newest_of_such_a_name_is_not_said_to_be_nobody(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only so many are looked at one by one, and a longer name has all the words of a shorter one."""
    monkeypatch.setattr(searching, "CONSIDERED", 3)
    store.apply(notes(1, 5, authors=(Author("Bo Ek Holm"),), published=PRESSED), PRESSED)
    store.apply([publication("old", authors=(Author("Bo Ek"),), published=PRESSED - timedelta(days=9))], PRESSED)
    tree = page(reader(store), "/authors/bo-ek")
    assert tree.xpath("//main//h3") == []
    assert any("Older ones may be." in said for said in texts(tree, "//main/p"))
    (more,) = tree.xpath("//main/p[@class='empty']/a/@href")
    assert "Old" in texts(page(reader(store), more.removeprefix(SITE.base_url)), "//main//h2")
    assert reader(store).get("/authors/ek-bo-holm").status_code == 404


def test_the_page_is_prepared_and_changes_with_what_the_author_writes(store: Store, client: Client) -> None:
    full = client.get(ADA)
    condition = {"If-None-Match": full.headers["ETag"]}
    assert client.get(ADA, headers=condition).status_code == 304
    assert full.headers["Content-Security-Policy"].startswith("default-src 'none'")
    store.apply([publication("second", authors=(Author("Ada Möller"),))], PRESSED + timedelta(hours=1))
    assert client.get(ADA, headers=condition).status_code == 200


def test_pages_that_will_be_files_lead_to_no_author(store: Store) -> None:
    client = reader(store, is_answered=False)
    for path in ("/", "/entries/new-ferry", "/topics/ferries", "/nothing"):
        text = client.get(path, headers={"Accept": "text/html"}).text
        assert "/authors/" not in text
        assert "/archive" not in text


@pytest.mark.parametrize(
    "name",
    [
        "Seán O'Brien",
        "村上 春樹",
        "Анна Йодль",
        "J. R. R. Tolkien",
        'The "Desk"',
        "The «Desk» of „News“",
        "Agence X (Paris)",
        "A*",
    ],
)
def test_whatever_the_name_its_page_and_its_feed_find_it(store: Store, client: Client, name: str) -> None:
    store.apply([publication("written", authors=(Author(name),))], PRESSED)
    (address,) = page(client, "/entries/written").xpath("//a[@rel='author']/@href")
    tree = page(client, address.removeprefix(SITE.base_url))
    assert texts(tree, "//h1") == [" ".join(name.split())]
    feed = tree.xpath("//head/link[@rel='alternate']/@href")[0].removeprefix(SITE.base_url)
    assert titles(client.get(feed)) == ["Written"]


@pytest.mark.parametrize("name", ["???", "Club C++", "word " * 30])
def test_a_name_that_no_slug_says_is_no_link(store: Store, client: Client, name: str) -> None:
    store.apply([publication("written", authors=(Author(name),))], PRESSED)
    assert page(client, "/entries/written").xpath("//a[@rel='author']") == []


@given(st.text())
def test_the_query_of_any_name_that_has_a_page_parses_to_the_same_search(name: str) -> None:
    name = sanitize.line(name)  # as every entry has it
    slug = bylines.author_slug(name)
    if slug:
        given_back = parameters.read(bylines.search_for(name))
        assert given_back.expression == bylines.named(slug)
        assert parse(str(given_back.expression)) == given_back.expression
