"""What `explain` tells of one source file, step by step, as values: whoever shows them decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feedsvc.expressions.passages import Passage
from feedsvc.model import Assignment, Entry, Line, Origin
from feedsvc.rejection import Rejection


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read."""

    path: str
    """Relative to the article folder, as it can be shown."""
    media_type: str
    size: int
    """Bytes."""
    encoding: str | None
    """Which, and how it was told; None where it is no text."""
    lines: int | None


@dataclass(frozen=True, slots=True)
class Value:
    """One field of the entry."""

    field: str
    value: str | None
    """As published, times in UTC (RFC 3339); None: nothing, or nothing yet, where the file was rejected."""
    written: str | None
    """As the file has it, where that reads otherwise."""
    line: int | None
    why: tuple[str, ...]
    """Where it came from, then what had to be decided."""


class Fate(StrEnum):
    """What becomes of a source file."""

    PUBLISHED = "published"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    DRAFT = "draft"
    LEFT_OUT = "left out"
    """By its name it is no article."""
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of it, and why, in a sentence."""

    fate: Fate
    why: str
    until: datetime | None = None
    """When the embargo of a held one ends."""
    rejection: Rejection | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an entry is about a topic."""

    origin: Origin
    why: str
    """The folder, the name in the metadata, the child topic; of a rule, what it says."""
    passages: tuple[Passage, ...] = ()
    """Where the words of the rule stand."""
    elsewhere: int = 0
    """In how many more places they do."""


@dataclass(frozen=True, slots=True)
class Given:
    """A topic that the entry is about."""

    topic: str
    title: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A topic whose rule failed by one condition alone."""

    topic: str
    title: str
    rule: str
    missing: tuple[str, ...]
    """That condition; several, where any of these would have done."""
    passages: tuple[Passage, ...]
    """Where the other words stand, and what is in the way."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """How the topics differ from those that the entry was last sorted into, by other rules."""

    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """All of it; what lies behind a rejection is empty."""

    reading: Reading
    dropped: tuple[Line, ...]
    values: tuple[Value, ...]
    verdict: Verdict
    topics: tuple[Given, ...]
    near: tuple[NearMiss, ...]
    """The most telling first."""
    farther: int
    """How many more there are."""
    entry: Entry | None
    assignments: tuple[Assignment, ...]
    sorting: Sorting | None = None
    """None: as it was last sorted, or never yet."""
