"""What apply makes of entries: their states, their revisions and the change log."""

from __future__ import annotations

from dataclasses import replace

import pytest
from publishing import AT, DAY, HOUR, assignments, entry, kinds, log_of, publish, rich_entry, source, tag, texts

from feedsvc.errors import StoreError
from feedsvc.model import Assignment, Format, Fragment, Origin, State
from feedsvc.selections import EVERYTHING, of_topic
from feedsvc.store import connect
from feedsvc.store.base import Store
from feedsvc.store.changes import Change, Publish, Release, Withdraw


def shown(store: Store, selection: str = "all") -> list[str]:
    window = store.window(of_topic(selection), Format.ATOM, 100)
    return texts(window.shown) if window else []


def state(store: Store, name: str) -> State:
    return store.identities([tag(name)])[tag(name)].state


def test_a_new_store_is_at_revision_0_and_knows_only_the_feed_of_everything(store: Store) -> None:
    everything = store.feed(EVERYTHING)
    assert everything is not None
    assert (everything.title, everything.revision) == ("", 0)
    assert (store.feeds(), store.counts().revision) == ([], 0)


def test_a_new_entry_takes_a_revision_and_a_row_in_the_log(store: Store, store_url: str) -> None:
    assert store.apply([publish("a", "tides", "ferries")], AT) == 1
    assert log_of(store_url) == [(1, tag("a"), "published", [], ["ferries", "tides"], AT)]
    assert shown(store) == shown(store, "tides") == shown(store, "ferries") == ["a"]


def test_each_entry_of_a_batch_takes_the_next_revision_in_order(store: Store, store_url: str) -> None:
    assert store.apply([publish(name) for name in "cab"], AT) == 3
    assert [(row.revision, row.entry_id) for row in log_of(store_url)] == [(1, tag("c")), (2, tag("a")), (3, tag("b"))]


def test_the_same_publish_again_takes_no_revision(store: Store, store_url: str) -> None:
    store.apply([publish("a", "tides")], AT)
    assert store.apply([publish("a", "tides")], AT + HOUR) == 1
    assert kinds(store_url) == ["published"]


@pytest.mark.parametrize("differing", [{"digest": "digest-2"}, {"updated": AT}])
def test_another_digest_or_time_of_update_is_an_update(
    store: Store, store_url: str, differing: dict[str, object]
) -> None:
    store.apply([publish("a", "tides")], AT)
    assert store.apply([publish("a", "tides", rendered="a2", **differing)], AT) == 2
    assert kinds(store_url) == ["published", "updated"]
    assert shown(store, "tides") == ["a2"]


def test_other_topics_alone_are_a_change_of_topics(store: Store, store_url: str) -> None:
    store.apply([publish("a", "tides", "ferries")], AT)
    store.apply([publish("a", "fog", "tides")], AT)
    assert log_of(store_url)[1][2:5] == ("retopicked", ["ferries", "tides"], ["fog", "tides"])
    assert (shown(store, "ferries"), shown(store, "fog"), shown(store, "tides")) == ([], ["a"], ["a"])


def test_topics_in_another_order_are_the_same_topics(store: Store) -> None:
    store.apply([publish("a", "tides", "ferries")], AT)
    assert store.apply([publish("a", "ferries", "tides")], AT) == 1
    stored = store.entry("a-slug")
    assert stored is not None
    assert stored.assignments == assignments("ferries", "tides")


def test_other_fragments_alone_are_a_rendering(store: Store, store_url: str) -> None:
    store.apply([publish("a", "tides")], AT)
    assert store.apply([publish("a", "tides", rendered="anew")], AT) == 2
    assert kinds(store_url) == ["published", "rendered"]
    assert shown(store) == ["anew"]


def test_a_format_that_is_no_longer_rendered_leaves_no_fragment_behind(store: Store, store_url: str) -> None:
    first = publish("a")
    store.apply([first], AT)
    store.apply([replace(first, fragments=(Fragment(Format.RSS, b"rss:a"),))], AT)
    assert kinds(store_url) == ["published", "rendered"]
    assert shown(store) == []


def test_a_rename_takes_no_revision_and_is_remembered(store: Store) -> None:
    store.apply([publish("a")], AT)
    assert store.apply([publish("a", path="moved/a.txt")], AT) == 1
    assert store.identities([tag("a")])[tag("a")].path == "moved/a.txt"
    assert [file.path for _, file in store.originals()] == ["moved/a.txt"]


