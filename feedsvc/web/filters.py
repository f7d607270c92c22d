"""Regular expressions on entries, by the names that RSSHub gave them; run by RE2, which no pattern stops. Pure.

An expression of ours asks for words by an index. These ask each entry in turn, so they are tried on few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import re2

from feedsvc import sanitize
from feedsvc.errors import RequestError, SearchError
from feedsvc.store.values import StoredEntry

LONGEST = 500
"""Characters of a pattern: fifty names fit."""

LARGEST = 1000
"""Instructions that RE2 makes of a pattern, about one for each letter or repetition of it."""

PATIENCE = 0.05
"""Seconds of one processor for trying all patterns on all entries: one pattern on a thousand entries takes 0.02."""

LATEST = 10 * 365 * 86_400
"""Seconds that `filter_time` may reach back."""

_MEMORY = 2 * 1024 * 1024
"""Bytes that RE2 may use for a pattern; it remembers 128 of them, in all processes together."""

_Read = Callable[[StoredEntry], Iterator[str]]


def _title(stored: StoredEntry) -> Iterator[str]:
    yield stored.entry.title


def _description(stored: StoredEntry) -> Iterator[str]:
    yield sanitize.untagged(stored.entry.content) or stored.entry.title


def _author(stored: StoredEntry) -> Iterator[str]:
    yield ", ".join(author.name for author in stored.entry.authors)


def _category(stored: StoredEntry) -> Iterator[str]:
    for assignment in stored.assignments:
        yield assignment.title
        yield assignment.topic


PLACES: Mapping[str, tuple[_Read, ...]] = {
    "filter": (_title, _author, _category, _description),
    "filter_title": (_title,),
    "filter_description": (_description,),
    "filter_author": (_author,),
    "filter_category": (_category,),
    "filterout": (_title, _description),
    "filterout_title": (_title,),
    "filterout_description": (_description,),
    "filterout_author": (_author,),
    "filterout_category": (_category,),
}
"""Where the pattern of each name is looked for, what is quickly read first. As RSSHub has it, also that `filterout`
looks at less than `filter`."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What an entry must hold to be shown; by default nothing."""

    patterns: tuple[tuple[str, str], ...] = ()
    """By their names in PLACES, sorted. Each was `checked`."""
    is_case_sensitive: bool = True
    within: timedelta | None = None
    """How long ago an entry may have been published; in whole seconds."""

    def __bool__(self) -> bool:
        return bool(self.patterns) or self.within is not None

    def said(self) -> Iterator[tuple[str, str]]:
        """As parameters: what says nothing is not among them."""
        yield from self.patterns
        if self.patterns and not self.is_case_sensitive:
            yield "filter_case_sensitive", "false"
        if self.within is not None:
            yield "filter_time", str(self.within // timedelta(seconds=1))

    def condition(self, now: datetime, spent: Callable[[], float]) -> Callable[[StoredEntry], bool]:
        """What tells whether an entry is shown. It raises SearchError when it has taken PATIENCE in all.

        `spent` says how many seconds the caller has used of a processor: what else the machine does is not counted.
        """
        tries = [(_compiled(pattern, self.is_case_sensitive), name) for name, pattern in self.patterns]
        earliest = None if self.within is None else now - self.within
        taken = 0.0

        def holds(stored: StoredEntry) -> bool:
            nonlocal taken
            begun = spent()
            if earliest is not None and stored.entry.published < earliest:
                return False
            is_shown = all(_is_found(pattern, name, stored) is not _excludes(name) for pattern, name in tries)
            taken += spent() - begun
            if taken > PATIENCE:
                raise SearchError("These regular expressions take too long. Ask with q, or for shorter ones.")
            return is_shown

        return holds


NOTHING = Filters()


def checked(name: str, pattern: str, is_case_sensitive: bool) -> str:
    """The pattern as it stands. Raises RequestError where RE2 cannot run it, or not within our bounds."""
    if len(pattern) > LONGEST:
        raise RequestError("The parameter %(name)s may have %(most)s characters.", name=name, most=LONGEST)
    try:
        is_small = _compiled(pattern, is_case_sensitive).programsize <= LARGEST
    except re2.error as error:
        raise RequestError(
            "The parameter %(name)s is no regular expression that can be run: %(problem)s.",
            name=name,
            problem=_said(error),
        ) from None
    if not is_small:
        raise RequestError(
            "The regular expression of %(name)s repeats too much. Ask for fewer or shorter repetitions.", name=name
        )
    return pattern


def _compiled(pattern: str, is_case_sensitive: bool) -> re2._Regexp:
    options = re2.Options()
    options.log_errors = False  # they go to whoever asked
    options.never_capture = True  # where it matches does not matter, and to find out takes ten times as long
    options.max_mem = _MEMORY
    options.case_sensitive = is_case_sensitive
    return re2.compile(pattern, options)


def _is_found(pattern: re2._Regexp, name: str, stored: StoredEntry) -> bool:
    return any(pattern.search(text) is not None for place in PLACES[name] for text in place(stored))


def _excludes(name: str) -> bool:
    return name.startswith("filterout")


def _said(error: re2.error) -> str:
    """RE2's own words, in which a piece of the pattern is shown."""
    [problem] = error.args
    shown = problem.decode("utf-8", "replace") if isinstance(problem, bytes) else str(problem)
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in shown[:120])
