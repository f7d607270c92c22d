"""What keys may say each by itself, but not together."""

from __future__ import annotations

from collections.abc import Iterator

from feedsvc.config import legible
from feedsvc.config.schedules import written
from feedsvc.config.sources import Layer
from feedsvc.errors import Mistake

SHORTEST, LONGEST = "feeds.shortest_max_age", "feeds.longest_max_age"


def ambiguous(layer: Layer) -> Iterator[Mistake]:
    """Slugs that are named a second time: as a topic's, as one that it had before, or as gone for good."""
    first: dict[str, str] = {}
    for key, slug in _named(layer):
        if slug in first:
            problem = f'"{slug}" is named by {first[slug]} too ({layer.locate(first[slug])})'
            yield Mistake(key, layer.locate(key), problem, "A slug leads to one thing alone: take out one of the two")
        elif slug:
            first[slug] = key


def _named(layer: Layer) -> Iterator[tuple[str, str]]:
    """The key of each slug, and the slug. What topics are called now comes first, so that the others are blamed."""
    topics = legible.topics(layer)
    for index, topic in enumerate(topics):
        yield f"topics.{index}.slug", topic.slug
    for index, topic in enumerate(topics):
        for number, alias in enumerate(topic.aliases):
            yield f"topics.{index}.aliases.{number}", alias
    for number, slug in enumerate(legible.retired(layer)):
        yield f"feeds.retired.{number}", slug


def crossed(layer: Layer) -> Iterator[Mistake]:
    """The bounds of max-age, where the lower one lies above the upper one."""
    shortest, longest = legible.max_age(layer, SHORTEST), legible.max_age(layer, LONGEST)
    if shortest is None or longest is None or shortest <= longest:
        return
    # It is told where something was written: where only one of them was, the other is a default that nobody sees.
    if LONGEST in layer.values:
        key, problem = LONGEST, f'"{written(longest)}" is shorter than {SHORTEST}, which is "{written(shortest)}"'
    else:
        key, problem = SHORTEST, f'"{written(shortest)}" is longer than {LONGEST}, which is "{written(longest)}"'
    yield Mistake(key, layer.locate(key), problem, "Bring the two in order")
