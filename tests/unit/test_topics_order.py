"""A rule that asks for a topic is looked at when that topic is decided."""

from __future__ import annotations

import pytest

from feedsvc.expressions.language import parse
from feedsvc.model import Topic
from feedsvc.topics.order import asked_topics, rounds


def in_order(*topics: Topic) -> tuple[list[list[int]], list[int]]:
    return rounds(topics, [(topic, parse(topic.rule)) for topic in topics if topic.rule is not None])


def test_the_topics_that_a_rule_asks_for_are_named_wherever_they_stand_in_it() -> None:
    assert asked_topics(parse('fog (topic:"North Korea" OR -topic:(asia OR europe)) title:topic')) == {
        "north-korea",
        "asia",
        "europe",
    }


def test_rules_that_ask_for_no_topic_are_all_in_the_first_round() -> None:
    assert in_order(Topic("a", "A", rule="x"), Topic("b", "B"), Topic("c", "C", rule="y")) == ([[0, 1]], [])


def test_a_rule_waits_for_whatever_it_asks_for() -> None:
    topics = [Topic("a", "A", rule="topic:b x"), Topic("b", "B", rule="-topic:c"), Topic("c", "C", rule="x")]
    assert in_order(*topics) == ([[2], [1], [0]], [])


def test_a_rule_waits_for_the_children_of_what_it_asks_for() -> None:
    world = [Topic("world", "World"), Topic("asia", "Asia", parent="world")]
    korea = Topic("korea", "Korea", parent="asia", rule="topic:peninsula x")
    assert in_order(*world, korea, Topic("abroad", "Abroad", rule="topic:world")) == ([[], [0], [1]], [])


@pytest.mark.parametrize(
    ("rules", "circular"),
    [
        (["topic:a", "x"], [0]),
        (["topic:b", "topic:a"], [0, 1]),
        (["topic:b", "topic:c", "topic:b"], [0, 1, 2]),
        (["topic:unknown", "topic:a"], []),
    ],
)
def test_rules_that_wait_for_one_another_are_told(rules: list[str], circular: list[int]) -> None:
    topics = [Topic(slug, slug, rule=rule) for slug, rule in zip("abc", rules, strict=False)]
    assert in_order(*topics)[1] == circular


def test_a_child_that_asks_for_its_parent_waits_for_itself() -> None:
    assert in_order(Topic("a", "A"), Topic("b", "B", parent="a", rule="topic:a x")) == ([[]], [0])
