"""What stands behind a feed's `?`: how many entries (`limit`), and how much of each (`brief`). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_plus

from feedsvc.errors import RequestError

MOST = 1000
"""Entries that may be asked for: a document of 2 MB."""

LEAST_BRIEF, MOST_BRIEF = 100, 10_000
"""Characters of an entry that may be asked for: less tells nothing, more is whole."""

BRIEF = 300
"""Characters where nobody says how many (`?brief`, `?brief=1`, `?brief=true`): a paragraph."""

_UNSAID = frozenset({"", "1", "true"})
_NUMBER = re.compile(r"[0-9]{1,9}")
_SHOWN = 40  # characters of what was asked for, in the sentence that refuses it


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a request asks of a feed document; None where it leaves that to us."""

    limit: int | None = None
    """The most entries, 1 to 1000."""
    brief: int | None = None
    """The most characters of each entry's text, 100 to 10,000; None: all."""

    def __str__(self) -> str:
        """The canonical query, without its `?`: the same for all ways to ask for the same."""
        said = (("brief", self.brief), ("limit", self.limit))
        return "&".join(f"{name}={value}" for name, value in said if value is not None)


def read(query_string: str) -> Parameters:
    """The parameters in a query, still encoded; of one that is repeated the last counts, unknown ones do not (C11).

    Raises RequestError where a known one says what cannot be.
    """
    found: dict[str, str] = {}
    for field in query_string.split("&"):
        name, _, value = field.partition("=")
        if (known := unquote_plus(name)) in _READERS:
            found[known] = value
    return Parameters(**{name: _READERS[name](unquote_plus(value)) for name, value in found.items()})


def _limit(value: str) -> int:
    return _number("limit", value, 1, MOST)


def _brief(value: str) -> int:
    return BRIEF if value.lower() in _UNSAID else _number("brief", value, LEAST_BRIEF, MOST_BRIEF)


_READERS: dict[str, Callable[[str], int]] = {"limit": _limit, "brief": _brief}


def _number(name: str, value: str, least: int, most: int) -> int:
    if _NUMBER.fullmatch(value) and least <= int(value) <= most:
        return int(value)
    shown = repr(value) if len(value) <= _SHOWN else f"{value[:_SHOWN]!r}…"
    raise RequestError(f"The parameter {name} must be a whole number from {least} to {most}, and not {shown}.")
