"""What a look found against what is remembered: which files are new or changed, which are gone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedsvc.errors import Rejected
from feedsvc.sources.containers import container_of
from feedsvc.sources.scan import Look, Seen
from feedsvc.store.changes import TrackedFile


@dataclass(slots=True)
class Difference:
    """What there is to do after a look."""

    to_read: list[Seen] = field(default_factory=list)
    """New or changed, or rejected for a reason that may have passed; in the order of their paths."""
    unsettled: list[str] = field(default_factory=list)
    """Still being written: to be looked at again a second later."""
    refused: dict[str, Rejected] = field(default_factory=dict)
    gone: list[TrackedFile] = field(default_factory=list)
    same: int = 0


def compare(look: Look, tracked: Mapping[str, TrackedFile], now_ns: int, *, retry: bool = False) -> Difference:
    """Compare by size, mtime and ctime; no file is opened for it. `retry` reads all that was rejected once more.

    Members of containers are left to whoever reads these: what is in a file is not on disk.
    """
    difference = Difference(refused=look.refused)
    again = _rejected(tracked) if retry else frozenset()
    for path, seen in look.files.items():
        known = tracked.get(path)
        if known is not None and _unchanged(seen, known) and not known.retry and path not in again:
            difference.same += 1
        elif seen.settled(now_ns):
            difference.to_read.append(seen)
        else:
            difference.unsettled.append(path)
    difference.to_read.sort(key=lambda seen: seen.path)
    missing = (path for path in tracked.keys() - look.files.keys() - look.refused.keys() if not container_of(path))
    difference.gone = [tracked[path] for path in sorted(missing) if not path.startswith(tuple(look.unreadable))]
    return difference


def _rejected(tracked: Mapping[str, TrackedFile]) -> frozenset[str]:
    """The files that were rejected, and those in which a member was."""
    return frozenset(container_of(path) or path for path, known in tracked.items() if known.rejection)


def _unchanged(seen: Seen, known: TrackedFile) -> bool:
    return seen.mtime_ns == known.mtime_ns and seen.size == known.size and seen.ctime_ns == known.ctime_ns
