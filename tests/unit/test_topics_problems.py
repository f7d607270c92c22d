from __future__ import annotations

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
