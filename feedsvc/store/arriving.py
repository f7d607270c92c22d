"""What the store keeps of an entry for each feed that it ever came into: pure, from one change to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from feedsvc.addresses import ALL
from feedsvc.store.changes import Kind

_NEWS = frozenset({Kind.PUBLISHED, Kind.UPDATED, Kind.RESTORED, Kind.WITHDRAWN})
"""What whoever reads a feed is to be told. Other topics, or another rendering, make an old entry no new one."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What happened last to an entry in a feed that it came into."""

    revision: int
    """The newest in which it was published, updated or restored; once it has left the feed, that in which it did."""
    withdrawn: datetime | None = None
    """Since when it is in no feed at all, where it was in this one until then."""


Arrivals = Mapping[str, Arrival]
"""By the selection of the feed, in no order."""


def moved(
    arrivals: Arrivals, kind: Kind, revision: int, left: Collection[str], stays: Collection[str], at: datetime
) -> Arrivals:
    """After a revision that took the entry out of some feeds and has it in others, `all` among them.

    Where it came by another topic alone, it brings the revision that it has in `all`: it is news to nobody. Only rows
    of feeds that the revision moves are altered: so what is read of a feed holds as long as the feed's own revision.
    """
    newest = revision if kind in _NEWS else arrivals[ALL].revision
    gone = Arrival(revision, at if kind is Kind.WITHDRAWN else None)
    out = {selection: gone for selection in left if selection not in stays}
    return {**arrivals, **out, **dict.fromkeys(stays, Arrival(newest))}
