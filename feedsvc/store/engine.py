"""How a store is reached: from a URL to connections that read and connections that write."""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url

from feedsvc.errors import StoreError
from feedsvc.store.trouble import shown, translated

_SQLITE, _POSTGRESQL = "sqlite", "postgresql+psycopg"
_SCHEMES = {
    "sqlite": _SQLITE,
    "sqlite+pysqlite": _SQLITE,
    "postgresql+psycopg": _POSTGRESQL,
    "postgresql": _POSTGRESQL,  # as platforms hand it out
    "postgres": _POSTGRESQL,
}
_EXPECTED = "Write sqlite:///feedsvc.db or postgresql+psycopg://user:password@host/database."
_TURN = 30  # seconds that one waits for its turn to write on SQLite; a batch of 500 entries takes a tenth of one
_ANSWER = 10  # seconds that one waits for a server to answer
_PRAGMAS = (
    # Readers go on reading while one writes.
    "journal_mode = WAL",
    # Flushed at each commit. NORMAL would keep the database whole too, but a power cut could take back the last
    # commits, and the next ones would use their revisions again: a reader with such an ETag would get a wrong 304.
    "synchronous = FULL",
    "foreign_keys = ON",
    # 32 MB between checkpoints: at the default of 4, each batch of a first scan would wait for one.
    "wal_autocheckpoint = 8000",
    # Room for what one batch of changes touches, so that nothing of it goes to disk before its commit.
    "cache_size = -16384",
    "journal_size_limit = 67108864",
)


class Database:
    """Connections to one store, by threads and after a fork alike. All errors are StoreError."""

    def __init__(self, url: str) -> None:
        self.url = _parsed(url)
        self.file = _file(self.url)
        with translated(self.url):
            self._writer = _sqlite(self.url, self.file) if self.is_sqlite else _postgresql(self.url)
        self._reader = self._writer.execution_options(**self._snapshot())
        if self.file or not self.is_sqlite:
            _OPEN.add(self)

    @property
    def is_sqlite(self) -> bool:
        return self.url.drivername == _SQLITE

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot: however many statements follow, they see the store as it was at the first."""
        with translated(self.url), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, committed at the end and undone by any exception.

        On SQLite it has the right to write from the start: a transaction that begins by reading and then wants to
        write is refused where another wrote meanwhile, however long it is willing to wait.
        """
        with translated(self.url), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A connection outside of the pool and of any transaction, which ends with the block, and its locks with it."""
        with translated(self.url):
            connection = self._writer.connect().execution_options(isolation_level="AUTOCOMMIT", feedsvc_begin=None)
            connection.detach()
        try:
            yield connection
        finally:
            with translated(self.url):
                connection.close()

    def close(self) -> None:
        self._writer.dispose()

    def after_fork(self) -> None:
        """Leave the parent's connections to the parent: a socket or a file lock that two processes use breaks."""
        _LEFT_TO_THE_PARENT.append(self._writer.pool)
        self._writer.dispose(close=False)

    def _snapshot(self) -> dict[str, Any]:
        if self.is_sqlite:
            return {"feedsvc_begin": "BEGIN DEFERRED"}
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


_OPEN: weakref.WeakSet[Database] = weakref.WeakSet()
_LEFT_TO_THE_PARENT: list[sa.Pool] = []  # kept, since a connection that is collected says goodbye to the server


def _after_fork() -> None:
    for database in list(_OPEN):
        database.after_fork()


os.register_at_fork(after_in_child=_after_fork)


def _parsed(text: str) -> URL:
    try:
        url = make_url(text)
    except (sa.exc.ArgumentError, ValueError) as error:
        scheme = text.partition(":")[0]
        raise StoreError(f"{scheme}:…: the store's URL cannot be read. {_EXPECTED}") from error
    if url.drivername not in _SCHEMES:
        raise StoreError(f"{shown(url)}: {url.drivername} is not a kind of store. {_EXPECTED}")
    return url.set(drivername=_SCHEMES[url.drivername])


def exists(url: str) -> bool:
    """Whether opening this store would make nothing that was not there."""
    parsed = _parsed(url)
    file = _file(parsed)
    return file.exists() if file else parsed.drivername == _POSTGRESQL


def _file(url: URL) -> Path | None:
    """Where a SQLite store lies, absolute: the process may change its folder later. None on a server, or in memory."""
    if url.drivername != _SQLITE or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database)).absolute()


def _sqlite(url: URL, file: Path | None) -> Engine:
    if file is None:
        # In memory there is one connection, and threads take turns.
        pool: dict[str, Any] = {"poolclass": sa.QueuePool, "pool_size": 1, "max_overflow": 0}
    else:
        _make_folder(url, file)
        url = url.set(database=str(file))
        pool = {"pool_size": 8, "max_overflow": -1}  # a thread never waits for another's connection
    arguments = {"timeout": _TURN, "check_same_thread": False, "isolation_level": None}
    engine = sa.create_engine(url, connect_args=arguments, **pool)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine.execution_options(feedsvc_begin="BEGIN IMMEDIATE")


def _make_folder(url: URL, file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        remedy = "Name a folder that this user may write."
        raise StoreError(f"{shown(url)}: its folder cannot be made ({error.strerror}). {remedy}") from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # The driver's own idea of when a transaction begins leaves reads and DDL outside of it: isolation_level=None
    # turns that off, and this says it instead; nothing, where there is to be no transaction.
    begin = connection.get_execution_options()["feedsvc_begin"]
    if begin:
        connection.exec_driver_sql(begin)


def _postgresql(url: URL) -> Engine:
    engine = sa.create_engine(
        url,
        connect_args={"connect_timeout": _ANSWER} if "connect_timeout" not in url.query else {},
        pool_size=8,
        max_overflow=-1,
        pool_pre_ping=True,  # a server that was restarted costs a round trip, not an error page
    )
    sa.event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET timezone = 'UTC'")
        # A machine that vanishes leaves its locks to the server, which would notice after two hours.
        cursor.execute("SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3")
    connection.commit()
