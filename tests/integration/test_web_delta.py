"""Only what changed, for those who ask for that and can bear it (RFC 3229; standards.md, D1)."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from gazette import PRESSED, notes, numbered, printed, publication, reader, titles
from lxml import etree
from werkzeug.test import Client, TestResponse

from feedsvc.model import Format
from feedsvc.store.base import Store
from feedsvc.store.changes import Withdraw

LIMIT, MOST = 5, 20
WEATHER = "/feeds/weather.atom"
HOUR = timedelta(hours=1)
ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = printed(tmp_path)
    store.apply(notes(1, 10, "weather"), PRESSED + HOUR)
    return store


@pytest.fixture
def client(store: Store) -> Client:
    return reader(store, limit=LIMIT, catch_up=MOST, delta=True, delta_not_for=("rss2email",))


def tag(client: Client, path: str = WEATHER, **headers: str) -> str:
    return client.get(path, headers=headers).headers["ETag"]


def ask(client: Client, known: str, path: str = WEATHER, **headers: str) -> TestResponse:
    return client.get(path, headers={"A-IM": "feed", "If-None-Match": known, **headers})


def came(store: Store, first: int, last: int) -> None:
    store.apply(notes(first, last, "weather"), PRESSED + 2 * HOUR)


@pytest.mark.parametrize("suffix", list(Format))
@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_a_226_is_a_valid_document_of_what_changed_under_the_tag_of_the_whole(
    store: Store, client: Client, suffix: str, coding: str
) -> None:
    """D1: the tag of the full current instance, in this coding; the next poll with it is a 304."""
    path = f"/feeds/weather.{suffix}"
    known = tag(client, path)
    came(store, 11, 12)
    plain, coded = ask(client, known, path), ask(client, known, path, Accept_Encoding=coding)
    assert (plain.status, coded.status) == ("226 IM Used", "226 IM Used")
    assert coded.headers["IM"] == "feed"
    assert coded.headers["Content-Type"] == f"{Format(suffix).media_type}; charset=utf-8"
    assert titles(plain) == numbered(12, 11)
    assert coded.headers["ETag"] == tag(client, path, Accept_Encoding=coding)
    assert ask(client, coded.headers["ETag"], path, Accept_Encoding=coding).status_code == 304


@pytest.mark.parametrize("suffix", list(Format))
def test_a_226_is_a_whole_feed_document_but_for_its_other_entries(store: Store, client: Client, suffix: str) -> None:
    """D1: the same head as the full document, so that no reader takes it for another feed."""
    path = f"/feeds/weather.{suffix}"
    known = tag(client, path)
    came(store, 11, 11)
    part, full = ask(client, known, path).data, client.get(path).data
    if suffix == Format.JSON:
        heads = [{name: value for name, value in json.loads(each).items() if name != "items"} for each in (part, full)]
    else:
        read = [feedparser.parse(each) for each in (part, full)]
        assert not any(each.bozo for each in read)
        heads = [dict(each.feed) for each in read]
    assert heads[0] == heads[1]


def test_no_cache_keeps_a_226(store: Store, client: Client) -> None:
    """D1: neither for itself nor for a full answer."""
    known = tag(client)
    came(store, 11, 11)
    headers = ask(client, known).headers
    assert headers["Cache-Control"] == "no-store, im"
    assert {"A-IM", "If-None-Match", "Accept-Encoding"} <= set(headers["Vary"].split(", "))


def test_who_does_not_ask_for_it_never_gets_it(store: Store, client: Client) -> None:
    """D1: and whoever may not have it is not told of it."""
    known = tag(client)
    came(store, 11, 11)
    for answer in (
        client.get(WEATHER, headers={"If-None-Match": known}),
        client.get(WEATHER, headers={"If-None-Match": known, "A-IM": "feed;q=0"}),
        client.get(WEATHER, headers={"If-None-Match": known, "A-IM": "vcdiff, gzip"}),
        ask(client, known, User_Agent="rss2email/3.14 (+https://mail.example)"),
        ask(reader(store, limit=LIMIT), known),
        client.get(WEATHER, headers={"A-IM": "feed"}),
    ):
        assert (answer.status_code, titles(answer)) == (200, numbered(11, 7))
        assert "IM" not in answer.headers


@pytest.mark.parametrize("known", ['"another"', "unquoted", '"0badcafe-1-55aa55aa-atom"', ""])
def test_a_tag_that_is_not_of_this_feed_gets_the_whole(client: Client, known: str) -> None:
    """D1."""
    answer = ask(client, known)
    assert (answer.status_code, titles(answer)) == (200, numbered(10, 6))


def test_a_feed_that_did_not_change_is_a_304_and_not_an_empty_226(store: Store, client: Client) -> None:
    """D1."""
    known = tag(client)
    store.apply([publication("elsewhere", "ferries")], PRESSED + 2 * HOUR)
    assert ask(client, known).status_code == 304


def test_too_many_changes_are_a_200_and_none_of_them_is_lost_that_can_be_given(store: Store, client: Client) -> None:
    """D1, and lossless polling takes over."""
    known = tag(client)
    came(store, 11, 10 + MOST + 1)
    answer = ask(client, known)
    assert (answer.status_code, titles(answer)) == (200, numbered(10 + MOST + 1, 12))
    assert "IM" not in answer.headers


@pytest.mark.parametrize("suffix", list(Format))
def test_what_was_corrected_is_a_change_and_what_was_withdrawn_is_a_tombstone(
    store: Store, client: Client, suffix: str
) -> None:
    """D1, D2: of an entry that the whole document no longer shows, too."""
    path = f"/feeds/weather.{suffix}"
    known = tag(client, path)
    old = notes(1, 2, "weather")
    store.apply(
        [
            publication("note-1", "weather", title="Corrected", published=old[0].entry.published),
            Withdraw(old[1].entry.id, "gone"),
        ],
        PRESSED + 2 * HOUR,
    )
    answer = ask(client, known, path)
    assert (answer.status_code, titles(answer)) == (226, ["Corrected"])
    assert b"note-2" not in answer.data or suffix == Format.ATOM
    if suffix == Format.ATOM:
        assert [each.get("ref") for each in etree.fromstring(answer.data).iter(DELETED)] == [old[1].entry.id]


def test_an_entry_changed_twice_is_in_it_once(store: Store, client: Client) -> None:
    """A5."""
    known = tag(client)
    for title in ("Once", "Twice"):
        store.apply([publication("note-1", "weather", title=title)], PRESSED + 2 * HOUR)
    assert titles(ask(client, known)) == ["Twice"]


@pytest.mark.parametrize("selection", ["ferries,weather", "weather-ferries"])
def test_combinations_have_changes_too(store: Store, client: Client, selection: str) -> None:
    """D1: under the tag of the whole, though that is made of its bytes."""
    path = f"/feeds/{selection}.rss"
    known = tag(client, path)
    came(store, 11, 12)
    answer = ask(client, known, path)
    assert (answer.status_code, titles(answer)) == (226, numbered(12, 11))
    assert answer.headers["ETag"] == tag(client, path)
    assert ask(client, answer.headers["ETag"], path).status_code == 304


@pytest.mark.parametrize("query", ["limit=2", "brief=100"])
def test_what_is_asked_for_in_another_shape_is_given_whole(store: Store, client: Client, query: str) -> None:
    """Changes are told of the document that everyone gets: a brief one would be answered with whole articles."""
    path = f"{WEATHER}?{query}"
    known = tag(client, path)
    came(store, 11, 11)
    answer = ask(client, known, path)
    assert (answer.status_code, answer.data) == (200, client.get(path).data)
    assert answer.headers == client.get(path).headers


def test_head_says_what_get_says_of_changes(store: Store, client: Client) -> None:
    """C1."""
    known = tag(client)
    came(store, 11, 11)
    got = ask(client, known)
    asked = client.head(WEATHER, headers={"A-IM": "feed", "If-None-Match": known})
    assert (asked.status_code, asked.headers, asked.data) == (226, got.headers, b"")


def test_following_by_changes_alone_leads_to_what_the_whole_says(store: Store, client: Client) -> None:
    """D1: whoever applies each 226 to what it has, has at the end what a newcomer gets, and everything before it."""
    have = {entry.id: entry.title for entry in feedparser.parse(client.get(WEATHER).data).entries}
    known = tag(client)
    steps = [
        notes(11, 14, "weather"),
        [Withdraw(notes(12, 12)[0].entry.id, "gone"), publication("note-9", "weather", title="Corrected")],
        [notes(12, 12, "weather")[0]],
        notes(15, 18, "weather"),
    ]
    for hour, step in enumerate(steps, 2):
        store.apply(step, PRESSED + hour * HOUR)
        answer = ask(client, known)
        assert answer.status_code == 226
        root = etree.fromstring(answer.data)
        have.update(
            {entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")}
        )
        for deleted in root.iter(DELETED):
            have.pop(deleted.get("ref"), None)
        known = answer.headers["ETag"]
    whole = feedparser.parse(reader(store, limit=1000).get(WEATHER).data).entries
    everything = {entry.id: entry.title for entry in whole}
    assert have == {each: title for each, title in everything.items() if title not in numbered(5)}
