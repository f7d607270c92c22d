"""A format's table: from each place where the format keeps something to the field of an Article that it becomes.

Every structured format has one, named ROWS; docs/newswire.md shows them all, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from feedsvc.errors import Rejected

_MANY = frozenset({"topics", "enclosures", "media"})
"""Fields that take what every one of their rows holds; of the others, the first row that holds anything counts."""

_MERE_VALUE = frozenset({"@norm", "@qcode", "@tag"})
"""Attributes that are but the machine's spelling of their element."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what is at `place`, an XPath or the name of a key, is read as `field`."""

    field: str
    place: str
    read: Callable[[Any], Any]
    """From one thing at this place to a value of the field; None or empty where it says nothing."""


@cache  # as many as there are rows
def said(place: str) -> str:
    """A place in words, such as `date.issue in docdata`."""
    steps = [step for step in place.split("/") if step and step not in _MERE_VALUE]
    return " in ".join(step.lstrip("@").partition("[")[0] for step in reversed(steps[-2:]))


@dataclass(frozen=True, slots=True)
class Places:
    """How things are found in one file: all that stands at a place, and the line of one of these, if that is known."""

    at: Callable[[str], Sequence[Any]]
    line: Callable[[str, Any], int | None]


def fields(rows: Sequence[Row], places: Places) -> dict[str, Any]:
    """The fields that a file gives, `lines` and `origins` among them. Raises Rejected, with the line, as readers do."""
    given: dict[str, Any] = {}
    lines: dict[str, int] = {}
    origins: dict[str, str] = {}
    for row in rows:
        if row.field in given and row.field not in _MANY:
            continue
        things = places.at(row.place)
        value, first = _value(row, things, places) if things else (None, None)
        if not value:
            continue
        if row.field not in given:
            origins[row.field] = _status(first, row.place) if row.field == "draft" else said(row.place)
            if (line := places.line(row.place, first)) is not None:
                lines[row.field] = line
        given[row.field] = _joined(given.get(row.field), value)
    return given | {"lines": lines, "origins": origins}


def _status(thing: Any, place: str) -> str:
    return f"{thing}, says {said(place)}" if isinstance(thing, str) else said(place)


def _value(row: Row, things: Sequence[Any], places: Places) -> tuple[Any, Any]:
    """What a place holds for a field, all of it where it is in tuples, and the first thing there that holds any."""
    found: list[Any] = []
    first: Any = None
    for thing in things:
        value = _read(row, thing, places)
        if not value:
            continue
        if not isinstance(value, tuple):
            return value, thing
        first = thing if first is None else first
        found.extend(value)
    return tuple(found), first


def _read(row: Row, thing: Any, places: Places) -> Any:
    try:
        return row.read(thing)
    except Rejected as rejected:
        raise Rejected(rejected.problem, rejected.remedy, rejected.line or places.line(row.place, thing)) from None


def _joined(before: Any, value: Any) -> Any:
    return tuple(dict.fromkeys((before or ()) + value)) if isinstance(value, tuple) else value
