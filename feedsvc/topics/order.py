"""In which order rules are looked at: one that asks for a topic waits for whatever can bring that topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from feedsvc.expressions.expression import Expression, leaves
from feedsvc.model import Topic

Ruled = tuple[Topic, Expression]


def asked_topics(expression: Expression) -> frozenset[str]:
    """The slugs that an expression names, `topic:asia`."""
    return frozenset(leaf.words[0] for leaf in leaves(expression) if leaf.field == "topic")


def rounds(topics: Sequence[Topic], ruled: Sequence[Ruled]) -> tuple[list[list[int]], list[int]]:
    """The rules by their index in `ruled`: those of each round ask only for what the rounds before have decided.

    And those that wait for one another, or for such: nothing can decide them.
    """
    asking = {number: asked for number, (_, rule) in enumerate(ruled) if (asked := asked_topics(rule))}
    found = [[number for number in range(len(ruled)) if number not in asking]]
    waiting = _waiting(topics, ruled, asking)
    while ready := [number for number, others in waiting.items() if not others & waiting.keys()]:
        found.append(ready)
        for number in ready:
            del waiting[number]
    return found, list(waiting)


def _waiting(
    topics: Sequence[Topic], ruled: Sequence[Ruled], asking: Mapping[int, frozenset[str]]
) -> dict[int, set[int]]:
    """Each rule that asks for a topic, and which of the others bring that topic, by themselves or as its children."""
    parents = {topic.slug: topic.parent for topic in topics}
    bringing: dict[str, set[int]] = defaultdict(set)
    for number in asking:
        for slug in _with_parents(ruled[number][0].slug, parents):
            bringing[slug].add(number)
    return {number: set().union(*(bringing.get(slug, ()) for slug in asked)) for number, asked in asking.items()}


def _with_parents(slug: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    met: set[str] = set()
    following: str | None = slug
    while following is not None and following not in met:
        yield following
        met.add(following)
        following = parents.get(following)
