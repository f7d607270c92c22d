"""Whether a provider lets a story be published: one word, spelled in three standards."""

from __future__ import annotations

from feedsvc.errors import Rejected
from feedsvc.shorten import excerpt

_OPEN = frozenset({"usable", "approved"})
EMBARGOED = "embargoed"
_SHUT = frozenset({"withheld", "canceled", "cancelled", EMBARGOED, "withdrawn", "killed"})


def kept_in(status: str) -> bool:
    """Whether a story of this status must not be seen. Raises Rejected for a word that nobody has agreed on.

    `usable`, `withheld` and `canceled` are the IPTC's (NewsCodes, stat); NITF adds `embargoed`. The rest are seen.
    """
    said = word(status)
    if said and said not in _OPEN and said not in _SHUT:
        problem = f"the status {excerpt(status)} is not known, so that nobody can tell whether this may be published"
        raise Rejected(problem, "Write usable, withheld or canceled")
    return said in _SHUT


def word(status: str) -> str:
    """A status by itself and in small letters, whichever list it is from: `embargoed` of `stat:Embargoed`."""
    return status.strip().rpartition("/")[2].rpartition(":")[2].casefold()


def number(version: str) -> int | None:
    """The number of a version, where it is one: `3`; None for `2.1`, `final` and what nobody could count so far."""
    digits = version.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST else None


_LONGEST = 18
"""Digits: every store holds integers of 64 bits, and a time in nanoseconds makes a longer number still than this."""
