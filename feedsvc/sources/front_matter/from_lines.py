"""Header lines, `Title: …`, as Pelican and MultiMarkdown have them: keys from the first line to one that is none."""

from __future__ import annotations

import re

from feedsvc.sources.front_matter.block import Block, Keys, Value, given_twice

_LINE = re.compile(r" {0,3}([A-Za-z][A-Za-z0-9_-]*):[ \t]*(.*)")
_OPENING = re.compile(r" {0,3}(?:title|date|category|tags|slug|status|authors?|summary|lang|modified):", re.IGNORECASE)
_CONTINUED = ("    ", "\t")
_LISTS = frozenset({"tags", "keywords", "authors", "author"})
"""Keys that hold many things: semicolons between them, so that a comma may stand in one, else commas."""


def end(text: str) -> int | None:
    """Where the header lines that a text begins with end; None where it begins with none.

    A title must be among them, or a first paragraph such as `Summary: it rained` would be taken for one.
    """
    if not _OPENING.match(text):
        return None
    at, titled = 0, False
    for row in text.split("\n"):
        found = _LINE.match(row)
        if not row.strip() or (found is None and not row.startswith(_CONTINUED)):
            break
        titled = titled or bool(found and found[1].casefold() == "title")
        at += len(row) + 1
    return min(at, len(text)) if titled else None


def read(block: Block) -> Keys:
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    name = ""
    for line, row in enumerate(block.text.rstrip("\n").split("\n"), block.first):
        found = None if row.startswith(_CONTINUED) else _LINE.match(row)
        if found is None:
            values[name] = f"{values[name] or ''} {row.strip()}".strip()
            continue
        name = found[1]
        if name in values:
            raise given_twice(name, line)
        values[name], lines[name] = found[2].strip() or None, line
    return Keys({key: many(key, value) for key, value in values.items()}, lines)


def many(key: str, value: Value) -> Value:
    """The value of a key, as a list where such keys hold many things."""
    if not isinstance(value, str) or key.casefold() not in _LISTS:
        return value
    return [item.strip() for item in value.split(";" if ";" in value else ",") if item.strip()]
