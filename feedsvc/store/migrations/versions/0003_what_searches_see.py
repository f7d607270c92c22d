"""What searches see of entries, and the index of its words.

Both are empty at first, for they are made of what the pipeline makes of an entry: each entry is found from its next
publish on. A program whose settings' fingerprint is another publishes every entry anew at its first scan.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from feedsvc.store.columns import Key, PlainText, UtcDateTime

revision = "0003"
down_revision = "0002"

_FIELDS = ("title", "summary", "content", "author", "source", "language", "topic", "path")


def upgrade() -> None:
    op.create_table(
        "indexed",
        sa.Column("entry", Key, autoincrement=False),
        sa.Column("published", UtcDateTime, nullable=False),
        *(sa.Column(field, PlainText, nullable=False) for field in _FIELDS),
        sa.PrimaryKeyConstraint("entry", name="indexed_pk"),
        sa.ForeignKeyConstraint(["entry"], ["entries.key"], name="indexed_entry_fk"),
    )
    if op.get_bind().dialect.name == "sqlite":
        _fts5()
    else:
        _tsvectors()


def _fts5() -> None:
    """Of all that FTS5 could keep only the index: the lines are in `indexed`, and how long they are nobody asks.

    The last column has one word in every row, for FTS5 has no NOT but the one between two.
    """
    columns = ", ".join((*_FIELDS, "every"))
    options = """content = '', columnsize = 0, tokenize = "ascii tokenchars '-'" """
    op.execute(f"CREATE VIRTUAL TABLE words USING fts5({columns}, {options})")
    # A batch of 200 entries fits into 16 MB, and is one segment then, and not four; with segments merged by eights,
    # an entry takes half the time that it does by FTS5's own settings, and no search takes longer.
    op.execute("INSERT INTO words (words, rank) VALUES ('hashsize', 16777216)")
    op.execute("INSERT INTO words (words, rank) VALUES ('automerge', 8)")


def _tsvectors() -> None:
    """NULL stands for a vector that would be longer than vectors may be; those few rows are found by themselves."""
    op.create_table(
        "words",
        sa.Column("entry", Key, autoincrement=False),
        sa.Column("vector", TSVECTOR),
        sa.PrimaryKeyConstraint("entry", name="words_pk"),
        sa.ForeignKeyConstraint(["entry"], ["entries.key"], name="words_entry_fk"),
    )
    op.create_index("words_vector", "words", ["vector"], postgresql_using="gin")
    op.create_index("words_too_many", "words", ["entry"], postgresql_where=sa.text("vector IS NULL"))
