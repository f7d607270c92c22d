"""A selection as an expression: one language for topics combined and for words."""

from __future__ import annotations

from feedsvc.expressions.expression import And, Expression, Not, Or, Words
from feedsvc.selections import Selection, Term


def selected(selection: Selection) -> Expression | None:
    """What holds for the entries of a selection and for no others; None for everything."""
    terms = [term for term in map(_term, selection.terms) if term is not None]
    if len(terms) < len(selection.terms):
        return None
    return Or(tuple(terms)) if len(terms) > 1 else terms[0]


def _term(term: Term) -> Expression | None:
    parts: tuple[Expression, ...] = (*map(_topic, term.topics), *(Not(_topic(topic)) for topic in term.without))
    return And(parts) if len(parts) > 1 else next(iter(parts), None)


def _topic(slug: str) -> Words:
    return Words((slug,), slug, "topic")
