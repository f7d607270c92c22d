from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from topics_specimen import ENTRY

from feedsvc.errors import ExpressionError
from feedsvc.expressions.language import DEEPEST
from feedsvc.model import Assignment, Origin, Topic
from feedsvc.topics import Classifier

TOPICS = [
    Topic("world", "World"),
    Topic("asia", "Asia", parent="world"),
    Topic("north-korea", "North Korea", rule='"North Korea" OR Pyongyang', parent="asia"),
    Topic("arms", "Arms control", rule="(missile OR nuclear) -football"),
    Topic("quiet", "Quiet", rule="NOT football"),
]
CLASSIFIER = Classifier(TOPICS)


def test_an_entry_gets_its_topics_in_order_of_origin_each_with_its_reason() -> None:
    entry = replace(ENTRY, path="asia/fusion-energy/x.txt", subjects=("Diplomacy", "arms control"))
    assert CLASSIFIER.classify(entry) == (
        Assignment("diplomacy", "Diplomacy", Origin.METADATA, "topics: Diplomacy"),
        Assignment("arms", "Arms control", Origin.METADATA, "topics: arms control; words: missile"),
        Assignment("asia", "Asia", Origin.FOLDER, "folder asia; parent of north-korea"),
        Assignment("fusion-energy", "Fusion energy", Origin.FOLDER, "folder asia/fusion-energy"),
        Assignment("north-korea", "North Korea", Origin.RULE, "words: Pyongyang"),
        Assignment("quiet", "Quiet", Origin.RULE, "words: none that its rule excludes"),
        Assignment("world", "World", Origin.PARENT, "parent of asia"),
    )


def test_a_parents_parent_is_reached_through_a_topic_that_nothing_else_names() -> None:
    assert [(a.topic, a.why) for a in CLASSIFIER.classify(ENTRY) if a.origin is Origin.PARENT] == [
        ("asia", "parent of north-korea"),
        ("world", "parent of asia"),
    ]


@pytest.mark.parametrize(
    ("rule", "matches"),
    [
        ("envoy", True),
        ('"first in years"', True),
        ("cafés", True),
        ('"missile programme"', True),
        ('"years talks"', False),
        ("amp", False),
        ("b", False),
    ],
)
def test_rules_search_title_summary_and_the_text_of_the_content(rule: str, matches: bool) -> None:
    assert bool(Classifier([Topic("t", "T", rule=rule)]).classify(ENTRY)) is matches


FRUIT = st.lists(st.sampled_from(["Fig", "figs", "Pêche", "peche", "Birne", "梨"]), max_size=5)


@given(title=FRUIT, summary=FRUIT, content=FRUIT)
def test_an_entry_has_the_topics_whose_words_are_in_it(
    title: list[str], summary: list[str], content: list[str]
) -> None:
    folded = {word.lower().replace("ê", "e") for word in title + summary + content}
    expected = [word for word in ("fig", "peche", "梨") if word in folded]
    expected += ["no-pear"] if not folded & {"birne", "梨"} else []
    topics = [Topic(word, word, rule=word) for word in ("fig", "peche", "梨")]
    classifier = Classifier([*topics, Topic("no-pear", "No pear", rule="-(Birne OR 梨)")])
    entry = replace(
        ENTRY, title=" ".join(title), summary=", ".join(summary), content="".join(f"<p>{word}</p>" for word in content)
    )
    assert [assignment.topic for assignment in classifier.classify(entry)] == expected


@pytest.mark.parametrize("space", [" ", "\n\n", "&nbsp;", "&#10;", "\t</b> <b>", "</b></p>\n<p><b>"])
def test_how_words_lie_apart_in_the_content_changes_no_topic(space: str) -> None:
    classifier = Classifier([Topic("t", "T", rule='"missile programme" "programme talks" -missileprogramme')])
    content = space.join(["<p><b>The missile", "programme", "talks</b></p>"])
    assert classifier.classify(replace(ENTRY, content=content.replace("missile ", f"missile{space}")))


