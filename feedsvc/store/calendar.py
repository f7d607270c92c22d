"""Entries by when they were published: how many each month has, and those of a time, read from one index."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.engine import Connection

from feedsvc.model import State
from feedsvc.store.columns import UtcDateTime
from feedsvc.store.schema import entries
from feedsvc.store.values import Listed

_SECOND = timedelta(seconds=1)

_FIRST = bindparam("first", type_=UtcDateTime())
_LAST = bindparam("last", type_=UtcDateTime())
_PUBLISHED = entries.c.state == State.PUBLISHED.value
_WITHIN = (entries.c.published >= _FIRST) & (entries.c.published < _LAST)

NEWEST = select(func.max(entries.c.published)).where(_PUBLISHED)
NEWEST_BEFORE = NEWEST.where(entries.c.published < _LAST)
COUNT = select(func.count()).where(_PUBLISHED, _WITHIN)

_SHOWN = (
    select(*entries.c["key", "published", "id"])
    .where(_PUBLISHED, _WITHIN)
    .order_by(entries.c.published.desc(), entries.c.id.desc())
    .limit(bindparam("limit", type_=BigInteger()))
    .offset(bindparam("skip", type_=BigInteger()))
    .subquery("shown")
)
LISTED = (
    select(*entries.c["slug", "title", "summary", "link", "published"])
    .join(_SHOWN, entries.c.key == _SHOWN.c.key)
    .order_by(_SHOWN.c.published.desc(), _SHOWN.c.id.desc())
)


def months(connection: Connection, zone: ZoneInfo) -> list[tuple[date, int]]:
    """From one month that has entries to the one before: as many steps into the index as there are such months."""
    found = []
    newest = connection.execute(NEWEST).scalar_one()
    last = None if newest is None else newest + _SECOND
    while newest is not None:
        month = newest.astimezone(zone).date().replace(day=1)
        first = datetime.combine(month, time.min, zone)
        found.append((month, connection.execute(COUNT, {"first": first, "last": last}).scalar_one()))
        newest, last = connection.execute(NEWEST_BEFORE, {"last": first}).scalar_one(), first
    return found


def within(connection: Connection, first: datetime, last: datetime, limit: int, skip: int) -> list[Listed]:
    rows = connection.execute(LISTED, {"first": first, "last": last, "limit": limit, "skip": skip})
    return [Listed(*row) for row in rows]
