"""Archive documents: whoever walks back through them has seen every entry (RFC 5005; standards.md, P)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest
from gazette import PRESSED, SITE, notes, numbered, printed, publication, reader, titles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from werkzeug.test import Client, TestResponse

from feedsvc.model import Format
from feedsvc.store.base import Store
from feedsvc.store.changes import Withdraw

SIZE = 10
LIMIT = 4
FH_ARCHIVE = "//*[local-name()='archive' and namespace-uri()='http://purl.org/syndication/history/1.0']"
HOUR = timedelta(hours=1)


def stored(folder: Path) -> Store:
    """25 entries about the weather: two archive documents that are full, and one that is not."""
    store = printed(folder)
    store.apply(notes(1, 25, "weather"), PRESSED + HOUR)
    return store


def client_of(store: Store) -> Client:
    return reader(store, limit=LIMIT, archive=SIZE)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stored(tmp_path)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Of a store in which nothing happens."""
    return client_of(stored(tmp_path_factory.mktemp("archives")))


def address(number: int | str, suffix: str = "atom", selection: str = "weather") -> str:
    return f"/feeds/{selection}/archive/{number}.{suffix}"


def links(document: TestResponse) -> dict[str, str]:
    """What it leads to, by relation; JSON Feed has no word but next_url."""
    if document.mimetype == Format.JSON.media_type:
        found = {"prev-archive": json.loads(document.data).get("next_url")}
    else:
        found = {link.rel: link.href for link in feedparser.parse(document.data).feed.links}
    return {rel: href.removeprefix(SITE.base_url) for rel, href in found.items() if href}


def ids(document: TestResponse) -> list[str]:
    if document.mimetype == Format.JSON.media_type:
        return [item["id"] for item in json.loads(document.data)["items"]]
    return [entry.id for entry in feedparser.parse(document.data).entries]


def walk(client: Client, path: str, meanwhile: Callable[[int], object] = lambda _: None) -> Iterator[TestResponse]:
    """The subscription document, then back to the oldest archive document; something may happen before each step."""
    seen = set()
    while path:
        assert path not in seen, "it leads in a circle"
        seen.add(path)
        document = client.get(path)
        assert document.status_code == 200
        yield document
        path = links(document).get("prev-archive", "")
        meanwhile(len(seen))