def test_a_reason_names_each_word_once_as_it_was_written_and_at_most_five() -> None:
    rule = '"MISSILE" OR Missile OR Talks OR "the visit" OR Envoy OR signed OR begin OR absent'
    (assignment,) = Classifier([Topic("t", "T", rule=rule)]).classify(ENTRY)
    assert assignment.why == "words: MISSILE, Talks, the visit, Envoy, signed"


def test_a_rule_may_ask_for_topics_that_others_bring_in_whatever_order_they_are_written() -> None:
    topics = [
        Topic("abroad", "Abroad", rule="topic:world -topic:trade"),
        Topic("trade", "Trade", rule="topic:diplomacy tariffs"),
        *TOPICS,
    ]
    entry = replace(ENTRY, subjects=("Diplomacy",))
    found = {assignment.topic: assignment for assignment in Classifier(topics).classify(entry)}
    assert found["abroad"].why == "words: topic:world"
    assert list(found) == ["diplomacy", "abroad", "north-korea", "arms", "quiet", "asia", "world"]
    dearer = Classifier(topics).classify(replace(entry, title="Tariffs in Pyongyang"))
    assert {"trade"} < {assignment.topic for assignment in dearer} and "abroad" not in {a.topic for a in dearer}


def test_a_reason_names_fields_stars_and_what_is_near() -> None:
    rule = '"missile prog*" (talks NEAR/3 missile OR absent) author:lund'
    (assignment,) = Classifier([Topic("t", "T", rule=rule)]).classify(ENTRY)
    assert assignment.why == "words: missile prog*, talks NEAR/3 missile, author:lund"


def test_one_topic_named_twice_in_the_metadata_is_assigned_once() -> None:
    entry = replace(ENTRY, subjects=("North Korea", "north-korea", "North Korea"))
    first, *_ = CLASSIFIER.classify(entry)
    assert first == Assignment(
        "north-korea",
        "North Korea",
        Origin.METADATA,
        "topics: North Korea; topics: north-korea; words: Pyongyang",
    )


def test_parents_that_go_round_come_to_an_end() -> None:
    round_trip = [Topic("a", "A", parent="b", rule="envoy"), Topic("b", "B", parent="a")]
    assert [a.topic for a in Classifier(round_trip).classify(ENTRY)] == ["a", "b"]


def test_without_topics_only_metadata_and_folders_count() -> None:
    entry = replace(ENTRY, path="sport/x.txt", subjects=("Rowing", "all", "…"))
    assert [a.topic for a in Classifier([]).classify(entry)] == ["rowing", "sport"]


def test_a_classifier_travels_to_other_processes_and_decides_the_same_there() -> None:
    there = pickle.loads(pickle.dumps(CLASSIFIER))
    entry = replace(ENTRY, path="asia/x.txt", subjects=("Diplomacy",))
    assert there.classify(entry) == CLASSIFIER.classify(entry)


def test_the_deepest_rule_travels_too() -> None:
    rule = "(fig OR pear NOT " * DEEPEST + "plum" + ")" * DEEPEST
    classifier = Classifier([Topic("fruit", "Fruit", rule=rule)])
    there = pickle.loads(pickle.dumps(classifier))
    assert there.classify(ENTRY) == classifier.classify(ENTRY)


def test_a_rule_that_does_not_parse_makes_no_classifier() -> None:
    with pytest.raises(ExpressionError):
        Classifier([Topic("t", "T", rule="missile OR")])


def test_rules_that_a_former_classifier_has_are_taken_from_it_and_all_others_parsed() -> None:
    former = Classifier([Topic("a", "A", rule="fog OR ice"), Topic("b", "B", rule="harvest")])
    latest = Classifier([Topic("c", "C", rule="wheat"), Topic("a", "A", rule="fog OR ice")], former)
    assert [(topic.slug, str(rule)) for topic, rule in latest.ruled] == [("c", "wheat"), ("a", "fog OR ice")]
    assert latest.ruled[1][1] is former.ruled[0][1]
