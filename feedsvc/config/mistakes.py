"""What pydantic found wrong, said for people: which key, where, what is wrong, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from feedsvc.config import shape, sources
from feedsvc.config.sources import Layer
from feedsvc.errors import Mistake

_LONGEST_SHOWN = 60  # of a value quoted in a message: enough to find it by


def checked(layer: Layer) -> tuple[shape.Settings | None, tuple[Mistake, ...]]:
    """The settings that the values make, or every mistake in them, in the order of their places."""
    try:
        return shape.Settings.model_validate(sources.nested(layer)), ()
    except ValidationError as error:
        found = [_mistake(details, layer) for details in error.errors(include_url=False)]
        return None, joined((), found, layer)


def joined(told: Iterable[Mistake], found: Iterable[Mistake], *layers: Layer) -> tuple[Mistake, ...]:
    """What is told, and what is found of keys of which nothing is told yet; in the order of their places."""
    told = tuple(told)
    keys = {(mistake.key, mistake.where) for mistake in told}
    new = (mistake for mistake in found if (mistake.key, mistake.where) not in keys)
    return _in_order((*told, *new), layers)


def _in_order(found: tuple[Mistake, ...], layers: Iterable[Layer]) -> tuple[Mistake, ...]:
    if not found:
        return ()  # without a look at the places, of which nothing else is asked then
    places = (place for layer in layers for place in layer.places.values())
    order = {place: number for number, place in enumerate(places)}
    return tuple(sorted(found, key=lambda mistake: order.get(mistake.where, -1)))


def _mistake(details: ErrorDetails, layer: Layer) -> Mistake:
    key = ".".join(str(part) for part in details["loc"])
    if details["type"] == "extra_forbidden":
        return layer.mistake(key, "there is no such key", _nearest(layer.own(key), layer.locate(key)))
    if details["type"] == "wrong":
        return layer.mistake(key, details["ctx"]["problem"], details["ctx"]["remedy"])
    name, expects, example = _expected(details["loc"])
    if details["type"] == "missing":
        return layer.mistake(key, "it is missing", f"Add one: {name} = {example}")
    return layer.mistake(key, f"{_shown(details['input'])} is not {expects}", f"For example: {name} = {example}")


def _expected(loc: tuple[int | str, ...]) -> tuple[str, str, str]:
    """The name of the key at a place, what it expects in words, and an example."""
    table: type[shape.Table] | None = shape.Settings
    name = expects = example = ""
    for part in loc:
        if isinstance(part, int) or table is None:
            continue
        field = table.model_fields[part]
        name, table = part, shape.table_of(field)
        expects = field.title or f"a table, headed [{part}]"
        example = field.examples[0] if field.examples else "{ … }"
    return name, expects, example


def _shown(value: object) -> str:
    if isinstance(value, bool):
        text = str(value).lower()  # as TOML writes it
    elif isinstance(value, dict):
        text = "a table"
    else:
        text = repr(value) if isinstance(value, str | list) else str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def _nearest(key: str, where: str) -> str:
    parent, _, name = key.rpartition(".")
    siblings = _siblings(parent)
    close = get_close_matches(name.casefold(), siblings, n=1)
    elsewhere = [_spelled(known, where) for known, _ in shape.every_key() if known.rpartition(".")[2] == name]
    if close:
        return f"Did you mean {_spelled(f'{parent}.{close[0]}'.lstrip('.'), where)}?"
    if elsewhere:
        return f"Did you mean {' or '.join(elsewhere)}?"
    return f"There are: {', '.join(siblings)}"


def _siblings(parent: str) -> list[str]:
    table: type[shape.Table] = shape.Settings
    for part in parent.split("."):
        inner = shape.table_of(table.model_fields[part]) if part in table.model_fields else None
        table = inner or table
    return list(table.model_fields)


def _spelled(key: str, where: str) -> str:
    """A key as it is written in the place where the mistake was made."""
    if where.startswith("environment "):
        return sources.variable(key)
    if where.startswith("flag "):
        return sources.flag(key)
    return key
