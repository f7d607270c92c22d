"""What a store is asked for, and what it answers: immutable values, whole entries and parts of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from feedsvc.expressions import Expression
from feedsvc.feed import Feed, Tombstone
from feedsvc.model import Assignment, Entry, State
from feedsvc.selections import EVERYTHING, Selection

CONSIDERED = 500
"""Entries that are looked at one by one for a search, where the store's own index cannot tell: some 30 ms of work."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as pages list it."""

    slug: str
    title: str
    summary: str
    link: str
    published: datetime


class Adjacent(NamedTuple):
    """What came right before an entry and right after it, where there is such; it need not be about the same."""

    earlier: Listed | None
    later: Listed | None


class Mapped(NamedTuple):
    """A published entry as sitemaps list it; a tuple, since there may be 50,000 of them in one."""

    slug: str
    link: str
    title: str
    language: str
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as its page shows it."""

    entry: Entry
    state: State
    assignments: tuple[Assignment, ...]


class Order(StrEnum):
    """What comes first of all that a search finds."""

    DATE = "date"
    """The newest, as in every window."""
    RELEVANCE = "relevance"
    """What says the words most often, in the title above all; of equals the newest."""


Condition = Callable[[StoredEntry], bool]


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for among the entries in the feeds; whatever is None asks for nothing."""

    expression: Expression | None = None
    selection: Selection = EVERYTHING
    condition: Condition | None = None
    """What no expression can say, such as a regular expression: tried on what all else has found, newest first."""
    order: Order = Order.DATE


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that something holds for, in the feeds or waiting for its embargo."""

    id: str
    slug: str
    title: str
    published: datetime
    state: State


@dataclass(frozen=True, slots=True)
class Related:
    """A topic that has entries in common with another one, or with some entries; `shared` is how many."""

    selection: str
    title: str
    shared: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is: entries in the feeds, held and withdrawn; tracked files; topics; the newest revision."""

    published: int
    held: int
    withdrawn: int
    files: int
    topics: int
    revision: int


Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Window(Generic[Shown]):
    """The entries that a feed document holds, and what the document says of the others."""

    feed: Feed
    shown: list[Shown]
    tombstones: tuple[Tombstone, ...] = ()
    """Newest first."""
    entered: int = 0
    """How many entries ever came into the feed; 0 for a combination, which has no archive."""
    is_whole: bool = True
    """Nothing is in the feed that is not shown."""
    covers: int = 0
    """Whoever has seen the feed at this revision or later has missed nothing that is not shown."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """Requests of one feed in one format by one reader on one day."""

    day: date
    """In UTC."""
    feed: str
    """What its requests are counted under: a topic's slug, or a word for all the rest."""
    format: str
    reader: str
    """The name of the program."""
    requests: int
    not_modified: int = 0
    """Those answered 304."""
    wasted: int = 0
    """Those answered 200 with what the client had already, since it named no version of its own."""
    subscribers: int | None = None
    """For how many the reader said it asks, the most of the day; None where it does not say."""
    clients: bytes = b""
    """How many different ones asked, as registers of which the greater counts: who they were cannot be told."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a store is, and how large."""

    where: str
    """Its URL without the password."""
    size: int
    """In bytes, indexes included."""
    version: str
    """Of its tables."""
    engine: str
    """The database and its version, such as `SQLite 3.45.1`."""
    free: int | None = None
    """Bytes that are left on its disk; None where that is another machine's, or memory."""
