"""Histories made up by hypothesis: any changes in any order, and a store that is as new for each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hypothesis import strategies as st
from publishing import AT, DAY, HOUR, Logged, log_of, publish, tag, texts
from sqlalchemy import delete, insert, text

from feedsvc.feed import Tombstone
from feedsvc.selections import Selection
from feedsvc.store.base import Store
from feedsvc.store.changes import Change, Kind, Release, Withdraw
from feedsvc.store.engine import Database
from feedsvc.store.schema import feeds, metadata, revision

NEWS = {Kind.PUBLISHED, Kind.UPDATED, Kind.RESTORED, Kind.WITHDRAWN}
NAMES, TOPICS = ("a", "b", "C"), ("tides", "fog", "ferries")


def moments(*hours: int) -> st.SearchStrategy[datetime]:
    return st.sampled_from([AT + number * HOUR for number in hours])


publishes = st.builds(
    lambda name, topics, rendered, **differing: publish(name, *topics, rendered=rendered, **differing),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(TOPICS), unique=True),
    st.sampled_from(["one", "other"]),
    digest=st.sampled_from(["digest-1", "digest-2"]),
    published=moments(-48, -24),
    updated=moments(-24, 0, 30),
    embargo=st.none() | moments(1, 5),
    expires=st.none() | moments(3, 8),
)
ids = st.sampled_from([tag(name) for name in NAMES])
changes = publishes | st.builds(Withdraw, ids, st.just("gone")) | st.builds(Release, ids)


WITHOUT_WORDS = {True: "INSERT INTO words (words) VALUES ('delete-all')", False: "DELETE FROM words"}
"""On SQLite, and on PostgreSQL."""


def emptied(url: str) -> None:
    """As new, without paying for migrations again."""
    database = Database(url)
    start = AT - 999 * DAY
    with database.writing() as connection:
        connection.execute(text(WITHOUT_WORDS[database.is_sqlite]))
        for each in reversed(metadata.sorted_tables):
            connection.execute(delete(each))
        connection.execute(insert(revision).values(id=1, number=0, epoch="00000000"))
        everything = {"selection": "all", "title": "", "description": "", "revision": 0}
        connection.execute(insert(feeds).values(**everything, updated=start, modified=start))
    database.close()


def changes_of(*names: str) -> st.SearchStrategy[Change]:
    """The same of other entries, whose fragments begin with their names: `a/one`."""
    published = st.builds(
        lambda name, topics, rendered, **differing: publish(name, *topics, rendered=f"{name}/{rendered}", **differing),
        st.sampled_from(names),
        st.lists(st.sampled_from(TOPICS), unique=True),
        st.sampled_from(["one", "other"]),
        digest=st.sampled_from(["digest-1", "digest-2"]),
        published=moments(-96, -72, -48, -24),
        embargo=st.none() | moments(1, 4),
        expires=st.none() | moments(3, 6),
    )
    known = st.sampled_from([tag(name) for name in names])
    return published | st.builds(Withdraw, known, st.just("gone")) | st.builds(Release, known)


def name_of(entry_id: str) -> str:
    return entry_id.rpartition("/")[2].removesuffix(".txt")


def names_of(data: Iterable[bytes]) -> list[str]:
    """Of the entries whose fragments these are."""
    return [text.partition("/")[0] for text in texts(data)]


class Ledger:
    """What the change log says of the entries in feeds: every question is answered by reading all of it."""

    def __init__(self, store: Store, url: str) -> None:
        self.rows = log_of(url)
        self._store = store

    def inside(self, selection: Selection) -> list[str]:
        """Names of the entries that are in the feed now, in the order of a window."""
        last = {row.entry_id: row for row in self.rows}
        found = [row for row in last.values() if row.kind != Kind.WITHDRAWN and selection.holds(row.after)]
        found.sort(key=lambda row: (self._published(row.entry_id), row.entry_id), reverse=True)
        return [name_of(row.entry_id) for row in found]

    def changed(self, name: str) -> int:
        """The newest revision in which the entry was published, updated, restored or withdrawn."""
        return max(row.revision for row in self.rows if row.entry_id == tag(name) and row.kind in NEWS)

    def tombstones(self, selection: Selection, since: int = -1) -> list[Tombstone]:
        """Of entries that were withdrawn from this feed after a revision and did not come back to it, the last first.

        A topic's own feed keeps one until the entry comes back to it, a combination until it comes back at all.
        """
        ended: dict[str, Logged] = {}
        for row in self.rows:
            if selection.single is None or selection.holds(row.after):
                ended.pop(row.entry_id, None)
            if row.kind == Kind.WITHDRAWN and selection.holds(row.before):
                ended[row.entry_id] = row
        newest_first = sorted(ended.values(), key=lambda row: row.revision, reverse=True)
        return [Tombstone(row.entry_id, row.at) for row in newest_first if row.revision > since]

    def entered(self, selection: str) -> list[str]:
        """Names of the entries that ever came into a feed, in the order in which they first did."""
        rows = [row for row in self.rows if row.kind != Kind.WITHDRAWN and selection in ("all", *row.after)]
        return list(dict.fromkeys(name_of(row.entry_id) for row in rows))

    def _published(self, entry_id: str) -> datetime:
        stored = self._store.entry(f"{name_of(entry_id)}-slug")
        assert stored is not None
        return stored.entry.published
