"""JSON front matter: one object at the very start of the file; numbers come back as their digits."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from feedsvc.errors import Rejected
from feedsvc.sources.front_matter.block import Block, Keys, given_twice, plain, too_deep

_LONGEST_TOKEN = 10
"""Characters from which json tells that a text ends too soon, but in a string: `false`, `\\ud83d`."""
_UNTERMINATED = "Unterminated string"
_BETWEEN = re.compile(r"[\s:,]*")


class _Twice(Exception):
    """A key stands twice in one object; json does not say where."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        times = Counter(key for key, _ in pairs)
        raise _Twice(next(key for key, _ in pairs if times[key] > 1))
    return values


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_object, strict=False)


def end(text: str, longest: int) -> int | None:
    """Where the object that the text begins with ends; None where it is longer than that. Raises Rejected where it is
    broken before."""
    start = text[:longest]
    try:
        return _decoded(start)[1]
    except json.JSONDecodeError as error:
        if len(text) > longest and (error.pos > longest - _LONGEST_TOKEN or error.msg.startswith(_UNTERMINATED)):
            return None
        raise _broken(error) from None


def read(block: Block) -> Keys:
    try:
        values, _ = _decoded(block.text)
    except json.JSONDecodeError as error:
        raise _broken(error) from None
    lines = _lines(block)
    return Keys({key: plain(value, lines[key]) for key, value in values.items()}, lines)


def _decoded(text: str) -> tuple[dict[str, Any], int]:
    try:
        return _DECODER.raw_decode(text)
    except _Twice as error:
        raise given_twice(str(error), _second(text, str(error))) from None
    except RecursionError:
        raise too_deep(1) from None


def _broken(error: json.JSONDecodeError) -> Rejected:
    remedy = 'Correct it: `"key": "value"`, commas between, and a closing }'
    return Rejected(f"the front matter is not JSON: {error.msg}", remedy, error.lineno)


def _second(text: str, key: str) -> int:
    quoted = json.dumps(key, ensure_ascii=False)
    return text.count("\n", 0, text.find(quoted, text.find(quoted) + 1)) + 1


def _lines(block: Block) -> dict[str, int]:
    """The line of each outer key: the object, known to be whole, is walked once more from key to key."""
    lines: dict[str, int] = {}
    at = _after(block.text, 1)
    while block.text[at] != "}":
        key, behind = _DECODER.raw_decode(block.text, at)
        lines[key] = block.first + block.text.count("\n", 0, at)
        _, behind = _DECODER.raw_decode(block.text, _after(block.text, behind))
        at = _after(block.text, behind)
    return lines


def _after(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at