def test_what_is_published_is_what_is_read(store: Store) -> None:
    topics = (
        Assignment("tides", "Tides & Currents", Origin.METADATA, "Tides"),
        Assignment("sea", "The Sea", Origin.PARENT, "parent of tides"),
    )
    made = Publish(rich_entry("a"), topics, (Fragment(Format.JSON, b"\x00\xff"),), source("a.txt"), {})
    store.apply([made], AT)
    stored = store.entry("a-slug")
    assert stored is not None
    assert (stored.entry, stored.state, stored.assignments) == (made.entry, State.PUBLISHED, topics)
    window = store.window(EVERYTHING, Format.JSON, 1)
    assert window is not None
    assert window.shown == [b"\x00\xff"]


def test_an_unknown_slug_is_no_entry(store: Store) -> None:
    assert store.entry("nobody") is None


# Withdrawals.


def test_a_withdrawn_entry_is_out_of_every_feed_and_its_page_still_known(store: Store, store_url: str) -> None:
    store.apply([publish("a", "tides")], AT)
    assert store.apply([Withdraw(tag("a"), "gone")], AT + HOUR) == 2
    assert log_of(store_url)[1] == (2, tag("a"), "withdrawn", ["tides"], [], AT + HOUR)
    assert shown(store) == shown(store, "tides") == []
    stored = store.entry("a-slug")
    assert stored is not None
    assert (stored.state, stored.entry, stored.assignments) == (State.WITHDRAWN, entry("a"), assignments("tides"))


def test_a_withdrawn_entry_that_comes_back_is_restored_under_its_id(store: Store, store_url: str) -> None:
    store.apply([publish("a", "tides")], AT)
    store.apply([Withdraw(tag("a"), "gone")], AT)
    store.apply([publish("a", "tides")], AT)
    assert kinds(store_url) == ["published", "withdrawn", "restored"]
    assert log_of(store_url)[2][3:5] == ([], ["tides"])
    assert shown(store, "tides") == ["a"]


@pytest.mark.parametrize("change", [Withdraw(tag("a"), "gone"), Withdraw(tag("b"), "gone"), Release(tag("b"))])
def test_withdrawing_twice_or_the_unknown_does_nothing(store: Store, change: Change) -> None:
    store.apply([publish("a")], AT)
    store.apply([Withdraw(tag("a"), "gone")], AT)
    assert store.apply([change], AT) == 2


def test_changes_to_one_entry_in_one_batch_are_taken_in_their_order(store: Store, store_url: str) -> None:
    batch = [
        publish("a", "tides"),
        publish("a", "fog", rendered="a2", digest="digest-2"),
        Withdraw(tag("a"), "gone"),
        publish("a", "fog", rendered="a2", digest="digest-2"),
        publish("a", "fog", rendered="a3", digest="digest-2"),
    ]
    assert store.apply(batch, AT) == 5
    assert kinds(store_url) == ["published", "updated", "withdrawn", "restored", "rendered"]
    assert (shown(store), shown(store, "tides"), shown(store, "fog")) == (["a3"], [], ["a3"])


# Embargoes and expiries: nothing of a held entry may leak.


def test_a_held_entry_leaves_no_trace_that_a_reader_could_see(store: Store, store_url: str) -> None:
    assert store.apply([publish("a", "merger", embargo=AT + HOUR)], AT) == 0
    assert state(store, "a") is State.HELD
    assert (store.feed(of_topic("merger")), store.feeds(), store.sizes(), log_of(store_url)) == (None, [], {}, [])
    assert (shown(store), store.listing(EVERYTHING, 9), store.listing(of_topic("merger"), 9)) == ([], [], [])
    everything = store.feed(EVERYTHING)
    assert everything is not None
    assert everything.revision == 0


def test_a_released_entry_is_published_with_its_topics(store: Store, store_url: str) -> None:
    store.apply([publish("a", "merger", embargo=AT + HOUR)], AT)
    assert store.apply([Release(tag("a"))], AT + HOUR) == 1
    assert log_of(store_url) == [(1, tag("a"), "published", [], ["merger"], AT + HOUR)]
    assert shown(store, "merger") == ["a"]
    feed = store.feed(of_topic("merger"))
    assert feed is not None
    assert feed.title == "Merger"


def test_a_release_before_its_time_does_nothing(store: Store) -> None:
    store.apply([publish("a", embargo=AT + HOUR)], AT)
    assert store.apply([Release(tag("a"))], AT + HOUR / 2) == 0
    assert state(store, "a") is State.HELD


def test_a_held_entry_whose_embargo_is_lifted_is_published(store: Store, store_url: str) -> None:
    store.apply([publish("a", embargo=AT + HOUR)], AT)
    store.apply([publish("a")], AT)
    assert kinds(store_url) == ["published"]


