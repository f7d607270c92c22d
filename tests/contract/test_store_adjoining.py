"""Entries beside one another: those about the same, and those before and after in time."""

from __future__ import annotations

from publishing import AT, DAY, HOUR, publish, tag

from feedsvc.store.base import Store
from feedsvc.store.changes import Release, Withdraw


def filled(store: Store, **topics_of_each: str) -> None:
    """Entries of these names, each a day older than the one before."""
    made = [
        publish(name, *topics.split(), published=AT - DAY * (age + 1))
        for age, (name, topics) in enumerate(topics_of_each.items())
    ]
    store.apply(made, AT)


def alike(store: Store, name: str, limit: int = 5) -> list[str]:
    return [listed.slug.removesuffix("-slug") for listed in store.alike(f"{name}-slug", limit)]


def beside(store: Store, name: str) -> list[str | None]:
    return [found and found.slug.removesuffix("-slug") for found in store.adjacent(f"{name}-slug")]


def test_what_shares_more_topics_is_more_alike(store: Store) -> None:
    filled(store, own="fog tides", one="fog", both="fog tides", none="pilots")
    assert alike(store, "own") == ["both", "one"]


def test_a_rare_topic_counts_more_than_two_that_many_have(store: Store) -> None:
    news = {f"n{number}": "news harbour" for number in range(8)}
    filled(store, own="fog news harbour", **news, rare="fog", other="")
    assert alike(store, "own", 2) == ["rare", "n0"]


def test_of_entries_that_are_equally_alike_the_newest_come_first(store: Store) -> None:
    filled(store, a="fog", b="fog", c="fog", d="fog", other="")
    assert alike(store, "c") == ["a", "b", "d"]
    assert alike(store, "a", 1) == ["b"]


def test_a_topic_that_every_entry_has_makes_none_alike(store: Store) -> None:
    filled(store, a="news", b="news", c="news tides", d="news tides")
    assert alike(store, "a") == []
    assert alike(store, "c") == ["d"]


def test_an_entry_without_topics_or_alone_with_them_is_like_no_other(store: Store) -> None:
    filled(store, a="", b="fog", c="tides")
    assert [alike(store, name) for name in ("a", "b", "unknown")] == [[], [], []]


def test_what_is_held_or_withdrawn_is_never_among_them_nor_has_any(store: Store) -> None:
    filled(store, own="fog", other="", there="fog", gone="fog")
    store.apply([publish("held", "fog", embargo=AT + HOUR), Withdraw(tag("gone"), "gone")], AT)
    assert alike(store, "own") == ["there"]
    assert alike(store, "held") == alike(store, "gone") == []
    store.apply([Release(tag("held"))], AT + HOUR)
    assert alike(store, "own") == ["held", "there"]


def test_of_a_topic_with_thousands_only_the_newest_are_considered_but_all_that_they_share_counts(store: Store) -> None:
    old = {f"o{number}": "news" for number in range(150)}
    filled(store, own="news fog", new="news", **old, last="news fog", other="", another="tides")
    assert alike(store, "own", 3) == ["last", "new", "o0"]


def test_they_come_as_pages_list_them(store: Store) -> None:
    filled(store, own="fog", there="fog", other="")
    (found,) = store.alike("own-slug", 5)
    assert (found.title, found.published) == ("The there story", AT - DAY * 2)


def test_the_entries_before_and_after_are_those_of_a_window(store: Store) -> None:
    filled(store, new="", middle="", old="")
    assert beside(store, "middle") == ["old", "new"]
    assert beside(store, "new") == ["middle", None]
    assert beside(store, "old") == [None, "middle"]


def test_of_one_second_the_ids_tell_before_from_after(store: Store) -> None:
    store.apply([publish(name) for name in ("b", "a", "c")], AT)
    assert beside(store, "b") == ["a", "c"]


def test_what_is_held_or_withdrawn_stands_before_and_after_nothing(store: Store) -> None:
    filled(store, new="", gone="", old="")
    store.apply([publish("held", published=AT - DAY * 2, embargo=AT + HOUR), Withdraw(tag("gone"), "gone")], AT)
    assert beside(store, "new") == ["old", None]
    assert beside(store, "held") == beside(store, "gone") == beside(store, "unknown") == [None, None]
