"""Topics beside one another: what they share, how entries came by them, and every entry in turn."""

from __future__ import annotations

from publishing import AT, DAY, HOUR, entry, fragments, publish, source, tag

from feedsvc.expressions import Text
from feedsvc.model import Assignment, Origin
from feedsvc.store.base import Store
from feedsvc.store.changes import Publish, Withdraw
from feedsvc.store.values import Related


def names(related: list[Related]) -> list[str]:
    return [topic.selection for topic in related]


def filled(store: Store, *topics_of_each: str) -> None:
    store.apply([publish(f"e{number}", *topics.split()) for number, topics in enumerate(topics_of_each)], AT)


def test_a_topic_with_no_entry_and_an_unknown_one_are_related_to_nothing(store: Store) -> None:
    filled(store, "fog")
    assert store.related("fog") == []
    assert store.related("unknown") == []


def test_related_topics_are_told_with_title_and_shared_entries(store: Store) -> None:
    filled(store, "fog tides", "fog tides", "fog", "tides")
    assert store.related("fog") == [Related("tides", "Tides", 2)]


def test_what_shares_much_for_its_size_comes_before_what_is_everywhere(store: Store) -> None:
    filled(store, *["fog pilots news"] * 3, "fog news", *["news"] * 20)
    assert names(store.related("fog")) == ["pilots", "news"]


def test_of_topics_that_are_alike_the_order_is_that_of_their_slugs(store: Store) -> None:
    filled(store, "fog tides berths")
    assert names(store.related("fog")) == ["berths", "tides"]


def test_no_more_than_the_limit_are_told(store: Store) -> None:
    filled(store, "fog a b c d")
    assert names(store.related("fog", limit=2)) == ["a", "b"]


def test_entries_that_are_held_or_withdrawn_relate_nothing(store: Store) -> None:
    store.apply([publish("held", "fog", "secret", embargo=AT + HOUR), publish("gone", "fog", "old")], AT)
    store.apply([publish("there", "fog", "tides"), Withdraw(tag("gone"), "gone")], AT)
    assert names(store.related("fog")) == ["tides"]


def test_topics_among_counts_each_topic_of_the_given_entries_the_most_usual_first(store: Store) -> None:
    filled(store, "fog tides", "tides", "storms", "")
    ids = [tag(f"e{number}") for number in (0, 1, 3)]
    assert store.topics_among(ids) == [Related("tides", "Tides", 2), Related("fog", "Fog", 1)]
    assert store.topics_among([]) == []


def test_topics_among_adds_up_over_more_entries_than_one_question_names(store: Store) -> None:
    filled(store, *["fog"] * 3)
    strangers = [f"stranger-{number}" for number in range(1000)]
    assert store.topics_among([tag("e0"), *strangers, tag("e1"), tag("e2")]) == [Related("fog", "Fog", 3)]


def test_origins_count_the_entries_in_the_feeds_by_how_they_came_by_each_topic(store: Store) -> None:
    for name, origin in (("a", Origin.RULE), ("b", Origin.RULE), ("c", Origin.FOLDER), ("d", Origin.PARENT)):
        given = (Assignment("fog", "Fog", origin, "why"),)
        made = entry(name, embargo=AT + HOUR if name == "d" else None)
        store.apply([Publish(made, given, fragments(name), source(made.path), Text.of(made, ["fog"]).index())], AT)
    assert store.origins() == {"fog": {Origin.RULE: 2, Origin.FOLDER: 1}}


def test_every_entry_that_is_not_withdrawn_comes_once_the_last_stored_first(store: Store) -> None:
    store.apply([publish(f"e{number:03}", "fog", published=AT - number * DAY) for number in range(250)], AT)
    store.apply([Withdraw(tag("e100"), "gone"), publish("held", embargo=AT + HOUR)], AT)
    found = [stored.entry.id for stored in store.entries()]
    assert found == [tag("held"), *(tag(f"e{number:03}") for number in reversed(range(250)) if number != 100)]


def test_an_entry_in_turn_is_whole(store: Store) -> None:
    filled(store, "fog tides")
    (stored,) = store.entries()
    assert stored == store.entry("e0-slug")


def test_a_page_of_nothing_but_withdrawn_entries_does_not_end_the_walk(store: Store) -> None:
    store.apply([publish(f"e{number}") for number in range(220)], AT)
    store.apply([Withdraw(tag(f"e{number}"), "gone") for number in range(60, 220)], AT)
    assert len(list(store.entries())) == 60
