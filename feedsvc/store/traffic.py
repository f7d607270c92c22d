"""What was asked for, day by day: counts that are added up, whichever process brings them."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.engine import Connection

from feedsvc.store.queries import among, in_groups
from feedsvc.store.schema import meta, traffic
from feedsvc.store.values import Traffic

_SALT = "traffic salt"
"""The fact that is remembered: a day, and what was drawn for it. The next day's takes its place."""

_DELETE = delete(traffic).where(*(column == bindparam(f"of_{column.name}") for column in traffic.primary_key))

_STANDING = select(traffic).where(
    traffic.c.day == bindparam("of_day"),
    traffic.c.feed == bindparam("of_feed"),
    traffic.c.format == bindparam("of_format"),
    among(traffic.c.reader),
)
"""By the beginning of the key: SQLite would go through the whole table for whole keys in one list."""

Key = tuple[date, str, str, str]


def count(connection: Connection, counted: Iterable[Traffic], keep: date) -> None:
    """Add to what stands there. For one writer at a time: it reads what it replaces."""
    news = {_key(each): each for each in counted}
    before = {_key(each): each for each in _standing(connection, news)}
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
    """Drawn by whoever asks first on a day; with it goes the way back from a register to a client.

    For a day before that, whose salt is gone, another one is drawn each time: today's stays.
    """
    known = connection.scalar(select(meta.c.value).where(meta.c.key == _SALT)) or ""
    of, _, drawn = known.partition(" ")
    if of == day.isoformat():
        return bytes.fromhex(drawn)
    fresh = os.urandom(16)
    if of > day.isoformat():
        return fresh
    connection.execute(delete(meta).where(meta.c.key == _SALT))
    connection.execute(insert(meta).values(key=_SALT, value=f"{day.isoformat()} {fresh.hex()}"))
    return fresh


def _standing(connection: Connection, keys: Iterable[Key]) -> list[Traffic]:
    """What stands there of these: of the whole day there may be far more."""
    found: list[Traffic] = []
    for (day, feed, kind), of_feed in groupby(sorted(keys), key=lambda key: key[:3]):
        at = {"of_day": day.isoformat(), "of_feed": feed, "of_format": kind}
        for group in in_groups(reader for *_, reader in of_feed):
            found += map(_of, connection.execute(_STANDING, {**at, **group}))
    return found


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
