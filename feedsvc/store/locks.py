"""The right to scan, and that of being the one worker: each held by one process at a time, and given up by the system
when that process dies."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import func, select

from feedsvc.errors import StoreError
from feedsvc.store.engine import Database
from feedsvc.store.trouble import translated

_SCANNING = 0x66656564  # "feed" in ASCII: any number will do that other programs in this database do not use
_LEADING = _SCANNING + 1


def scanning(database: Database, here: threading.Lock) -> AbstractContextManager[None]:
    """Wait for the right to scan and hold it; `here` stands in for it in memory, where there is no other process."""
    if not database.is_sqlite:
        return _advisory(database)
    return _beside(database.file) if database.file else _within(here)


def leading(database: Database, here: threading.Lock) -> AbstractContextManager[bool]:
    """Be the one worker of this store: True while that lasts, False, at once, where another is."""
    if not database.is_sqlite:
        return _advisory_at_once(database)
    return _beside_at_once(database.file) if database.file else _within_at_once(here)


@contextmanager
def _within(here: threading.Lock) -> Iterator[None]:
    with here:
        yield


@contextmanager
def _within_at_once(here: threading.Lock) -> Iterator[bool]:
    leads = here.acquire(blocking=False)
    try:
        yield leads
    finally:
        if leads:
            here.release()


@contextmanager
def _beside(file: Path) -> Iterator[None]:
    with _opened(file, "lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)  # also on behalf of a child forked meanwhile, which shares it


@contextmanager
def _beside_at_once(file: Path) -> Iterator[bool]:
    with _opened(file, "worker.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        try:
            yield True
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)


def _opened(file: Path, suffix: str) -> BinaryIO:
    """The file to lock, which stays: were it removed, two could hold locks on two files of one name."""
    name = file.with_name(f"{file.name}.{suffix}")
    try:
        return name.open("ab")
    except OSError as error:
        remedy = "Give this user write access to the file and to its folder."
        raise StoreError(f"{name}: the lock cannot be had ({error.strerror}). {remedy}") from error


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


@contextmanager
def _advisory_at_once(database: Database) -> Iterator[bool]:
    """The same, without waiting; the lock goes with the connection."""
    key = (_LEADING, func.hashtext(func.current_schema()))
    with database.alone() as connection:
        with translated(database.url):
            leads: bool = connection.execute(select(func.pg_try_advisory_lock(*key))).scalar_one()
        yield leads
