"""TOML front matter; dates come back in ISO 8601, numbers as digits."""

from __future__ import annotations

import re
import tomllib

from feedsvc.errors import Rejected
from feedsvc.shorten import excerpt
from feedsvc.sources.front_matter.block import Block, Keys, plain, too_deep

_KEY = re.compile(r"(?:\[{1,2}[ \t]*)?[\"']?([\w-]+)[\"']?[ \t]*[=.\]]")
_TOO_LONG = re.compile(r"[0-9_]{4300}")  # sys.int_info.default_max_str_digits
_MOST_DOTS = 200  # in a line; tomllib's time for a dotted key grows with the square of its parts: 20 s for 30,000
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def read(block: Block) -> Keys:
    _bound_dots(block)
    try:
        values = tomllib.loads(block.text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise _refusal(block, str(error)) from None
    except ValueError:  # the one other thing that int() refuses
        raise _too_long_number(block) from None
    except RecursionError:
        raise too_deep(block.first) from None
    rows = _rows(block.text)
    lines = {key: block.first + rows.get(key, 0) for key in values}
    return Keys({key: plain(value, lines[key]) for key, value in values.items()}, lines)


def _bound_dots(block: Block) -> None:
    for line, row in enumerate(block.text.split("\n"), block.first):
        if row.count(".") > _MOST_DOTS:
            problem = f"a line of the front matter holds more than {_MOST_DOTS} dots"
            raise Rejected(problem, "Shorten it, or break it over several lines", line)


def _rows(text: str) -> dict[str, int]:
    """The row, from 0, on which each key or table first stands; tomllib does not tell."""
    rows: dict[str, int] = {}
    for row, written in enumerate(text.split("\n")):
        if found := _KEY.match(written.lstrip()):
            rows.setdefault(found[1], row)
    return rows


def _too_long_number(block: Block) -> Rejected:
    found = _TOO_LONG.search(block.text)
    row = block.text.count("\n", 0, found.start()) if found else 0
    return Rejected("the front matter holds a number of thousands of digits", "Put quotes around it", block.first + row)


def _refusal(block: Block, message: str) -> Rejected:
    place = _PLACE.search(message)
    row = int(place[1]) - 1 if place and place[1] else max(block.text.count("\n") - 1, 0)
    problem = f"the front matter is not TOML: {excerpt(_PLACE.sub('', message))}"
    return Rejected(problem, 'Correct it: one `key = "value"` a line, and each key once', block.first + row)
