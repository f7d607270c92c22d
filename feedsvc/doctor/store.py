"""The store: there, whole, of this program's version, writable, with room to grow."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from feedsvc import store, watch
from feedsvc.addresses import ALL
from feedsvc.config import Config
from feedsvc.doctor import finding
from feedsvc.doctor.finding import Finding
from feedsvc.errors import StoreError
from feedsvc.selections import EVERYTHING
from feedsvc.store.base import Counts, Store

_AREA = "store"
_ok, _warning, _error = (partial(kind, _AREA) for kind in (finding.ok, finding.warning, finding.error))

_LITTLE, _SCARCE = 1024, 128
"""Megabytes free on its disk. Below the second, one large scan may fill it: its write-ahead log alone takes 64."""

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where a SQLite file lies, or will lie."""

    folder: str
    writable: bool
    """The folder and, where there is one, the file."""
    free: int
    """Bytes."""
    size: int = 0
    is_remote: bool = False
    """On a file system of another machine."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A store from outside and, where it can be used, from inside; `trouble` is why it cannot be looked into."""

    url: str
    exists: bool = True
    trouble: str | None = None
    version: str | None = None
    newest: str = ""
    damage: tuple[str, ...] = ()
    checked: bool = True
    follows: bool = False
    server_time: datetime | None = None
    place: Place | None = None
    counts: Counts | None = None
    epoch: str | None = None
    latest: datetime | None = None
    """When the newest revision was made."""
    last_scan: datetime | None = None
    alarms: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    """Rejections, as sentences."""


def look(config: Config) -> Seen:
    try:
        found = store.health(config.store.url)
    except StoreError as trouble:
        return Seen("", trouble=str(trouble))
    place = _place(found.file) if found.file else None
    seen = Seen(
        found.url, found.exists, None, found.version, found.newest, found.damage, found.checked, found.follows,
        found.server_time, place,
    )  # fmt: skip
    return _inside(seen, config.store.url) if _is_usable(seen) else seen


def _is_usable(seen: Seen) -> bool:
    """Opening it would neither migrate it nor fail."""
    return seen.exists and not seen.damage and seen.version == seen.newest


def _inside(seen: Seen, url: str) -> Seen:
    try:
        with closing(store.connect(url)) as opened:
            return _told(seen, opened)
    except StoreError as trouble:
        return Seen(seen.url, trouble=str(trouble), place=seen.place)


def _told(seen: Seen, opened: Store) -> Seen:
    everything, last_scan = opened.feed(EVERYTHING), opened.recollect("last_scan")
    return Seen(
        **{name: getattr(seen, name) for name in ("url", "version", "newest", "checked", "follows", "server_time", "place")},
        counts=opened.counts(),
        epoch=opened.epoch,
        latest=everything.modified if everything else None,
        last_scan=datetime.fromisoformat(last_scan) if last_scan else None,
        alarms=tuple((opened.recollect("alarms") or "").splitlines()),
        rejected=tuple(str(rejection) for rejection in opened.rejections()),
    )
