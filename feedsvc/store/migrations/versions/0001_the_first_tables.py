"""The first tables; and the first rows: an epoch, revision 0, and the feed of everything."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from feedsvc.store.columns import Key, PlainText, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    _revision()
    _feeds()
    _entries()
    _entry_topics()
    _what_belongs_to_an_entry()
    _files()
    _meta()


def _revision() -> None:
    table = op.create_table(
        "revision",
        sa.Column("id", sa.SmallInteger, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("epoch", PlainText, nullable=False),
        sa.PrimaryKeyConstraint("id", name="revision_pk"),
        sa.CheckConstraint("id = 1", name=op.f("revision_single_ck")),
    )
    op.bulk_insert(table, [{"id": 1, "number": 0, "epoch": secrets.token_hex(4)}])


def _feeds() -> None:
    table = op.create_table(
        "feeds",
        sa.Column("selection", PlainText),
        sa.Column("title", PlainText, nullable=False),
        sa.Column("description", PlainText, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("updated", UtcDateTime, nullable=False),
        sa.Column("modified", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("selection", name="feeds_pk"),
    )
    # Before any entry's time, so that the first one sets it.
    start = datetime(1970, 1, 1, tzinfo=UTC)
    everything = {"selection": "all", "title": "", "description": ""}
    op.bulk_insert(table, [{**everything, "revision": 0, "updated": start, "modified": start}])


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("key", Key, autoincrement=False),
        sa.Column("id", PlainText, nullable=False),
        sa.Column("slug", PlainText, nullable=False),
        sa.Column("state", PlainText, nullable=False),
        sa.Column("reason", PlainText),
        sa.Column("first_revision", sa.BigInteger),
        sa.Column("digest", PlainText, nullable=False),
        sa.Column("sha256", PlainText, nullable=False),
        sa.Column("path", PlainText, nullable=False),
        sa.Column("published", UtcDateTime, nullable=False),
        sa.Column("updated", UtcDateTime, nullable=False),
        sa.Column("received", UtcDateTime, nullable=False),
        sa.Column("embargo", UtcDateTime),
        sa.Column("expires", UtcDateTime),
        sa.Column("title", PlainText, nullable=False),
        sa.Column("link", PlainText, nullable=False),
        sa.Column("language", PlainText, nullable=False),
        sa.Column("image", PlainText),
        sa.Column("details", PlainText, nullable=False),
        sa.Column("summary", PlainText, nullable=False),
        sa.Column("content", PlainText, nullable=False),
        sa.PrimaryKeyConstraint("key", name="entries_pk"),
        sa.UniqueConstraint("id", name="entries_id_uq"),
        sa.UniqueConstraint("slug", name="entries_slug_uq"),
    )
    op.create_index("entries_window", "entries", ["state", "published", "id"])
    op.create_index("entries_path", "entries", ["path"])
    op.create_index("entries_sha256", "entries", ["sha256"])
    for moment in ("embargo", "expires"):
        where = sa.text(f"{moment} IS NOT NULL")
        columns = ["state", moment]
        op.create_index(f"entries_{moment}", "entries", columns, sqlite_where=where, postgresql_where=where)


def _entry_topics() -> None:
    op.create_table(
        "entry_topics",
        sa.Column("entry", Key, autoincrement=False),
        sa.Column("topic", PlainText),
        sa.Column("place", sa.SmallInteger, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("published", UtcDateTime, nullable=False),
        sa.Column("id", PlainText, nullable=False),
        sa.Column("title", PlainText, nullable=False),
        sa.Column("origin", PlainText, nullable=False),
        sa.Column("why", PlainText, nullable=False),
        sa.PrimaryKeyConstraint("entry", "topic", name="entry_topics_pk"),
        sa.ForeignKeyConstraint(["entry"], ["entries.key"], name="entry_topics_entry_fk"),
        sqlite_with_rowid=False,
    )
    op.create_index("entry_topics_window", "entry_topics", ["topic", "shown", "published", "id"])


def _what_belongs_to_an_entry() -> None:
    op.create_table(
        "fragments",
        sa.Column("entry", Key, autoincrement=False),
        sa.Column("format", PlainText),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("entry", "format", name="fragments_pk"),
        sa.ForeignKeyConstraint(["entry"], ["entries.key"], name="fragments_entry_fk"),
    )
    op.create_table(
        "originals",
        sa.Column("entry", Key, autoincrement=False),
        sa.Column("media_type", PlainText, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("entry", name="originals_pk"),
        sa.ForeignKeyConstraint(["entry"], ["entries.key"], name="originals_entry_fk"),
    )
    op.create_table(
        "changes",
        sa.Column("revision", Key, autoincrement=False),
        sa.Column("entry", Key, nullable=False),
        sa.Column("kind", PlainText, nullable=False),
        sa.Column("before", PlainText, nullable=False),
        sa.Column("after", PlainText, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("revision", name="changes_pk"),
        sa.ForeignKeyConstraint(["entry"], ["entries.key"], name="changes_entry_fk"),
    )


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("path", PlainText),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("ctime_ns", sa.BigInteger, nullable=False),
        sa.Column("sha256", PlainText),
        sa.Column("entry_id", PlainText),
        sa.PrimaryKeyConstraint("path", name="files_pk"),
    )
    op.create_table(
        "rejections",
        sa.Column("path", PlainText),
        sa.Column("shown_as", PlainText, nullable=False),
        sa.Column("problem", PlainText, nullable=False),
        sa.Column("remedy", PlainText, nullable=False),
        sa.Column("line", sa.Integer),
        sa.Column("retry", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("path", name="rejections_pk"),
        sa.ForeignKeyConstraint(["path"], ["files.path"], name="rejections_path_fk", ondelete="CASCADE"),
    )


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("key", PlainText),
        sa.Column("value", PlainText, nullable=False),
        sa.PrimaryKeyConstraint("key", name="meta_pk"),
    )
