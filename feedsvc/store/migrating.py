"""Bring the tables of a store up to this program, by Alembic, once, however many processes start at once."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from feedsvc.errors import StoreError
from feedsvc.store import schema
from feedsvc.store.engine import Database, exists
from feedsvc.store.trouble import shown

HEAD = "0005"
"""The newest migration. Said here too, so that a store that has it opens without loading Alembic (0.1 s)."""
VERSIONS = sa.table("feedsvc_schema", sa.column("version_num", sa.Text))
"""Not Alembic's own name for it: another program in the same database may use Alembic as well."""
_MIGRATING = 0x66656565  # an advisory lock's number, the one after that of the right to scan


def migrate(database: Database) -> None:
    """Run what migrations are missing. Raises StoreError where the tables are another's, or newer than this."""
    with database.reading() as connection:
        if version_of(connection) == HEAD:
            return
    with database.writing() as connection:
        # On SQLite, writing is itself the lock.
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
        version = version_of(connection)
        if version is None:
            _refuse_tables_of_another(database, connection)
        if version != HEAD:
            _upgrade(database, connection, version)


def as_it_is(url: str) -> Database:
    """A store of which nothing is to be changed; one in memory, empty, where there are no tables yet. Raises StoreError
    where they are another's, or of another version.
    """
    if exists(url):
        database = Database(url)
        try:
            if _is_made(database):
                return database
        except StoreError:
            database.close()
            raise
        database.close()
    return Database("sqlite://")


def _is_made(database: Database) -> bool:
    with database.reading() as connection:
        version = version_of(connection)
        if version is None:
            _refuse_tables_of_another(database, connection)
    if version is not None and version < HEAD:
        what = f"its tables are of version {version}, older than this program, which works with {HEAD}"
        raise StoreError(f"{shown(database.url)}: {what}. Run `feedsvc scan`, which brings them up to date.")
    if version is not None and version > HEAD:
        raise _newer(database, version)
    return version is not None


def version_of(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table(VERSIONS.name):
        return None
    return connection.scalar(sa.select(VERSIONS.c.version_num))


def _refuse_tables_of_another(database: Database, connection: Connection) -> None:
    taken = sorted(set(sa.inspect(connection).get_table_names()) & set(schema.metadata.tables))
    if taken:
        what = f"it has a table {taken[0]} that feedsvc did not make"
        raise StoreError(f"{shown(database.url)}: {what}. Name a database, or a schema, of feedsvc's own.")


def _upgrade(database: Database, connection: Connection, version: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise _newer(database, version)
    command.upgrade(config, "head")


def _newer(database: Database, version: str) -> StoreError:
    what = f"its tables are of version {version}, newer than this program, which knows up to {HEAD}"
    return StoreError(f"{shown(database.url)}: {what}. Install the newer feedsvc, or name another store.")
