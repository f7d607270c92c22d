"""An editor is told which words made a rule hold, and what was missing where it was little."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from topics_specimen import EXPRESSIONS, FIELDS_OF_TEXTS

from feedsvc.expressions import Expression, Text, explain, parse
from feedsvc.expressions.expression import And, Words
from feedsvc.expressions.fields import asked

TEXT = Text(
    "Envoy lands in Pyongyang",
    "",
    "Talks on Russia’s missile programme, and cafés, begin in 北朝鮮.",
    author=("Ida Lund", "Bo Chen"),
    language=("en-GB",),
    topic=("asia", "north-korea"),
)


def found(rule: str) -> list[tuple[str, str]]:
    return [(hit.field, hit.found) for hit in explain(parse(rule), TEXT).hits]


@pytest.mark.parametrize(
    ("rule", "hits"),
    [
        ("missil* CAFES", [("content", "missile"), ("content", "cafés")]),
        ('"missile programme"', [("content", "missile programme")]),
        ("朝鮮", [("content", "朝鮮")]),
        ("Russia", [("content", "Russia")]),
        ("in", [("title", "in"), ("content", "in")]),
        ("title:in", [("title", "in")]),
        ("author:chen OR author:absent", [("author", "Chen")]),
        ("missile NEAR/5 (russia OR begin)", [("content", "missile"), ("content", "Russia"), ("content", "begin")]),
        ("language:en topic:asia", [("language", "en"), ("topic", "asia")]),
        ("envoy -football", [("title", "Envoy")]),
        ("-football", []),
    ],
)
def test_of_a_rule_that_holds_the_words_are_shown_as_the_author_wrote_them(
    rule: str, hits: list[tuple[str, str]]
) -> None:
    assert explain(parse(rule), TEXT).holds
    assert explain(parse(rule), TEXT).missing == ()
    assert found(rule) == hits


@pytest.mark.parametrize(
    ("rule", "missing"),
    [
        ("missile treaty", ["treaty"]),
        ("missile -cafés", ["NOT cafés"]),
        ("missile (treaty OR ban)", ["treaty OR ban"]),
        ("missile (begin (talks treaty))", ["treaty"]),
        ("missile envoy NEAR/3 lands title:programme", ["title:programme"]),
        ("missile missile NEAR/1 begin", ["missile NEAR/1 begin"]),
        ("(missile treaty) OR (envoy ban)", ["treaty", "ban"]),
        ("missile treaty ban", []),
        ("missile (treaty ban)", []),
        ("treaty", []),
        ("treaty OR ban", []),
        ("treaty -football", []),
        ("-envoy", []),
    ],
)
def test_of_a_rule_that_missed_by_one_condition_this_is_told_and_no_more_of_others(
    rule: str, missing: list[str]
) -> None:
    explanation = explain(parse(rule), TEXT)
    assert not explanation.holds
    assert [str(condition) for condition in explanation.missing] == missing


def test_words_that_a_rule_excludes_are_shown_when_they_are_why_it_does_not_hold() -> None:
    assert found("missile -(cafés OR football)") == [("content", "missile"), ("content", "cafés")]
    assert found("missile NEAR/1 begin") == [("content", "missile"), ("content", "begin")]


@given(EXPRESSIONS, FIELDS_OF_TEXTS)
def test_an_explanation_agrees_with_the_rule_and_its_hits_are_in_the_text(
    expression: Expression, said: dict[str, Any]
) -> None:
    explanation = explain(expression, Text(**said))
    assert explanation.holds is expression.holds(Text(**said))
    assert not (explanation.holds and explanation.missing)
    for hit in explanation.hits:
        assert 0 <= hit.start < hit.end <= len(hit.text)
        if hit.field not in {"language", "topic"}:
            assert is_there(hit.words, asked(hit.field, hit.found))


def is_there(words: Words, run: tuple[str, ...]) -> bool:
    """The letters that hits begin and end with may be parts of others: "U.S." in one piece is both its words."""
    return any(word.startswith(words.words[0]) for word in run) and any(
        word.startswith(words.words[-1]) for word in run
    )


@given(EXPRESSIONS, FIELDS_OF_TEXTS)
def test_what_is_missing_fails_while_the_rest_of_its_rule_holds(expression: Expression, said: dict[str, Any]) -> None:
    text = Text(**said)
    for condition in explain(expression, text).missing:
        assert not condition.holds(text)
    if isinstance(expression, And):
        failing = [part for part in expression.parts if not part.holds(text)]
        assert len(failing) == 1 or not explain(expression, text).missing
