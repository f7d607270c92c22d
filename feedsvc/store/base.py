"""What the rest of the house may ask of a store: the contract, and the values that cross it.

One thing is promised above all: `apply` is one transaction. An entry, its topics, its fragments and its row in the
change log become visible together, with the next revision, or not at all; a reader sees wholly old or wholly new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, NamedTuple, Protocol, TypeVar
from zoneinfo import ZoneInfo

from feedsvc.expressions import Expression
from feedsvc.model import (
    Assignment,
    Attachment,
    Entry,
    Feed,
    Format,
    Fragment,
    Identity,
    Origin,
    Rejection,
    SourceFile,
    State,
    Tombstone,
)
from feedsvc.selections import EVERYTHING, Selection


class TrackedFile(NamedTuple):
    """What a look at the disk said of one file, so that the next look can tell whether it changed.

    A tuple, since a scan has one of each file there is: a frozen dataclass takes three times as long to make.
    """

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
    """One for each topic, in the order in which they are to be shown."""
    fragments: tuple[Fragment, ...]
    source: SourceFile
    indexed: Mapping[str, str]
    """Each of its fields as searches see it, which is as rules saw it: `expressions.index_text`."""
    quiet: bool = False
    """Made anew of the file that it was made of: its digest may differ, but it is news to nobody (Kind.RENDERED)."""


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


class Kind(StrEnum):
    """What a revision did to its entry, as its feeds show it."""

    PUBLISHED = "published"
    """In the feeds for the first time."""
    UPDATED = "updated"
    """Its digest or `updated` differs."""
    RETOPICKED = "retopicked"
    """Only its topics differ."""
    RENDERED = "rendered"
    """Only its fragments differ: a setting changed, or the renderers did."""
    WITHDRAWN = "withdrawn"
    """Out of the feeds: gone, a draft again, expired, or under an embargo after all."""
    RESTORED = "restored"
    """Back in the feeds."""


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


CONSIDERED = 500
"""Entries that are looked at one by one for a search, where the store's own index cannot tell: some 30 ms of work."""

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


class News(Protocol):
    """What changes in a store, whoever changes it: another process, another machine."""

    def wait(self, patience: float) -> list[Feed]:
        """The feeds that moved since the last call, all of them at the first, within 50 ms of the commit.

        Empty where none has moved for `patience` seconds. Raises StoreError; the next call tries again.
        """

    def close(self) -> None: ...


