"""The Config in force while its files are edited."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import structlog

from feedsvc.config.files import Files
from feedsvc.config.loading import Config
from feedsvc.config.reading import Said
from feedsvc.errors import ConfigError, Mistake

LOOK_EVERY = 0.25
"""Seconds between looks at the files: two of them, and what follows, are well within the second that is promised."""

SETTLED_AFTER = LOOK_EVERY
"""Seconds that files must have stayed as they are: an editor that truncates and writes is done within a few ms."""

_log = structlog.get_logger("feedsvc.config")


class Current:
    """Holds the Config in force, and takes up an edit of its files within a second of use.

    `read` reads them, what has not changed out of what was read before; `make` makes a Config of that or raises
    ConfigError, then the one in force stays; the first must succeed. Ask `get` as often as you like, from any thread:
    it looks at the files four times a second at most, and whoever asks while another thread loads gets the one before.
    """

    def __init__(self, read: Callable[[Said | None], Said], make: Callable[[Said], Config]) -> None:
        self._read = read
        self._make = make
        self._lock = threading.Lock()
        self._looked_at = self._seen_at = time.monotonic()
        self._said = read(None)
        self._config = make(self._said)
        self._in_force = self._judged = self._seen = self._said.files
        self._version = 1
        self._mistakes: tuple[Mistake, ...] = ()

    @property
    def version(self) -> int:
        """Counts the Configs there were, from 1: whoever has built on one builds anew when this moves."""
        return self._version

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong with the files as they stand now; empty while they are what is in force."""
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
        files = self._judged.now()
        if files != self._seen:
            self._seen, self._seen_at = files, now
        if files != self._judged and self._is_settled(now):
            self._judge()

    def _is_settled(self, now: float) -> bool:
        """Whether the files are as they will stay: half a file can be valid TOML, and an empty one always is."""
        if now - self._seen_at >= SETTLED_AFTER:
            return True
        # Whoever looks seldom need not look twice, if the files' own times say that they have been so for a while. Of
        # one that is gone nothing says so.
        if not self._judged.stamps.keys() <= self._seen.stamps.keys():
            return False
        newest = max((stamp.ctime_ns for stamp in self._seen.stamps.values()), default=0)
        return time.time() - newest / 1e9 >= SETTLED_AFTER

    def _judge(self) -> None:
        self._said = self._read(self._said)
        self._judged = self._said.files
        if lost := [*_lost(self._in_force, self._judged)]:
            self._refuse(lost)
            return
        try:
            config = self._make(self._said)
        except ConfigError as error:
            self._refuse(error.mistakes)
        else:
            self._take_up(config)

    def _take_up(self, config: Config) -> None:
        is_new = config != self._config
        self._config = config  # also where it is equal: its keys may stand on other lines
        self._in_force = self._judged
        self._mistakes = ()
        self._version += is_new  # last, so that whoever sees it move gets the new Config
        event = "config taken up" if is_new else "config unchanged"
        _log.info(event, path=self._in_force.main, version=self._version)

    def _refuse(self, mistakes: Iterable[Mistake]) -> None:
        known, self._mistakes = self._mistakes, tuple(mistakes)
        for mistake in self._mistakes:
            if mistake not in known:
                _log.error("config refused", mistake=str(mistake), in_force="the one before")


def _lost(before: Files, now: Files) -> Iterable[Mistake]:
    """What nobody edits away on purpose, and what would be valid: it stays in force, as it would be all defaults."""
    if before.main in before.stamps and now.main not in now.stamps:
        yield _mistake(now.main, "it is gone", "Put it back, or start again without it")
    if len(before.topics) > 1 and before.patterns == now.patterns and not now.topics:
        folder = Path(before.topics[0]).parent
        yield _mistake(str(folder), "all topic files are gone", "Put them back, or start again without them")
    for path, stamp in now.stamps.items():
        # What a full disk leaves of a save.
        if not stamp.size and path in before.stamps and before.stamps[path].size:
            yield _mistake(path, "it has been emptied", "Save it again, or start again with an empty one")


def _mistake(path: str, problem: str, remedy: str) -> Mistake:
    return Mistake("", path, problem, remedy)
