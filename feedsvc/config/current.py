"""The Config in force while its file is edited."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from feedsvc.config.loading import Config
from feedsvc.errors import ConfigError, Mistake

LOOK_EVERY = 0.25
"""Seconds between looks at the file: two of them, and what follows, are well within the second that is promised."""

SETTLED_AFTER = LOOK_EVERY
"""Seconds that a file must have stayed as it is: an editor that truncates and writes is done within a few ms."""

_log = structlog.get_logger("feedsvc.config")


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What tells one state of the file from another. ctime_ns also tells of permissions that were put right."""

    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


class Current:
    """Holds the Config in force, and takes up an edit of its file within a second of use.

    `load` makes a Config or raises ConfigError, then the one before stays in force; the first must succeed. `path` is
    where the file is or would be. Ask `get` as often as you like, from any thread: it looks at the file four times a
    second at most, and whoever asks while another thread loads gets the one before.
    """

    def __init__(self, load: Callable[[], Config], path: Path) -> None:
        self._load = load
        self._path = path
        self._lock = threading.Lock()
        self._in_force = self._judged = self._seen = _stamp(path)
        self._seen_at = self._looked_at = time.monotonic()
        self._config = load()
        self._version = 1
        self._mistakes: tuple[Mistake, ...] = ()

    @property
    def version(self) -> int:
        """Counts the Configs there were, from 1: whoever has built on one builds anew when this moves."""
        return self._version

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong with the file as it stands now; empty while it is what is in force."""
        return self._mistakes

    def get(self) -> Config:
        """The Config in force."""
        if time.monotonic() - self._looked_at >= LOOK_EVERY and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._config

    def _look(self) -> None:
        now = self._looked_at = time.monotonic()
        stamp = _stamp(self._path)
        if stamp != self._seen:
            self._seen, self._seen_at = stamp, now
        if stamp != self._judged and self._is_settled(now):
            self._judged = stamp
            self._judge(stamp)

    def _is_settled(self, now: float) -> bool:
        """Whether the file is as it will stay: half a file can be valid TOML, and an empty one always is."""
        if now - self._seen_at >= SETTLED_AFTER:
            return True
        # Whoever looks seldom need not look twice, if the file's own time says that it has been so for a while.
        return self._seen is not None and time.time() - self._seen.ctime_ns / 1e9 >= SETTLED_AFTER

    def _judge(self, stamp: _Stamp | None) -> None:
        if stamp is None:
            self._refuse((self._mistake("it is gone", "Put it back, or start again without it"),))
        elif stamp.size == 0 and self._in_force and self._in_force.size:
            # A valid file, but what a full disk leaves of a save: all defaults, the authority of ids among them.
            self._refuse((self._mistake("it has been emptied", "Save it again, or start again with an empty one"),))
        else:
            self._take_up(stamp)

    def _take_up(self, stamp: _Stamp) -> None:
        try:
            config = self._load()
        except ConfigError as error:
            self._refuse(error.mistakes)
            return
        is_new = config != self._config
        self._config = config  # also where it is equal: its keys may stand on other lines
        self._in_force = stamp
        self._mistakes = ()
        self._version += is_new  # last, so that whoever sees it move gets the new Config
        _log.info("config taken up" if is_new else "config unchanged", path=str(self._path), version=self._version)

    def _mistake(self, problem: str, remedy: str) -> Mistake:
        return Mistake("", str(self._path), problem, remedy)

    def _refuse(self, mistakes: tuple[Mistake, ...]) -> None:
        self._mistakes = mistakes
        for mistake in mistakes:
            _log.error("config refused", mistake=str(mistake), in_force="the one before")


def _stamp(path: Path) -> _Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return _Stamp(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
