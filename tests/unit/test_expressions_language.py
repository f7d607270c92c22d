from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from topics_specimen import EXPRESSIONS, words

from feedsvc.errors import ExpressionError
from feedsvc.expressions.expression import And, Expression, Near, Not, Or
from feedsvc.expressions.fields import FIELDS
from feedsvc.expressions.language import DEEPEST, LONGEST, MOST_NEAR, MOST_TERMS, parse
from feedsvc.expressions.lexer import FARTHEST

A, B, C = words("a"), words("b"), words("c")
TITLE_A = words("a", "title")


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
        ("ANDROID ORDER NOTE Near", And((words("android"), words("order"), words("note"), words("near")))),
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
    ("rule", "expression"),
    [
        ("missil*", words("missil", prefix=True)),
        ('"north kor*"', words("north kor", prefix=True)),
        ('"north kor"*', words("north kor", prefix=True)),
        ("anti-mis*", words("anti mis", prefix=True)),
        ("北朝*", words("北 朝")),
        ("กำแพง*", words("กำแพง")),
    ],
)
def test_a_star_leaves_the_end_of_the_last_word_open_but_of_a_character_that_is_a_word(
    rule: str, expression: Expression
) -> None:
    assert parse(rule) == expression


@pytest.mark.parametrize(
    ("rule", "expression"),
    [
        ("title:a", TITLE_A),
        ("Title: a b", And((TITLE_A, B))),
        ('author:"a b"', words("a b", "author")),
        ("title:(a -b OR c) c", And((Or((And((TITLE_A, Not(words("b", "title")))), words("c", "title"))), C))),
        ("-title:a", Not(TITLE_A)),
        ("title:aa*", words("aa", "title", prefix=True)),
        ("language:EN_gb", words("en-gb", "language")),
        ('topic:"North Korea"', words("north-korea", "topic")),
        ("topic:C++", words("c-plus-plus", "topic")),
        ("path:world/asia", words("world asia", "path")),
    ],
)
def test_a_field_is_of_what_touches_it(rule: str, expression: Expression) -> None:
    assert parse(rule) == expression


@pytest.mark.parametrize(
    ("rule", "expression"),
    [
        ("a NEAR/5 b", Near((A,), (B,), 5)),
        ("(a OR b) NEAR/0 c", Near((A, B), (C,), 0)),
        ("c a NEAR/5 b OR c", Or((And((C, Near((A,), (B,), 5))), C))),
        ("-a NEAR/5 b", Not(Near((A,), (B,), 5))),
        ("title:(a NEAR/5 b)", Near((TITLE_A,), (words("b", "title"),), 5)),
    ],
)
def test_near_joins_words_and_groups_of_words_and_binds_most(rule: str, expression: Expression) -> None:
    assert parse(rule) == expression


@pytest.mark.parametrize("typed", ["（a OR b） －title：cc＊", "(a OR b) –title:cc*", "(a OR b) −title:cc*"])
def test_what_other_keyboards_and_word_processors_make_of_the_signs_is_understood(typed: str) -> None:
    assert parse(typed) == parse("(a OR b) -title:cc*")


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
        ('a-"b c"', 2, "a space before the minus"),
        ("a & b", 3, "expected AND for &"),
        ("a || b", 3, "expected OR for ||"),
        ('a "…"', 3, 'a letter or a digit in "…"'),
        ("m*", 1, "at least 2 letters or digits before the *"),
        ("a mis*ile", 3, "* only at the end"),
        ('"missil* treaty"', 1, "* only at the end"),
        ("a NEAR b", 3, "as in NEAR/5"),
        ("a NEAR/x b", 3, "as in NEAR/5"),
        ("a near/3 b", 3, "in capitals: NEAR/3"),
        (f"a NEAR/{FARTHEST + 1} b", 3, f"at most {FARTHEST} words between"),
        ("a NEAR/3", 9, "after NEAR/3"),
        ("a NEAR/3 b NEAR/3 c", 12, "NEAR joins two"),
        ("a NEAR/3 (b c)", 10, "beside NEAR"),
        ("a NEAR/3 -b", 10, "found a minus"),
        ("title:a NEAR/3 b", 1, "the field around both"),
        ("topic:(a NEAR/3 b)", 8, "no NEAR in topic"),
        (f"({' OR '.join('a' * (MOST_NEAR + 1))}) NEAR/3 b", 1, f"at most {MOST_NEAR}"),
        ("tilte:b", 1, "found tilte (did you mean title:?)"),
        ("a 10:30", 3, f"there are {', '.join(FIELDS)}"),
        ("title:10:30", 7, "quotation marks around 10:30"),
        ("title:-b", 7, "the minus before the field: -title:b"),
        ("title: -b", 8, "a minus stands before the field"),
        ("title:", 7, "after title:"),
        ("title:(a summary:b)", 10, "no field inside of title:"),
        ("language:english", 10, "a language such as en or en-GB"),
        ("language:en*", 10, "finds en-GB too"),
        ("topic:asi*", 7, "whole slug"),
        (":" * 100, 1, "a field before the colon"),
        ("a\nOR\nOR b", 6, "found OR"),
        ("x" * 50 + ":y", 1, "found " + "x" * 39 + "…"),
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
        (f"a NEAR/5 ({' OR '.join('b' * MOST_NEAR)})", f"a NEAR/5 ({' OR '.join('b' * (MOST_NEAR + 1))})"),
    ],
    ids=["length", "depth", "depth of NOT", "terms", "near"],
)
def test_a_rule_at_a_limit_is_parsed_and_one_beyond_it_is_refused(rule: str, beyond: str) -> None:
    parse(rule)
    with pytest.raises(ExpressionError, match=r"expected .* (characters|deep|phrases)"):
        parse(beyond)


@pytest.mark.parametrize(
    "hostile",
    [
        "a " * 20_000,
        "(" * 100_000,
        "NOT (" * 20_000,
        '"' * LONGEST,
        "title:" * 600,
        "-" * LONGEST,
        "a NEAR/5 " * 400,
        "\u0301" * LONGEST,
        "ﷺ" * (LONGEST // 2) + "(",
        "a*" * 10_000_000,
        "NEAR/" + "9" * 3_990,
    ],
    ids=lambda hostile: hostile[:12],
)
def test_a_hostile_rule_is_refused_at_once_with_a_short_message(hostile: str) -> None:
    begun = time.process_time()
    with pytest.raises(ExpressionError) as caught:
        parse(hostile)
    assert time.process_time() - begun < 0.1
    assert len(caught.value.pointed()) < 400


@given(EXPRESSIONS)
def test_a_tree_printed_and_parsed_is_the_same_tree(expression: Expression) -> None:
    parsed = parse(str(expression))
    assert parsed == expression
    assert str(parsed) == str(expression)


SIGNS = 'a bé 北 AND OR NOT NEAR/2 NEAR title: topic: tile: language: ( ) - * “ " : & –'
PIECES = st.sampled_from([*SIGNS.split(), " ", " ", " ", "\n"])


@given(st.lists(PIECES, max_size=16).map("".join) | st.text('abNOTRD ()"“”-&:*é北\n', max_size=30))
def test_any_text_is_a_rule_or_a_mistake_with_a_column_in_it(rule: str) -> None:
    try:
        assert parse(str(parse(rule))) == parse(rule)
    except ExpressionError as error:
        assert 1 <= error.column <= len(rule) + 1
        assert re.match("expected .", error.expected)
