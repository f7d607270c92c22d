"""Bytes -> what a file of JSON holds, with the lines of its keys; keys are compared without regard to capitals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from feedsvc.errors import Rejected
from feedsvc.sources._decode import decoded

_TOKEN = re.compile(r'[{}\[\]]|"(?P<key>(?:[^"\\]|\\.)*)"(?P<colon>\s*:)?', re.DOTALL)


@dataclass(slots=True)
class Document:
    """A parsed file: its text, what it holds, and how its encoding was told, as Article.origins tells it."""

    text: str
    value: Any
    origins: dict[str, str]
    _lines: dict[str, int] = field(default_factory=dict)

    def line(self, key: str) -> int | None:
        """The line of a key of the outermost object, in small letters; all are looked for with the first."""
        if not self._lines:
            self._lines.update(_lines(self.text))
        return self._lines.get(key)


def document(data: bytes) -> Document:
    """Parse a file of JSON. Raises Rejected, with its line."""
    text, encoding = decoded(data)
    try:
        return Document(text, orjson.loads(text), {"encoding": encoding})
    except orjson.JSONDecodeError as error:
        remedy = "Mend it, or have the file sent again"
        raise Rejected(f"the JSON is broken: {error.msg}", remedy, error.lineno) from None


def dumped(value: Any, *, in_order: bool = False) -> bytes:
    """A value as JSON, if need be with its keys in order. Raises Rejected for one that nests deeper than is written:
    254 levels, where 1,024 are read."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS if in_order else None)
    except orjson.JSONEncodeError:
        raise Rejected("the JSON nests too deep", "Flatten it: no feed needs a tenth of its levels") from None


def keys(value: Any) -> dict[str, Any]:
    """An object by its keys in small letters; empty for what is none."""
    return {key.lower(): part for key, part in value.items()} if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    """One thing or many, as a list: some formats keep several under names in an object."""
    if value is None:
        return []
    if isinstance(value, dict) and value and all(isinstance(part, dict) for part in value.values()):
        return list(value.values())
    return value if isinstance(value, list) else [value]


def _lines(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    depth = 0
    for token in _TOKEN.finditer(text):
        mark = token[0][0]
        if mark in "{[":
            depth += 1
        elif mark in "}]":
            depth -= 1
        elif token["colon"] and depth == 1:
            found.setdefault(token["key"].lower(), text.count("\n", 0, token.start()) + 1)
    return found
