"""A selection as SQL: its shape makes the statement, its topics are the statement's parameters.

So selections of one shape share a statement, and a thousand of them cost no more to prepare than one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    literal,
    literal_column,
    or_,
    select,
    true,
)

from feedsvc.addresses import ALL
from feedsvc.model import State
from feedsvc.selections import Selection
from feedsvc.store.columns import PlainText
from feedsvc.store.schema import entries, entry_topics

Shape: TypeAlias = tuple[tuple[int, int], ...]
"""Of each term, how many topics it names and how many it takes away."""

Topics: TypeAlias = list[BindParameter[str]]


def shape_of(selection: Selection) -> Shape:
    return tuple((len(term.topics), len(term.without)) for term in selection.terms)


def is_single(shape: Shape) -> bool:
    """Whether it is one topic, or everything: a feed that has a revision of its own."""
    return shape in (((0, 0),), ((1, 0),))


def values_of(selection: Selection, entered: Mapping[str, int]) -> dict[str, str]:
    """The topics as parameters, of each term the rarest first, for that one is walked and the others looked up."""
    values: dict[str, str] = {}
    for number, term in enumerate(selection.terms):
        rarest_first = sorted(term.topics, key=lambda topic: (entered.get(topic, 0), topic))
        values |= {_topic_name(number, place): topic for place, topic in enumerate(rarest_first)}
        values |= {_without_name(number, place): topic for place, topic in enumerate(term.without)}
    return values


def _topic_name(number: int, place: int) -> str:
    return f"topic_{number}_{place}"


def _without_name(number: int, place: int) -> str:
    return f"without_{number}_{place}"


@dataclass(frozen=True)
class TermShape:
    """One term of a shape: its number, and how many topics it names and takes away."""

    number: int
    topics: int
    without: int

    @property
    def walked(self) -> ColumnElement[str]:
        """The feed that has every entry of this term, and the fewest others: its first topic's, or that of all."""
        return self.topic(0) if self.topics else literal(ALL, PlainText())

    def topic(self, place: int) -> BindParameter[str]:
        return bindparam(_topic_name(self.number, place), type_=PlainText())

    @property
    def named(self) -> Topics:
        return [self.topic(place) for place in range(self.topics)]

    @property
    def taken_away(self) -> Topics:
        return [bindparam(_without_name(self.number, place), type_=PlainText()) for place in range(self.without)]

    def about(self, key: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """What makes an entry, in whatever state, one that the term is about: a lookup for each of its topics."""
        return [*(_has(key, topic) for topic in self.named), *(~_has(key, topic) for topic in self.taken_away)]

    def beside_walked(self, key: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """The same, of an entry that has the first of its topics."""
        return self.about(key)[1:] if self.topics else self.about(key)


def _has(key: ColumnElement[int], topic: ColumnElement[str]) -> ColumnElement[bool]:
    one = entry_topics.alias()
    return select(literal_column("1")).where(one.c.entry == key, one.c.topic == topic).exists()


@dataclass(frozen=True)
class Standing:
    """Where it is said which entries the feed that a term walks has now, and when each was published."""

    table: FromClause
    key: Column[int]
    is_in: ColumnElement[bool]


def standing(term: TermShape) -> Standing:
    if term.topics:
        table = entry_topics.alias("standing")
        return Standing(table, table.c.entry, (table.c.topic == term.walked) & table.c.shown)
    everything = entries.alias("standing")
    return Standing(everything, everything.c.key, everything.c.state == State.PUBLISHED.value)


def terms_of(shape: Shape) -> list[TermShape]:
    return [TermShape(number, topics, without) for number, (topics, without) in enumerate(shape)]


def about(shape: Shape, key: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether an entry is about what the selection says, published or not."""
    return or_(*(and_(true(), *term.about(key)) for term in terms_of(shape)))
