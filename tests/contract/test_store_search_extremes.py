"""Searches as large as the language allows, entries larger than an index likes, and searches that take too long."""

from __future__ import annotations

import time

import pytest
from publishing import AT, publish, tag, texts

from feedsvc.errors import SearchError
from feedsvc.expressions import Expression, Text, parse
from feedsvc.expressions.expression import And, Near, Not, Or, Words
from feedsvc.expressions.language import DEEPEST, MOST_NEAR, MOST_TERMS
from feedsvc.model import Format
from feedsvc.store import patience
from feedsvc.store.base import Store
from feedsvc.store.values import Search


def word(written: str) -> Words:
    return Words((written,), written)


MANY = [word(f"w{number}") for number in range(MOST_TERMS - 1)]
SIDE = tuple(MANY[:MOST_NEAR])
NEAR = Near(SIDE, (*SIDE[1:], word("b")), 1)


def deep(pattern: str) -> Expression:
    """Parentheses as deep as may be."""
    rule = "b"
    for number in range(DEEPEST):
        rule = pattern.replace("…", rule).replace("#", f"w{number}")
    return parse(rule)


PATTERNS = (
    "(# … OR a)",
    "a -(# OR …)",
    "a -(# …)",
    "-(# …)",
    "-(# OR …)",
    "a -(# OR x -y …) -z",
    "x OR a -z -(# OR x -y …)",
)
"""One more pair of parentheses each, in which `…` stands for the next."""

EXTREMES: dict[str, Expression] = {
    "any of 500 words": Or((*MANY, word("b"))),
    "all of 500 words": And((*MANY, word("b"))),
    "none of 500 words": And(tuple(Not(each) for each in (*MANY, word("a")))),
    "any but one of 500": Or(tuple(Not(each) for each in MANY)),
    "a phrase of 500 words": Words(("happened", "to", *("b",) * 498), ""),
    "a phrase of a few among 500": Or((*MANY, Words(("to", "b"), ""))),
    "near, 20 by 20": NEAR,
    "near, 12 times 20 by 20": Or((*(Near(NEAR.left, NEAR.left, distance) for distance in range(11)), NEAR)),
    "all of 12 times 20 by 20": And(tuple(Not(Near(NEAR.left, NEAR.right, distance)) for distance in range(12))),
    **{f"20 deep: {pattern}": deep(pattern) for pattern in PATTERNS},
    "200 prefixes": Or(tuple(Words((f"w{number}", "b"), "", prefix=True) for number in range(10, 210))),
}


@pytest.mark.parametrize("extreme", EXTREMES)
def test_the_largest_expressions_are_searched_for_as_they_are_tried(store: Store, extreme: str) -> None:
    publishes = [
        publish("a"),
        publish("b"),
        publish("c", content="<p>w18 b</p>"),
        publish("d", content=f"<p>{' '.join(str(each) for each in MANY)} b</p>"),
    ]
    store.apply(publishes, AT)
    expression = EXTREMES[extreme]
    holds = [each.entry.id for each in publishes if expression.holds(Text.of(each.entry))]
    assert sorted(found.id for found in store.found(expression)) == holds


def test_the_longest_rule_is_searched_for(store: Store) -> None:
    store.apply([publish("a"), publish("b")], AT)
    window = store.search(Search(parse(" OR ".join(f"x{number}" for number in range(498)) + " OR b")), Format.ATOM, 9)
    assert window is not None
    assert texts(window.shown) == ["b"]


# Entries larger than an index likes.


def test_words_too_long_for_an_index_are_found_all_the_same(store: Store) -> None:
    long, longer = "х" * 3000, "х" * 3001
    store.apply([publish("long", content=f"<p>{long}</p>"), publish("longer", content=f"<p>{longer}</p>")], AT)
    assert ids(store, long) == [tag("long")]
    assert ids(store, f"NOT {long}") == [tag("longer")]
    assert ids(store, f"content:{longer}") == [tag("longer")]
    assert ids(store, f"{long}*") == [tag("longer"), tag("long")]


def test_an_entry_with_more_words_than_an_index_holds_is_found_by_each_of_them(store: Store) -> None:
    """PostgreSQL's tsvector ends at a megabyte: a tenth of a gigantic archive page."""
    content = " ".join(f"слово{number}" for number in range(60_000))
    store.apply([publish("huge", "fog", content=f"<p>{content}</p>"), publish("small", "fog")], AT)
    assert ids(store, "слово7 OR слово59999") == [tag("huge")]
    assert ids(store, '"слово59998 слово59999"') == [tag("huge")]
    assert ids(store, "слово60000") == []
    assert ids(store, "topic:fog NOT слово7") == [tag("small")]
    assert ids(store, "topic:tides") == []
    store.apply([publish("huge", "tides")], AT)
    assert ids(store, "слово7") == []
    assert ids(store, "topic:tides") == [tag("huge")]


def ids(store: Store, rule: str) -> list[str]:
    return [found.id for found in store.found(parse(rule))]


# Searches that take too long.


def test_a_search_that_takes_too_long_is_ended_and_nothing_else_is(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.apply([publish(f"n{number}") for number in range(500)], AT)
    search = Search(parse('"what happened" NOT unheard'))
    with monkeypatch.context() as impatient:
        impatient.setattr(patience, "_AT_LEAST", 0.0)
        impatient.setattr(patience, "_FOR_EACH", 0.0)
        with pytest.raises(SearchError, match="Ask for less at once"):
            store.search(search, Format.ATOM, 499)
        assert len(store.found(parse('"what happened"'))) == 500
    window = store.search(search, Format.ATOM, 499)
    assert window is not None
    assert len(window.shown) == 499


def test_the_patience_of_a_large_store_is_longer() -> None:
    assert patience.Patience(0).seconds == patience.Patience(10_000).seconds < patience.Patience(100_000).seconds
    assert not patience.Patience(0).is_over


def test_waiting_costs_no_patience() -> None:
    """Only work of one's own does: nobody is refused because the machine is busy."""
    short = patience.Patience(0)
    time.sleep(short.seconds * 2)
    assert not short.is_over
