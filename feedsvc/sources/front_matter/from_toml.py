"""TOML front matter; dates come back in ISO 8601, numbers as digits."""

from __future__ import annotations

import re
import tomllib

from feedsvc.errors import Rejected
from feedsvc.sources.front_matter.block import Block, Keys, plain, too_deep

_KEY = re.compile(r"[ \t]*\[{0,2}[ \t]*[\"']?([\w-]+)[\"']?[ \t]*[=.\]]")
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def read(block: Block) -> Keys:
    try:
        values = tomllib.loads(block.text, parse_float=str)
    except ValueError as error:  # TOMLDecodeError, or an integer of thousands of digits
        raise _refusal(block, str(error)) from None
    except RecursionError:
        raise too_deep(block.first) from None
    rows = _rows(block.text)
    lines = {key: block.first + rows.get(key, 0) for key in values}
    return Keys({key: plain(value, lines[key]) for key, value in values.items()}, lines)


def _rows(text: str) -> dict[str, int]:
    """The row, from 0, on which each key or table first stands; tomllib does not tell."""
    rows: dict[str, int] = {}
    for row, written in enumerate(text.split("\n")):
        if found := _KEY.match(written):
            rows.setdefault(found[1], row)
    return rows


def _refusal(block: Block, message: str) -> Rejected:
    place = _PLACE.search(message)
    row = int(place[1]) - 1 if place and place[1] else max(block.text.count("\n") - 1, 0)
    problem = f"the front matter is not TOML: {_PLACE.sub('', message)}"
    return Rejected(problem, 'Correct it: one `key = "value"` a line, and each key once.', block.first + row)
