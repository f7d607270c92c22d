from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from topics_specimen import EXPRESSIONS, FIELDS_OF_TEXTS

from feedsvc.expressions import Expression, Text, parse
from feedsvc.expressions.relevance import MOST, relevance


def of(rule: str, title: str = "", summary: str = "", content: str = "", author: str = "") -> float:
    return relevance(parse(rule), Text(title, summary, content, author=[author]).index())


FILLER = " ".join(["filler"] * 700)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"title": "Fog"}, {"summary": "Fog"}),
        ({"title": "Fog"}, {"content": "fog and " * 50}),
        ({"summary": "Fog"}, {"content": "fog"}),
        ({"content": "fog and fog"}, {"content": "fog and haze"}),
        ({"content": "fog"}, {"content": f"fog {FILLER}"}),
        ({"content": "fog and rain"}, {"content": "fog and fog"}),
        ({"content": "fog"}, {"content": "foggy"}),
    ],
)
def test_what_says_it_more_comes_first(more: dict[str, str], less: dict[str, str]) -> None:
    assert of("fog OR rain", **more) > of("fog OR rain", **less)


def test_each_further_time_counts_less() -> None:
    once, twice, thrice = (of("fog", content="fog and " * times + FILLER) for times in (1, 2, 3))
    assert thrice - twice < twice - once
    assert of("fog", content="fog and " * 10_000) < of("fog", title="fog")


def test_what_is_excluded_counts_for_nothing() -> None:
    assert of("NOT fog", "Fog") == of("rain -fog", "Fog") == 0


def test_phrases_prefixes_both_sides_of_near_and_fields_count() -> None:
    assert of('"thick fog"', "Thick fog") == of("fo*", "Fog") == of("title:fog", "Fog") > 0
    assert of("thick NEAR/1 fog", "Thick fog") == 2 * of("fog", "Fog")
    assert of("author:lund", author="Ida Lund") > of("lund", author="Ida Lund") == 0


def test_only_the_first_words_of_a_long_list_are_counted_each_once() -> None:
    names = [f"name{number}" for number in range(MOST + 5)]
    assert of(" OR ".join([*names, *names]), " ".join(names)) == of(" OR ".join(names[:MOST]), " ".join(names))
    assert of("fog OR fog", "Fog") == of("fog", "Fog")


@given(EXPRESSIONS, FIELDS_OF_TEXTS)
def test_a_text_made_of_its_own_lines_is_the_same_to_every_expression(
    expression: Expression, said: dict[str, Any]
) -> None:
    text = Text(**said)
    again = Text.indexed(text.index())
    assert again.index() == text.index()
    assert expression.holds(again) == expression.holds(text)
    assert relevance(expression, text.index()) >= 0