def test_an_embargo_set_after_publication_withdraws(store: Store, store_url: str) -> None:
    store.apply([publish("a", "tides")], AT)
    store.apply([publish("a", "secret", embargo=AT + DAY)], AT)
    assert log_of(store_url)[1][2:5] == ("withdrawn", ["tides"], [])
    assert (state(store, "a"), shown(store), store.feed(of_topic("secret"))) == (State.HELD, [], None)
    store.apply([Release(tag("a"))], AT + DAY)
    assert kinds(store_url) == ["published", "withdrawn", "restored"]


def test_a_held_entry_that_is_withdrawn_and_comes_back_is_new_to_readers(store: Store, store_url: str) -> None:
    store.apply([publish("a", embargo=AT + HOUR)], AT)
    assert store.apply([Withdraw(tag("a"), "gone")], AT) == 0
    assert state(store, "a") is State.WITHDRAWN
    store.apply([publish("a")], AT)
    assert kinds(store_url) == ["published"]


def test_what_has_expired_does_not_come_back(store: Store, store_url: str) -> None:
    store.apply([publish("a", "tides", expires=AT + HOUR)], AT)
    store.apply([Withdraw(tag("a"), "expired")], AT + HOUR)
    assert store.apply([publish("a", "tides", expires=AT + HOUR)], AT + HOUR) == 2
    assert (state(store, "a"), shown(store)) == (State.WITHDRAWN, [])
    assert kinds(store_url) == ["published", "withdrawn"]


def test_publishing_what_has_expired_withdraws_it(store: Store, store_url: str) -> None:
    store.apply([publish("a", "tides")], AT)
    store.apply([publish("a", "tides", expires=AT)], AT)
    assert (kinds(store_url), shown(store, "tides")) == (["published", "withdrawn"], [])


def test_releasing_what_has_expired_meanwhile_shows_nothing(store: Store) -> None:
    store.apply([publish("a", "tides", embargo=AT + HOUR, expires=AT + 2 * HOUR)], AT)
    assert store.apply([Release(tag("a"))], AT + DAY) == 0
    assert (state(store, "a"), store.feed(of_topic("tides"))) == (State.WITHDRAWN, None)


# All or nothing.


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (publish("c", slug="a-slug"), "slug"),
        (publish("c", title="half \ud800 a pair"), "surrogates"),
        (publish("c", title="nul \x00 character"), "(?i)nul"),
        (publish("c", published=AT.replace(tzinfo=None)), "without a zone"),
    ],
    ids=["slug taken", "lone surrogate", "NUL", "naive time"],
)
def test_a_change_that_cannot_be_stored_takes_its_whole_batch_with_it(
    store: Store, store_url: str, bad: Change, said: str
) -> None:
    store.apply([publish("a", "tides")], AT)
    before = (store.feed(EVERYTHING), store.feed(of_topic("tides")), store.counts(), log_of(store_url))
    with pytest.raises(StoreError, match=said):
        store.apply([publish("b", "fog"), Withdraw(tag("a"), "gone"), bad], AT + HOUR)
    assert (store.feed(EVERYTHING), store.feed(of_topic("tides")), store.counts(), log_of(store_url)) == before
    assert (store.feed(of_topic("fog")), store.identities([tag("b")]), shown(store)) == (None, {}, ["a"])


def test_after_a_failure_the_store_goes_on(store: Store) -> None:
    store.apply([publish("a")], AT)
    with pytest.raises(StoreError):
        store.apply([publish("c", slug="a-slug")], AT)
    assert store.apply([publish("b")], AT) == 2


def test_an_empty_batch_returns_the_newest_revision(store: Store) -> None:
    store.apply([publish("a")], AT)
    assert store.apply([], AT) == 1


def test_batches_larger_than_one_statement_takes_are_applied_whole(store: Store) -> None:
    many = [publish(f"n{number:04}", "tides") for number in range(1201)]
    assert store.apply(many, AT) == 1201
    assert store.apply([Withdraw(change.entry.id, "gone") for change in many], AT) == 2402
    assert store.counts().withdrawn == 1201


def test_a_store_opened_again_holds_the_same(store: Store, store_url: str) -> None:
    store.apply([publish("a", "tides"), publish("b", "tides", embargo=AT + HOUR)], AT)
    again = connect(store_url)
    for selection in ("all", "tides"):
        assert again.window(of_topic(selection), Format.RSS, 9) == store.window(of_topic(selection), Format.RSS, 9)
    assert (again.epoch, again.counts(), again.feeds()) == (store.epoch, store.counts(), store.feeds())
    again.close()


def test_text_of_any_script_is_a_good_id_slug_and_path(store: Store) -> None:
    name = "été/釜山 'quoted\" \n 😀"
    store.apply([publish(name)], AT)
    assert store.identities([tag(name)])[tag(name)].path == f"{name}.txt"
    assert list(store.holders([f"{name}-slug"])) == [f"{name}-slug"]
