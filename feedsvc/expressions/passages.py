"""Where the words of a rule stand, for people: the words around them, with those that matched set apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from feedsvc.expressions.explain import Hit

_AROUND = 32
"""Characters shown on each side of a word: five words or so, enough to see what is meant, on one line with the word."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a passage; `matched` are the words that the rule names."""

    text: str
    matched: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of what a field says, on one line; an ellipsis where it goes on."""

    field: str
    pieces: tuple[Piece, ...]
    hits: int
    """How many of the places are in it."""

    def __str__(self) -> str:
        return "".join(f"*{piece.text}*" if piece.matched else piece.text for piece in self.pieces)


def passages(hits: Iterable[Hit], most: int) -> tuple[Passage, ...]:
    """As few as show each of the words once, at most so many, in the order of the hits' fields."""
    shown: set[object] = set()
    found: list[Passage] = []
    for (field, text), here in groupby(hits_in_order(hits), key=lambda hit: (hit.field, hit.text)):
        for near in _together(list(here), len(text)):
            words = {hit.words for hit in near}
            if len(found) < most and not words <= shown:
                shown |= words
                found.append(Passage(field, tuple(_pieces(text, near)), len(near)))
    return tuple(found)


def hits_in_order(hits: Iterable[Hit]) -> list[Hit]:
    """Those of one text together, from its beginning to its end."""
    found = list(dict.fromkeys(hits))
    places = {text: place for place, text in reversed([*enumerate((hit.field, hit.text) for hit in found)])}
    return sorted(found, key=lambda hit: (places[hit.field, hit.text], hit.start, -hit.end))


def _together(hits: Sequence[Hit], end: int) -> Iterator[list[Hit]]:
    """The hits that one passage shows: those whose surroundings touch."""
    near: list[Hit] = []
    for hit in hits:
        if near and hit.start - near[-1].end > min(_AROUND, end):
            yield near
            near = []
        near.append(hit)
    if near:
        yield near


def _pieces(text: str, hits: Sequence[Hit]) -> Iterator[Piece]:
    start, end = _opening(text, hits[0].start), _closing(text, max(hit.end for hit in hits))
    at = start
    for hit in hits:
        if hit.end <= at:
            continue  # within the one before, as a word of a phrase is
        before = _spaced(text[at : max(hit.start, at)])
        yield from _piece(before if at > start else f"{'…' * (start > 0)}{before.lstrip()}")
        yield Piece(_spaced(text[max(hit.start, at) : hit.end]), matched=True)
        at = hit.end
    yield from _piece(_spaced(text[at:end]).rstrip() + "…" * (end < len(text)))


def _piece(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(text)


def _opening(text: str, at: int) -> int:
    """Where the surroundings of a place begin: behind a space, where there is one."""
    if at <= _AROUND:
        return 0
    space = text.find(" ", at - _AROUND, at)
    return space + 1 if space >= 0 else at - _AROUND


def _closing(text: str, at: int) -> int:
    if at + _AROUND >= len(text):
        return len(text)
    space = text.rfind(" ", at, at + _AROUND)
    return space if space > at else at + _AROUND


def _spaced(text: str) -> str:
    """With single spaces, also at its ends where it has any."""
    words = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{words}{' ' * (text[-1:].isspace() and bool(words))}"