class Store(Protocol):
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

    # What readers are served from.

    def feed(self, selection: Selection) -> Feed | None:
        """One feed as it stands; None where a topic of it is not known. One indexed read for a single topic.

        A combination is titled by its topics' titles. It has no revision of its own: its `revision` is the newest in
        which an entry that it shows changed, `modified` the latest of its members', and its pace their quickest. So
        what it shows may change while its revision does not: whoever tags it takes in its bytes too.
        """

    def feeds(self) -> list[Feed]:
        """Every feed but `all`, ordered by title, case folded."""

    def news(self) -> News:
        """What changes from now on; for one thread, which closes it."""

    def window(
        self,
        selection: Selection,
        format: Format,
        limit: int,
        tombstones: timedelta = timedelta(0),
        since: int = -1,
        most: int = 1000,
    ) -> Window[bytes] | None:
        """A feed and the fragments of its newest entries, all of one and the same moment.

        Newest first by `published`, among equals by id, descending and by code point. Where `since` is a revision,
        also the entries beyond the limit that changed after it: published, updated or restored; in the same order, and
        no more than `most` in all: the others are never read.
        Tombstones are of entries withdrawn within that time before the feed's own `modified`, a hundred at most.
        None: a topic is not known.
        """

    def window_of_entries(
        self, selection: Selection, limit: int, tombstones: timedelta = timedelta(0)
    ) -> Window[StoredEntry] | None:
        """The same window, of whole entries: for documents that show them otherwise than their fragments do."""

    def changed(self, selection: Selection, format: Format, since: int, limit: int) -> Window[bytes] | None:
        """Only the entries that changed after a revision, and the tombstones of those withdrawn after it.

        None: a topic is not known, or more than `limit` entries changed. An entry that changed only its topics or its
        rendering did not change.
        """

    def archive(self, selection: Selection, format: Format, number: int, size: int) -> Window[bytes] | None:
        """The fragments of an archive document of a single topic, or of everything (RFC 5005, section 4).

        It holds what entered this feed as number (n-1)*size+1 to n*size, in the order of a window, but for entries
        that are no longer in it: each entry is in one archive document for ever. Its `feed` has the revision, `updated`
        and `modified` of the entries in it. None: no such topic, nothing entered under these numbers, a combination.
        """

    def next_change(self, selection: Selection, after: datetime) -> datetime | None:
        """The next embargo or expiry of an entry about this: when its feed will change by itself.

        Where hundreds of moments of others come before it, it may be one of theirs: earlier, but never too late.
        """

    def listing(self, selection: Selection, limit: int) -> list[Listed]:
        """What a window of this length shows, for a page; empty too where no such topic is known."""

    def search(self, search: Search, format: Format, limit: int) -> Window[bytes] | None:
        """The fragments of what a search finds, all of one and the same moment.

        Of everything, or of a single topic, an expression finds exactly the entries that it held for as a rule when
        they arrived. A condition is tried on no more than the newest CONSIDERED of these, and relevance orders no more.
        The `feed` is titled by nobody. Its `revision` is the newest in which something that it shows was published,
        updated or restored, 0 where it shows nothing, and its `updated` the newest of what it shows; `modified` and
        pace are those of the selection. There are no tombstones, numbers or deltas of a search; `covers` is the
        revision of the selection. None: a topic of it is not known. Raises SearchError for what would keep the store
        too long.
        """

    def search_of_entries(self, search: Search, limit: int) -> Window[StoredEntry] | None:
        """The same, of whole entries."""

    def found(self, expression: Expression) -> list[Found]:
        """Every entry that is not withdrawn for which an expression holds, newest first; it takes the time it takes."""

    def about(self, topics: Iterable[str]) -> list[Found]:
        """Every entry that is not withdrawn and has one of these topics, newest first."""

    def stored(self, ids: Iterable[str]) -> Iterator[tuple[StoredEntry, SourceFile]]:
        """These entries, in whatever state, with their source files as last published; those not known are left out.

        In the order asked for, each once; a page at a time, as `originals`.
        """

    def sizes(self) -> dict[str, tuple[int, datetime]]:
        """For each feed that is not empty: how many entries, and when the newest was published."""

    def related(self, slug: str, limit: int = 10) -> list[Related]:
        """Topics by the entries that they share with this one, those first that share much for their size.

        Looks at the topic's newest 1,000 entries; empty where it has none, or is not known.
        """

    def topics_among(self, ids: Iterable[str]) -> list[Related]:
        """The topics of these entries, in whatever state, with how many of them each has; the most first."""

    def origins(self) -> dict[str, dict[Origin, int]]:
        """For each topic that is not empty: how its entries came by it, and how many in each way.

        Of an entry that came by it in several ways, the first counts, in the order of Origin.
        """

    def entries(self) -> Iterator[StoredEntry]:
        """Every entry that is not withdrawn, whole, the last to be stored first; a page at a time, as `originals`."""

    def months(self, zone: ZoneInfo) -> list[tuple[date, int]]:
        """How many published entries each month of this time zone has, by its first day: newest first, none empty."""

    def within(self, first: datetime, last: datetime, limit: int, skip: int = 0) -> list[Listed]:
        """What was published from one moment up to another, which is left out: newest first, but for the `skip` newest.

        In the order of a window. Costs what is skipped, in an index, and what is shown.
        """

    def parts(self, size: int) -> dict[int, datetime]:
        """The parts, from 1, in which all entries that were ever published stand for good, and when each changed last.

        A part has room for `size` entries, in the order in which they were first stored.
        """

    def part(self, number: int, size: int) -> list[Mapped]:
        """The published entries of one part, in its order."""

    def lately(self, since: datetime, until: datetime, limit: int) -> list[Mapped]:
        """What was published after one moment and not after another, newest first."""

    def near(self, slug: str, limit: int) -> list[Found]:
        """Published entries whose slugs come before and after one by code point, looking at `limit` of each at most."""

    def entry(self, slug: str) -> StoredEntry | None:
        """The entry at this permalink in any state: whoever serves it looks at `state` first."""

    def touched(self, since: int = 0) -> dict[str, dict[str, int]]:
        """The entries that took a revision after this one, withdrawn ones too, by slug; since 0, all there ever were.

        Of each: the feeds that it ever entered, `all` among them, and as which number (see `archive`). One that never
        was in a feed is not among them. Costs what the change log holds after `since`.
        """

    def attached(self, since: int = 0) -> dict[str, tuple[Attachment, ...]]:
        """The files beside each published entry that took a revision after this one, by slug; such as have any."""

    def counts(self) -> Counts: ...

    def rejections(self) -> list[Rejection]:
        """What stands rejected, ordered by path."""

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
