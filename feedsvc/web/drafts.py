"""A combination of topics in the making: what one click makes of it. Pure.

A selection has alternatives, its terms, and one of them is being worked on: what is added by "and" and "without" goes
there, and "or" begins another. So "harbour and fog, or storms without inland" is clicked in the order in which it is
said. Every state is a value, and has an address.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from feedsvc import selections
from feedsvc.selections import EVERYTHING, MOST_TOPICS, IsTopic, Selection, Term


@dataclass(frozen=True, slots=True)
class Draft:
    """A selection, and the number of its alternative that is being worked on, from 1."""

    selection: Selection = EVERYTHING
    number: int = 1

    @property
    def term(self) -> Term:
        """The alternative that is being worked on."""
        return self.selection.terms[self.number - 1]

    @property
    def is_begun(self) -> bool:
        return self.selection != EVERYTHING

    def both(self, topic: str) -> Draft | None:
        """The alternative AND this topic; None where it has it, or excludes it."""
        if topic in self.term.topics or topic in self.term.without:
            return None
        return self._with(replace(self.term, topics=tuple(sorted({*self.term.topics, topic}))))

    def without(self, topic: str) -> Draft | None:
        """The alternative, but not this topic; None where it has it, or excludes it."""
        if topic in self.term.topics or topic in self.term.without:
            return None
        return self._with(replace(self.term, without=tuple(sorted({*self.term.without, topic}))))

    def either(self, topic: str) -> Draft | None:
        """OR this topic, as an alternative of its own; None where it is one, and where nothing is chosen yet."""
        if not self.is_begun or Term((topic,)) in self.selection.terms:
            return None
        return _draft({*self.selection.terms, Term((topic,))}, Term((topic,)))

    def less(self, topic: str) -> Draft:
        """The alternative without a word of this topic; where nothing is left of it, the others."""
        topics = tuple(each for each in self.term.topics if each != topic)
        without = tuple(each for each in self.term.without if each != topic)
        left = Term(topics, without)
        return self.dropped() if left == Term() else self._with(left)

    def dropped(self) -> Draft:
        """The other alternatives; where there are none, everything."""
        others = [term for term in self.selection.terms if term != self.term]
        return Draft(Selection(tuple(others)), len(others)) if others else Draft()

    def at(self, number: int) -> Draft:
        """The same selection, at another of its alternatives."""
        return replace(self, number=number)

    def has_address(self, is_topic: IsTopic) -> bool:
        """Whether its text is understood as itself: with too many topics it is not.

        Nor with hyphens that tell otherwise, which only those before an excluded topic can.
        """
        if len(self.selection.members) > MOST_TOPICS:
            return False
        return not self.term.without or selections.read(str(self.term), is_topic) == Selection((self.term,))

    def _with(self, term: Term) -> Draft:
        return _draft({*self.selection.terms} - {self.term} | {term}, term)


def _draft(terms: set[Term], worked_on: Term) -> Draft:
    ordered = sorted(terms)
    return Draft(Selection(tuple(ordered)), ordered.index(worked_on) + 1)
