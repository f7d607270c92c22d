"""How long an answer may be kept, and by whom (RFC 9111, section 5.2; RFC 5861; C9). Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)

_SHARE_OF_PACE = 4
"""Whoever asks four times between two changes hears of each a quarter late, and is told nothing new three times."""

_IF_ERROR = timedelta(days=1)
"""An old feed is better than none, for as long as it takes to mend a server."""

ARCHIVE_KEEPS = timedelta(days=1)
"""An archive document that is full gets no more entries (P2), but one that is withdrawn leaves it."""

PRIVATE = "private, no-cache"
"""All that one client missed: no shared cache may store it, and its own asks before it uses it again."""

CHANGES = "no-store, im"
"""A 226: for nobody to store but a cache that knows instance manipulations (RFC 3229, section 10.8; D1)."""

ERROR = "no-store"
"""What is not there, or not yet, may be there in a moment."""


def keeps(pace: timedelta | None, shortest: timedelta, longest: timedelta) -> timedelta:
    """How long a feed need not be asked for again: a quarter of the usual time between its changes, within bounds.

    In whole minutes, because RSS says it so (ttl; R13), and at least one. Of a feed without a pace nothing is known
    but that it came to be, and its first change may follow at any moment: to be asked too often costs a 304.
    """
    least, most = -(-shortest // _MINUTE), longest // _MINUTE  # the whole minutes within
    quarter = least if pace is None else pace // (_SHARE_OF_PACE * _MINUTE)
    return max(min(max(quarter, least), most), 1) * _MINUTE


def cache_control(keeps: timedelta, until_change: timedelta | None = None) -> str:
    """What all may keep, and for as long again while they ask for a newer one behind the reader's back (RFC 5861).

    Nothing outlasts the next change that is known to come, an embargo's end or an expiry, `until_change` from now.
    """
    fresh, stale, if_error = keeps // _SECOND, keeps // _SECOND, _IF_ERROR // _SECOND
    if until_change is not None:
        left = max(until_change // _SECOND, 0)
        fresh = min(fresh, left)
        stale = min(stale, left - fresh)
        if_error = if_error if left >= fresh + stale + if_error else 0
    said = f"public, max-age={fresh}, stale-while-revalidate={stale}"
    return f"{said}, stale-if-error={if_error}" if if_error else said


def right_until(keeps: timedelta, change: datetime, now: datetime) -> datetime:
    """Until when `cache_control` says the same of a document that changes by itself at a known moment."""
    for lasting in (2 * keeps + _IF_ERROR, 2 * keeps):
        if change - now > lasting:
            return change - lasting
    return now + _SECOND  # in a second it has to say a second less


PAGE_KEEPS = _MINUTE
PAGE = cache_control(PAGE_KEEPS)
"""A page or the list of feeds: nobody minds a minute, and a crowd behind a proxy asks once."""
