"""What was asked for, day by day: counts that are added up, whichever process brings them."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.engine import Connection

from feedsvc.store.schema import meta, traffic
from feedsvc.store.values import Traffic

_SALT = "traffic salt"
"""The fact that is remembered: a day, and what was drawn for it. The next day's takes its place."""

_DELETE = delete(traffic).where(*(column == bindparam(f"of_{column.name}") for column in traffic.primary_key))

Key = tuple[date, str, str, str]


def count(connection: Connection, counted: Iterable[Traffic], keep: date) -> None:
    """Add to what stands there. For one writer at a time: it reads what it replaces."""
    news = {_key(each): each for each in counted}
    days = {day for day, *_ in news}
    before = {_key(each): each for day in days for each in _of_day(connection, day)}
    changed = [_added(before[key], each) if key in before else each for key, each in news.items()]
    replaced = [_columns(key) for key in news.keys() & before.keys()]
    if replaced:
        connection.execute(_DELETE, replaced)
    if changed:
        connection.execute(insert(traffic), [_record(each) for each in changed])
    connection.execute(delete(traffic).where(traffic.c.day < keep.isoformat()))


def counted(connection: Connection, since: date) -> list[Traffic]:
    query = select(traffic).where(traffic.c.day >= since.isoformat())
    rows = connection.execute(query.order_by(*traffic.primary_key))
    return [_of(row) for row in rows]


def salt(connection: Connection, day: date) -> bytes:
    """Drawn by whoever asks first on a day; with it goes the way back from a register to a client."""
    known = connection.scalar(select(meta.c.value).where(meta.c.key == _SALT)) or ""
    of, _, drawn = known.partition(" ")
    if of == day.isoformat():
        return bytes.fromhex(drawn)
    fresh = os.urandom(16)
    connection.execute(delete(meta).where(meta.c.key == _SALT))
    connection.execute(insert(meta).values(key=_SALT, value=f"{day.isoformat()} {fresh.hex()}"))
    return fresh


def _of_day(connection: Connection, day: date) -> list[Traffic]:
    return [_of(row) for row in connection.execute(select(traffic).where(traffic.c.day == day.isoformat()))]


def _key(of: Traffic) -> Key:
    return of.day, of.feed, of.format, of.reader


def _columns(key: Key) -> dict[str, str]:
    day, feed, kind, reader = key
    return {"of_day": day.isoformat(), "of_feed": feed, "of_format": kind, "of_reader": reader}


def _added(before: Traffic, more: Traffic) -> Traffic:
    said = [number for number in (before.subscribers, more.subscribers) if number is not None]
    return replace(
        before,
        requests=before.requests + more.requests,
        not_modified=before.not_modified + more.not_modified,
        wasted=before.wasted + more.wasted,
        subscribers=max(said, default=None),
        clients=_greater(before.clients, more.clients),
    )


def _greater(these: bytes, those: bytes) -> bytes:
    """Register by register. Where another version of the program had another number of them, the newer ones stand."""
    return bytes(map(max, these, those)) if len(these) == len(those) else those or these


def _record(of: Traffic) -> dict[str, Any]:
    return {
        "day": of.day.isoformat(),
        "feed": of.feed,
        "format": of.format,
        "reader": of.reader,
        "requests": of.requests,
        "not_modified": of.not_modified,
        "wasted": of.wasted,
        "subscribers": of.subscribers,
        "clients": zlib.compress(of.clients) if of.clients else b"",
    }


def _of(row: Any) -> Traffic:
    return Traffic(
        day=date.fromisoformat(row.day),
        feed=row.feed,
        format=row.format,
        reader=row.reader,
        requests=row.requests,
        not_modified=row.not_modified,
        wasted=row.wasted,
        subscribers=row.subscribers,
        clients=zlib.decompress(row.clients) if row.clients else b"",
    )
