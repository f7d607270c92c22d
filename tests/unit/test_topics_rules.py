"""Expressions are evaluated, and many at once, as a plain reading of the language says."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from topics_specimen import EXPRESSIONS, FIELDS_OF_TEXTS

from feedsvc.expressions.expression import And, Expression, Near, Or, Words
from feedsvc.expressions.fields import TEXT, cut
from feedsvc.expressions.language import parse
from feedsvc.expressions.text import Text
from feedsvc.topics import rules as waking
from feedsvc.topics.rules import Rules

Cut = dict[str, list[str]]


def plainly_cut(said: dict[str, Any]) -> Cut:
    return {field: cut(field, [values] if isinstance(values, str) else values) for field, values in said.items()}


def found_plainly(words: Words, line: Sequence[str]) -> list[range]:
    count = len(words.words)
    ranges = [range(start, start + count) for start in range(len(line) - count + 1)]
    return [found for found in ranges if is_there(words, line[found.start : found.stop])]


def is_there(words: Words, run: Sequence[str]) -> bool:
    *whole, last = words.words
    return [*run[:-1]] == whole and (run[-1] == last or (words.prefix and run[-1].startswith(last)))


def lines(field: str | None, text: Cut) -> list[list[str]]:
    return [text.get(name, []) for name in (TEXT if field is None else (field,))]


def holds_plainly(expression: Expression, text: Cut) -> bool:
    if isinstance(expression, Words):
        return any(found_plainly(expression, line) for line in lines(expression.field, text))
    if isinstance(expression, Near):
        return any(near_plainly(expression, line) for line in lines(expression.field, text))
    if isinstance(expression, And):
        return all(holds_plainly(part, text) for part in expression.parts)
    if isinstance(expression, Or):
        return any(holds_plainly(part, text) for part in expression.parts)
    return not holds_plainly(expression.part, text)


def near_plainly(near: Near, line: list[str]) -> bool:
    return any(
        len(range(min(one.stop, other.stop), max(one.start, other.start))) <= near.distance
        for left in near.left
        for right in near.right
        for one in found_plainly(left, line)
        for other in found_plainly(right, line)
    )


@given(st.lists(EXPRESSIONS, max_size=6), st.lists(FIELDS_OF_TEXTS, min_size=1, max_size=3))
def test_the_rules_that_hold_are_those_that_a_plain_evaluator_finds(
    expressions: list[Expression], texts: list[dict[str, Any]]
) -> None:
    rules = Rules(expressions)
    for said in texts:  # one after another, since the rules remember words
        text = plainly_cut(said)
        expected = [number for number, rule in enumerate(expressions) if holds_plainly(rule, text)]
        assert rules.holding(Text(**said)) == expected


@given(st.lists(EXPRESSIONS, min_size=1), EXPRESSIONS, FIELDS_OF_TEXTS)
def test_rules_that_know_of_former_ones_find_the_same(
    expressions: list[Expression], one: Expression, said: dict[str, Any]
) -> None:
    edited = [*expressions[1:] * 10, one]  # so that hardly any is new
    knowing = Rules(edited, Rules(expressions))
    assert knowing.holding(Text(**said)) == Rules(edited).holding(Text(**said))


@given(EXPRESSIONS, FIELDS_OF_TEXTS)
def test_whatever_holds_is_woken(expression: Expression, said: dict[str, Any]) -> None:
    if expression.holds(Text(**said)):
        assert Rules([expression]).woken(Text(**said)) == [0]


@given(EXPRESSIONS, FIELDS_OF_TEXTS)
def test_the_evidence_of_a_match_is_in_the_text(expression: Expression, said: dict[str, Any]) -> None:
    text = Text(**said)
    if expression.holds(text):
        assert all(found.holds(text) for found in expression.evidence(text))


def test_only_rules_whose_words_are_in_the_text_are_woken() -> None:
    rules = Rules([parse("missile"), parse("harvest OR wheat"), parse("NOT football"), parse('"the treaty" AND talks')])
    assert rules.woken(Text("A missile is no wheat")) == [0, 1, 2]
    assert rules.woken(Text("The talks")) == [2]
    assert rules.woken(Text("A treaty, and talks")) == [2, 3]


def test_a_rule_sleeps_on_where_the_next_of_what_it_needs_is_missing() -> None:
    rules = Rules([parse("(treaty OR missil*) AND talks"), parse("treaty NEAR/3 talks"), parse("treaty author:lun*")])
    assert rules.woken(Text("A treaty")) == []
    assert rules.woken(Text("Missiles, and talks of a harvest")) == [0]
    assert rules.woken(Text("The treaty came after months of talks")) == [0, 1]
    assert rules.woken(Text("A treaty", author=["Ida Lund"])) == [2]


def test_a_prefix_and_a_field_wake_only_where_they_are_met() -> None:
    rules = Rules([parse("missil*"), parse("author:lund"), parse("author:lun*"), parse("language:en topic:asia")])
    assert rules.woken(Text("Missiles and a missile")) == [0]
    assert rules.woken(Text("Lund, a missal")) == []
    assert rules.woken(Text(author=["Ida Lund"])) == [1, 2]
    assert rules.woken(Text(language=["en-GB"], topic=["asia"])) == [3]


def test_of_words_the_ones_that_the_fewest_rules_name_wake() -> None:
    usual = {"fog": 3, "reconnaissance": 2}
    assert parse("reconnaissance AND (a OR b)").required(usual) == [{"a", "b"}, {"reconnaissance"}]
    assert parse("fog ice NEAR/2 reconnaissance").required(usual) == [{"ice"}, {"reconnaissance"}, {"fog"}]


def test_a_rule_is_woken_by_its_longest_words_where_nothing_else_tells_them_apart() -> None:
    assert parse("a AND reconnaissance AND (b OR c)").required()[0] == {"reconnaissance"}
    assert parse("(harvest OR wheat) NOT football").required()[0] == {"harvest", "wheat"}
    assert parse('"of the peninsula"').required()[0] == {"peninsula"}
    assert parse("missile NEAR/3 (treaty OR embargo)").required()[0] == {"missile"}
    assert parse("author:smith").required()[0] == {"author:smith"}
    assert parse("title:missil*").required()[0] == {"missil*"}
    assert parse("missile OR NOT football").required() == []


def test_words_are_found_anew_when_there_are_too_many_to_remember(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "_REMEMBERED", 2)
    rules = Rules([parse("missil*"), parse("treat*")])
    for title in ("missile treaty", "one missile", "two", "a missile treaty", "treaties of many words", "missiles"):
        assert rules.holding(Text(title)) == [n for n, stem in enumerate(("missil", "treat")) if stem in title]


def test_rules_travel_to_other_processes_without_what_they_remember() -> None:
    rules = Rules([parse("missil*")])
    fresh = len(pickle.dumps(rules))
    assert rules.holding(Text("Missiles of many words")) == [0]
    assert len(pickle.dumps(rules)) == fresh
    assert pickle.loads(pickle.dumps(rules)).holding(Text("Missiles")) == [0]


def test_a_phrase_does_not_reach_from_one_field_into_the_next_nor_from_author_to_author() -> None:
    phrase = parse('"north korea"').holds
    assert phrase(Text("", "To the north: Korea"))
    assert not phrase(Text("To the north", "Korea"))
    assert not phrase(Text("north of Korea"))
    assert not phrase(Text("north koreans"))
    assert not parse('author:"lund bo"').holds(Text(author=["Ida Lund", "Bo Chen"]))
    assert not parse('author:"lun bo*"').holds(Text(author=["Ida Lund", "Bo Chen"]))


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ("one NEAR/2 four", True),
        ("four NEAR/2 one", True),
        ("one NEAR/1 four", False),
        ("one NEAR/0 two", True),
        ('"one two" NEAR/1 "four five"', True),
        ('two NEAR/0 "one two three"', True),
        ("one NEAR/0 one", True),
        ("fiv* NEAR/0 fo*", True),
        ("five NEAR/9 six", False),
    ],
)
def test_near_counts_the_words_between_within_one_field(rule: str, holds: bool) -> None:
    assert parse(rule).holds(Text("One, two, three, four: five.", "Six!")) is holds


def test_words_are_whole_words() -> None:
    assert parse("arm").holds(Text("An arm's length"))
    assert not parse("arm").holds(Text("The army disarms"))
    assert parse("arm*").holds(Text("The army disarms"))
    assert not parse("sarm*").holds(Text("The army disarms"))


def test_a_tag_is_met_as_a_whole_and_a_language_by_what_it_begins_with() -> None:
    text = Text(language=["zh-Hant-TW"], topic=["north-korea"])
    assert parse("language:zh language:zh-hant language:ZH-hant-tw").holds(text)
    assert not parse("language:tw OR language:zh-tw OR topic:korea OR topic:north").holds(text)
    assert parse('topic:"North Korea"').holds(text)
