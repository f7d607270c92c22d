"""Selections: what a feed is about. Everything, one topic, or topics combined: `a+b` (and), `a,b` (or), `a-b` (not).

The comma binds least: `harbour+fog,storms-inland` holds what is about harbour and fog, and what is about storms but
not inland. One selection has one canonical text, whatever order it was asked for in. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from feedsvc.addresses import ALL

MOST_TOPICS = 20
"""Topics that one selection may name: each is a lookup for every entry that is considered."""

IsTopic = Callable[[str], bool]


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """Entries about every one of these topics and about none of those; about anything, where it names none."""

    topics: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    """Both sorted, each topic once."""

    def __str__(self) -> str:
        return "".join(["+".join(self.topics) or ALL, *(f"-{topic}" for topic in self.without)])

    def holds(self, topics: Collection[str]) -> bool:
        """Whether an entry with these topics is in it."""
        return all(topic in topics for topic in self.topics) and not any(topic in topics for topic in self.without)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a feed is about: what any of its terms holds."""

    terms: tuple[Term, ...]
    """At least one; sorted, each once."""

    def __str__(self) -> str:
        """The canonical text, as it stands in the feed's address."""
        return ",".join(map(str, self.terms))

    @property
    def single(self) -> str | None:
        """`all`, or the one topic that it is; None for a combination."""
        if len(self.terms) > 1 or self.terms[0].without or len(self.terms[0].topics) > 1:
            return None
        return self.terms[0].topics[0] if self.terms[0].topics else ALL

    @property
    def members(self) -> frozenset[str]:
        """Every topic that it names, and `all` where a term begins with everything: what moves it when it moves."""
        named = (topic for term in self.terms for topic in (*(term.topics or (ALL,)), *term.without))
        return frozenset(named)

    def holds(self, topics: Collection[str]) -> bool:
        """Whether an entry with these topics is in it."""
        return any(term.holds(topics) for term in self.terms)


EVERYTHING = Selection((Term(),))


def of_topic(slug: str) -> Selection:
    """The selection of one topic; of everything, for `all`."""
    return EVERYTHING if slug == ALL else Selection((Term((slug,)),))


def read(text: str, is_topic: IsTopic) -> Selection | None:
    """The selection that an address names; None where it names none, or a topic that there is not.

    A slug may hold hyphens, so what `-` means is told by the topics that there are: the longest one counts.
    """
    if is_topic(text):
        return of_topic(text)
    if text.count("+") + text.count(",") + text.count("-") > MOST_TOPICS * 8:  # as many as the longest slugs can hold
        return None
    terms = [_term(part, is_topic) for part in text.split(",")]
    possible = sorted({term for term in terms if term and not set(term.topics) & set(term.without)})
    selection = Selection(tuple(possible))
    if None in terms or not possible or len(selection.members) > MOST_TOPICS:
        return None
    return selection


def _term(text: str, is_topic: IsTopic) -> Term | None:
    """Topics between signs; a term cannot begin with a sign."""
    topics: set[str] = set()
    without: set[str] = set()
    for sign, slug in _signed(text, is_topic):
        if slug == ALL and sign == "-":
            return None
        (without if sign == "-" else topics).add(slug)
        if not slug:
            return None
    return Term(tuple(sorted(topics - {ALL})), tuple(sorted(without))) if topics else None


def _signed(text: str, is_topic: IsTopic) -> Iterator[tuple[str, str]]:
    """Each topic with the sign before it, `+` before the first; an empty topic where there is none to be found."""
    for part in text.split("+"):
        sign, rest = "+", part
        while True:
            slug = _longest(rest, is_topic)
            yield sign, slug
            if not slug or len(slug) == len(rest):
                break
            sign, rest = "-", rest[len(slug) + 1 :]


def _longest(text: str, is_topic: IsTopic) -> str:
    """The longest topic that the text begins with, up to its end or a hyphen; empty where there is none."""
    end = len(text)
    while end > 0:
        if (slug := text[:end]) == ALL or is_topic(slug):
            return slug
        end = text.rfind("-", 0, end)
    return ""
