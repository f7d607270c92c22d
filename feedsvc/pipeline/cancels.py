"""What providers took back by its number: a version that comes late is not published after all, in whatever order."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from feedsvc.store.base import Store

_CANCELED = "canceled "
"""Before an id, among the store's small facts."""


@dataclass
class Cancels:
    """Those of one pass, and of all before, which are read when somebody first asks."""

    store: Store
    _new: dict[str, int] = field(default_factory=dict)

    def note(self, entry_id: str, version: int) -> None:
        self._new[entry_id] = max(version, self._new.get(entry_id, version))

    def version_of(self, entry_id: str) -> int | None:
        """The newest version that took back what has this id; None where none did."""
        versions = (canceled.get(entry_id) for canceled in (self._new, self._before))
        return max((version for version in versions if version is not None), default=None)

    def remember(self) -> None:
        """Keep those of this pass. What is kept already is not written again."""
        for entry_id, version in self._new.items():
            if version > self._before.get(entry_id, -1):
                self.store.remember(_CANCELED + entry_id, str(version))
                self._before[entry_id] = version

    @cached_property
    def _before(self) -> dict[str, int]:
        remembered = self.store.recollected(_CANCELED)
        return {key.removeprefix(_CANCELED): int(version) for key, version in remembered.items()}
