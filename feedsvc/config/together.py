"""What keys may say each by itself, but not together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from feedsvc import codes
from feedsvc.config import legible
from feedsvc.config.schedules import written
from feedsvc.config.sources import Layer
from feedsvc.errors import Mistake
from feedsvc.model import Topic

SHORTEST, LONGEST = "feeds.shortest_max_age", "feeds.longest_max_age"


def ambiguous(layer: Layer, topics: Sequence[Topic]) -> Iterator[Mistake]:
    """What is claimed a second time: a slug, as a topic's, as one that it had before or as gone for good; or a code."""
    yield from _slugs(layer, topics)
    yield from _codes(layer, topics)


def _slugs(layer: Layer, topics: Iterable[Topic]) -> Iterator[Mistake]:
    first: dict[str, str] = {}
    for key, slug in _named(topics, legible.retired(layer)):
        if slug in first:
            problem = f'"{slug}" is named by {_elsewhere(layer, first[slug])}'
            yield layer.mistake(key, problem, "A slug leads to one thing alone: take out one of the two")
        elif slug:
            first[slug] = key


def _named(topics: Iterable[Topic], retired: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The key of each slug, and the slug. What topics are called now comes first, so that the others are blamed."""
    for index, topic in enumerate(topics):
        yield f"topics.{index}.slug", topic.slug
    for index, topic in enumerate(topics):
        for number, alias in enumerate(topic.aliases):
            yield f"topics.{index}.aliases.{number}", alias
    for number, slug in enumerate(retired):
        yield f"feeds.retired.{number}", slug


def _codes(layer: Layer, topics: Iterable[Topic]) -> Iterator[Mistake]:
    first: dict[str, tuple[str, str]] = {}
    for index, topic in enumerate(topics):
        for number, code in enumerate(topic.codes):
            key, meant = f"topics.{index}.codes.{number}", codes.canonical(code)
            if meant in first:
                known, spelled = first[meant]
                alike = "" if spelled == code else f', as "{spelled}"'
                problem = f'"{code}" is named by {_elsewhere(layer, known)}{alike}'
                yield layer.mistake(key, problem, "A code means one topic alone: take out one of the two")
            elif meant:
                first[meant] = key, code


def _elsewhere(layer: Layer, key: str) -> str:
    return f"{layer.own(key)} too ({layer.locate(key)})"


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
    yield layer.mistake(key, problem, "Bring the two in order")
