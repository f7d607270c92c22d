"""What Alembic runs: migrations on the connection it is given, inside of the transaction that this is in."""

from __future__ import annotations

from alembic import context

from feedsvc.store.migrating import VERSIONS
from feedsvc.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSIONS.name,
)
with context.begin_transaction():
    context.run_migrations()
