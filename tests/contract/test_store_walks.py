"""Whatever happens: windows, combinations, archives and polls against what the change log says, read by force."""

from __future__ import annotations

from datetime import datetime
from itertools import chain

from histories import NEWS, TOPICS, Ledger, changes_of, emptied, names_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from publishing import AT, DAY, HOUR, tag

from feedsvc import selections
from feedsvc.model import Format, State
from feedsvc.selections import Selection, of_topic
from feedsvc.store.base import Store
from feedsvc.store.changes import Change, Registered
from feedsvc.store.values import Window

EVERY_FEED = ("all", *TOPICS)
COMBINATIONS = (
    "tides+fog",
    "tides,fog",
    "tides-fog",
    "all-fog",
    "ferries+tides,fog-ferries",
    "all-tides-fog,tides+fog",
)
NAMES = "abcdefgh"

batches = st.lists(st.lists(changes_of(*NAMES), min_size=1, max_size=5), min_size=1, max_size=7)
whatever_happens = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def selection(text: str) -> Selection:
    found = selections.read(text, TOPICS.__contains__)
    assert found is not None
    return found


def begin(store: Store, url: str) -> None:
    emptied(url)
    store.register([Registered(topic, topic.capitalize(), "") for topic in TOPICS], AT - DAY)


def windowed(store: Store, which: Selection, limit: int, **more: int) -> Window[bytes]:
    window = store.window(which, Format.ATOM, limit, 999 * DAY, **more)
    assert window is not None
    return window


def play(store: Store, history: list[list[Change]]) -> datetime:
    """Each batch an hour after the one before; the last moment."""
    for number, batch in enumerate(history):
        store.apply(batch, AT + number * HOUR)
    return AT + (len(history) - 1) * HOUR


@whatever_happens
@given(history=batches, limit=st.integers(0, 6))
def test_a_window_is_what_its_selection_holds(
    store: Store, store_url: str, history: list[list[Change]], limit: int
) -> None:
    begin(store, store_url)
    play(store, history)
    ledger = Ledger(store, store_url)
    for text in (*EVERY_FEED, *COMBINATIONS):
        which = selection(text)
        window, inside = windowed(store, which, limit), ledger.inside(which)
        assert names_of(window.shown) == inside[:limit]
        assert window.is_whole == (len(inside) <= limit)
        assert window.covers == max(map(ledger.changed, inside[limit:]), default=0)
        assert list(window.tombstones) == ledger.tombstones(which)
        assert [listed.slug.removesuffix("-slug") for listed in store.listing(which, limit)] == inside[:limit]
        assert window.feed == store.feed(which)
        assert_same_entries(store, which, limit, window)
        if which.single is None:
            assert window.feed.revision == max(map(ledger.changed, inside), default=0)
            assert window.entered == 0


def assert_same_entries(store: Store, which: Selection, limit: int, window: Window[bytes]) -> None:
    entries = store.window_of_entries(which, limit, 999 * DAY)
    assert entries is not None
    assert [stored.entry.path.removesuffix(".txt") for stored in entries.shown] == names_of(window.shown)
    assert [stored == store.entry(stored.entry.slug) for stored in entries.shown] == [True] * len(window.shown)
    assert (entries.feed, entries.tombstones, entries.entered) == (window.feed, window.tombstones, window.entered)
    assert (entries.is_whole, entries.covers) == (window.is_whole, window.covers)


@whatever_happens
@given(history=batches, limit=st.integers(0, 3), since=st.integers(0, 40), room=st.integers(0, 9))
def test_what_changed_since_a_revision_is_shown_as_far_as_there_is_room(
    store: Store, store_url: str, history: list[list[Change]], limit: int, since: int, room: int
) -> None:
    begin(store, store_url)
    play(store, history)
    ledger = Ledger(store, store_url)
    for text in (*EVERY_FEED, *COMBINATIONS):
        which = selection(text)
        inside = ledger.inside(which)
        beyond = [name for name in inside[limit:] if ledger.changed(name) > since]
        kept = set(sorted(beyond, key=ledger.changed, reverse=True)[:room])
        window = windowed(store, which, limit, since=since, most=limit + room)
        shown = [name for place, name in enumerate(inside) if place < limit or name in kept]
        assert names_of(window.shown) == shown
        missing = set(inside) - set(shown)
        assert window.covers == max(map(ledger.changed, missing), default=0)
        assert window.is_whole == (not missing)


@whatever_happens
@given(history=batches, since=st.integers(0, 40), limit=st.integers(0, 9))
def test_changes_are_what_came_and_what_went_since_a_revision(
    store: Store, store_url: str, history: list[list[Change]], since: int, limit: int
) -> None:
    """D1"""
    begin(store, store_url)
    play(store, history)
    ledger = Ledger(store, store_url)
    for text in (*EVERY_FEED, *COMBINATIONS):
        which = selection(text)
        came = [name for name in ledger.inside(which) if ledger.changed(name) > since]
        went = ledger.tombstones(which, since)
        window = store.changed(which, Format.ATOM, since, limit)
        if len(came) + len(went) > limit:
            assert window is None
        else:
            assert window is not None
            assert (names_of(window.shown), list(window.tombstones)) == (came, went)
            assert window.feed == store.feed(which)


