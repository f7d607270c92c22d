"""Codes and names of subjects, as newswire metadata gives them -> names of topics for an Article."""

from __future__ import annotations

import re

from feedsvc import codes

_EIGHT_DIGITS = re.compile(r"[0-9]{8}")
_ABOUT_THINGS = ("cpnat:person", "cpnat:organisation", "cpnat:geoarea", "cpnat:poi", "cpnat:object")

ANPA_CATEGORIES = {
    "a": "National News",
    "b": "Business",
    "d": "Food",
    "e": "Entertainment",
    "f": "Finance",
    "i": "International News",
    "l": "Lifestyle",
    "n": "Regional News",
    "p": "Politics",
    "s": "Sport",
    "t": "Travel",
    "w": "Washington",
}
"""The categories of ANPA 1312 that agencies agree on; the others (advisories, tables, tests) are about no subject."""


def iptc(digits: str) -> tuple[str, ...]:
    """A subject of the IPTC's lists by its eight digits, from a field that holds nothing else."""
    found = _EIGHT_DIGITS.search(digits)
    return (f"subject:{found[0]}",) if found else ()


def named(name: str) -> tuple[str, ...]:
    """A subject by its name alone."""
    return (" ".join(name.split()),) if name.strip() else ()


def coded(code: str, name: str = "") -> tuple[str, ...]:
    """A subject by a code in any scheme, and by its name: who has a topic for the code gets it, whatever the name."""
    code = code.strip()
    if not code:
        return named(name)
    return (code if codes.is_iptc(code) else codes.marked(code), *named(name))


def is_no_subject(kind: str) -> bool:
    """Whether a concept is a person, a place or the like: articles name dozens, and a feed for each helps nobody."""
    return kind.strip().casefold() in _ABOUT_THINGS


def anpa(category: str) -> tuple[str, ...]:
    """A category of ANPA 1312: one letter."""
    letter = category.strip().casefold()
    return coded(f"anpa:{letter}", ANPA_CATEGORIES.get(letter, "")) if letter else ()
