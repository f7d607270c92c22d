"""Watching: whether the kernel tells of every change in the article folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from feedsvc import watch
from feedsvc.config import Config
from feedsvc.config.schedules import written
from feedsvc.doctor.finding import Area, Finding

_AREA = Area("watching")

_LIMIT = Path("/proc/sys/fs/inotify/max_user_watches")

_SHARE = 0.8
"""Of the limit, which all programs of a user share: beyond it, another editor may take what is missing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands between a saved file and the one who watches."""

    root: str
    is_remote: bool
    folders: int
    """Each takes one watch."""
    watches: int | None
    """That this user may have; None where the system does not tell (it is no Linux)."""
    scans: str
    """When the folder is scanned, whatever is noticed."""


def look(config: Config, folders: int) -> Seen:
    root, scan = config.articles.path.resolve(), config.schedule.scan
    scans = f"every {written(scan)}" if isinstance(scan, timedelta) else f"at {scan}"
    return Seen(str(root), watch.has_no_events(root), folders, _watches(), scans)


def judge(seen: Seen) -> Iterator[Finding]:
    if seen.is_remote:
        what = f"{seen.root} is on a network file system, which tells of no changes: it is looked through each second."
        yield _AREA.warning(what, "Nothing need be done; with many files, a folder on this machine costs less")
    elif seen.watches is not None and seen.folders > seen.watches * _SHARE:
        what = f"{seen.root} has {seen.folders:,} folders, and this user may watch {seen.watches:,} at once."
        yield _AREA.warning(what, f"Raise it: sysctl fs.inotify.max_user_watches={2 * seen.folders + 8192}")
    else:
        count = f"{seen.folders:,} folder{'s' * (seen.folders != 1)}"
        yield _AREA.ok(f"Changes in {count} are noticed at once, and all is scanned {seen.scans}.")


def _watches() -> int | None:
    try:
        return int(_LIMIT.read_text())
    except (OSError, ValueError):
        return None
