"""Every SELECT, as a value with named parameters. Each lookup is one of an index: tests read the plans.

Values, not functions that make them: one made anew for each question makes a lookup half as dear again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import BindParameter, Column, ColumnElement, Subquery, bindparam, func, select, union_all
from sqlalchemy.sql.selectable import TypedReturnsRows

from feedsvc.addresses import ALL
from feedsvc.model import State
from feedsvc.store.schema import entries, entry_topics, feeds, files, fragments, meta, originals, rejections
from feedsvc.store.schema import revision as revisions

Query: TypeAlias = TypedReturnsRows[*tuple[Any, ...]]

_AT_ONCE = 1000
"""Values in one IN list: SQLite takes 32,766 of them, PostgreSQL 65,535; plans and memory like fewer."""

T = TypeVar("T")


def in_groups(values: Iterable[T]) -> Iterator[dict[str, Sequence[T]]]:
    """The distinct values, as many at a time as one statement asks for, as its parameter."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), _AT_ONCE):
        yield {"among": distinct[start : start + _AT_ONCE]}


def among(column: ColumnElement[T]) -> ColumnElement[bool]:
    """Whether the column has one of a group's values."""
    return column.in_(bindparam("among", expanding=True))


def _value(column: ColumnElement[T], name: str) -> BindParameter[T]:
    return bindparam(name, type_=column.type)


_PUBLISHED = entries.c.state == State.PUBLISHED.value
_HELD = entries.c.state == State.HELD.value
_STANDING = ("key", "id", "state", "reason", "digest", "updated", "embargo", "expires", "first_revision")
_IDENTITY = ("id", "slug", "path", "sha256", "digest", "received", "updated", "state")

# What writing asks.

NEWEST_REVISION = select(revisions.c.number).with_for_update()
"""And hold it until the end of the transaction: PostgreSQL by this row, SQLite by the right to write."""

LAST_KEY = select(func.coalesce(func.max(entries.c.key), 0))

STANDINGS = (
    select(*entries.c[_STANDING], entry_topics.c.topic, entry_topics.c.title.label("topic_title"))
    .select_from(entries.outerjoin(entry_topics))
    .where(among(entries.c.id))
    .order_by(entries.c.key, entry_topics.c.place)
)
"""One row for each topic of each entry, at least one for each entry, in the topics' order."""

FRAGMENTS = select(*fragments.c["entry", "format", "data"]).where(among(fragments.c.entry))

FEEDS_AMONG = select(feeds).where(among(feeds.c.selection))

# What the scanner asks.

FILES = select(files)
FILES_AMONG = select(files).where(among(files.c.path))
REJECTIONS = select(rejections).order_by(rejections.c.path)
REJECTIONS_AMONG = select(rejections).where(among(rejections.c.path))

_IDENTITIES = select(*entries.c[_IDENTITY])
IDENTITIES = _IDENTITIES.where(among(entries.c.id))
HOLDERS = _IDENTITIES.where(among(entries.c.slug))
LAST_SEEN_AT = _IDENTITIES.where(among(entries.c.path))
MADE_OF = _IDENTITIES.where(among(entries.c.sha256))

ORIGINALS = (
    select(entries.c.key, *entries.c[_IDENTITY], *originals.c["media_type", "data"])
    .join(originals)
    .where(entries.c.key > _value(entries.c.key, "key"))
    .order_by(entries.c.key)
    .limit(bindparam("limit"))
)
"""A page, withdrawn entries and all: with their state in the WHERE, SQLite would sort the rest for each page."""

_NOW = _value(entries.c.embargo, "now")
RELEASED = select(entries.c.id).where(_HELD, entries.c.embargo <= _NOW).order_by(entries.c.embargo, entries.c.id)
EXPIRED = (
    select(entries.c.id).where(_HELD | _PUBLISHED, entries.c.expires <= _NOW).order_by(entries.c.expires, entries.c.id)
)
MOMENTS = union_all(
    select(func.min(entries.c.embargo)).where(_HELD, entries.c.embargo > _NOW),
    select(func.min(entries.c.expires)).where(_HELD, entries.c.expires > _NOW),
    select(func.min(entries.c.expires)).where(_PUBLISHED, entries.c.expires > _NOW),
)
"""The next embargo and, of each state, the next expiry: a MIN each, so that each is one step into its index."""

# What readers are served from.

FEED = select(feeds).where(feeds.c.selection == _value(feeds.c.selection, "selection"))
FEEDS = select(feeds).where(feeds.c.selection != ALL)


def _shown(key: Column[int], inside: ColumnElement[bool]) -> Subquery:
    """The newest entries of a feed: read from the end of an index, whatever lies before it."""
    published, entry_id = key.table.c.published, key.table.c.id
    newest = select(key.label("key"), published, entry_id).where(inside).order_by(published.desc(), entry_id.desc())
    return newest.limit(bindparam("limit")).subquery("shown")


def _fragments(shown: Subquery) -> Query:
    ours = (fragments.c.entry == shown.c.key) & (fragments.c.format == _value(fragments.c.format, "format"))
    return select(fragments.c.data).join(shown, ours).order_by(shown.c.published.desc(), shown.c.id.desc())


def _listing(shown: Subquery) -> Query:
    listed = select(*entries.c["slug", "title", "summary", "link", "published"])
    return listed.join(shown, entries.c.key == shown.c.key).order_by(shown.c.published.desc(), shown.c.id.desc())


_OF_TOPIC = (entry_topics.c.topic == _value(entry_topics.c.topic, "selection")) & entry_topics.c.shown
_SHOWN_IN_ALL = _shown(entries.c.key, _PUBLISHED)
_SHOWN_IN_TOPIC = _shown(entry_topics.c.entry, _OF_TOPIC)
WINDOW_OF_ALL, WINDOW_OF_TOPIC = _fragments(_SHOWN_IN_ALL), _fragments(_SHOWN_IN_TOPIC)
LISTING_OF_ALL, LISTING_OF_TOPIC = _listing(_SHOWN_IN_ALL), _listing(_SHOWN_IN_TOPIC)

SIZE_OF_ALL = select(func.count(), func.max(entries.c.published)).where(_PUBLISHED)
SIZES_OF_TOPICS = (
    select(entry_topics.c.topic, func.count(), func.max(entry_topics.c.published))
    .where(entry_topics.c.shown)
    .group_by(entry_topics.c.topic)
)

ENTRY = select(entries).where(entries.c.slug == _value(entries.c.slug, "slug"))
ASSIGNMENTS = (
    select(entry_topics).where(entry_topics.c.entry == _value(entries.c.key, "key")).order_by(entry_topics.c.place)
)

STATES = select(entries.c.state, func.count()).group_by(entries.c.state)
TOTALS = select(
    select(func.count()).select_from(files).scalar_subquery(),
    select(func.count()).select_from(feeds).where(feeds.c.selection != ALL).scalar_subquery(),
    revisions.c.number,
)
"""Tracked files, topics, and the newest revision."""

FACT = select(meta.c.value).where(meta.c.key == _value(meta.c.key, "key"))
EPOCH = select(revisions.c.epoch)