@pytest.mark.parametrize("selection", ["all", "weather", "ferries"])
@pytest.mark.parametrize("suffix", list(Format))
def test_walking_back_shows_every_entry_and_each_in_one_archive_document(
    store: Store, suffix: str, selection: str
) -> None:
    """P1, P3, P6: in every format."""
    client = reader(store, limit=1, archive=SIZE)
    whole = ids(reader(store, limit=1000).get(f"/feeds/{selection}.{suffix}"))
    newest, *archives = walk(client, f"/feeds/{selection}.{suffix}")
    held = Counter(each for document in archives for each in ids(document))
    assert set(held) == set(whole)
    assert set(held.values()) == {1}
    assert ids(newest) == whole[:1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(data=st.data())
def test_nothing_is_missed_while_entries_arrive_and_leave(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """P3: what was there when the walk began, and was not taken back, is seen, and once in the archives."""
    store = printed(tmp_path_factory.mktemp("walk"))
    count = data.draw(st.integers(0, 35))
    store.apply(notes(1, count, "weather"), PRESSED + HOUR)
    client, last, gone = client_of(store), count, set()

    def meanwhile(step: int) -> None:
        nonlocal last
        arriving = data.draw(st.integers(0, 12))
        store.apply(notes(last + 1, last + arriving, "weather"), PRESSED + (step + 1) * HOUR)
        last += arriving
        if last and data.draw(st.booleans()):
            number = data.draw(st.integers(1, last))
            gone.add(f"Note {number}")
            taken_back = notes(number, number)[0].entry.id
            store.apply([Withdraw(taken_back, "gone")], PRESSED + (step + 1) * HOUR)

    newest, *archives = walk(client, f"/feeds/weather.{data.draw(st.sampled_from(list(Format)))}", meanwhile)
    seen = Counter(title for document in archives for title in titles(document))
    assert set(numbered(count)) - gone <= set(seen) | set(titles(newest))
    assert set(seen.values()) <= {1}


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_each_document_says_where_it_stands(client: Client, suffix: str) -> None:
    """P1, P6: the oldest has nothing before it, the newest nothing after it; what is subscribed to is no archive."""
    stand = {}
    for path in (f"/feeds/weather.{suffix}", address(3, suffix), address(2, suffix), address(1, suffix)):
        document = client.get(path)
        rels = {"self", "current", "prev-archive", "next-archive"}
        found = {rel: href for rel, href in links(document).items() if rel in rels}
        stand[path] = found, bool(etree.fromstring(document.data).xpath(FH_ARCHIVE))
    newest = f"/feeds/weather.{suffix}"
    three, two, one = (address(number, suffix) for number in (3, 2, 1))
    assert stand == {
        newest: ({"self": newest, "prev-archive": three}, False),
        three: ({"self": three, "current": newest, "prev-archive": two}, True),
        two: ({"self": two, "current": newest, "prev-archive": one, "next-archive": three}, True),
        one: ({"self": one, "current": newest, "next-archive": two}, True),
    }


def test_json_leads_from_each_to_the_one_before(client: Client) -> None:
    """P6, H12: and never to itself."""
    paths = [links(document).get("prev-archive") for document in walk(client, "/feeds/weather.json")]
    assert paths == [address(3, "json"), address(2, "json"), address(1, "json"), None]


@pytest.mark.parametrize("suffix", list(Format))
def test_no_document_claims_to_be_complete_or_a_page_of_something(client: Client, suffix: str) -> None:
    """P4, P5: fh:complete would mean that what is not in it was deleted; first and last are for what is lossy."""
    for document in walk(client, f"/feeds/weather.{suffix}"):
        assert b"complete" not in document.data
        assert not {"first", "last", "next", "previous"} & set(links(document))


@pytest.mark.parametrize("suffix", list(Format))
def test_what_is_full_stays_as_it_is(store: Store, suffix: str) -> None:
    """P2: to the byte and to the tag, whatever comes; the one that fills up keeps what it has."""
    client = client_of(store)
    before = {number: client.get(address(number, suffix)) for number in (1, 2, 3)}
    store.apply(notes(26, 60, "weather"), PRESSED + 2 * HOUR)
    for number in (1, 2):
        after = client.get(address(number, suffix))
        assert (after.data, after.headers) == (before[number].data, before[number].headers)
        known = {"If-None-Match": before[number].headers["ETag"]}
        assert client.get(address(number, suffix), headers=known).status_code == 304
    assert titles(client.get(address(3, suffix))) == [*numbered(30, 26), *titles(before[3])]


def test_what_is_full_loses_what_is_withdrawn_and_has_it_back_when_it_is_restored(store: Store) -> None:
    """P2, D2: and shows what was corrected, under another tag each time."""
    client, path, tags = client_of(store), address(1), set()
    for hour, (change, shown) in enumerate(
        [
            (Withdraw(notes(5, 5)[0].entry.id, "gone"), [*numbered(10, 6), *numbered(4)]),
            (notes(5, 5, "weather")[0], numbered(10)),
            (publication("note-10", "weather", title="Corrected"), ["Corrected", *numbered(9)]),
        ],
        2,
    ):
        store.apply([change], PRESSED + hour * HOUR)
        document = client.get(path)
        assert sorted(titles(document)) == sorted(shown)
        tags.add(document.headers["ETag"])
    assert len(tags) == 3


def test_what_is_full_keeps_for_a_day_and_what_fills_up_as_long_as_its_feed(client: Client) -> None:
    """P2, C9."""
    ages = [client.get(path).cache_control.max_age for path in (address(1), address(2), address(3))]
    assert ages == [86_400, 86_400, client.get("/feeds/weather.atom").cache_control.max_age]


@pytest.mark.parametrize(
    "number", ["0", "4", "01", "-1", "+1", "1.0", "1e0", "", " 1", "x", "٣", "²", "9" * 21, "9" * 5000, "%00"]
)
@pytest.mark.parametrize("suffix", list(Format))
def test_there_is_nothing_under_any_other_number(client: Client, number: str, suffix: str) -> None:
    """P4: out of range is a 404, never an empty document; each has one address."""
    assert client.get(address(number, suffix)).status_code == 404


@pytest.mark.parametrize("selection", ["unknown", "ferries+weather", "ferries,weather", "all-weather", "политика"])
def test_what_has_no_archive_says_nothing_of_one(client: Client, selection: str) -> None:
    """P1: combinations have none, and neither has a topic that nothing ever entered."""
    assert client.get(address(1, selection=selection)).status_code == 404
    document = client.get(f"/feeds/{selection}.atom")
    assert document.status_code == 404 or "prev-archive" not in links(document)


def test_a_feed_that_is_shown_whole_needs_no_archive(store: Store) -> None:
    """P1: nothing is behind it; the documents are there all the same."""
    client = reader(store, limit=25, archive=SIZE)
    assert "prev-archive" not in links(client.get("/feeds/weather.atom"))
    assert titles(client.get(address(3))) == numbered(25, 21)


@pytest.mark.parametrize("query", ["limit=2", "limit=x", "brief=100", "utm_source=x"])
def test_parameters_change_nothing_in_an_archive(client: Client, query: str) -> None:
    """P2, C11."""
    plain, asked = client.get(address(1)), client.get(f"{address(1)}?{query}")
    assert (asked.status_code, asked.data, asked.headers) == (200, plain.data, plain.headers)


@pytest.mark.parametrize("suffix", list(Format))
def test_a_reader_comes_back_to_an_archive_document_for_nothing(client: Client, suffix: str) -> None:
    """C3, P2: by date as by tag."""
    full = client.get(address(2, suffix))
    for condition in ("If-None-Match", "If-Modified-Since"):
        told = full.headers["ETag" if condition == "If-None-Match" else "Last-Modified"]
        assert client.get(address(2, suffix), headers={condition: told}).status_code == 304
