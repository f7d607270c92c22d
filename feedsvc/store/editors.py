"""What the editors' view asks of a store, and nobody who reads feeds."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from feedsvc.model import State
from feedsvc.store.engine import Database
from feedsvc.store.migrating import version_of
from feedsvc.store.schema import entries, entry_topics
from feedsvc.store.searching import stored_entries
from feedsvc.store.trouble import shown
from feedsvc.store.values import Extent, StoredEntry

# What was published when, here and by topic, is read from an index alone.
_PUBLICATIONS = select(entries.c.published).where(
    entries.c.state == State.PUBLISHED.value, entries.c.published >= bindparam("since")
)
# A question for each topic, and not one for all: row numbers over each topic would have SQLite sort every assignment
# there is, which takes 20 times as long for 300,000 of them in 200 topics.
_LATEST = (
    select(entry_topics.c.published)
    .where(entry_topics.c.topic == bindparam("topic"), entry_topics.c.shown)
    .order_by(entry_topics.c.published.desc())
    .limit(bindparam("limit"))
)
_TOPICS = select(entry_topics.c.topic).where(entry_topics.c.shown).distinct()
_HELD = (
    select(entries.c.id)
    .where(entries.c.state == State.HELD.value, entries.c.embargo.is_not(None))
    .order_by(entries.c.embargo, entries.c.id)
    .limit(bindparam("limit"))
)


def publications(connection: Connection, since: datetime) -> list[datetime]:
    return list(connection.scalars(_PUBLICATIONS, {"since": since}))


def latest(connection: Connection, limit: int) -> dict[str, list[datetime]]:
    topics = connection.scalars(_TOPICS).all()
    return {topic: list(connection.scalars(_LATEST, {"topic": topic, "limit": limit})) for topic in topics}


def held(connection: Connection, limit: int) -> list[StoredEntry]:
    return stored_entries(connection, list(connection.scalars(_HELD, {"limit": limit})))


def extent(connection: Connection, database: Database) -> Extent:
    size, engine = _of_file(connection) if database.is_sqlite else _of_server(connection)
    return Extent(shown(database.url), size, version_of(connection) or "", engine, _free(database))


def _of_file(connection: Connection) -> tuple[int, str]:
    pages = connection.scalar(sa.text("PRAGMA page_count")) or 0
    bytes_each = connection.scalar(sa.text("PRAGMA page_size")) or 0
    return pages * bytes_each, f"SQLite {connection.scalar(sa.text('SELECT sqlite_version()'))}"


def _of_server(connection: Connection) -> tuple[int, str]:
    size = connection.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0
    return size, f"PostgreSQL {connection.scalar(sa.text('SHOW server_version'))}"


def _free(database: Database) -> int | None:
    with suppress(OSError):  # a file that was taken away from under us is told of by whoever reads it next
        return shutil.disk_usage(database.file.parent).free if database.file else None
    return None
