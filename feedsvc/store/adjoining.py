"""Entries beside one another: which are about the same as one, and which came right before and after it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, select, tuple_
from sqlalchemy.engine import Connection

from feedsvc.addresses import ALL
from feedsvc.model import State
from feedsvc.store.columns import PlainText, UtcDateTime
from feedsvc.store.queries import Query, among
from feedsvc.store.schema import entries, entry_topics, feeds
from feedsvc.store.values import Adjacent, Listed

NEWEST = 50
"""Entries of a topic that are considered: of one that has thousands, only what is new is worth reading on."""

ENOUGH = 100
"""Candidates after which no further topic is walked, the rarest having come first: 2 ms, however large the store is."""

_PUBLISHED = entries.c.state == State.PUBLISHED.value
_OWN = (entries.c.slug == bindparam("slug", type_=PlainText())) & _PUBLISHED
_LISTED = entries.c["slug", "title", "summary", "link", "published"]

_TOTAL = select(feeds.c.entered).where(feeds.c.selection == ALL).scalar_subquery().label("total")
_TOPICS = (
    select(entries.c.key, entry_topics.c.topic, feeds.c.entered, _TOTAL)
    .select_from(entries)
    .join(entry_topics, entry_topics.c.entry == entries.c.key)
    .join(feeds, feeds.c.selection == entry_topics.c.topic)
    .where(_OWN)
)
_NEWEST = (
    select(*entry_topics.c["entry", "published", "id"])
    .where(entry_topics.c.topic == bindparam("topic", type_=PlainText()), entry_topics.c.shown)
    .order_by(entry_topics.c.published.desc(), entry_topics.c.id.desc())
    .limit(bindparam("limit", type_=BigInteger()))
)
_SHARED = select(*entry_topics.c["entry", "topic"]).where(
    among(entry_topics.c.entry), entry_topics.c.topic.in_(bindparam("topics", expanding=True))
)
_SHOWN = select(entries.c.key, *_LISTED).where(among(entries.c.key))

_PLACE = select(*entries.c["published", "id"]).where(_OWN)
_OWN_PLACE = tuple_(bindparam("published", type_=UtcDateTime()), bindparam("id", type_=PlainText()))
_ITS_PLACE = tuple_(entries.c.published, entries.c.id)


def _next(is_beyond: ColumnElement[bool], *order: ColumnElement[Any]) -> Query:
    return select(*_LISTED).where(_PUBLISHED, is_beyond).order_by(*order).limit(1)


_EARLIER = _next(_ITS_PLACE < _OWN_PLACE, entries.c.published.desc(), entries.c.id.desc())
_LATER = _next(_ITS_PLACE > _OWN_PLACE, entries.c.published, entries.c.id)


def adjacent(connection: Connection, slug: str) -> Adjacent:
    own = connection.execute(_PLACE, {"slug": slug}).one_or_none()
    if own is None:
        return Adjacent(None, None)
    place = {"published": own.published, "id": own.id}
    found = (connection.execute(query, place).one_or_none() for query in (_EARLIER, _LATER))
    return Adjacent(*(Listed(*row) if row else None for row in found))


def alike(connection: Connection, slug: str, limit: int) -> list[Listed]:
    topics = connection.execute(_TOPICS, {"slug": slug}).fetchall()
    weights = _weights(topics)
    candidates = _candidates(connection, weights)
    if topics:
        candidates.pop(topics[0].key, None)  # itself
    if not candidates:
        return []
    shared = connection.execute(_SHARED, {"among": list(candidates), "topics": list(weights)}).fetchall()
    best = _most_alike(weights, shared, candidates)[:limit]
    shown = {row.key: Listed(*row[1:]) for row in connection.execute(_SHOWN, {"among": best})}
    return [shown[key] for key in best]


def _weights(topics: Iterable[Any]) -> dict[str, float]:
    """What it says of two entries that they share each topic of one, the rarest first; nothing of what all have.

    Sizes are of all that ever entered, which the feeds know: counting what stands there would cost as much as it is.
    """
    rarest_first = sorted(topics, key=lambda row: (row.entered, row.topic))
    return {row.topic: math.log(row.total / row.entered) for row in rarest_first if 0 < row.entered < row.total}


def _candidates(connection: Connection, topics: Iterable[str]) -> dict[int, Any]:
    """The newest entries of the first topics, by key."""
    found: dict[int, Any] = {}
    for topic in topics:
        newest = connection.execute(_NEWEST, {"topic": topic, "limit": NEWEST}).fetchall()
        found |= {row.entry: row for row in newest}
        if len(found) >= ENOUGH:
            break
    return found


def _most_alike(
    weights: Mapping[str, float], shared: Iterable[Sequence[Any]], candidates: Mapping[int, Any]
) -> list[int]:
    """Candidates by what their shared topics weigh together, of equals the newest first."""
    weighed: dict[int, list[float]] = defaultdict(list)
    for key, topic in shared:
        weighed[key].append(weights[topic])

    def rank(key: int) -> tuple[float, Any, str]:
        # fsum, since what shares the same topics is equal, in whichever order they come.
        return math.fsum(weighed[key]), candidates[key].published, candidates[key].id

    return sorted(candidates, key=rank, reverse=True)
