"""What the rest of the house may ask of a store: the contract; its values are in changes.py and values.py.

One thing is promised above all: `apply` is one transaction. An entry, its topics, its fragments and its row in the
change log become visible together, with the next revision, or not at all; a reader sees wholly old or wholly new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from feedsvc.model import Identity, SourceFile
from feedsvc.store.changes import Change, Registered, TrackedFile
from feedsvc.store.reading import Reading
from feedsvc.store.values import Extent, StoredEntry, Traffic


class Store(Reading, Protocol):
    """Implemented on SQLAlchemy Core for SQLite and PostgreSQL alike. Every method raises StoreError on trouble."""

    epoch: str
    """Eight hex digits, drawn when the store was made: revisions of two stores never pass for one another."""

    def close(self) -> None: ...

    # Writing: by one scanner at a time.

    def scanning(self) -> AbstractContextManager[None]:
        """Hold the right to scan; waits for another process or thread that has it, and ends when its process does."""

    def leading(self) -> AbstractContextManager[bool]:
        """Be the one worker of this store: True while that lasts; False, at once, where another process or thread is.

        It ends with the process. Of several workers the others stand by, and one of them takes over.
        """

    def apply(self, changes: Sequence[Change], at: datetime) -> int:
        """Make all of this true in one transaction; return the newest revision.

        Each Publish that alters anything visible, each Withdraw of a published entry and each Release takes the next
        revision and leaves a row in the change log: revision, entry, Kind, topics before, topics after, at. Every feed
        that the entry was or is in moves to that revision; its `updated` becomes the entry's `updated` if that is
        later, and `at` where it is withdrawn. `at` is `modified`.

        A Publish with nothing new to show takes none, and neither does what happens to an entry that is in no feed:
        a held one is stored and nothing else, so that not even its topics are known before its embargo has passed. A
        Publish or Release of what has expired (`expires` <= `at`) is a withdrawal. Withdraw and Release of an unknown
        entry, or of one that already is as it should be, do nothing.

        Changes are taken in their order; a few hundred at a time cost least. Where one cannot be stored (its slug
        belongs to another entry, text holds U+0000 or half of a surrogate pair) none of them is.
        """

    def register(self, topics: Iterable[Registered], at: datetime) -> None:
        """Make known what the configuration says of topics; `all` may be among them.

        One that is new, or whose title or description changed, gets the next revision. A feed that never held an entry
        was updated at the beginning of 1970: a later moment would outlast the dates of its first entries, and a store
        that is built anew would give other documents. A topic that the configuration no longer names stays known.
        """

    def touch(self, at: datetime) -> int:
        """Give every feed the next revision: the shells of all documents have changed, no entry has."""

    # What the scanner asks.

    def files(self, paths: Iterable[str] | None = None) -> dict[str, TrackedFile]:
        """Tracked files by path: all of them, or those of `paths` that are tracked (at a cost that is theirs alone)."""

    def files_within(self, container: str) -> dict[str, TrackedFile]:
        """Tracked members of a file that holds many articles, by path; see sources/containers.py."""

    def identities(self, ids: Iterable[str]) -> dict[str, Identity]:
        """What is known of each of these entries, by id."""

    def recall(self, paths: Iterable[str], digests: Iterable[str]) -> list[Identity]:
        """Entries in whatever state whose file was last seen at one of these paths or had one of these SHA-256 sums."""

    def holders(self, slugs: Iterable[str]) -> dict[str, Identity]:
        """Which entry has each of these slugs."""

    def originals(self) -> Iterator[tuple[Identity, SourceFile]]:
        """The source file of every entry that is not withdrawn, as last published, to normalize it anew.

        A page at a time, so that neither memory nor a lock is held: what is published meanwhile may be seen.
        """

    def original(self, slug: str) -> tuple[Identity, SourceFile] | None:
        """The source file of the entry that has this slug, in any state, as last published."""

    def due(self, now: datetime) -> tuple[list[str], list[str]]:
        """Ids of held entries whose embargo has passed, and of those not withdrawn whose expiry has; soonest first."""

    def next_moment(self, after: datetime) -> datetime | None:
        """When the next embargo ends or the next entry expires."""

    # What its editors look at.

    def publications(self, since: datetime) -> list[datetime]:
        """When each entry in the feeds was published, of those that were since then; in no order."""

    def latest(self, limit: int) -> dict[str, list[datetime]]:
        """When the newest entries of each topic were published, so many of each, newest first; no empty topics."""

    def held(self, limit: int) -> list[StoredEntry]:
        """What waits for its embargo, soonest first."""

    def extent(self) -> Extent: ...

    def count_traffic(self, counted: Iterable[Traffic], keep: date) -> None:
        """Add to what was counted before of the same feeds, readers and days; forget days before `keep`."""

    def traffic(self, since: date) -> list[Traffic]:
        """What was counted from this day on, by day, feed, format and reader."""

    def salt(self, day: date) -> bytes:
        """Sixteen random bytes, the same for whoever asks on one day, and gone once somebody asks on another."""

    def remember(self, key: str, value: str) -> None:
        """Keep a small fact of the house, such as the time of the last scan."""

    def recollected(self, prefix: str) -> dict[str, str]:
        """Everything that is remembered under keys that begin so."""

    def recollect(self, key: str) -> str | None:
        """What was last remembered under this key."""
