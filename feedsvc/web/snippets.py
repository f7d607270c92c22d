"""What a search found, as its page shows it: title and a piece of text, the words that matched marked. Pure.

It looks at the first few places of each word, so that no text and no expression can keep it long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from feedsvc.expressions import Expression, Text
from feedsvc.expressions.expression import Words, leaves
from feedsvc.expressions.text import places
from feedsvc.expressions.tokens import located, tokens
from feedsvc.store.values import StoredEntry

LENGTH = 280
"""Characters of a piece: three lines."""

_BEFORE = 60
"""Characters that stand before the first word that matched, for its sake."""
_LONGEST_WORD = 30  # where no space comes within so many characters, it is cut between two
_WORDS = 12
"""Conditions of an expression, those first that hold: more would not fit into the piece."""
_PLACES = 20
"""Of each word, in each field."""
_MOST = 100
"""Places in a field: the piece with the most of them is looked for among these, in the square of their number."""
_SHOWN = 30
"""Words of which it is likely that a piece has them all."""

_SPACE = re.compile(r"\s+")

_BORDER = re.compile(r" (?=\w)")
_STRETCH = 150  # characters: to say where the words in one stand costs some 2 us for each

WordSpan = tuple[int, int]
"""Of words, counted from 0: the first, and the one behind the last."""
Span = tuple[int, int]
"""Of characters: the first, and the one behind the last."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a text."""

    text: str
    is_found: bool


@dataclass(frozen=True, slots=True)
class Result:
    """An entry that was found."""

    stored: StoredEntry
    title: list[Piece]
    snippet: list[Piece]


def result(stored: StoredEntry, expression: Expression | None) -> Result:
    """An entry with what speaks for it marked; the beginning of its summary, where nothing in its text does."""
    text = Text.of(stored.entry, [assignment.topic for assignment in stored.assignments])
    words = _evident(expression, text) if expression is not None else []
    title = marked(stored.entry.title, located_spans(stored.entry.title, _spans(words, "title", text)))
    field = "content" if (found := _spans(words, "content", text)) else "summary"
    said = "".join(text.said[field])
    densest = _densest(found or _spans(words, "summary", text))
    return Result(stored, title, excerpt(said, located_spans(said, densest)))


def marked(text: str, found: Iterable[Span]) -> list[Piece]:
    """The whole text, in pieces; where two spans overlap they are one."""
    pieces: list[Piece] = []
    end = 0
    for start, behind in _apart(found):
        pieces += [Piece(text[end:start], False), Piece(text[start:behind], True)]
        end = behind
    return [piece for piece in [*pieces, Piece(text[end:], False)] if piece.text]


def _apart(spans: Iterable[Span]) -> list[Span]:
    """In order, those that overlap made one."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart


def excerpt(text: str, found: Sequence[Span]) -> list[Piece]:
    """The piece of a text that begins with what was found, in pieces; cut between words, dots for what is left out."""
    start, end = _cut(text, found[0][0] if found else 0)
    inside = [(first - start, last - start) for first, last in found if last <= end]
    before, behind = "… " * (start > 0), " …" * (end < len(text))
    shown = [Piece(_SPACE.sub(" ", piece.text), piece.is_found) for piece in marked(text[start:end], inside)]
    return [piece for piece in (Piece(before, False), *shown, Piece(behind, False)) if piece.text]


def located_spans(text: str, spans: Sequence[WordSpan]) -> list[Span]:
    """Where these words of a text stand in it, in characters. Only the stretches that they stand in are looked at."""
    first, where = 0, dict[int, Span]()
    wanted = {place for start, end in spans for place in (start, end - 1)}
    for offset, stretch in _stretches(text):
        behind = first + len(tokens(stretch))
        if not wanted.isdisjoint(range(first, behind)):
            for place, (_, start, end) in enumerate(located(stretch), first):
                where[place] = offset + start, offset + end
        first = behind
    return [(where[start][0], where[end - 1][1]) for start, end in spans]


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """The text between spaces that no word reaches over, some hundred characters each, and where each begins."""
    start = 0
    while start < len(text):
        border = _BORDER.search(text, start + _STRETCH)
        end = border.start() if border else len(text)
        yield start, text[start:end]
        start = end


def _evident(expression: Expression, text: Text) -> list[Words]:
    """The words that are there and that it holds by."""
    evidence = islice(expression.evidence(text), _WORDS)
    return list(dict.fromkeys(words for condition in evidence for words in leaves(condition)))


def _spans(words: Iterable[Words], field: str, text: Text) -> list[WordSpan]:
    """Where they stand in a field: the first places of each, in order."""
    asked = [each for each in words if field in places(each.field)]
    found = {span for each in asked for span in islice(text.spans(each.words, field, prefix=each.prefix), _PLACES)}
    return sorted(found)[:_MOST]


def _densest(found: Sequence[WordSpan]) -> list[WordSpan]:
    """Those that stand together in one piece: the most there are, the first of equals."""
    together = (
        [other for other in found[place:] if other[1] <= start + _SHOWN] for place, (start, _) in enumerate(found)
    )
    return max(together, key=len, default=[]) or list(found[:1])


def _cut(text: str, first: int) -> Span:
    start = max(first - _BEFORE, 0)
    if start:
        start = _behind_space(text, start, first)
    end = start + LENGTH
    return (start, len(text)) if end >= len(text) else (start, _before_space(text, end))


def _behind_space(text: str, start: int, last: int) -> int:
    space = text.find(" ", start, min(start + _LONGEST_WORD, last))
    return start if space < 0 else space + 1


def _before_space(text: str, end: int) -> int:
    space = text.rfind(" ", end - _LONGEST_WORD, end)
    return end if space < 0 else space
