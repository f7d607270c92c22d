"""What readers of all kinds are served from: the part of the contract that the web and exports ask of a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from feedsvc.expressions import Expression
from feedsvc.feed import Feed
from feedsvc.model import Attachment, Format, Origin, SourceFile
from feedsvc.rejection import Rejection
from feedsvc.selections import Selection
from feedsvc.store.values import Adjacent, Counts, Found, Listed, Mapped, Related, Search, StoredEntry, Window


class News(Protocol):
    """What changes in a store, whoever changes it: another process, another machine."""

    def wait(self, patience: float) -> list[Feed]:
        """The feeds that moved since the last call, all of them at the first, within 50 ms of the commit.

        Empty where none has moved for `patience` seconds. Raises StoreError; the next call tries again.
        """

    def close(self) -> None: ...


class Reading(Protocol):
    """A part of Store: feeds, windows and searches, single entries and lists of them."""

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

    def stored_entries(self, ids: Iterable[str]) -> Iterator[StoredEntry]:
        """The same without their source files, which costs a fraction of it."""

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

    def alike(self, slug: str, limit: int) -> list[Listed]:
        """Published entries that share topics with this one: those first that share most, a rare topic counting most.

        Of equals the newest first. A topic that every entry has says nothing. Looks at the newest 50 entries of each of
        its rarest topics, up to 150 in all; empty for what is not published.
        """

    def adjacent(self, slug: str) -> Adjacent:
        """The published entries before and after this one, in the order of a window; none for what is not published."""

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
