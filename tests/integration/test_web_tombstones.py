"""What is left of an entry that was taken back (RFC 6721; standards.md, D2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from gazette import PRESSED, SITE, notes, printed, publication, reader, titles
from lxml import etree
from werkzeug.test import Client

from feedsvc import names
from feedsvc.store.base import Store
from feedsvc.store.changes import Change, Withdraw

DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
UPDATED = "{http://www.w3.org/2005/Atom}updated"
HOUR = timedelta(hours=1)
FALSE_ALARM = names.entry_id(SITE.authority, "false-alarm.txt")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An entry about ferries was taken back in it when it was made."""
    return printed(tmp_path)


@pytest.fixture
def client(store: Store) -> Client:
    return reader(store)


def tombstones(client: Client, selection: str = "ferries") -> list[tuple[str, datetime]]:
    root = etree.fromstring(client.get(f"/feeds/{selection}.atom").data)
    return [(each.get("ref"), datetime.fromisoformat(each.get("when"))) for each in root.iter(DELETED)]


def updated(client: Client) -> datetime:
    return datetime.fromisoformat(etree.fromstring(client.get("/feeds/ferries.atom").data).findtext(UPDATED) or "")


@pytest.mark.parametrize("selection", ["ferries", "all", "ferries,weather", "ferries-weather", "all-weather"])
def test_atom_says_what_was_taken_back_and_when(client: Client, selection: str) -> None:
    """D2: in every feed that showed it."""
    assert tombstones(client, selection) == [(FALSE_ALARM, PRESSED)]


@pytest.mark.parametrize("selection", ["weather", "harbour-politics", "ferries+weather"])
def test_a_feed_that_never_showed_it_says_nothing_of_it(client: Client, selection: str) -> None:
    assert tombstones(client, selection) == []


@pytest.mark.parametrize("suffix", ["rss", "json"])
def test_rss_and_json_show_neither_it_nor_that_it_was(client: Client, suffix: str) -> None:
    """D2."""
    document = client.get(f"/feeds/ferries.{suffix}")
    assert titles(document) == ["New ferry", "Old ferry"]
    assert b"false-alarm" not in document.data


def test_an_entry_is_shown_or_buried_and_never_both(store: Store, client: Client) -> None:
    """D2, A4: no two tombstones of one entry, however often it is taken back; the feed's time moves with each."""
    note = notes(1, 1, "ferries")[0]
    ref, moments = note.entry.id, [updated(client)]

    def after(change: Change) -> tuple[bool, list[datetime]]:
        store.apply([change], PRESSED + len(moments) * HOUR)
        moments.append(updated(client))
        shown = "Note 1" in titles(client.get("/feeds/ferries.atom"))
        return shown, [when for buried, when in tombstones(client) if buried == ref]

    assert after(note) == (True, [])
    assert after(Withdraw(ref, "gone")) == (False, [PRESSED + 2 * HOUR])
    assert after(note) == (True, [])
    assert after(Withdraw(ref, "gone")) == (False, [PRESSED + 4 * HOUR])
    assert moments == sorted(moments)
    assert moments[-1] == PRESSED + 4 * HOUR


def test_who_polls_is_told_at_once_in_every_format(store: Store, client: Client) -> None:
    """D2, C2: a withdrawal moves the tag; the entry's page is gone."""
    paths = [
        "/feeds/ferries.atom",
        "/feeds/ferries.rss",
        "/feeds/ferries.json",
        "/feeds/all.rss",
        "/feeds/all-weather.json",
    ]
    known = {path: client.get(path).headers["ETag"] for path in paths}
    store.apply([Withdraw(names.entry_id(SITE.authority, "old-ferry.txt"), "gone")], PRESSED + HOUR)
    for path in paths:
        answer = client.get(path, headers={"If-None-Match": known[path]})
        assert (answer.status_code, titles(answer)) == (200, ["New ferry"])
    assert client.get("/entries/old-ferry").status_code == 410


def test_an_entry_that_only_changed_its_topics_was_not_taken_back(store: Store, client: Client) -> None:
    """D2: it is to be read elsewhere, under the same id."""
    store.apply([publication("old-ferry", "weather")], PRESSED + HOUR)
    assert titles(client.get("/feeds/ferries.atom")) == ["New ferry"]
    assert [ref for ref, _ in tombstones(client)] == [FALSE_ALARM]


def test_tombstones_stand_for_as_long_as_is_configured(store: Store) -> None:
    """D2: counted to the feed's own newest change, so that a version has one form."""
    for_two_hours = reader(store, tombstones=2 * HOUR)
    assert tombstones(reader(store, tombstones=0 * HOUR)) == []
    for hours, expected in [(1, 1), (3, 0)]:
        store.apply(notes(hours, hours, "ferries"), PRESSED + hours * HOUR)
        assert len(tombstones(for_two_hours)) == expected


def test_those_of_a_great_purge_do_not_fill_the_document(store: Store, client: Client) -> None:
    """X8: the newest hundred."""
    many = notes(1, 120, "weather")
    store.apply(many, PRESSED + HOUR)
    store.apply([Withdraw(note.entry.id, "gone") for note in many], PRESSED + 2 * HOUR)
    assert len(tombstones(client, "weather")) == 100