@whatever_happens
@given(history=batches, hours=st.integers(-1, 8))
def test_the_next_change_is_the_next_embargo_or_expiry_of_what_it_is_about(
    store: Store, store_url: str, history: list[list[Change]], hours: int
) -> None:
    begin(store, store_url)
    play(store, history)
    after = AT + hours * HOUR
    stored = [found for name in NAMES if (found := store.entry(f"{name}-slug"))]
    for text in (*EVERY_FEED, *COMBINATIONS):
        which = selection(text)
        about = [each for each in stored if which.holds([assignment.topic for assignment in each.assignments])]
        moments = [each.entry.embargo for each in about if each.state is State.HELD]
        moments += [each.entry.expires for each in about if each.state is State.PUBLISHED]
        to_come = [moment for moment in moments if moment and moment > after]
        assert store.next_change(which, after) == min(to_come, default=None)


# Archives.


@whatever_happens
@given(history=batches, size=st.integers(1, 4))
def test_an_archive_is_cut_by_arrival_and_each_entry_keeps_its_document_for_ever(
    store: Store, store_url: str, history: list[list[Change]], size: int
) -> None:
    """P2, P3: at every moment, all documents together hold what is in the feed, each entry once."""
    begin(store, store_url)
    for number, batch in enumerate(history):
        store.apply(batch, AT + number * HOUR)
        ledger = Ledger(store, store_url)
        for text in EVERY_FEED:
            entered, inside = ledger.entered(text), ledger.inside(of_topic(text))
            documents = walk(store, of_topic(text), size)
            cut = [set(entered[start : start + size]) & set(inside) for start in range(0, len(entered), size)]
            assert [set(document) for document in reversed(documents)] == cut
            assert sorted(chain(*documents)) == sorted(inside)
            for document in documents:
                assert document == [name for name in inside if name in document]


def walk(store: Store, which: Selection, size: int) -> list[list[str]]:
    """From the newest document to the oldest, as a reader goes who follows prev-archive."""
    newest = -(-windowed(store, which, 0).entered // size)
    assert store.archive(which, Format.ATOM, newest + 1, size) is None
    assert store.archive(which, Format.ATOM, 0, size) is None
    return [read(store, which, number, size) for number in range(newest, 0, -1)]


def read(store: Store, which: Selection, number: int, size: int) -> list[str]:
    window = store.archive(which, Format.ATOM, number, size)
    assert window is not None
    return names_of(window.shown)


@whatever_happens
@given(before=batches, during=batches, size=st.integers(1, 3), text=st.sampled_from(EVERY_FEED))
def test_a_walk_finds_what_was_there_throughout_once_whatever_happens_meanwhile(
    store: Store, store_url: str, before: list[list[Change]], during: list[list[Change]], size: int, text: str
) -> None:
    """P3"""
    begin(store, store_url)
    play(store, before)
    which = of_topic(text)
    window = windowed(store, which, 0)
    throughout, met = set(Ledger(store, store_url).inside(which)), []
    for number, batch in zip(range(-(-window.entered // size), 0, -1), [*during, *[[]] * 99], strict=False):
        met += read(store, which, number, size)
        store.apply(batch, AT + 9 * HOUR)
        throughout &= set(Ledger(store, store_url).inside(which))
    assert {name: met.count(name) for name in throughout} == dict.fromkeys(throughout, 1)
    assert len(met) == len(set(met))


# Polls.


@whatever_happens
@given(
    history=batches,
    text=st.sampled_from((*EVERY_FEED, *COMBINATIONS)),
    polls=st.lists(st.booleans(), min_size=7, max_size=7),
)
def test_whoever_polls_now_and_then_misses_nothing(
    store: Store, store_url: str, history: list[list[Change]], text: str, polls: list[bool]
) -> None:
    """C, lossless polling: a window of one entry, and whoever was away for longer is given the rest as well."""
    begin(store, store_url)
    which, since, met = selection(text), windowed(store, selection(text), 1).feed.revision, dict[str, int]()
    for number, batch in enumerate(history):
        store.apply(batch, AT + number * HOUR)
        if polls[number] or number == len(history) - 1:
            since = poll(store, which, since, met)
    ledger = Ledger(store, store_url)
    for name in ledger.inside(which):
        told = [row for row in ledger.rows if row.entry_id == tag(name) and row.kind in NEWS][-1]
        if which.holds(told.after):  # one that came later, by its topics alone, is no news here
            assert met.get(name, 0) >= told.revision


def poll(store: Store, which: Selection, since: int, met: dict[str, int]) -> int:
    """What a reader gets who has seen the feed at a revision, noted by how new it is; the revision seen now."""
    window = windowed(store, which, 1)
    if since < window.covers:
        window = windowed(store, which, 1, since=since)
    met.update(dict.fromkeys(names_of(window.shown), store.counts().revision))
    return window.feed.revision
