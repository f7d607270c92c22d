"""Nothing is lost between two polls: who was away gets what came meanwhile, and nobody else gets that answer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from gazette import PRESSED, SITE, notes, numbered, printed, publication, reader, titles
from werkzeug.test import Client, TestResponse

from feedsvc import web
from feedsvc.model import Format
from feedsvc.store.base import Store
from feedsvc.store.changes import Withdraw
from feedsvc.store.values import Window
from feedsvc.web.serving import Serving

LIMIT, CAP = 5, 20
WEATHER = "/feeds/weather.atom"
HOUR = timedelta(hours=1)


class Watched:
    """A store that remembers how many entries it ever read for a window."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.epoch = store.epoch
        self.read: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def window(self, *asked: Any) -> Window[bytes] | None:
        found = self._store.window(*asked)
        self.read.append(len(found.shown) if found else 0)
        return found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = printed(tmp_path)
    store.apply(notes(1, 30, "weather"), PRESSED + HOUR)
    return store


@pytest.fixture
def client(store: Store) -> Client:
    return reader(store, limit=LIMIT, catch_up=CAP)


def tag(client: Client, path: str = WEATHER) -> str:
    return client.get(path).headers["ETag"]


def came(store: Store, first: int, last: int, *topics: str) -> None:
    store.apply(notes(first, last, *(topics or ("weather",))), PRESSED + 2 * HOUR)


def ask(client: Client, known: str, path: str = WEATHER, **headers: str) -> TestResponse:
    return client.get(path, headers={"If-None-Match": known, **headers})


def is_for_one_reader(response: TestResponse) -> bool:
    """Whether it says that no cache may give it to anyone else; it is either that or what everyone gets."""
    private = (
        response.headers["ETag"].startswith("W/"),
        response.headers["Cache-Control"] == "private, no-cache",
        "If-None-Match" in response.headers["Vary"].split(", "),
    )
    assert all(private) or not any(private)
    return all(private)


@pytest.mark.parametrize("suffix", list(Format))
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_who_missed_more_than_a_document_holds_gets_all_of_it_and_then_a_304(
    store: Store, client: Client, suffix: str, coding: str
) -> None:
    """C5, C6: under a weak tag, which is good for the next poll, for one reader alone."""
    path, coded = f"/feeds/weather.{suffix}", {"Accept-Encoding": coding}
    known = client.get(path, headers=coded).headers["ETag"]
    came(store, 31, 42)
    missed = ask(client, known, path)
    assert titles(missed) == numbered(42, 31)
    assert is_for_one_reader(missed)
    again = ask(client, missed.headers["ETag"], path)
    assert again.status_code == 304
    assert again.headers["ETag"] == tag(client, path)
    assert titles(client.get(path)) == numbered(42, 38)


def test_head_says_what_get_says_of_what_was_missed(store: Store, client: Client) -> None:
    """C1."""
    known = tag(client)
    came(store, 31, 42)
    got = ask(client, known)
    asked = client.head(WEATHER, headers={"If-None-Match": known})
    assert (asked.status_code, asked.headers, asked.data) == (200, got.headers, b"")


def test_who_missed_no_more_than_the_document_holds_gets_what_everyone_gets(store: Store, client: Client) -> None:
    known = tag(client)
    came(store, 31, 35)
    response = ask(client, known)
    assert titles(response) == numbered(35, 31)
    assert not is_for_one_reader(response)
    assert (response.data, response.headers) == (client.get(WEATHER).data, client.get(WEATHER).headers)


@pytest.mark.parametrize("known", ["unquoted", '"another"', '"0badcafe-1-55aa55aa-atom"'])
def test_who_says_nothing_of_a_version_of_ours_gets_what_everyone_gets(
    store: Store, client: Client, known: str
) -> None:
    came(store, 31, 42)
    for response in (ask(client, known), client.get(WEATHER), client.get(WEATHER, headers={"If-Modified-Since": "x"})):
        assert titles(response) == numbered(42, 38)
        assert not is_for_one_reader(response)


def test_a_tag_of_another_format_says_nothing(store: Store, client: Client) -> None:
    """A reader keeps its tags by address: this one is of another's."""
    known = tag(client, "/feeds/weather.rss")
    came(store, 31, 42)
    assert titles(ask(client, known)) == numbered(42, 38)


def test_what_comes_through_a_cache_and_where_it_is_switched_off_is_what_everyone_gets(store: Store) -> None:
    """C6: a cache keeps one answer for many."""
    client, without = reader(store, limit=LIMIT, catch_up=CAP), reader(store, limit=LIMIT, catch_up=0)
    known = tag(client)
    came(store, 31, 42)
    for response in (ask(client, known, Via="1.1 cache.example"), ask(without, known)):
        assert titles(response) == numbered(42, 38)
        assert not is_for_one_reader(response)


