"""What the scanner asks of a store, and what it is told of files."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from publishing import AT, DAY, HOUR, publish, source, tag, tracked

from feedsvc.model import Identity, State
from feedsvc.rejection import Rejection
from feedsvc.store import connect
from feedsvc.store.base import Store
from feedsvc.store.changes import Forget, Release, Track, Withdraw


def ids(identities: list[Identity]) -> list[str]:
    return [identity.id for identity in identities]


# Files.


def test_a_tracked_file_comes_back_as_it_was(store: Store) -> None:
    plain = tracked("a.txt", sha256="00", entry_id=tag("a"))
    rejection = Rejection("b\\n.txt", "no title", "Write one", line=3)
    rejected = tracked("b\n.txt", rejection=rejection, retry=True)
    store.apply([Track(plain), Track(rejected)], AT)
    assert store.files() == {"a.txt": plain, "b\n.txt": rejected}
    assert store.rejections() == [rejection]


def test_tracking_takes_no_revision(store: Store) -> None:
    assert store.apply([Track(tracked("a.txt"))], AT) == 0


def test_a_file_tracked_again_is_as_last_seen(store: Store) -> None:
    store.apply([Track(tracked("a.txt", rejection=Rejection("a.txt", "empty", "Write something")))], AT)
    store.apply([Track(tracked("a.txt", size=11))], AT)
    assert (store.files(), store.rejections()) == ({"a.txt": tracked("a.txt", size=11)}, [])


def test_a_forgotten_file_is_gone_with_its_rejection(store: Store) -> None:
    rejected = tracked("a.txt", rejection=Rejection("a.txt", "empty", "Write something"))
    store.apply([Track(rejected), Track(tracked("b.txt"))], AT)
    store.apply([Forget("a.txt"), Forget("unknown.txt")], AT)
    assert (list(store.files()), store.rejections(), store.counts().files) == (["b.txt"], [], 1)


def test_the_last_word_on_a_file_in_a_batch_counts(store: Store) -> None:
    store.apply([Track(tracked("a.txt")), Forget("a.txt"), Forget("b.txt"), Track(tracked("b.txt"))], AT)
    assert list(store.files()) == ["b.txt"]


def test_files_can_be_asked_for_by_path(store: Store) -> None:
    rejected = tracked("c.txt", rejection=Rejection("c.txt", "empty", "Write something"))
    store.apply([Track(tracked("a.txt")), Track(tracked("b.txt")), Track(rejected)], AT)
    assert store.files(["c.txt", "a.txt", "unknown.txt"]) == {"a.txt": tracked("a.txt"), "c.txt": rejected}
    assert store.files([]) == {}


def test_rejections_are_ordered_by_path(store: Store) -> None:
    paths = ("b.txt", "a.txt", "c.txt")
    store.apply([Track(tracked(path, rejection=Rejection(path, "empty", "Write something"))) for path in paths], AT)
    assert [rejection.path for rejection in store.rejections()] == ["a.txt", "b.txt", "c.txt"]


# Identities.


def test_an_identity_says_what_stays_with_an_entry(store: Store) -> None:
    change = publish("a", text="body")
    store.apply([change], AT)
    made = change.entry
    identity = Identity(
        made.id, made.slug, made.path, change.source.sha256, made.digest, made.received, made.updated, State.PUBLISHED
    )
    assert store.identities([made.id, tag("unknown")]) == {made.id: identity}
    assert store.holders([made.slug, "unknown"]) == {made.slug: identity}
    assert (store.identities([]), store.holders([])) == ({}, {})


def test_entries_are_recalled_by_path_or_bytes_in_whatever_state(store: Store) -> None:
    store.apply([publish("a"), publish("b", text="body"), publish("c", embargo=AT + DAY), publish("d")], AT)
    store.apply([Withdraw(tag("d"), "gone")], AT)
    assert ids(store.recall(["c.txt", "d.txt"], [])) == [tag("c"), tag("d")]
    assert ids(store.recall([], [source("", "body").sha256])) == [tag("b")]
    assert ids(store.recall(["b.txt"], [source("", "body").sha256])) == [tag("b")]
    assert store.recall(["unknown.txt"], ["00"]) == []


def test_recall_takes_more_paths_than_one_statement(store: Store) -> None:
    store.apply([publish("a")], AT)
    assert ids(store.recall([f"{number}.txt" for number in range(3000)] + ["a.txt"], [])) == [tag("a")]


def test_originals_are_the_bytes_last_published_of_what_is_not_withdrawn(store: Store) -> None:
    store.apply([publish("a"), publish("b", embargo=AT + DAY), publish("c")], AT)
    store.apply([publish("a", text="changed", digest="digest-2"), Withdraw(tag("c"), "gone")], AT)
    found = {identity.id: file for identity, file in store.originals()}
    assert found == {tag("a"): source("a.txt", "changed"), tag("b"): source("b.txt")}


def test_the_original_of_an_entry_is_had_by_its_slug_in_any_state(store: Store) -> None:
    store.apply([publish("a", text="one"), publish("b", embargo=AT + DAY), publish("c")], AT)
    store.apply([publish("a", text="two", title="Changed"), Withdraw(tag("c"), "gone")], AT + HOUR)
    found = store.original("a-slug")
    assert found is not None
    identity, source_file = found
    assert (identity.id, identity.state, source_file) == (tag("a"), State.PUBLISHED, source("a.txt", "two"))
    states = {slug: original[0].state for slug in ("b-slug", "c-slug") if (original := store.original(slug))}
    assert states == {"b-slug": State.HELD, "c-slug": State.WITHDRAWN}
    assert store.original("nothing") is None


def test_originals_can_be_published_anew_while_they_are_read(store: Store) -> None:
    names = [f"n{number:03}" for number in range(250)]
    store.apply([publish(name) for name in names], AT)
    seen = []
    for identity, _ in store.originals():
        seen.append(identity.id)
        if len(seen) % 100 == 0:
            store.apply([publish(name, rendered=f"anew {len(seen)}") for name in names], AT)
    assert seen == [tag(name) for name in names]


# Moments.


def test_what_is_due_is_due_from_its_moment_on(store: Store) -> None:
    store.apply([publish("held", embargo=AT + HOUR), publish("ends", expires=AT + HOUR)], AT)
    just_before = AT + HOUR - timedelta(seconds=1)
    assert store.due(just_before) == ([], [])
    assert store.due(AT + HOUR) == ([tag("held")], [tag("ends")])


def test_what_is_due_comes_soonest_first_and_only_once(store: Store) -> None:
    store.apply([publish("b", embargo=AT + HOUR), publish("a", embargo=AT + 2 * HOUR)], AT)
    store.apply([publish("d", expires=AT + HOUR), publish("c", expires=AT + HOUR)], AT)
    assert store.due(AT + DAY) == ([tag("b"), tag("a")], [tag("c"), tag("d")])
    done = [Release(tag("a")), Release(tag("b")), Withdraw(tag("c"), "expired"), Withdraw(tag("d"), "expired")]
    store.apply(done, AT + DAY)
    assert store.due(AT + DAY) == ([], [])


def test_the_next_moment_is_the_first_embargo_or_expiry_to_come(store: Store) -> None:
    assert store.next_moment(AT) is None
    store.apply([publish("a", embargo=AT + 2 * HOUR, expires=AT + 5 * HOUR), publish("b", expires=AT + 3 * HOUR)], AT)
    moments = [store.next_moment(AT + hours * HOUR) for hours in (0, 1, 2, 3, 4, 5)]
    assert moments == [
        AT + 2 * HOUR, AT + 2 * HOUR, AT + 3 * HOUR, AT + 5 * HOUR, AT + 5 * HOUR, None
    ]  # fmt: skip


def test_what_is_withdrawn_has_no_moments(store: Store) -> None:
    store.apply([publish("a", embargo=AT + HOUR, expires=AT + DAY), publish("b", expires=AT + DAY)], AT)
    store.apply([Withdraw(tag("a"), "gone"), Withdraw(tag("b"), "gone")], AT)
    assert (store.next_moment(AT), store.due(AT + 2 * DAY)) == (None, ([], []))


# Facts, and the right to scan.


def test_a_fact_is_remembered_until_another_takes_its_place(store: Store) -> None:
    assert store.recollect("last_scan") is None
    store.remember("last_scan", "then")
    store.remember("last_scan", "now")
    store.remember("other", "")
    assert (store.recollect("last_scan"), store.recollect("other")) == ("now", "")


@pytest.mark.parametrize("own", [True, False], ids=["one store", "two stores"])
def test_one_scans_at_a_time(store: Store, store_url: str, own: bool) -> None:
    other = store if own else connect(store_url)
    order: list[str] = []
    waiting = threading.Event()

    def scan() -> None:
        waiting.set()
        with other.scanning():
            order.append("second")

    thread = threading.Thread(target=scan)
    with store.scanning():
        thread.start()
        waiting.wait(5)
        thread.join(0.1)
        store.apply([publish("a")], AT)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]
    other.close()


def test_a_scan_that_fails_gives_up_its_right(store: Store) -> None:
    with pytest.raises(LookupError), store.scanning():
        raise LookupError
    with store.scanning():
        assert store.counts().files == 0
