"""The page that says that there is nothing: what it suggests, to whom, and at what cost."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from gazette import PRESSED, SITE, Failing, printed, publication, reader
from lxml import html
from werkzeug.test import Client

from feedsvc.errors import StoreError
from feedsvc.store.base import Store
from feedsvc.web import suggesting
from feedsvc.web.suggesting import likeness, likest, slug_in


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return printed(tmp_path)


@pytest.fixture
def client(store: Store) -> Client:
    return reader(store)


def suggested(client: Client, path: str) -> list[str]:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 404
    tree = html.document_fromstring(response.text)
    return [address.removeprefix(SITE.base_url) for address in tree.xpath("//ul[@class='instead']//a/@href")]


@pytest.mark.parametrize(
    ("path", "instead"),
    [
        ("/topics/ferrys", "/topics/ferries"),
        ("/feeds/ferrie.atom", "/topics/ferries"),
        ("/ferries", "/topics/ferries"),
        ("/tag/weather/", "/topics/weather"),
        ("/topics/harbor-politics", "/topics/harbour-politics"),
        ("/entries/new-fery", "/entries/new-ferry"),
        ("/2026/02/new-ferry.html", "/entries/new-ferry"),
        ("/entries/new", "/entries/new-ferry"),
        (
            f"/topics/{quote('политики')}",
            f"/topics/{quote('политика')}",
        ),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(client: Client, path: str, instead: str) -> None:
    found = suggested(client, path)
    assert instead in found
    for address in found:
        assert client.get(address).status_code == 200


def test_an_entry_is_found_without_the_mark_behind_its_words(store: Store, client: Client) -> None:
    store.apply([publication("talks-0123456789"), publication("talk-show-aaaaaaaaaa")], PRESSED)
    assert suggested(client, "/entries/talks")[0] == "/entries/talks-0123456789"
    assert suggested(client, "/entries/talks-9876543210")[0] == "/entries/talks-0123456789"


@pytest.mark.parametrize("path", ["/entries/secret-plan", "/entries/secret", "/entries/false-alarms", "/wp-login.php"])
def test_nothing_held_or_withdrawn_and_nothing_unlike_is_suggested(client: Client, path: str) -> None:
    assert suggested(client, path) == []


def test_a_topic_that_was_given_up_is_not_suggested(store: Store) -> None:
    client = reader(store, retired=frozenset({"ferries"}))
    assert "/topics/ferries" not in suggested(client, "/topics/ferrys")


def test_programs_are_told_in_a_line(client: Client) -> None:
    assert client.get("/topics/ferrys").text == "There is nothing at this address.\n"


def test_a_title_in_a_suggestion_is_text(store: Store, client: Client) -> None:
    """S1."""
    store.apply([publication("odd-one", title="<script>x</script>")], PRESSED)
    text = client.get("/entries/odd-on", headers={"Accept": "text/html"}).text
    assert "&lt;script&gt;x&lt;/script&gt;" in text
    assert "<script" not in text


def test_where_the_store_does_not_answer_topics_alone_are_suggested(store: Store) -> None:
    failing = Failing(store)
    client = reader(failing)  # type: ignore[arg-type]  # it has all that a store has
    client.get("/")
    failing.error = StoreError("gone")
    assert suggested(client, "/ferrys") == ["/topics/ferries"]


def test_what_is_compared_does_not_grow_with_what_there_is(
    store: Store, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.apply([publication(f"new-{number:04}") for number in range(500)], datetime(2026, 3, 2, tzinfo=UTC))
    compared: list[str] = []

    def counted(asked: str, other: str) -> float:
        compared.append(other)
        return likeness(asked, other)

    monkeypatch.setattr(suggesting, "likeness", counted)
    assert suggested(client, "/entries/new-02501")
    assert len(compared) <= 2 * suggesting.NEAR + suggesting.CONSIDERED


@pytest.mark.parametrize(
    ("path", "slug"),
    [("/a/B-c.html", "b-c"), ("/x/", "x"), ("/", ""), ("/é?", "e"), ("/..", ""), ("/feeds/a.b.atom", "a-b")],
)
def test_the_slug_in_a_path_is_its_last_part(path: str, slug: str) -> None:
    assert slug_in(path) == slug


def test_the_likest_comes_first_and_there_are_few() -> None:
    names: list[Any] = [f"ferry-{letter}" for letter in "abcdefgh"]
    assert likest("ferry-c", names)[0] == "ferry-c"
    assert len(likest("ferry-c", names)) == suggesting.MOST
    assert likest("ferry-c", ["tides"]) == []
