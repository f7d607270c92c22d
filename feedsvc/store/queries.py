"""Every SELECT but those of what feeds hold, as a value with named parameters; tests read the plans of all lookups.

Values, not functions that make them: one made anew for each question makes a lookup half as dear again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, select, union_all
from sqlalchemy.sql.selectable import TypedReturnsRows

from feedsvc.addresses import ALL
from feedsvc.model import State
from feedsvc.store.records import WITH_ATTACHMENTS
from feedsvc.store.schema import (
    arrivals,
    changes,
    entries,
    entry_topics,
    feeds,
    files,
    fragments,
    indexed,
    meta,
    originals,
    rejections,
)
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


def _within(path: ColumnElement[str]) -> ColumnElement[bool]:
    """From one path up to another, which is left out."""
    return (path >= _value(path, "first")) & (path < _value(path, "last"))


_PUBLISHED = entries.c.state == State.PUBLISHED.value
_HELD = entries.c.state == State.HELD.value
_STANDING = (
    "key",
    "id",
    "state",
    "reason",
    "digest",
    "sha256",
    "path",
    "updated",
    "embargo",
    "expires",
    "first_revision",
)
_IDENTITY = ("id", "slug", "path", "sha256", "digest", "received", "updated", "state", "version")

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

INDEXED = select(indexed).where(among(indexed.c.entry))

FEEDS_AMONG = select(feeds).where(among(feeds.c.selection))
NAMES_AMONG = select(*feeds.c["selection", "title", "description"]).where(among(feeds.c.selection))

ARRIVALS = select(*arrivals.c["entry", "selection", "revision", "withdrawn"]).where(among(arrivals.c.entry))

# What the scanner asks.

FILES = select(files)
FILES_AMONG = select(files).where(among(files.c.path))
FILES_WITHIN = select(files).where(_within(files.c.path))
REJECTIONS = select(rejections).order_by(rejections.c.path)
REJECTIONS_AMONG = select(rejections).where(among(rejections.c.path))
REJECTIONS_WITHIN = select(rejections).where(_within(rejections.c.path))

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

ORIGINAL = (
    select(*entries.c[_IDENTITY], *originals.c["media_type", "data"])
    .join(originals)
    .where(entries.c.slug == _value(entries.c.slug, "slug"))
)

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

# What a search shows, by key.

FRAGMENTS_IN = select(fragments.c.entry, fragments.c.data).where(
    among(fragments.c.entry), fragments.c.format == _value(fragments.c.format, "format")
)
ENTRIES_AMONG = select(entries).where(among(entries.c.key))
FACTS = (
    select(entries.c.key, entries.c.updated, arrivals.c.revision)
    .join(arrivals, (arrivals.c.entry == entries.c.key) & (arrivals.c.selection == ALL))
    .where(among(entries.c.key))
)
"""Of published entries: when they were updated, and in which revision they were published, updated or restored."""

# What is found when rules change.

_FOUND = select(*entries.c["key", "id", "slug", "title", "published", "state"])
FOUND = _FOUND.where(among(entries.c.key))
ABOUT = _FOUND.join(entry_topics).where(among(entry_topics.c.topic), _HELD | _PUBLISHED)
ENTRIES_OF_IDS = select(entries).where(among(entries.c.id))
SOURCES = (
    select(entries.c.key, *entries.c["path", "sha256"], *originals.c["media_type", "data"])
    .join(originals)
    .where(among(entries.c.key))
)

# What readers are served from.

FEEDS = select(feeds).where(feeds.c.selection != ALL)
MOVED = select(feeds).where(feeds.c.revision > _value(feeds.c.revision, "since"))
EPOCH_AND_REVISION = select(revisions.c.epoch, revisions.c.number)

SIZE_OF_ALL = select(func.count(), func.max(entries.c.published)).where(_PUBLISHED)
SIZES_OF_TOPICS = (
    select(entry_topics.c.topic, func.count(), func.max(entry_topics.c.published))
    .where(entry_topics.c.shown)
    .group_by(entry_topics.c.topic)
)

ENTRIES = (
    select(entries)
    .where(entries.c.key < _value(entries.c.key, "key"))
    .order_by(entries.c.key.desc())
    .limit(bindparam("limit"))
)
"""A page of them, withdrawn ones too; see ORIGINALS."""
ENTRY = select(entries).where(entries.c.slug == _value(entries.c.slug, "slug"))
ASSIGNMENTS = (
    select(entry_topics).where(among(entry_topics.c.entry)).order_by(entry_topics.c.entry, entry_topics.c.place)
)

_TOUCHED = select(changes.c.entry).where(changes.c.revision > _value(changes.c.revision, "since")).distinct().subquery()
TOUCHED = (
    select(entries.c.slug, arrivals.c.selection, arrivals.c.ordinal)
    .select_from(_TOUCHED)
    .join(entries, entries.c.key == _TOUCHED.c.entry)
    .join(arrivals, arrivals.c.entry == _TOUCHED.c.entry)
)

ATTACHED = (
    select(entries.c.slug, entries.c.details)
    .join(_TOUCHED, entries.c.key == _TOUCHED.c.entry)
    .where(_PUBLISHED, entries.c.details.contains(WITH_ATTACHMENTS))
)

STATES = select(entries.c.state, func.count()).group_by(entries.c.state)
TOTALS = select(
    select(func.count()).select_from(files).scalar_subquery(),
    select(func.count()).select_from(feeds).where(feeds.c.selection != ALL).scalar_subquery(),
    revisions.c.number,
)
"""Tracked files, topics, and the newest revision."""

FACTS_WITHIN = select(meta).where(_within(meta.c.key))
FACT = select(meta.c.value).where(meta.c.key == _value(meta.c.key, "key"))
EPOCH = select(revisions.c.epoch)
