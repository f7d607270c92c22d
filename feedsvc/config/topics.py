"""What someone else finds wrong with the topics, told together with what is wrong with their values.

Whoever knows rules and trees looks at the topics as far as they can be read: a misspelt key elsewhere, or in one of
them, must not put off the news of a broken rule to a second round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic_core import PydanticCustomError

from feedsvc import names
from feedsvc.config import kinds, sources
from feedsvc.config.sources import Layer
from feedsvc.errors import Mistake
from feedsvc.model import Topic

Examine = Callable[[Sequence[Topic]], Iterable[tuple[int, str, str]]]
"""Topics -> each mistake in them as the topic's index, the key, and what is wrong and what to do."""


def unexamined(_: Sequence[Topic]) -> tuple[tuple[int, str, str], ...]:
    """The Examine of whoever leaves rules and parents alone."""
    return ()


def examined(layer: Layer, examine: Examine, told: Iterable[Mistake]) -> tuple[Mistake, ...]:
    """What `examine` finds, with its places, but for keys of which something is `told` already."""
    keys = {mistake.key for mistake in told}
    found = ((f"topics.{index}.{name}", problem) for index, name, problem in examine(_legible(layer)))
    remedy = "docs/topics.md shows how topics are written"
    return tuple(Mistake(key, layer.locate(key), problem, remedy) for key, problem in found if key not in keys)


def _legible(layer: Layer) -> list[Topic]:
    """Every topic at its index; what cannot be read of one is left empty."""
    written = _read(kinds.items, sources.nested(layer).get("topics"))
    return [_topic(table if isinstance(table, dict) else {}) for table in written] if isinstance(written, list) else []


def _topic(table: dict[str, Any]) -> Topic:
    # Slugs in the form that their writer will be told to give them, so that parents find what they mean.
    slug, parent = _read(names.slug, table.get("slug")), _read(names.slug, table.get("parent"))
    rule = _read(kinds.text, table.get("rule"))
    return Topic(
        slug=slug if isinstance(slug, str) else "",
        title="",
        rule=rule if isinstance(rule, str) else None,
        parent=parent if isinstance(parent, str) else None,
    )


def _read(kind: Callable[[str], Any], value: Any) -> Any:
    """What a text stands for, None where that cannot be told; what is no text is left as it is."""
    try:
        return kind(value) if isinstance(value, str) else value
    except PydanticCustomError:
        return None
