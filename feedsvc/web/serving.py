"""What the configuration says of serving, as the web needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from feedsvc.sources.beside import Beside


@dataclass(frozen=True, slots=True)
class Serving:
    """How feeds are cut, kept, and served. The defaults are the configuration's."""

    limit: int = 50
    """Entries of a feed document, 1 to 1000."""
    shortest_max_age: timedelta = timedelta(minutes=1)
    longest_max_age: timedelta = timedelta(hours=1)
    archive: int = 100
    """Entries of an archive document (RFC 5005): another number makes other documents of the same addresses."""
    tombstones: timedelta = timedelta(days=30)
    """How long an entry that was taken back is said to be (RFC 6721)."""
    catch_up: int = 500
    """Most entries that a subscriber who was away is given at once; 0: no more than the document holds."""
    delta: bool = False
    """Answer 226 to those who ask for changes only (RFC 3229)."""
    delta_not_for: tuple[str, ...] = ()
    """Parts of the User-Agent of those who ask for it and cannot bear it."""
    retired: frozenset[str] = frozenset()
    """Topics that are gone for good."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """What a topic's slug was before, and what it is now."""
    parents: Mapping[str, str] = field(default_factory=dict)
    """A topic's slug, and its parent's."""
    beside: Beside | None = None
    """Where the files that articles refer to lie."""
    configured: frozenset[str] | None = None
    """Topics that are in the configuration; None: nobody says. Others are listed while they hold something."""
    is_answered: bool = True
    """Whether somebody answers at addresses that are no files: pages then lead to searches, authors, months and other
    entries, and a 404 suggests something. An export is not answered."""
    memory: int = 96 * 1024 * 1024
    """Bytes for prepared documents in this process."""
