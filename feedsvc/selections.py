"""Selections: what a feed is about. Everything, one topic, or topics combined: `a+b` (and), `a,b` (or), `a-b` (not).

The comma binds least: `harbour+fog,storms-inland` holds what is about harbour and fog, and what is about storms but
not inland. One selection has one canonical text, whatever order it was asked for in. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from feedsvc.addresses import ALL
from feedsvc.names import LONGEST_SLUG

MOST_TOPICS = 20
"""Topics that one selection may name: each is a lookup for every entry that is considered."""

LONGEST = MOST_TOPICS * (LONGEST_SLUG + 1)
_MOST_SIGNS = 8 * MOST_TOPICS
"""In an address, the hyphens of slugs among them: whoever makes up 160 keeps us busy for 4 ms."""
_MOST_WORDS = LONGEST_SLUG // 2
"""In a slug: of a letter and a hyphen each."""

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

    A slug may hold hyphens, so what `-` means is told by the topics that there are: the longest first one counts after
    which the rest names topics too. A new topic may thus change what an address of others means.
    """
    if is_topic(text):
        return of_topic(text)
    if len(text) > LONGEST or sum(map(text.count, "+,-")) > _MOST_SIGNS:
        return None
    terms = {_term(part, is_topic) for part in text.split(",")}
    possible = sorted(term for term in terms if term and not set(term.topics) & set(term.without))
    selection = Selection(tuple(possible))
    if None in terms or not possible or len(selection.members) > MOST_TOPICS:
        return None
    return selection


def _term(text: str, is_topic: IsTopic) -> Term | None:
    """Topics between signs; None also where its canonical text would be understood otherwise.

    Of the topics `ice`, `sea`, `sea-fog` and `fog`, the text `ice-fog+sea` becomes `ice+sea-fog`, which names another
    term: whatever has no address of its own is not served under that of something else.
    """
    term = _parsed(text, is_topic)
    return term if term and (str(term) == text or _parsed(str(term), is_topic) == term) else None


def _parsed(text: str, is_topic: IsTopic) -> Term | None:
    topics: set[str] = set()
    without: set[str] = set()
    for part in text.split("+"):
        slugs = _split(part, is_topic)
        if slugs is None:
            return None
        topics.add(slugs[0])
        without.update(slugs[1:])
    return None if ALL in without else Term(tuple(sorted(topics - {ALL})), tuple(sorted(without)))


def _split(text: str, is_topic: IsTopic) -> list[str] | None:
    """The topics between hyphens, None where they cannot all be told; from the end, so that no place is tried twice."""
    words = text.split("-")
    told: dict[int, list[str]] = {len(words): []}
    for start in reversed(range(len(words))):
        for end in range(min(start + _MOST_WORDS, len(words)), start, -1):
            if end in told and ((slug := "-".join(words[start:end])) == ALL or is_topic(slug)):
                told[start] = [slug, *told[end]]
                break
    return told.get(0)
