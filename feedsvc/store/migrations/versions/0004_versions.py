"""The provider's number of the version that is published: of what is there already, nobody knows it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("entries", sa.Column("version", sa.BigInteger))
