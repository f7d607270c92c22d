"""What the three syntaxes of front matter share: the block they read, the values they make, the bounds they keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from feedsvc.errors import Rejected
from feedsvc.shorten import quoted

Value = str | list["Value"] | dict[str, "Value"] | None
"""What a key holds: text, a list, a mapping, or None where it was left empty."""

DEEPEST = 8
"""How many lists and mappings may stand in one another; authors and enclosures need three."""


@dataclass(frozen=True, slots=True)
class Block:
    """The text of the keys; `first` is the line of the file on which it begins."""

    text: str
    first: int


@dataclass(frozen=True, slots=True)
class Keys:
    """What a block says: each key as written, with its value and the line of the file on which it stands."""

    values: dict[str, Value]
    lines: dict[str, int]


def plain(value: Any, line: int, depth: int = 1) -> Value:
    """What a library made of a value, as text where it is neither list nor mapping: no number and no date is left."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # JSON can escape half a pair
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict) and depth == DEEPEST:
        raise too_deep(line)
    if isinstance(value, list):
        return [plain(item, line, depth + 1) for item in value]
    if isinstance(value, dict):
        return {key: plain(item, line, depth + 1) for key, item in value.items()}
    return str(value)


def too_deep(line: int) -> Rejected:
    return Rejected(f"the front matter nests deeper than {DEEPEST} levels", "Flatten it", line)


def given_twice(key: str, line: int) -> Rejected:
    return Rejected(f"the key {quoted(key)} is given twice", "Keep one of the two", line)
