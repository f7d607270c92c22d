"""Tells at once which files may have changed. Only a hint: the scheduled scan is what makes it certain.

Past 16,384 unread events the kernel drops the rest, and network file systems have no events at all.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import structlog
from watchfiles import Change, watch

from feedsvc.sources.scan import Folder, is_unfinished

Tell = Callable[[set[str] | None], None]
"""Takes the paths that may have changed, None for any of them."""

_STEP, _DEBOUNCE = 5, 10
"""Milliseconds. The library's own 50 and 1600 add up to 100 ms between a saved file and its feed; a step of 1 keeps a
core busy with looking, one part in a hundred of it."""

_PULSE = 1000
"""Milliseconds between two looks at the folder itself, and at all in it where the file system has no events."""

_WITHOUT_EVENTS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "vboxsf", "drvfs", "virtiofs", "fuse.sshfs"})
"""File systems whose changes, made on another machine, the kernel never hears of."""

_log = structlog.get_logger("feedsvc.watch")


class Watcher:
    """Watches a folder in a thread of its own, from start to stop, also through its vanishing."""

    def __init__(self, folder: Folder, tell: Tell) -> None:
        self._folder = folder
        self._tell = tell
        self._stop = threading.Event()
        self._poll = has_no_events(folder.root)

    def start(self) -> None:
        threading.Thread(target=self._run, name="watch", daemon=True).start()

    def stop(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._watch()
            except OSError as error:
                self._fall_back(error)
                self._tell(None)
                self._stop.wait(1)

    def _watch(self) -> None:
        """Until told to stop, or until another folder, or none, is where this one was."""
        watched = _identity(self._folder.root)
        events = watch(
            self._folder.root,
            watch_filter=None,
            step=_STEP,
            debounce=_DEBOUNCE,
            stop_event=self._stop,
            rust_timeout=_PULSE,
            yield_on_timeout=True,
            force_polling=self._poll,
            poll_delay_ms=_PULSE,
            raise_interrupt=False,
            ignore_permission_denied=True,
        )
        self._tell_of(next(events, set()))
        self._tell(None)  # what happened before the watch began is not known
        for some in events:
            self._tell_of(some)
            if _identity(self._folder.root) != watched:
                return

    def _tell_of(self, events: set[tuple[Change, str]]) -> None:
        paths = {Path(path).relative_to(self._folder.root).as_posix() for _, path in events}
        ours = {path for path in paths if self._folder.takes(path)}
        if any(self._may_be_folder(path) for path in paths - ours):
            self._tell(None)
        elif ours:
            self._tell(ours)

    def _may_be_folder(self, path: str) -> bool:
        """Whether articles may have come or gone with this: it is a folder, or was something and is gone."""
        there = self._folder.root / path
        return not is_unfinished(path) and (there.is_dir() or not there.exists())

    def _fall_back(self, error: OSError) -> None:
        if self._folder.root.is_dir() and not self._poll:
            self._poll = True
            _log.warning("watching by polling", folder=str(self._folder.root), reason=str(error))


def _identity(path: Path) -> tuple[int, int]:
    """Which folder is at a path. Raises OSError where there is none."""
    found = path.stat()
    return found.st_dev, found.st_ino


def has_no_events(path: Path) -> bool:
    """Whether the file system that holds this path is one whose changes the kernel does not tell (Linux only)."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    points = {fields[1]: fields[2] for line in mounts.splitlines() if len(fields := line.split()) > 2}
    holder = next((point for point in (path, *path.parents) if str(point) in points), None)
    return holder is not None and points[str(holder)] in _WITHOUT_EVENTS
