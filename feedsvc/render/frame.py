"""What a feed document says beside its feed and its entries: where it stands among its sisters, how long it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from feedsvc.feed import Tombstone


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one document. As it is by default: a subscription document with no archive behind it (RFC 5005)."""

    keeps: timedelta = timedelta(minutes=5)
    """How long it need not be asked for again: whole minutes, the same that Cache-Control says (R13)."""
    stylesheet: str | None = None
    """The address of a CSS stylesheet, for browsers that show the document."""
    parameters: str = ""
    """What stands behind the `?` of its own address, canonical, such as `limit=10`."""
    search: str = ""
    """The part of these that says what is looked for: a feed of its own, with an id of its own. Empty: nothing is."""
    page: str | None = None
    """The address of the HTML page that shows what a search finds, or topics combined; None: its feed has a page."""
    archive: int | None = None
    """The number of this archive document, from 1, the oldest; None: this is the subscription document."""
    older: int | None = None
    """The number of the archive document with the entries before these (prev-archive)."""
    newer: int | None = None
    """The number of the archive document with the entries after these (next-archive)."""
    tombstones: tuple[Tombstone, ...] = ()
    """Entries that were taken back, newest first; shown by Atom alone (RFC 6721)."""
