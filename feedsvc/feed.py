"""What a subscriber's address stands for: a feed as it is at one moment, and what is left of entries taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Feed:
    """An ordered set of entries with a title and a URL; `selection` is the canonical text of what it is about."""

    selection: str
    title: str
    description: str
    revision: int
    """The newest revision that touched it (0: none yet)."""
    updated: datetime
    """The newest `updated` or withdrawal among its entries; never goes back."""
    modified: datetime
    """When `revision` was made: what Last-Modified says."""
    pace: timedelta | None = None
    """The usual time between two changes, the last ones counting most; None: it changed once at most."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of an entry that was taken back (RFC 6721)."""

    entry_id: str
    when: datetime
