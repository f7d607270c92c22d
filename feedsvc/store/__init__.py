"""Where what is published is kept: entries, topics, fragments and the change log, in SQLite or PostgreSQL.

base.py is the contract, schema.py every table; apply goes through writing.py, and deciding.py is its pure heart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedsvc.errors import StoreError
from feedsvc.store.base import Store

if TYPE_CHECKING:
    from feedsvc.store.health import Health

__all__ = ["connect", "examine"]


def connect(url: str, *, migrates: bool = True) -> Store:
    """Open the store at a URL: `sqlite:///feedsvc.db` or `postgresql+psycopg://user:password@host/database`.

    A SQLite file and its folder are made where they are missing, and tables brought up to this program. Threads may
    share the store, a child process may go on using it after a fork. Raises StoreError, naming the URL without the
    password: the scheme is another, the server cannot be reached, the file is no database or may not be written, the
    tables are another program's or newer than this one.

    Unless it `migrates`, it is for whoever changes nothing: where there are no tables yet, the store is an empty one in
    memory, and older tables are a StoreError too.
    """
    # Here, and not above: processes that only make entries take the contract from this package, and no SQLAlchemy.
    from feedsvc.store.engine import Database
    from feedsvc.store.migrating import as_it_is
    from feedsvc.store.sql import SqlStore

    database = Database(url) if migrates else as_it_is(url)
    try:
        return SqlStore(database)
    except StoreError:
        database.close()
        raise


def examine(url: str) -> Health:
    """How a store is, as far as can be seen without using it; nothing is made or changed. Raises StoreError."""
    from feedsvc.store.health import examine  # as above

    return examine(url)
