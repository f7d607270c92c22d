"""How often each feed is asked for, by whom, day by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from feedsvc.store.columns import PlainText

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "traffic",
        *(sa.Column(name, PlainText, nullable=False) for name in ("day", "feed", "format", "reader")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("requests", "not_modified", "wasted")),
        sa.Column("subscribers", sa.BigInteger),
        sa.Column("clients", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("day", "feed", "format", "reader", name="traffic_pk"),
        sqlite_with_rowid=False,
    )
