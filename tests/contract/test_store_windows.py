"""What windows say of what they do not show; combinations, tombstones, archives; how often feeds change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from histories import names_of
from publishing import AT, DAY, HOUR, publish, tag

from feedsvc import selections
from feedsvc.feed import Feed, Tombstone
from feedsvc.model import Attachment, Format
from feedsvc.selections import EVERYTHING, Selection, of_topic
from feedsvc.store.base import Store
from feedsvc.store.changes import Registered, Release, Withdraw
from feedsvc.store.values import Window

TITLES = {"tides": "Tides", "fog": "Fog", "inland": "Inland"}
TIDES, FOG = of_topic("tides"), of_topic("fog")


@pytest.fixture(autouse=True)
def _topics(store: Store) -> None:
    store.register([Registered("all", "Gazette", ""), *(Registered(*known, "") for known in TITLES.items())], AT)


def selection(text: str) -> Selection:
    found = selections.read(text, TITLES.__contains__)
    assert found is not None
    return found


def window(store: Store, which: Selection, limit: int = 9, *, back: timedelta = DAY, since: int = -1) -> Window[bytes]:
    found = store.window(which, Format.ATOM, limit, back, since)
    assert found is not None
    return found


def feed(store: Store, which: Selection) -> Feed:
    found = store.feed(which)
    assert found is not None
    return found


# Combinations.


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("tides+fog", "Fog + Tides"),
        ("tides,fog", "Fog, Tides"),
        ("tides-inland", "Tides − Inland"),
        ("all-fog", "Gazette − Fog"),
        ("inland+tides-fog,fog", "Fog, Inland + Tides − Fog"),
    ],
)
def test_a_combination_is_titled_by_its_topics(store: Store, text: str, title: str) -> None:
    found = feed(store, selection(text))
    assert (found.title, found.selection) == (title, str(selection(text)))


def test_a_combination_takes_its_times_from_its_members(store: Store) -> None:
    store.apply([publish("a", "tides", "fog", updated=AT - DAY)], AT)
    store.apply([publish("b", "tides", updated=AT)], AT + HOUR)
    store.apply([publish("c", "fog", updated=AT)], AT + 3 * HOUR)
    both = feed(store, selection("tides+fog"))
    assert (both.revision, both.updated, both.modified) == (5, AT, AT + 3 * HOUR)
    assert both.pace == min(HOUR, 3 * HOUR)
    assert feed(store, selection("tides+fog")) == window(store, selection("tides+fog")).feed


def test_a_combination_with_an_unknown_topic_is_none(store: Store) -> None:
    """S3, C11"""
    which = Selection((selections.Term(("nothing",)), selections.Term(("tides",))))
    assert store.feed(which) is store.window(which, Format.ATOM, 9) is store.changed(which, Format.ATOM, 0, 9) is None
    assert store.listing(which, 9) == []


def test_a_combination_has_no_archive(store: Store) -> None:
    store.apply([publish("a", "tides", "fog")], AT)
    assert window(store, selection("tides+fog")).entered == 0
    assert store.archive(selection("tides+fog"), Format.ATOM, 1, 9) is None


# What is not shown.


def test_an_entry_that_comes_by_its_topics_alone_is_no_news(store: Store) -> None:
    """Or each change of a rule would send old entries to every subscriber."""
    store.apply([publish("old", "tides", published=AT - 9 * DAY), publish("new", "fog")], AT)
    seen = feed(store, FOG).revision
    store.apply([publish("old", "tides", "fog", published=AT - 9 * DAY)], AT + HOUR)
    assert feed(store, FOG).revision > seen
    assert window(store, FOG, 1).covers < seen
    assert names_of(window(store, FOG, 1, since=seen).shown) == ["new"]
    changed = store.changed(FOG, Format.ATOM, seen, 9)
    assert changed is not None
    assert changed.shown == []


def test_a_walk_that_is_given_up_says_too_much_and_never_too_little(store: Store) -> None:
    """Four hundred came and went since the one that is not shown: whoever was away that long asks once in vain."""
    names = [f"n{number}" for number in range(400)]
    store.apply([publish("old", "tides", published=AT - 9 * DAY), publish("new", "tides")], AT)
    exact = window(store, TIDES, 1)
    store.apply([publish(name, "tides") for name in names], AT)
    store.apply([Withdraw(tag(name), "gone") for name in names], AT)
    found = window(store, TIDES, 1)
    assert exact.covers == 5
    assert exact.covers < found.covers < found.feed.revision
    assert not found.is_whole


@pytest.mark.parametrize("since", [2**31, 2**63, 10**30])
def test_a_revision_that_somebody_made_up_is_no_trouble(store: Store, since: int) -> None:
    """C14"""
    store.apply([publish("a", "tides"), publish("b", "tides")], AT)
    assert len(window(store, TIDES, 1, since=since).shown) == 1
    changed = store.changed(TIDES, Format.ATOM, since, 9)
    assert changed is not None
    assert changed.shown == []
    assert store.archive(TIDES, Format.ATOM, since, 9) is None


# Tombstones.


def test_tombstones_are_counted_back_from_the_feeds_own_time(store: Store) -> None:
    """D2: one revision has one answer, whenever it is asked for."""
    store.apply([publish(name, "tides") for name in "abc"], AT)
    store.apply([Withdraw(tag("a"), "gone")], AT)
    store.apply([Withdraw(tag("b"), "gone")], AT + 5 * HOUR)
    a, b = Tombstone(tag("a"), AT), Tombstone(tag("b"), AT + 5 * HOUR)
    assert window(store, TIDES, back=9 * HOUR).tombstones == (b, a)
    assert window(store, TIDES, back=5 * HOUR).tombstones == (b,)
    assert window(store, TIDES, back=timedelta(0)).tombstones == ()
    assert window(store, TIDES, back=timedelta.max).tombstones == (b, a)
    assert window(store, FOG).tombstones == ()
    store.touch(AT + 9 * HOUR)
    assert window(store, TIDES, back=9 * HOUR).tombstones == (b,)


def test_an_entry_that_is_back_has_no_tombstone(store: Store) -> None:
    """D2"""
    store.apply([publish("a", "tides")], AT)
    store.apply([Withdraw(tag("a"), "gone"), publish("a", "tides")], AT)
    assert window(store, TIDES).tombstones == window(store, EVERYTHING).tombstones == ()


def test_an_entry_that_changed_its_topics_is_not_taken_back(store: Store) -> None:
    store.apply([publish("a", "tides"), publish("a", "fog")], AT)
    assert window(store, TIDES).tombstones == ()
    store.apply([Withdraw(tag("a"), "gone")], AT)
    assert window(store, TIDES).tombstones == ()
    assert window(store, FOG).tombstones == (Tombstone(tag("a"), AT),)


def test_an_entry_that_waits_for_another_embargo_stays_taken_back(store: Store) -> None:
    store.apply([publish("a", "tides")], AT)
    store.apply([Withdraw(tag("a"), "gone")], AT)
    before = window(store, TIDES)
    store.apply([publish("a", "fog", embargo=AT + DAY)], AT + HOUR)
    assert window(store, TIDES) == before
    store.apply([Release(tag("a"))], AT + DAY)
    assert window(store, TIDES) == before
    assert window(store, EVERYTHING).tombstones == ()


def test_a_hundred_tombstones_are_the_most(store: Store) -> None:
    names = [f"n{number:03}" for number in range(120)]
    store.apply([publish(name, "tides") for name in names], AT)
    for number, name in enumerate(names):
        store.apply([Withdraw(tag(name), "gone")], AT + number * timedelta(seconds=1))
    found = window(store, TIDES).tombstones
    assert [stone.entry_id for stone in found] == [tag(name) for name in reversed(names[20:])]


# Archives.


def test_an_archive_document_says_when_its_own_entries_changed(store: Store) -> None:
    store.apply([publish(name, "tides", updated=AT - DAY) for name in "abcd"], AT)
    store.apply([publish("c", "tides", updated=AT - HOUR, digest="digest-2")], AT + HOUR)
    older, newer = (store.archive(TIDES, Format.ATOM, number, 2) for number in (1, 2))
    assert older is not None
    assert newer is not None
    assert (older.feed.updated, older.feed.modified) == (AT - DAY, AT)
    assert (newer.feed.revision, newer.feed.updated, newer.feed.modified) == (9, AT - HOUR, AT + HOUR)
    assert older.feed.revision == 6
    assert (older.entered, newer.feed.title) == (4, "Tides")


def test_an_archive_document_moves_when_an_entry_leaves_it(store: Store) -> None:
    """P2: its address stays, and so do the numbers of the others."""
    store.apply([publish(name, "tides", "fog") for name in "abc"], AT)
    store.apply([Withdraw(tag("a"), "gone")], AT + HOUR)
    store.apply([publish("b", "fog")], AT + 2 * HOUR)
    found = store.archive(TIDES, Format.ATOM, 1, 2)
    assert found is not None
    assert (found.shown, found.entered) == ([], 3)
    assert (found.feed.revision, found.feed.updated, found.feed.modified) == (9, AT + 2 * HOUR, AT + 2 * HOUR)


def test_numbers_that_no_entry_has_make_no_archive_document(store: Store) -> None:
    store.apply([publish(name, "tides") for name in "abc"], AT)
    made = [number for number in range(-1, 9) if store.archive(TIDES, Format.ATOM, number, 2)]
    assert made == [1, 2]
    assert store.archive(of_topic("nothing"), Format.ATOM, 1, 2) is None


def test_touched_entries_are_told_with_their_numbers(store: Store) -> None:
    store.apply([publish("a", "tides"), publish("b", "tides", "fog"), publish("held", embargo=AT + DAY)], AT)
    assert store.touched() == {"a-slug": {"all": 1, "tides": 1}, "b-slug": {"all": 2, "tides": 2, "fog": 1}}
    newest = feed(store, EVERYTHING).revision
    assert store.touched(newest) == {}
    store.apply([Withdraw(tag("a"), "gone"), publish("a", "fog", embargo=AT + DAY)], AT)
    assert store.touched(newest) == {"a-slug": {"all": 1, "tides": 1}}


def test_files_beside_entries_are_told_of_those_that_are_published(store: Store) -> None:
    files = (Attachment("quay.png", "a/quay.png"), Attachment("the plan.pdf", "plans/the plan.pdf"))
    store.apply([publish("a", attachments=files), publish("b", summary='"attachments": [[')], AT)
    store.apply([publish("held", attachments=files, embargo=AT + DAY)], AT)
    assert store.attached() == {"a-slug": files}
    newest = feed(store, EVERYTHING).revision
    assert store.attached(newest) == {}
    store.apply([publish("b", attachments=files[:1], digest="digest-2"), Withdraw(tag("a"), "gone")], AT)
    assert store.attached(newest) == store.attached() == {"b-slug": files[:1]}


# How often a feed changes.


def test_the_pace_is_an_average_in_which_the_last_changes_count_most(store: Store) -> None:
    paces = []
    for hours in (0, 10, 15, 15, 14, 15):
        store.apply([publish(f"at {hours}, {len(paces)}", "tides")], AT + hours * HOUR)
        paces.append(feed(store, TIDES).pace)
    assert paces == [None, 10 * HOUR, 9 * HOUR, 9 * HOUR, 9 * HOUR, 9 * HOUR]


def test_a_title_or_a_touch_is_no_change_of_pace(store: Store) -> None:
    store.apply([publish("a", "tides")], AT + HOUR)
    store.register([Registered("tides", "The tides", "")], AT + 2 * HOUR)
    store.touch(AT + 3 * HOUR)
    assert feed(store, TIDES).pace is None
    store.apply([publish("b", "tides")], AT + 4 * HOUR)
    assert feed(store, TIDES).pace == HOUR
    store.register([Registered("tides", "Tides", "")], AT + 5 * HOUR)
    store.touch(AT + 6 * HOUR)
    assert feed(store, TIDES).pace == HOUR
    assert feed(store, FOG).pace is None
