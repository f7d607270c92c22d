"""What is wrong with the configured topics: every mistake at once, for whoever reads the configuration.

Only what rules and parents say: slugs and codes are looked at before, in config/kinds.py and config/together.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

from feedsvc.errors import ExpressionError
from feedsvc.expressions.language import parse
from feedsvc.model import Topic
from feedsvc.topics.order import asked_topics, rounds

_MOST_GUESSES = 10
"""Unknown parents for which the nearest slug is looked up: among 10,000 slugs that takes 50 ms each."""

_MOST_NAMED = 5
"""Of the topics that wait for one another: enough to find the others by."""

Problem = tuple[int, str, str]
"""The topic's index, the key, and what is wrong and what to do."""


def problems(topics: Sequence[Topic]) -> list[Problem]:
    """Each mistake; in the order of the topics."""
    found = [*_rules(topics), *_circles(topics), *_parents(topics), *_cycles(topics)]
    return sorted(found, key=lambda problem: problem[0])


def _rules(topics: Sequence[Topic]) -> Iterator[Problem]:
    for index, topic in enumerate(topics):
        error = _judged(topic.rule)[0] if topic.rule is not None else None
        if error:
            yield index, "rule", f"does not parse at column {error.column}:\n{error.pointed()}"


@lru_cache(maxsize=131_072)  # a rule costs 30 us, and after an edit all but one of them are those of before
def _judged(rule: str) -> tuple[ExpressionError | None, frozenset[str]]:
    """What is wrong with a rule, and the slugs of the topics that it asks for."""
    try:
        return None, asked_topics(parse(rule))
    except ExpressionError as error:
        return error, frozenset()


def _circles(topics: Sequence[Topic]) -> Iterator[Problem]:
    """Rules that ask for topics, each of which waits for the next, and so for itself; once, at the first."""
    asking = [index for index, topic in enumerate(topics) if topic.rule is not None and _judged(topic.rule)[1]]
    _, waiting = rounds(topics, [(topics[index], parse(topics[index].rule or "")) for index in asking])
    if waiting:
        slugs = [topics[asking[place]].slug for place in waiting]
        named = ", ".join(slugs[:_MOST_NAMED]) + (", …" if len(slugs) > _MOST_NAMED else "")
        yield asking[waiting[0]], "rule", f"waits, through topic:, for itself: {named}; take one of these topic: out"


def _parents(topics: Sequence[Topic]) -> Iterator[Problem]:
    slugs = {topic.slug: None for topic in topics}
    renamed = {alias: topic.slug for topic in topics for alias in topic.aliases}
    guesses = _MOST_GUESSES
    for index, topic in enumerate(topics):
        if topic.parent is not None and topic.parent not in slugs:
            remedy = _meant(topic.parent, slugs if guesses else (), renamed)
            guesses = max(guesses - 1, 0)
            yield index, "parent", f'no topic has the slug "{topic.parent}"; {remedy}'


def _meant(parent: str, slugs: Collection[str], renamed: Mapping[str, str]) -> str:
    if parent in renamed:
        return f'it is "{renamed[parent]}" now'
    nearest = get_close_matches(parent, slugs, n=1)
    return f'did you mean "{nearest[0]}"?' if nearest else "give the slug of a topic that is configured"


def _cycles(topics: Sequence[Topic]) -> Iterator[Problem]:
    """Each cycle once, at the first of its topics."""
    parents = {topic.slug: topic.parent for topic in reversed(topics)}
    places = {topic.slug: index for index, topic in reversed([*enumerate(topics)])}
    for cycle in _loops(parents):
        first = min(cycle, key=places.__getitem__)
        turned = cycle[cycle.index(first) :] + cycle[: cycle.index(first)]
        chain = " > ".join([*turned, first])
        yield places[first], "parent", f"the parents go round: {chain}; take one of these parents out"


def _loops(parents: Mapping[str, str | None]) -> Iterator[list[str]]:
    """The slugs of each cycle. Every topic is passed once, however deep the tree."""
    passed: set[str | None] = set()
    for slug in parents:
        path: list[str] = []
        here: str | None = slug
        while here is not None and here in parents and here not in passed:
            passed.add(here)
            path.append(here)
            here = parents[here]
        if here in path:
            yield path[path.index(here) :]
