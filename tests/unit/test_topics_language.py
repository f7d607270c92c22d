from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import ExpressionError
from feedsvc.topics.expression import And, Expression, Not, Or, Words
from feedsvc.topics.language import DEEPEST, LONGEST, MOST_TERMS, parse
from feedsvc.topics.tokens import tokens


def words(written: str) -> Words:
    return Words(tuple(tokens(written)), written)


A, B, C = words("a"), words("b"), words("c")


@pytest.mark.parametrize(
    ("rule", "expression"),
    [
        ("a", A),
        ("a b c", And((A, B, C))),
        ("a AND b", And((A, B))),
        ("a AND b c", And((A, B, C))),
        ("a OR b c", Or((A, And((B, C))))),
        ("a b OR c", Or((And((A, B)), C))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("a NOT b", And((A, Not(B)))),
        ("a -b", And((A, Not(B)))),
        ("-(a OR b)", Not(Or((A, B)))),
        ("NOT a OR b", Or((Not(A), B))),
        ("((a))", A),
        ('"a b" c', And((words("a b"), C))),
        ("“a b” «a b» „a b“", And((words("a b"),) * 3)),
        ('"AND" OR "not"', Or((words("and"), words("not")))),
        ("and or not near", And((words("and"), words("or"), words("not"), words("near")))),
        ("ANDROID ORDER NOTE", And((words("android"), words("order"), words("note")))),
        ("a-b", words("a b")),
        ("U.S.", words("u s")),
        ("don’t", words("don t")),
        ("北朝鮮", words("北 朝 鮮")),
        ("a\n  OR\tb\r\n", Or((A, B))),
        ('"a:b"', words("a b")),
    ],
)
def test_a_rule_is_parsed(rule: str, expression: Expression) -> None:
    assert parse(rule) == expression


@pytest.mark.parametrize(
    ("rule", "column", "expected"),
    [
        ("", 1, "the rule is empty"),
        (" \n", 1, "the rule is empty"),
        ("missile OR", 11, "after OR"),
        ("missile NOT  ", 12, "after NOT"),
        ("(missile", 9, "closing parenthesis for the one at column 1"),
        ('((a OR "b)") c', 15, "closing parenthesis for the one at column 1"),
        ("(a) (b (c)", 11, "closing parenthesis for the one at column 5"),
        ("missile)", 8, "opening parenthesis before this closing one"),
        ("a ()", 4, "found a closing parenthesis"),
        ("(", 2, "after the parenthesis"),
        ("a AND OR b", 7, "found OR"),
        ("OR a", 1, "found OR"),
        ("NOT NOT a", 5, "found NOT"),
        ('a "north korea', 3, "closing quotation mark"),
        ("a - b", 3, "right behind the minus"),
        ("a & b", 3, "expected AND for &"),
        ('a "…"', 3, 'a letter or a digit in "…"'),
        ("m*", 1, "at least 2 letters or digits before the *"),
        ("a NEAR b", 3, "as in NEAR/5"),
        ("a NEAR/3 b NEAR/3 c", 12, "NEAR joins two"),
        ("a NEAR/3 (b c)", 10, "beside NEAR"),
        ("heading:b", 1, "a field before the colon"),
        ("title:(a summary:b)", 10, "no field inside of title:"),
        (":" * 100, 1, "a field before the colon"),
        ("a\nOR\nOR b", 6, "found OR"),
    ],
)
def test_a_mistake_is_told_with_its_column_and_in_plain_words(rule: str, column: int, expected: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(rule)
    assert caught.value.column == column
    assert expected in caught.value.expected
    assert "\n" not in caught.value.expression


@pytest.mark.parametrize(
    ("rule", "beyond"),
    [
        ("a" * LONGEST, "a" * (LONGEST + 1)),
        ("(" * DEEPEST + "a" + ")" * DEEPEST, "(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1)),
        ("NOT (" * DEEPEST + "a" + ")" * DEEPEST, "NOT (" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1)),
        ("a " * MOST_TERMS, "a " * (MOST_TERMS + 1)),
    ],
    ids=["length", "depth", "depth of NOT", "terms"],
)
def test_a_rule_at_a_limit_is_parsed_and_one_beyond_it_is_refused(rule: str, beyond: str) -> None:
    parse(rule)
    with pytest.raises(ExpressionError, match=r"expected .* (characters|deep|phrases)"):
        parse(beyond)


WRITTEN = st.sampled_from(
    ["a", "Missile", "AND", "NEAR", "café", "U.S.", "north korea", "北朝鮮", "हिन्दी", "x:y", "don't"]
)
EXPRESSIONS = st.recursive(
    WRITTEN.map(words),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=4).map(tuple).map(Or),
    ),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_a_tree_printed_and_parsed_is_the_same_tree(expression: Expression) -> None:
    parsed = parse(str(expression))
    assert parsed == expression
    assert str(parsed) == str(expression)


@given(st.text('abNOTRD ()"“”-&:*é北\n', max_size=30))
def test_any_text_is_a_rule_or_a_mistake_with_a_column_in_it(rule: str) -> None:
    try:
        assert parse(str(parse(rule))) == parse(rule)
    except ExpressionError as error:
        assert 1 <= error.column <= len(rule) + 1
        assert error.expected.startswith("expected ")
