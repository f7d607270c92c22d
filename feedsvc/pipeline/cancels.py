"""What providers took back: what comes late is not published after all, in whatever order the files are read.

A cancel with a number takes back every version up to it. One without takes back what was written before it,
or with it: the times of the files are all that tells which was sent last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from feedsvc.sources.containers import container_of
from feedsvc.store.base import Store

Cancel = tuple[int, str]
"""The newest number that it takes back, or when its file was written; and the path of that file."""

# Before an id, among the store's small facts.
_CANCELED = "canceled "
_TAKEN_BACK = "taken back "
"""By a cancel without a number."""


@dataclass
class Cancels:
    """Those of one pass, and of all before, which are read when somebody first asks. `written` tells when the file of a
    path was last written, in nanoseconds since 1970."""

    store: Store
    written: Callable[[str], int]
    _new: dict[str, Cancel] = field(default_factory=dict)
    """The newest of this pass, by key."""

    def note(self, entry_id: str, version: int, path: str) -> None:
        """Note the cancel of versions up to this one that the file at `path` is."""
        self._raise_to(_CANCELED + entry_id, (version, _place(path)))

    def note_without_number(self, entry_id: str, path: str) -> None:
        """Note the cancel that the file at `path` is."""
        self._raise_to(_TAKEN_BACK + entry_id, (self.written(path), _place(path)))

    def version_of(self, entry_id: str) -> int | None:
        """The newest version that took back what has this id; None where none did."""
        cancel = self._newest(_CANCELED + entry_id)
        return cancel[0] if cancel else None

    def is_taken_back(self, entry_id: str, version: int | None, path: str) -> bool:
        """Whether the file at `path`, which has this id and version, is one that a cancel means.

        A file that was the cancel itself, and says another thing now, is not taken back by what it said.
        """
        numbered, dated = self._newest(_CANCELED + entry_id), self._newest(_TAKEN_BACK + entry_id)
        if numbered and version is not None and numbered[1] != _place(path) and version <= numbered[0]:
            return True
        return dated is not None and dated[1] != _place(path) and self.written(path) <= dated[0]

    def remember(self) -> None:
        """Keep those of this pass. What is kept already is not written again."""
        for key, newest in self._new.items():
            if key not in self._before or newest > self._before[key]:
                self.store.remember(key, f"{newest[0]} {newest[1]}".rstrip())
                self._before[key] = newest

    def _raise_to(self, key: str, cancel: Cancel) -> None:
        self._new[key] = max(cancel, self._new.get(key, cancel))

    def _newest(self, key: str) -> Cancel | None:
        found = (known.get(key) for known in (self._new, self._before))
        return max((cancel for cancel in found if cancel is not None), default=None)

    @cached_property
    def _before(self) -> dict[str, Cancel]:
        remembered = self.store.recollected(_CANCELED) | self.store.recollected(_TAKEN_BACK)
        return {key: _read(written) for key, written in remembered.items()}


def _place(path: str) -> str:
    return container_of(path) or path


def _read(written: str) -> Cancel:
    number, _, place = written.partition(" ")
    return int(number), place
