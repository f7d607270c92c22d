"""What the rest of the house may ask of a store: the contract, and the values that cross it.

One thing is promised above all: `apply` is one transaction. An entry, its topics, its fragments and its row in the
change log become visible together, with the next revision, or not at all; a reader sees wholly old or wholly new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from feedsvc.model import Assignment, Entry, Feed, Format, Fragment, Identity, Rejection, SourceFile, State


@dataclass(frozen=True, slots=True)
class TrackedFile:
    """What a look at the disk said of one file, so that the next look can tell whether it changed."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    sha256: str | None = None
    """None where the bytes were never read: too large, unreadable."""
    entry_id: str | None = None
    """The entry that was made of it, also of an earlier good version of it."""
    rejection: Rejection | None = None
    retry: bool = False
    """The rejection may lift though the file stays as it is."""


@dataclass(frozen=True, slots=True)
class Publish:
    """Put an entry in its feeds, new or changed or restored; where its embargo is still to come, hold it."""

    entry: Entry
    assignments: tuple[Assignment, ...]
    fragments: tuple[Fragment, ...]
    source: SourceFile


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take an entry out of every feed; what it was stays known, so that it can be restored under its id."""

    entry_id: str
    reason: str
    """gone, draft or expired."""


@dataclass(frozen=True, slots=True)
class Release:
    """Put a held entry, whose embargo has passed, in its feeds."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class Track:
    """Remember what was seen of a file."""

    file: TrackedFile


@dataclass(frozen=True, slots=True)
class Forget:
    """No longer remember a file: it is gone."""

    path: str


Change = Publish | Withdraw | Release | Track | Forget


@dataclass(frozen=True, slots=True)
class Registered:
    """A topic that the configuration names: it has a feed from the start, also while it is empty."""

    selection: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as pages list it."""

    slug: str
    title: str
    summary: str
    link: str
    published: datetime


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as its page shows it."""

    entry: Entry
    state: State
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is: entries in the feeds, held and withdrawn; tracked files; topics; the newest revision."""

    published: int
    held: int
    withdrawn: int
    files: int
    topics: int
    revision: int


class Store(Protocol):
    """Implemented on SQLAlchemy Core for SQLite and PostgreSQL alike. Every method raises StoreError on trouble."""

    epoch: str
    """Eight hex digits, drawn when the store was made: revisions of two stores never pass for one another."""

    def close(self) -> None: ...

    # Writing: by one scanner at a time.

    def scanning(self) -> AbstractContextManager[None]:
        """Hold the right to scan; waits for another process that has it (a file lock, an advisory lock)."""

    def apply(self, changes: Sequence[Change], at: datetime) -> int:
        """Make all of this true in one transaction; return the newest revision.

        Each Publish that alters anything visible, each Withdraw of a published entry and each Release takes the next
        revision and leaves a row in the change log: revision, entry, kind (published, updated, restored, retopicked,
        withdrawn), topics before, topics after, at. Every feed that the entry was or is in moves to that revision;
        its `updated` becomes the entry's `updated` if that is later, at a withdrawal `at`. `at` is `modified`.
        A Publish with nothing new to show takes none.
        """

    def register(self, topics: Iterable[Registered], at: datetime) -> None:
        """Make known what the configuration says of topics; one whose title or description changed gets a revision."""

    def touch(self, at: datetime) -> int:
        """Give every feed the next revision: the shells of all documents have changed, no entry has."""

    # What the scanner asks.

    def files(self) -> dict[str, TrackedFile]: ...

    def identities(self, ids: Iterable[str]) -> dict[str, Identity]: ...

    def recall(self, paths: Iterable[str], digests: Iterable[str]) -> list[Identity]:
        """Withdrawn entries whose file was last seen at one of these paths or had one of these SHA-256 sums."""

    def holders(self, slugs: Iterable[str]) -> dict[str, Identity]:
        """Which entry has each of these slugs."""

    def originals(self) -> Iterator[tuple[Identity, SourceFile]]:
        """The source file of every entry that is not withdrawn, as last published, to normalize it anew."""

    def due(self, now: datetime) -> tuple[list[str], list[str]]:
        """Ids of held entries whose embargo has passed, and of entries not withdrawn whose expiry has."""

    def next_moment(self, after: datetime) -> datetime | None:
        """When the next embargo ends or the next entry expires."""

    # What readers are served from.

    def feed(self, selection: str) -> Feed | None:
        """One feed as it stands, None where no such topic is known. One indexed read."""

    def feeds(self) -> list[Feed]:
        """Every feed but `all`, ordered by title."""

    def window(self, selection: str, format: Format, limit: int) -> tuple[Feed, list[bytes]] | None:
        """A feed and its newest fragments, of one and the same moment; newest first by published, then id."""

    def listing(self, selection: str, limit: int) -> list[Listed]: ...

    def sizes(self) -> dict[str, tuple[int, datetime]]:
        """For each feed that is not empty: how many entries, and when the newest was published."""

    def entry(self, slug: str) -> StoredEntry | None: ...

    def counts(self) -> Counts: ...

    def rejections(self) -> list[Rejection]: ...

    def remember(self, key: str, value: str) -> None:
        """Keep a small fact of the house, such as the time of the last scan."""

    def recollect(self, key: str) -> str | None: ...
