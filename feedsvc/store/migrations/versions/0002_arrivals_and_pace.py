"""When each entry came into each feed, and how often feeds change: both from the change log, for what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from feedsvc.store.columns import Key, PlainText, UtcDateTime

revision = "0002"
down_revision = "0001"

_ALL = "all"
_AT_ONCE = 1000  # rows that are read, or written, at a time: of a log of millions no more is held
_OF_THE_LAST = 1 / 5  # what the newest time between two changes counts in their average
_NEWS = {"published", "updated", "restored", "withdrawn"}

_changes = sa.table(
    "changes",
    sa.column("revision", sa.BigInteger),
    sa.column("entry", sa.BigInteger),
    sa.column("kind", PlainText),
    sa.column("before", PlainText),
    sa.column("after", PlainText),
    sa.column("at", UtcDateTime),
)
_feeds = sa.table(
    "feeds", sa.column("selection", PlainText), sa.column("pace", sa.Double), sa.column("entered", sa.BigInteger)
)


def upgrade() -> None:
    op.add_column("feeds", sa.Column("pace", sa.Double))
    op.add_column("feeds", sa.Column("entered", sa.BigInteger, nullable=False, server_default=sa.text("0")))
    op.create_index("feeds_revision", "feeds", ["revision"])
    arrivals = _arrivals()
    log = _Log()
    for change in op.get_bind().execute(sa.select(_changes).order_by(_changes.c.revision)).yield_per(_AT_ONCE):
        log.take(change)
    for rows in _in_groups(log.arrivals()):
        op.bulk_insert(arrivals, rows)
    _fill_feeds(log)
    # Last: an index that is made at once costs a fraction of one that grows row by row.
    where = sa.text("withdrawn IS NOT NULL")
    op.create_index("arrivals_ordinal", "arrivals", ["selection", "ordinal"], unique=True)
    op.create_index("arrivals_revision", "arrivals", ["selection", "revision"])
    columns = ["selection", "withdrawn", "revision"]
    op.create_index("arrivals_withdrawn", "arrivals", columns, sqlite_where=where, postgresql_where=where)


def _arrivals() -> sa.Table:
    return op.create_table(
        "arrivals",
        sa.Column("entry", Key, autoincrement=False),
        sa.Column("selection", PlainText),
        sa.Column("ordinal", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("withdrawn", UtcDateTime),
        sa.PrimaryKeyConstraint("entry", "selection", name="arrivals_pk"),
        sa.ForeignKeyConstraint(["entry"], ["entries.key"], name="arrivals_entry_fk"),
        sqlite_with_rowid=False,
    )


def _fill_feeds(log: _Log) -> None:
    statement = sa.update(_feeds).where(_feeds.c.selection == sa.bindparam("of"))
    statement = statement.values(pace=sa.bindparam("pace"), entered=sa.bindparam("entered"))
    for rows in _in_groups(log.feeds()):
        op.get_bind().execute(statement, rows)


def _in_groups(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for row in rows:
        group.append(row)
        if len(group) == _AT_ONCE:
            yield group
            group = []
    if group:
        yield group


# No dataclasses here: Alembic loads this file as no module that Python knows of, and they look for theirs.


class _Arrival:
    def __init__(self, ordinal: int) -> None:
        self.ordinal = ordinal
        self.revision = 0
        self.withdrawn: datetime | None = None


class _Feed:
    def __init__(self, modified: datetime) -> None:
        self.modified = modified
        self.entered = 0
        self.pace: timedelta | None = None

    def move(self, at: datetime) -> None:
        gap = at - self.modified
        if gap > timedelta(0):
            self.pace = gap if self.pace is None else self.pace + (gap - self.pace) * _OF_THE_LAST
            self.modified = at


class _Log:
    """What the change log says, as far as it was read."""

    def __init__(self) -> None:
        self._entries: dict[int, dict[str, _Arrival]] = {}
        self._feeds: dict[str, _Feed] = {}

    def take(self, change: sa.Row[Any]) -> None:
        here = self._entries.setdefault(change.entry, {})
        stays = [] if change.kind == "withdrawn" else [_ALL, *json.loads(change.after)]
        left = [selection for selection in (_ALL, *json.loads(change.before)) if selection not in stays]
        newest = change.revision if change.kind in _NEWS else here[_ALL].revision
        for selection in (*stays, *left):
            feed = self._feeds.setdefault(selection, _Feed(change.at))
            feed.move(change.at)
            if selection not in here:
                feed.entered += 1
                here[selection] = _Arrival(feed.entered)
            here[selection].revision = newest if selection in stays else change.revision
            here[selection].withdrawn = change.at if change.kind == "withdrawn" else None

    def arrivals(self) -> Iterator[dict[str, Any]]:
        for entry, here in self._entries.items():
            for selection, arrival in here.items():
                yield {
                    "entry": entry,
                    "selection": selection,
                    "ordinal": arrival.ordinal,
                    "revision": arrival.revision,
                    "withdrawn": arrival.withdrawn,
                }

    def feeds(self) -> Iterator[dict[str, Any]]:
        for selection, feed in self._feeds.items():
            pace = None if feed.pace is None else feed.pace.total_seconds()
            yield {"of": selection, "pace": pace, "entered": feed.entered}
