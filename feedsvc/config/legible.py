"""What a layer says as far as it can be read, for whoever compares one value with another.

What cannot be read is passed over: it is a mistake of its own, and is told as such. A misspelt key elsewhere, or in
the same table, must not put off the news of another mistake to a second round.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from pydantic_core import PydanticCustomError

from feedsvc import names
from feedsvc.config import kinds, schedules, shape, sources
from feedsvc.config.sources import Layer
from feedsvc.model import Topic

Value = TypeVar("Value")

TOPIC_FILES = "topic_files.include"


def topics(layer: Layer) -> tuple[Topic, ...]:
    """Every topic at its index; what cannot be read of one is left empty."""
    tables = _items(sources.nested(layer).get("topics"))
    return tuple(_topic(table if isinstance(table, dict) else {}) for table in tables)


def _topic(table: dict[str, Any]) -> Topic:
    return Topic(
        slug=_slug(table.get("slug")) or "",
        title="",
        rule=_read(kinds.text, table.get("rule")),
        parent=_slug(table.get("parent")),
        aliases=_slugs(table.get("aliases")),
        codes=tuple(_read(kinds.text, item) or "" for item in _items(table.get("codes"))),
    )


def retired(layer: Layer) -> tuple[str, ...]:
    """Every slug of feeds.retired at its index; one that cannot be read is left empty."""
    return _slugs(layer.values.get("feeds.retired"))


def topic_files(layer: Layer) -> tuple[str, ...]:
    """Every pattern of topic_files.include; those of its default where nothing is written."""
    if TOPIC_FILES not in layer.values:
        default: tuple[str, ...] = shape.TopicFilesTable.model_fields["include"].default
        return default
    return tuple(filter(None, (_read(kinds.file_pattern, item) for item in _items(layer.values[TOPIC_FILES]))))


def max_age(layer: Layer, key: str) -> timedelta | None:
    """One of the bounds of max-age, its default where nothing is written."""
    if key not in layer.values:
        default: timedelta = shape.FeedsTable.model_fields[key.removeprefix("feeds.")].default
        return default
    return _read(schedules.max_age, layer.values[key])


def _slugs(value: Any) -> tuple[str, ...]:
    return tuple(_slug(item) or "" for item in _items(value))


def _slug(value: Any) -> str | None:
    """In the form that its writer will be told to give it, so that others find what they mean by it."""
    return _read(names.slug, value)


def _items(value: Any) -> list[Any]:
    items = _read(kinds.items, value) if isinstance(value, str) else value
    return list(items) if isinstance(items, list | tuple) else []


def _read(kind: Callable[[str], Value], value: Any) -> Value | None:
    """What a text stands for; None where it is no text, or cannot be read."""
    try:
        return kind(value) if isinstance(value, str) else None
    except PydanticCustomError:
        return None
