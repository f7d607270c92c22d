"""On which line of a TOML file a key stands: tomllib does not tell, and a message must."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

# A statement that runs over several lines can end only where one of these closes: the others need no try.
_CLOSING = ("]", "}", '"""', "'''")


def lines(text: str) -> dict[str, int]:
    """The line, from 1, of each key and table of a valid TOML text: {"site": 1, "site.title": 2, "topics.0": 5}.

    Each statement of TOML is a TOML text of its own, so tomllib itself finds where one ends and what it names.
    Keys inside of inline tables are not told apart where there are several: they stand on their table's line.
    """
    found: dict[str, int] = {}
    repeated: Counter[str] = Counter()
    table: tuple[str, ...] = ()
    for number, is_header, meaning in _statements(text):
        names = _names(meaning, repeated if is_header else None)
        path = names if is_header else table + names
        table = names if is_header else table
        for end in range(1, len(path) + 1):
            found.setdefault(".".join(path[:end]), number)
    return found


def _statements(text: str) -> Iterator[tuple[int, bool, dict[str, Any]]]:
    """Of each statement the number of its first line, whether it is the header of a table, and what tomllib reads."""
    pending: list[str] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        pending.append(line)
        if len(pending) > 1 and not any(mark in line for mark in _CLOSING):
            continue
        try:
            meaning = tomllib.loads("\n".join(pending))
        except tomllib.TOMLDecodeError:
            continue  # it goes on in the next line
        if meaning:
            yield number - len(pending) + 1, pending[0].lstrip().startswith("["), meaning
        pending = []


def _names(statement: dict[str, Any], repeated: Counter[str] | None) -> tuple[str, ...]:
    """The path that a statement names: `a.b = 1` and `[a.b]` are a, b; the third `[[a]]` is a, 2."""
    path: list[str] = []
    here: Any = statement
    while isinstance(here, dict) and len(here) == 1:
        [(name, here)] = here.items()
        path.append(name)
    if repeated is not None and isinstance(here, list):
        key = ".".join(path)
        path.append(str(repeated[key]))
        repeated[key] += 1
    return tuple(path)
