"""Topics beside one another: which have entries in common, which some entries have, and how these came by them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.engine import Connection

from feedsvc.model import Origin
from feedsvc.store.columns import PlainText
from feedsvc.store.queries import among, in_groups
from feedsvc.store.schema import entries, entry_topics, feeds
from feedsvc.store.values import Related

NEWEST = 1000
"""Entries of a topic that are looked at to find what is related to it: some 10 ms, however large the topic is."""

_RECENT = (
    select(entry_topics.c.entry)
    .where(entry_topics.c.topic == bindparam("topic", type_=PlainText()), entry_topics.c.shown)
    .order_by(entry_topics.c.published.desc(), entry_topics.c.id.desc())
    .limit(bindparam("newest", type_=BigInteger()))
    .subquery("recent")
)
_COUNTED = (
    select(entry_topics.c.topic, func.count().label("shared"))
    .select_from(_RECENT)
    .join(entry_topics, entry_topics.c.entry == _RECENT.c.entry)
    .group_by(entry_topics.c.topic)
    .subquery("counted")
)
BESIDE = select(feeds.c.selection, feeds.c.title, feeds.c.entered, _COUNTED.c.shared).join(
    _COUNTED, feeds.c.selection == _COUNTED.c.topic
)
"""Of a topic's newest entries: each topic that they have, itself too, how many of them have it, and its own size."""

AMONG = (
    select(entry_topics.c.topic, func.min(entry_topics.c.title).label("title"), func.count().label("shared"))
    .select_from(entries)
    .join(entry_topics, entry_topics.c.entry == entries.c.key)
    .where(among(entries.c.id))
    .group_by(entry_topics.c.topic)
)
"""Held entries have topics too that are in no table of feeds yet: the title is the entries' own."""

ORIGINS = (
    select(entry_topics.c.topic, entry_topics.c.origin, func.count().label("entries"))
    .where(entry_topics.c.shown)
    .group_by(entry_topics.c.topic, entry_topics.c.origin)
)


def related(connection: Connection, slug: str, limit: int) -> list[Related]:
    """The topics that share most with this one, for their size."""
    rows = connection.execute(BESIDE, {"topic": slug, "newest": NEWEST}).fetchall()
    own = next((row for row in rows if row.selection == slug), None)
    if own is None:
        return []
    others = [row for row in rows if row.selection != slug]
    others.sort(key=lambda row: (-_likeness(own, row), -row.shared, row.selection))
    return [Related(row.selection, row.title, row.shared) for row in others[:limit]]


def _likeness(own: Any, other: Any) -> float:
    """What both have, of what either has (Jaccard's index).

    The shared entries are counted among the newest, and taken to be as usual among the rest. Sizes are of all that ever
    entered: a number that the feed has, where counting what stands there now would cost as much as it is.
    """
    both = min(other.shared * max(own.entered / own.shared, 1), other.entered)
    either: int | float = own.entered + other.entered - both
    return float(both / either)


def topics_among(connection: Connection, ids: Iterable[str]) -> list[Related]:
    """The topics that these entries have, the most usual first."""
    counts: dict[str, int] = {}
    titles: dict[str, str] = {}
    for some in in_groups(ids):
        for row in connection.execute(AMONG, some):
            counts[row.topic] = counts.get(row.topic, 0) + row.shared
            titles[row.topic] = row.title
    return [
        Related(slug, titles[slug], counts[slug]) for slug in sorted(counts, key=lambda slug: (-counts[slug], slug))
    ]


def origins(connection: Connection) -> dict[str, dict[Origin, int]]:
    """How many entries each topic has by each origin."""
    found: dict[str, dict[Origin, int]] = {}
    for row in connection.execute(ORIGINS):
        found.setdefault(row.topic, {})[Origin(row.origin)] = row.entries
    return found
