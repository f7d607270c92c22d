"""Why a rule holds for a text, or what it lacks: for those who ask of one entry. It takes its time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from feedsvc.expressions import fields
from feedsvc.expressions.expression import And, Expression, Near, Not, Or, Words, leaves
from feedsvc.expressions.text import Span, Text, places


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where words of a rule stand."""

    words: Words
    field: str
    text: str
    """What the field says there: one of the authors, or all of the content without its markup."""
    start: int
    """In characters of this text, as is `end`."""
    end: int

    @property
    def found(self) -> str:
        """As the author wrote it."""
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of a rule."""

    holds: bool
    hits: tuple[Hit, ...]
    """Where the words stand that speak for it; where it does not hold, also those that speak against it."""
    missing: tuple[Expression, ...]
    """Where all but one condition was met: that one; several, where any of these would have done. `NOT football` is one
    that was not met because football was found."""


def explain(expression: Expression, text: Text) -> Explanation:
    """Whether a rule holds for a text, by which words, and what is missing where it is one condition alone."""
    conditions = dict.fromkeys(decisive(expression, text))
    hits = dict.fromkeys(hit for condition in conditions for hit in _hits(condition, text))
    return Explanation(expression.holds(text), tuple(hits), tuple(dict.fromkeys(missing(expression, text))))


def decisive(expression: Expression, text: Text) -> Iterator[Words | Near]:
    """The words that are there and matter."""
    if expression.holds(text):
        yield from expression.evidence(text)
        return
    match expression:
        case Not(part):
            yield from part.evidence(text)
        case Near():
            yield from (words for words in leaves(expression) if words.holds(text))
        case And(parts) | Or(parts):
            for part in parts:
                yield from decisive(part, text)


def missing(expression: Expression, text: Text) -> Iterator[Expression]:
    """Nothing where it holds, nor where no other condition was met: a word that is not there is no near miss."""
    match expression:
        case Or(parts) if not expression.holds(text):
            for part in parts:
                yield from missing(part, text)
        case And(parts):
            failing = [part for part in parts if not part.holds(text)]
            met = any(True for part in parts if part not in failing for _ in part.evidence(text))
            if len(failing) == 1 and met:
                yield from _single(failing[0], text)


def _single(failing: Expression, text: Text) -> Iterator[Expression]:
    """The one condition that fails: of an AND in parentheses, its only part that does."""
    while isinstance(failing, And):
        parts = [part for part in failing.parts if not part.holds(text)]
        if len(parts) > 1:
            return
        failing = parts[0]
    yield failing


def _hits(condition: Words | Near, text: Text) -> Iterator[Hit]:
    if isinstance(condition, Words):
        for field in places(condition.field):
            for span in text.spans(condition.words, field, prefix=condition.prefix):
                yield _hit(condition, field, span, text)
        return
    one, other = condition.left[0], condition.right[0]  # evidence has one of each
    for field, first, second in condition.places(text, one, other):
        yield _hit(one, field, first, text)
        yield _hit(other, field, second, text)


def _hit(words: Words, field: str, span: Span, text: Text) -> Hit:
    where = _origins(field, tuple(text.said.get(field, ())))[span[0] : span[1]]
    return Hit(words, field, where[0][0], where[0][1], where[-1][2])


@lru_cache(maxsize=16)  # the fields of one entry or two: of a long content it takes milliseconds, and hits are many
def _origins(field: str, said: tuple[str, ...]) -> list[fields.Origin]:
    return fields.origins(field, said)
