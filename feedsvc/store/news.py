"""How processes hear of a new revision: a transaction that makes one announces it, others wait for that and look.

SQLite tells each connection whether another one has written; PostgreSQL sends word to whoever listens. Neither says
what was written: that is read from the feeds, by the index of their revisions.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from feedsvc.errors import StoreError
from feedsvc.feed import Feed
from feedsvc.store import queries
from feedsvc.store.engine import Database
from feedsvc.store.records import feed_of
from feedsvc.store.trouble import shown, translated

_TICK = 0.02
"""Seconds between two looks whether SQLite was written to: of 25 us each, an eighth of a percent of one processor."""
_PATIENCE = 0.5
"""Seconds without word from PostgreSQL after which one looks all the same: a proxy may have lost it."""
_CHANNEL = sa.literal("feedsvc_") + sa.func.md5(sa.func.current_schema())
"""Channels are the whole database's; stores in several schemas of it do not wake each other. At most 63 bytes."""
_ANNOUNCE = sa.select(sa.func.pg_notify(_CHANNEL, ""))
_DATA_VERSION = "PRAGMA data_version"
_TOTAL_CHANGES = "SELECT total_changes()"


def announce(connection: Connection) -> None:
    """Within the transaction that makes a revision: its end lets the others know. SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(_ANNOUNCE)


class Signal(Protocol):
    """Something that stirs when the store may have changed."""

    def stirs(self, seconds: float) -> bool:
        """Whether it did since the last call, within so many seconds from now."""

    def close(self) -> None: ...


class StoreNews:
    """News of one store. `told` is given the epoch at each look: another store may have taken this one's place."""

    def __init__(self, database: Database, told: Callable[[str], None]) -> None:
        self._database = database
        self._told = told
        self._signal: Signal | None = None
        self._seen = ("", -1)
        """The epoch and the newest revision at the last look."""

    def wait(self, patience: float) -> list[Feed]:
        until = time.monotonic() + patience
        try:
            is_new = self._signal is None
            signal = self._signal = self._signal or _signal(self._database)
            # With a new signal one looks first: what comes after that stirs it.
            while is_new or signal.stirs(max(until - time.monotonic(), 0)):
                is_new = False
                moved = self._look()
                if moved:
                    return moved
        except StoreError:
            self.close()
            raise
        return []

    def close(self) -> None:
        if self._signal:
            signal, self._signal = self._signal, None
            signal.close()

    def _look(self) -> list[Feed]:
        """The feeds with a revision that was not seen; all, where another store or an older state of it came back."""
        epoch, seen = self._seen
        with self._database.reading() as connection:
            found, newest = connection.execute(queries.EPOCH_AND_REVISION).one()
            since = seen if found == epoch and newest >= seen else -1
            moved = [] if newest == since else list(map(feed_of, connection.execute(queries.MOVED, {"since": since})))
        self._seen = (found, newest)
        self._told(found)
        return moved


def _signal(database: Database) -> Signal:
    if not database.is_sqlite:
        return _Listening(database)
    return _Polling(_OnFile(database, database.file) if database.file else _InMemory(database))


class Counter(Protocol):
    """A number, of sorts, that is another one after each write."""

    def read(self) -> object: ...

    def close(self) -> None: ...


class _Polling:
    """Stirs when a counter has another value than before."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._last = counter.read()

    def stirs(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while (found := self._counter.read()) == self._last:
            remaining = until - time.monotonic()
            if remaining <= 0:
                return False
            time.sleep(min(_TICK, remaining))
        self._last = found
        return True

    def close(self) -> None:
        self._counter.close()


class _InMemory:
    """What the one connection that there is has written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> object:
        with self._database.reading() as connection:
            return connection.exec_driver_sql(_TOTAL_CHANGES).scalar_one()

    def close(self) -> None:
        """Nothing is held."""


class _OnFile:
    """Which file it is, and what others have written to it: on a connection of its own that writes nothing itself."""

    def __init__(self, database: Database, path: Path) -> None:
        self._database = database
        self._path = path
        self._held = ExitStack()
        self._file = self._which()
        self._connection = self._held.enter_context(database.alone())

    def read(self) -> object:
        file = self._which()
        if file != self._file:
            # A backup was put in its place: connections to the file that was there before would go on reading that.
            self._held.close()
            self._database.close()
            self._connection, self._file = self._held.enter_context(self._database.alone()), file
        with translated(self._database.url):
            return self._file, self._connection.exec_driver_sql(_DATA_VERSION).scalar_one()

    def close(self) -> None:
        self._held.close()

    def _which(self) -> tuple[int, int]:
        try:
            found = self._path.stat()
        except OSError as error:
            said = f"{shown(self._database.url)}: the file cannot be found ({error.strerror})"
            raise StoreError(f"{said}. Put it back, or a backup of it.") from error
        return found.st_dev, found.st_ino


class _Listening:
    """Stirs when word comes from the server, and each time that none has come for a while."""

    def __init__(self, database: Database) -> None:
        self._url = database.url
        self._looked = time.monotonic()
        with ExitStack() as held:
            self._connection = held.enter_context(database.alone())
            with translated(self._url):
                channel = self._connection.execute(sa.select(_CHANNEL)).scalar_one()
                self._connection.exec_driver_sql(f'LISTEN "{channel}"')
            self._held = held.pop_all()

    def stirs(self, seconds: float) -> bool:
        overdue = self._looked + _PATIENCE - time.monotonic()
        if not self._hears(min(seconds, max(overdue, 0))) and seconds < overdue:
            return False
        self._looked = time.monotonic()
        return True

    def _hears(self, seconds: float) -> bool:
        driver: Any = self._connection.connection.dbapi_connection
        with translated(self._url):
            try:
                return bool(list(driver.notifies(timeout=seconds, stop_after=1)))
            except self._connection.dialect.loaded_dbapi.Error as error:
                raise sa.exc.DBAPIError("LISTEN", None, error) from error

    def close(self) -> None:
        self._held.close()
