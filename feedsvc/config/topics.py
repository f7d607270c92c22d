"""What someone else finds wrong with the topics: whoever knows rules and trees, which this folder does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from feedsvc.config.sources import Layer
from feedsvc.errors import Mistake
from feedsvc.model import Topic

Examine = Callable[[Sequence[Topic]], Iterable[tuple[int, str, str]]]
"""Topics -> each mistake in them as the topic's index, the key, and what is wrong and what to do."""


def unexamined(_: Sequence[Topic]) -> tuple[tuple[int, str, str], ...]:
    """The Examine of whoever leaves rules and parents alone."""
    return ()


def examined(layer: Layer, topics: Sequence[Topic], examine: Examine) -> Iterable[Mistake]:
    """What `examine` finds in the topics of a layer, with its places."""
    for index, name, problem in examine(topics):
        yield layer.mistake(f"topics.{index}.{name}", problem, "docs/topics.md shows how topics are written")
