"""What the editors' view shows, gathered from the store: all of it is asked at once, and nothing is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from feedsvc.model import Site
from feedsvc.pipeline import alarms
from feedsvc.rejection import Rejection
from feedsvc.store.base import Store
from feedsvc.store.values import Counts, Extent, StoredEntry, Traffic
from feedsvc.web.status import readership, silence
from feedsvc.web.status.plot import Day, Plot, plot
from feedsvc.web.status.readership import Readership
from feedsvc.web.status.silence import Silence

ENTRIES_FOR = 90
"""Days of entries in the plot: a quarter, in which weeks show."""

TRAFFIC_FOR = 30
"""Days of requests in the plot."""

READERS_FOR = 7
"""Days of requests in the tables: a reader that asks once a week is among them."""

MOST = 100
"""Rows of a table: beyond, something is wrong that is not found by reading on."""


@dataclass(frozen=True, slots=True)
class Editors:
    """What the configuration says of the view."""

    password: str | None = field(default=None, repr=False)
    """None: it is open on this machine alone."""
    next_scan: Callable[[datetime], datetime | None] = field(default=lambda _: None, compare=False)
    """When the scan after one at this moment is due, where that is known."""
    mistakes: Callable[[], Iterable[str]] = field(default=tuple, compare=False)
    """What is wrong with the configuration's files as they stand, which the one in force was not made of."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The last look at the whole folder."""

    at: datetime
    took: timedelta | None
    next: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows."""

    now: datetime
    scan: Scan | None
    alarms: list[str]
    counts: Counts
    entries: Plot
    silences: list[Silence]
    titles: Mapping[str, str]
    """Of topics, by slug."""
    rejections: list[Rejection]
    held: list[StoredEntry]
    requests: Plot
    traffic: Readership
    feeds: list[Readership]
    readers: list[Readership]
    extent: Extent


def overview(store: Store, site: Site, editors: Editors, now: datetime) -> Overview:
    """Raises StoreError."""
    today = now.date()
    counted = store.traffic(today - timedelta(days=TRAFFIC_FOR - 1))
    lately = [each for each in counted if each.day > today - timedelta(days=READERS_FOR)]
    return Overview(
        now=now,
        scan=_scan(store, editors),
        alarms=[*alarms.remembered(store), *editors.mistakes()],
        counts=store.counts(),
        entries=_entries(store, site, now),
        silences=silence.silences(store.latest(silence.CONSIDERED), now),
        titles={feed.selection: feed.title for feed in store.feeds()},
        rejections=store.rejections(),
        held=store.held(MOST),
        requests=_requests(counted, today),
        traffic=readership.overall(lately),
        feeds=readership.by_feed(lately),
        readers=readership.by_reader(lately),
        extent=store.extent(),
    )


def _scan(store: Store, editors: Editors) -> Scan | None:
    remembered, took = store.recollect("last_scan"), store.recollect("last_scan_took")
    if remembered is None:
        return None
    at = datetime.fromisoformat(remembered)
    return Scan(at, timedelta(seconds=float(took)) if took else None, editors.next_scan(at))


def _entries(store: Store, site: Site, now: datetime) -> Plot:
    """By the days of the site's time zone, as its pages have them."""
    days = _days(now.astimezone(site.timezone).date(), ENTRIES_FOR)
    since = datetime.combine(days[0], datetime.min.time(), site.timezone)
    found = Counter(moment.astimezone(site.timezone).date() for moment in store.publications(since))
    return plot("entries", [Day(day, found[day]) for day in days])


def _requests(counted: Iterable[Traffic], today: date) -> Plot:
    by_day = readership.by_day(counted)
    days = [Day(day, _requested(by_day.get(day)), _known(by_day.get(day))) for day in _days(today, TRAFFIC_FOR)]
    return plot("requests", days)


def _requested(day: Readership | None) -> int:
    return day.requests if day else 0


def _known(day: Readership | None) -> int:
    return day.not_modified if day else 0


def _days(last: date, number: int) -> list[date]:
    """Oldest first."""
    return [last - timedelta(days=ago) for ago in range(number - 1, -1, -1)]