@pytest.mark.parametrize("behind", [100, 31, 30, 29, 25])
def test_nobody_gets_and_the_store_never_reads_more_than_the_cap(store: Store, behind: int) -> None:
    """Who names the first revision of all, or none that ever was, gets as much as anyone, and costs no more."""
    watched = Watched(store)
    client = reader(watched, limit=LIMIT, catch_up=CAP)  # type: ignore[arg-type]  # it passes on what it is asked
    epoch, revision, mark, kind = tag(client).strip('"').split("-")
    response = ask(client, f'"{epoch}-{max(int(revision) - behind, 0)}-{mark}-{kind}"')
    assert titles(response) == numbered(30, 11)
    assert is_for_one_reader(response)
    assert max(watched.read) == CAP


def test_the_oldest_tags_of_a_large_store_cost_no_more_than_the_cap(tmp_path: Path) -> None:
    store = printed(tmp_path)
    text = "<p>" + "word " * 200 + "</p>"
    store.apply(notes(1, 1000, "weather", content=text), PRESSED)
    watched = Watched(store)
    client = reader(watched, limit=LIMIT, catch_up=CAP)  # type: ignore[arg-type]  # as above
    epoch, _, mark, kind = tag(client).strip('"').split("-")
    for revision in (0, 1):
        assert titles(ask(client, f'"{epoch}-{revision}-{mark}-{kind}"')) == numbered(1000, 981)
    assert watched.read == [LIMIT, CAP, CAP]


def test_a_number_of_a_revision_that_is_yet_to_come_is_no_reason_for_anything(store: Store, client: Client) -> None:
    epoch, _, mark, kind = tag(client).strip('"').split("-")
    for number in ("99", "9" * 18, "9" * 19, "1" * 4000):
        response = ask(client, f'"{epoch}-{number}-{mark}-{kind}"')
        assert (response.status_code, titles(response)) == (200, numbered(30, 26))
        assert not is_for_one_reader(response)


def test_old_entries_that_were_corrected_or_restored_are_not_missed_either(store: Store, client: Client) -> None:
    store.apply([Withdraw(notes(2, 2)[0].entry.id, "gone")], PRESSED + 2 * HOUR)
    known = tag(client)
    old = notes(1, 3, "weather")
    store.apply(
        [publication("note-1", "weather", title="Corrected", published=old[0].entry.published), old[1]], PRESSED
    )
    response = ask(client, known)
    assert titles(response) == [*numbered(30, 26), "Note 2", "Corrected"]
    assert is_for_one_reader(response)


def test_who_follows_part_of_a_feed_by_a_limit_of_its_own_misses_nothing_of_it(store: Store, client: Client) -> None:
    path = f"{WEATHER}?limit=2"
    known = tag(client, path)
    came(store, 31, 34)
    assert titles(ask(client, known, path)) == numbered(34, 31)


@pytest.mark.parametrize("suffix", list(Format))
def test_who_asked_for_briefs_gets_all_that_came_in_brief(store: Store, client: Client, suffix: str) -> None:
    path = f"/feeds/weather.{suffix}?brief=100"
    known = tag(client, path)
    store.apply(notes(31, 42, "weather", content="<p>" + "word " * 100 + "the end</p>"), PRESSED + 2 * HOUR)
    response = ask(client, known, path)
    assert titles(response)[:12] == numbered(42, 31)
    assert b"the end" not in response.data
    assert is_for_one_reader(response)


@pytest.mark.parametrize("selection", ["harbour-politics,weather", "weather-ferries", "all-ferries"])
def test_combinations_lose_nothing_either(store: Store, client: Client, selection: str) -> None:
    """And after it they answer 304, though a combination is told by its bytes."""
    path = f"/feeds/{selection}.json"
    known = tag(client, path)
    came(store, 31, 42)
    missed = ask(client, known, path)
    assert set(numbered(42, 31)) <= set(titles(missed)) <= {*numbered(42, 31), "New ferry"}
    assert is_for_one_reader(missed)
    assert ask(client, missed.headers["ETag"], path).status_code == 304


@pytest.mark.parametrize("selection", ["weather", "weather-ferries"])
def test_what_was_missed_has_the_tag_of_its_own_moment_also_where_it_was_asked_for_before(
    store: Store, selection: str
) -> None:
    """C2, C16: what is built again after a change, by whomever, never has the tag of the version before."""
    application = web.create(SITE, store, Serving(limit=LIMIT, catch_up=CAP))
    application.follow(0)
    client, path = Client(application), f"/feeds/{selection}.atom"
    known = tag(client, path)
    for first in (31, 43):
        came(store, first, first + 11)
        application.follow(0)
        missed = [ask(client, known, path) for _ in range(3)]
        assert {each.headers["ETag"] for each in missed} == {f"W/{tag(client, path)}"}
    assert ask(client, missed[0].headers["ETag"], path).status_code == 304
    application.close()


def test_many_who_were_away_equally_long_are_answered_by_one_read(store: Store) -> None:
    watched = Watched(store)
    client = reader(watched, limit=LIMIT, catch_up=CAP)  # type: ignore[arg-type]  # as above
    known = tag(client)
    came(store, 31, 42)
    answers = [ask(client, known).data for _ in range(20)]
    assert len(set(answers)) == 1
    assert watched.read == [LIMIT, LIMIT, 12]
