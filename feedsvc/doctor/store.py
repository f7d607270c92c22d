"""The store: there, whole, of this program's version, writable, with room to grow."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from feedsvc import store, watch
from feedsvc.config import Config
from feedsvc.doctor.finding import Area, Finding
from feedsvc.errors import StoreError
from feedsvc.pipeline import alarms
from feedsvc.selections import EVERYTHING
from feedsvc.store.health import Health
from feedsvc.store.values import Counts

_AREA = Area("store")

_MB = 1024 * 1024

_LITTLE, _SCARCE = 1024, 128
"""Megabytes free on its disk. Below the second one large scan may fill it: the write-ahead log alone takes 64."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a SQLite file lies, or will lie."""

    folder: str
    is_writable: bool
    """The folder and, where there is one, the file."""
    free: int
    """Bytes."""
    is_remote: bool
    """On a file system of another machine."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What a store that can be used holds."""

    epoch: str
    counts: Counts
    latest: datetime | None
    """When the newest revision was made."""
    last_scan: datetime | None
    alarms: tuple[str, ...]
    rejected: tuple[str, ...]
    """Each as a sentence."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A store from outside and from inside, as far as it could be looked into."""

    health: Health | None = None
    place: Place | None = None
    inside: Inside | None = None
    trouble: str | None = None
    """Why it could not."""


def look(config: Config) -> Seen:
    try:
        health = store.examine(config.store.url)
    except StoreError as trouble:
        return Seen(trouble=str(trouble))
    place = _place(health.file) if health.file else None
    if not _is_usable(health):
        return Seen(health, place)
    try:
        return Seen(health, place, _inside(config.store.url))
    except StoreError as trouble:
        return Seen(health, place, trouble=str(trouble))


def judge(seen: Seen) -> Iterator[Finding]:
    if seen.health is not None:
        yield from _judge_health(seen.health)
    if seen.trouble is not None:
        problem, _, remedy = seen.trouble.partition(". ")
        yield _AREA.error(f"{problem.rstrip('.')}.", remedy or "Mend that, and look again")
    if seen.inside is not None:
        yield from _judge_inside(seen.inside)
    if seen.place is not None:
        yield from _judge_place(seen.place)


def _is_usable(health: Health) -> bool:
    """Opening it migrates nothing, and does not fail."""
    return health.exists and not health.damage and health.version == health.newest


def _inside(url: str) -> Inside:
    with closing(store.connect(url, migrates=False)) as opened:
        everything, last_scan = opened.feed(EVERYTHING), opened.recollect("last_scan")
        counts = opened.counts()
        return Inside(
            epoch=opened.epoch,
            counts=counts,
            latest=everything.modified if everything and counts.revision else None,
            last_scan=datetime.fromisoformat(last_scan) if last_scan else None,
            alarms=tuple(alarms.remembered(opened)),
            rejected=tuple(map(str, opened.rejections())),
        )


def _place(file: Path) -> Place:
    folder = next(parent for parent in file.parents if parent.is_dir())  # the others are made with it
    may_write = all(os.access(path, os.W_OK) for path in (folder, file) if path.exists())
    return Place(str(folder), may_write, shutil.disk_usage(folder).free, watch.has_no_events(folder))


def _judge_health(health: Health) -> Iterator[Finding]:
    if not health.exists:
        yield _AREA.warning(f"{health.url} is not there yet.", "`feedsvc serve` makes it, and so does `feedsvc scan`")
    elif health.damage:
        remedy = "Restore it from a backup, or move it away and let the next scan make it anew"
        yield _AREA.error(f"{health.url} is damaged: {health.damage[0]}.", remedy)
    else:
        yield _judge_version(health)
    if not health.checked and health.file is not None and health.exists:
        yield _AREA.warning(f"{health.url} is too large to be checked here and now.", _CHECK_BY_HAND)
    if health.follows:
        yield _AREA.error(f"{health.url} takes no writes: it follows another server.", "Name that one in store.url")


_CHECK_BY_HAND = "Run `sqlite3 FILE 'PRAGMA quick_check'` on a copy of it, when there is time"


def _judge_version(health: Health) -> Finding:
    if health.version is None:
        return _AREA.warning(f"{health.url} is empty.", "`feedsvc serve` makes its tables, and so does `feedsvc scan`")
    if health.version < health.newest:
        what = f"{health.url} has tables of version {health.version}, and this program works with {health.newest}."
        return _AREA.warning(what, "Keep a copy: the next `feedsvc serve` or `feedsvc scan` brings it up to date")
    if health.version > health.newest:
        what = f"{health.url} has tables of version {health.version}, newer than this program's {health.newest}."
        return _AREA.error(what, "Install the newer feedsvc, or name another store")
    whole = ", and whole" if health.checked else ""
    return _AREA.ok(f"{health.url} is of this program's version, {health.version}{whole}.")


def _judge_inside(inside: Inside) -> Iterator[Finding]:
    counts = inside.counts
    if inside.last_scan is None:
        yield _AREA.warning("Nothing was scanned yet.", "`feedsvc serve` does it, and so does `feedsvc scan`")
    else:
        held = f"{counts.published:,} entries published, {counts.held:,} held, {counts.withdrawn:,} withdrawn"
        yield _AREA.ok(f"{held}; last scanned {inside.last_scan:%Y-%m-%d %H:%M} UTC.")
    for alarm in inside.alarms:
        yield _AREA.error(f"The last scan raised an alarm: {alarm}.", "Mend that; the next scan goes on")


def _judge_place(place: Place) -> Iterator[Finding]:
    if not place.is_writable:
        yield _AREA.error(f"{place.folder} may not be written.", "Give this user write access to it and to the store")
    if place.is_remote:
        remedy = "Move it to a disk of this machine, or use PostgreSQL"
        yield _AREA.warning(f"{place.folder} is on a network file system, where SQLite's locks may not hold.", remedy)
    free = f"{place.free // _MB:,} MB are free on the disk of {place.folder}"
    if place.free < _SCARCE * _MB:
        yield _AREA.error(f"{free}.", "Make room before the next scan")
    elif place.free < _LITTLE * _MB:
        yield _AREA.warning(f"{free}.", "Make room, or move the store")
    else:
        yield _AREA.ok(f"{free}.")
