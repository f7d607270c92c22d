"""Expressions are evaluated, and many at once, as a plain reading of the language says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.topics.expression import And, Expression, Not, Or, Words
from feedsvc.topics.language import parse
from feedsvc.topics.rules import Rules
from feedsvc.topics.text import Text
from feedsvc.topics.tokens import tokens

WRITTEN = [
    "missile",
    "Café",
    "cafe",
    "s",
    "U.S.",
    "Ёлка",
    "елка",
    "朝",
    "北朝鮮",
    "한국",
    "हिन्दी",
    "Łódź",
    "lodz",
    "ΣΑΣ",
    "σας",
]
BETWEEN = [" ", " ", " — ", "-", "’", "'s ", ", ", ".\n", "\u00ad"]

LEAVES = st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=2).map(" ".join)
EXPRESSIONS = st.recursive(
    LEAVES.map(lambda written: Words(tuple(tokens(written)), written)),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(Or),
    ),
    max_leaves=6,
)
FIELDS = st.lists(
    st.lists(st.tuples(st.sampled_from(WRITTEN), st.sampled_from(BETWEEN)), max_size=6).map(
        lambda pairs: "".join(word + between for word, between in pairs)
    ),
    min_size=1,
    max_size=3,
)


def holds_plainly(expression: Expression, fields: list[list[str]]) -> bool:
    if isinstance(expression, Words):
        wanted = list(expression.words)
        return any(field[start : start + len(wanted)] == wanted for field in fields for start in range(len(field) + 1))
    if isinstance(expression, And):
        return all(holds_plainly(part, fields) for part in expression.parts)
    if isinstance(expression, Or):
        return any(holds_plainly(part, fields) for part in expression.parts)
    return not holds_plainly(expression.part, fields)


@given(st.lists(EXPRESSIONS, max_size=6), FIELDS)
def test_the_rules_that_hold_are_those_that_a_plain_evaluator_finds(
    expressions: list[Expression], fields: list[str]
) -> None:
    cut = [tokens(field) for field in fields]
    expected = [number for number, expression in enumerate(expressions) if holds_plainly(expression, cut)]
    assert Rules(expressions).holding(Text(*fields)) == expected


@given(EXPRESSIONS, FIELDS)
def test_a_text_that_has_none_of_the_required_words_is_no_match(expression: Expression, fields: list[str]) -> None:
    text, required = Text(*fields), expression.required()
    if required is not None and not required & text.words:
        assert not holds_plainly(expression, [tokens(field) for field in fields])


@given(EXPRESSIONS, FIELDS)
def test_the_evidence_of_a_match_is_in_the_text(expression: Expression, fields: list[str]) -> None:
    text = Text(*fields)
    if expression.holds(text):
        assert all(text.has(words.words) for words in expression.evidence(text))


def test_only_rules_whose_words_are_in_the_text_are_woken() -> None:
    rules = Rules([parse("missile"), parse("harvest OR wheat"), parse("NOT football"), parse('"the treaty" AND talks')])
    assert rules.woken(Text("A missile is no wheat")) == [0, 1, 2]
    assert rules.woken(Text("The talks")) == [2]
    assert rules.woken(Text("A treaty")) == [2, 3]


def test_a_rule_is_woken_by_its_rarest_words() -> None:
    assert parse("a AND reconnaissance AND (b OR c)").required() == {"reconnaissance"}
    assert parse("(harvest OR wheat) NOT football").required() == {"harvest", "wheat"}
    assert parse('"of the peninsula"').required() == {"peninsula"}
    assert parse("missile OR NOT football").required() is None


def test_a_phrase_does_not_reach_from_one_field_into_the_next() -> None:
    phrase = parse('"north korea"').holds
    assert phrase(Text("", "To the north: Korea"))
    assert not phrase(Text("To the north", "Korea"))
    assert not phrase(Text("north of Korea"))
    assert not phrase(Text("north koreans"))


def test_words_are_whole_words() -> None:
    assert parse("arm").holds(Text("An arm's length"))
    assert not parse("arm").holds(Text("The army disarms"))
