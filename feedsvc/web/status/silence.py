"""Which topics went silent, against their own pace. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

CONSIDERED = 20
"""The newest entries of a topic, whose times tell its pace."""

LEAST = 5
"""Entries that make a pace: of fewer nobody can tell."""

FACTOR = 6
"""Usual times without anything: of topics whose entries come by chance, one of a hundred would wait as long."""

SHORTEST = timedelta(days=1)
"""No topic is silent overnight."""


@dataclass(frozen=True, slots=True)
class Silence:
    """A topic from which more should have come."""

    topic: str
    """Its slug."""
    newest: datetime
    lasting: timedelta
    usual: timedelta
    """The time from one entry to the next, the median of the last ones."""


def silences(latest: Mapping[str, Sequence[datetime]], now: datetime) -> list[Silence]:
    """The most unusual first; `latest` has when the newest entries of each topic were published, newest first."""
    found = [silence for topic, moments in latest.items() if (silence := _silence(topic, moments, now))]
    return sorted(found, key=lambda each: each.lasting / max(each.usual, timedelta(seconds=1)), reverse=True)


def _silence(topic: str, moments: Sequence[datetime], now: datetime) -> Silence | None:
    """Longer than ever among these, too: a topic that comes in waves is not silent between two."""
    if len(moments) < LEAST:
        return None
    gaps = [later - earlier for later, earlier in pairwise(moments)]
    usual, lasting = sorted(gaps)[len(gaps) // 2], now - moments[0]
    if lasting <= max(FACTOR * usual, *gaps, SHORTEST):
        return None
    return Silence(topic, moments[0], lasting, usual)
