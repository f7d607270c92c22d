"""How much a text is about what an expression asks for: BM25 without the rarity of words, which no one text knows.

So it is the same in every store, whatever else is in it. It is asked for a thousand texts at a time, and counts in
lines as a store's index holds them: some 20 us for a text of 3 KB and three words. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from feedsvc.expressions.expression import And, Expression, Near, Not, Or, Words
from feedsvc.expressions.text import places

MOST = 8
"""Words and phrases that are counted, the first of an expression: who lists hundreds looks for any, not for many."""

_WEIGHTS = {"title": 8.0, "summary": 2.0}
"""What a word counts there; 1 elsewhere. A title has a fiftieth of the words, chosen for what the text is about."""
_ENOUGH = 1.2
"""BM25's k1: how often a word must be said, in a text of the usual length, to count half of the most that it can."""
_BY_LENGTH = 0.75
"""BM25's b: how much of this is measured by the length of the text."""
_USUAL = 500
"""Words in the content of a usual article."""


def relevance(expression: Expression, lines: Mapping[str, str]) -> float:
    """From 0 upwards: how often the words are said that it asks for, those in a title and in short texts before all.

    `lines` are those of `Text.index`.
    """
    enough = _ENOUGH * (1 - _BY_LENGTH + _BY_LENGTH * lines["content"].count(" ") / _USUAL)
    wanted = _first_wanted(expression)
    fields = {field for words in wanted for field in places(words.field)}
    spaced = {field: f" {lines[field]} " for field in fields}
    return sum(_said(words, spaced, enough) for words in wanted)


def _first_wanted(expression: Expression) -> Collection[Words]:
    """Each once."""
    first: dict[Words, None] = {}
    for words in _wanted(expression):
        first[words] = None
        if len(first) == MOST:
            break
    return first


def _wanted(expression: Expression) -> Iterator[Words]:
    """The words that it asks for: all of it but what stands under NOT."""
    match expression:
        case Words():
            yield expression
        case Near(left, right):
            yield from (*left, *right)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _wanted(part)
        case Not():
            return


def _said(words: Words, spaced: Mapping[str, str], enough: float) -> float:
    """Each further time counts less than the one before; what follows itself at once counts as one."""
    said = f" {' '.join(words.words)}{'' if words.prefix else ' '}"
    found = 0.0
    for field in places(words.field):
        if times := spaced[field].count(said):
            found += _WEIGHTS.get(field, 1.0) * times / (times + enough)
    return found
