"""The right to scan: held by one process at a time, and given up by the system when that process dies."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import func, select

from feedsvc.errors import StoreError
from feedsvc.store.engine import Database
from feedsvc.store.trouble import translated

_SCANNING = 0x66656564  # "feed" in ASCII: any number will do that other programs in this database do not use


def scanning(database: Database, here: threading.Lock) -> AbstractContextManager[None]:
    """Wait for the right to scan and hold it; `here` stands in for it in memory, where there is no other process."""
    if not database.is_sqlite:
        return _advisory(database)
    return _beside(database.file) if database.file else _within(here)


@contextmanager
def _within(here: threading.Lock) -> Iterator[None]:
    with here:
        yield


@contextmanager
def _beside(file: Path) -> Iterator[None]:
    """Lock `<file>.lock`, which stays: were it removed, two could hold locks on two files of one name."""
    name = file.with_name(f"{file.name}.lock")
    try:
        lock = name.open("ab")
    except OSError as error:
        remedy = "Give this user write access to the file and to its folder."
        raise StoreError(f"{name}: the lock cannot be had ({error.strerror}). {remedy}") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)  # also on behalf of a child forked meanwhile, which shares it


@contextmanager
def _advisory(database: Database) -> Iterator[None]:
    """Hold an advisory lock of this database and schema, on a connection of its own: it cannot outlive it."""
    key = (_SCANNING, func.hashtext(func.current_schema()))
    with database.alone() as connection:
        with translated(database.url):
            connection.execute(select(func.pg_advisory_lock(*key)))
        yield
        with translated(database.url):
            connection.execute(select(func.pg_advisory_unlock(*key)))
