"""What can be seen of a store without opening it for use: no file and no table is made, migrated or repaired."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, make_url

from feedsvc.store.engine import Database, exists
from feedsvc.store.migrating import HEAD, version_of
from feedsvc.store.trouble import shown

CHECKING = 20.0
"""Seconds that the check of a SQLite file may take: two gigabytes on a laptop's disk."""

_STEPS = 100_000
"""Of SQLite's machine between two looks at the clock: some milliseconds."""

_LINES = 5
"""Of what the check finds: one damaged page may yield thousands."""


@dataclass(frozen=True, slots=True)
class Health:
    """A store as it was found."""

    url: str
    """Without the password."""
    file: Path | None
    """Of a SQLite store; None of one on a server."""
    exists: bool = True
    version: str | None = None
    """Of its tables; None where it has none yet."""
    newest: str = HEAD
    """The version that this program works with."""
    checked: bool = False
    """SQLite's own check came to its end; a server has checks of its own, and none is made."""
    damage: tuple[str, ...] = ()
    """What the check found."""
    follows: bool = False
    """The server takes no writes: it follows another one."""
    server_time: datetime | None = None


def examine(url: str) -> Health:
    """Look at a store. Raises StoreError where it cannot be reached, or is none."""
    if not exists(url):
        address = make_url(url)
        return Health(shown(address), Path(str(address.database)).absolute(), exists=False)
    database = Database(url)
    try:
        with database.reading() as connection:
            return _of_file(database, connection) if database.is_sqlite else _of_server(database, connection)
    finally:
        database.close()


def _of_file(database: Database, connection: Connection) -> Health:
    damage = _damage(connection)
    version = None if damage else version_of(connection)  # a damaged file may not even tell that
    return Health(shown(database.url), database.file, version=version, checked=damage is not None, damage=damage or ())


def _damage(connection: Connection) -> tuple[str, ...] | None:
    """What is damaged; None where there was no time to find out."""
    deadline = time.monotonic() + CHECKING
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 (it is open)
    driver.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        said = [str(line) for line in connection.scalars(sa.text(f"PRAGMA quick_check({_LINES})"))]
    except sa.exc.OperationalError:
        if time.monotonic() > deadline:
            return None
        raise
    finally:
        driver.set_progress_handler(None, 0)
    return () if said == ["ok"] else tuple(said)


def _of_server(database: Database, connection: Connection) -> Health:
    follows, now = connection.execute(sa.text("SELECT pg_is_in_recovery(), clock_timestamp()")).one()
    return Health(shown(database.url), None, version=version_of(connection), follows=follows, server_time=now)
