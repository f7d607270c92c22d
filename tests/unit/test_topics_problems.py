from __future__ import annotations

import time

import pytest

from feedsvc.model import Topic
from feedsvc.topics import problems


def test_topics_in_order_have_no_problems() -> None:
    assert problems([]) == []
    assert problems([Topic("asia", "Asia"), Topic("мир-2", "Мир", rule="мир NOT война", parent="asia")]) == []


@pytest.mark.parametrize(
    ("topic", "key", "told"),
    [
        (Topic("moon", "Moon", rule="missile OR"), "rule", "does not parse at column 11:\nmissile OR\n          ^\n"),
        (Topic("moon", "Moon", rule=""), "rule", "the rule is empty"),
        (Topic("moon", "Moon", parent="aisa"), "parent", 'no topic has the slug "aisa"; did you mean "asia"?'),
        (Topic("moon", "Moon", parent="Asia"), "parent", 'did you mean "asia"?'),
        (Topic("moon", "Moon", parent="orient"), "parent", 'no topic has the slug "orient"; it is "asia" now'),
        (Topic("moon", "Moon", parent="xyzzy"), "parent", "give the slug of a topic that is configured"),
        (Topic("moon", "Moon", parent=""), "parent", 'no topic has the slug ""'),
        (Topic("moon", "Moon", parent="moon"), "parent", "the parents go round: moon > moon"),
    ],
)
def test_a_mistake_is_told_with_its_topic_its_key_and_the_way_out(topic: Topic, key: str, told: str) -> None:
    ((index, found, message),) = problems([Topic("asia", "Asia", aliases=("orient",)), topic])
    assert (index, found) == (1, key)
    assert told in message


def test_of_a_long_rule_the_part_around_the_mistake_is_shown() -> None:
    ((_, _, message),) = problems([Topic("long", "Long", rule="spring " * 200 + "OR " * 2 + "autumn " * 200)])
    told, shown, caret, _ = message.splitlines()
    assert told == "does not parse at column 1404:"
    assert len(shown) < 110
    assert shown.startswith("…") and shown.endswith("…")
    assert shown[caret.index("^") :].startswith("OR autumn")


def test_every_mistake_is_told_at_once_in_the_order_of_the_topics() -> None:
    topics = [
        Topic("a", "A", rule="(", parent="z"),
        Topic("b", "B"),
        Topic("c", "C", rule=")"),
        Topic("d", "D", parent="d"),
    ]
    assert [(index, key) for index, key, _ in problems(topics)] == [
        (0, "rule"),
        (0, "parent"),
        (2, "rule"),
        (3, "parent"),
    ]


def test_a_cycle_is_told_once_at_its_first_topic_and_not_at_what_leads_into_it() -> None:
    topics = [
        Topic("leaf", "Leaf", parent="c"),
        Topic("c", "C", parent="a"),
        Topic("a", "A", parent="b"),
        Topic("b", "B", parent="c"),
    ]
    ((index, key, message),) = problems(topics)
    assert (index, key) == (1, "parent")
    assert "c > a > b > c" in message


def test_each_of_several_cycles_is_told() -> None:
    topics = [Topic("a", "A", parent="b"), Topic("b", "B", parent="a"), Topic("c", "C", parent="c")]
    assert [(index, message.partition(";")[0]) for index, _, message in problems(topics)] == [
        (0, "the parents go round: a > b > a"),
        (2, "the parents go round: c > c"),
    ]


def test_a_tree_of_any_depth_and_width_is_judged_at_once() -> None:
    """Ten thousand topics, each below the one before, and as many below one that is not there."""
    chain = [Topic(f"c{number}", "C", parent=f"c{number + 1}") for number in range(10_000)]
    orphans = [Topic(f"o{number}", "O", parent="nowhere") for number in range(10_000)]
    begun = time.process_time()
    found = problems([*chain, *orphans])
    assert time.process_time() - begun < 5
    assert [index for index, _, _ in found] == [9_999, *range(10_000, 20_000)]


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (["topic:a"], (0, "a")),
        (["x", "topic:c y", "topic:b"], (1, "b, c")),
        (["topic:b", "topic:c", "topic:b"], (0, "a, b, c")),
    ],
)
def test_rules_that_wait_for_one_another_through_topic_are_told_once(rules: list[str], told: tuple[int, str]) -> None:
    topics = [Topic(slug, slug.title(), rule=rule) for slug, rule in zip("abc", rules, strict=False)]
    ((index, key, message),) = problems(topics)
    assert (index, key) == (told[0], "rule")
    assert f"for itself: {told[1]};" in message


def test_rules_that_ask_for_topics_in_turn_are_in_order() -> None:
    topics = [Topic("a", "A", rule="topic:b -topic:c"), Topic("b", "B", rule="topic:c"), Topic("c", "C", rule="x")]
    assert problems(topics) == []
