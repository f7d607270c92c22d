"""Stored entries sorted anew where topics have changed: no file is read, and no entry that cannot have changed."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from feedsvc.expressions import Text
from feedsvc.model import SourceFile, State
from feedsvc.pipeline.batches import in_batches
from feedsvc.pipeline.make import Settings, publication
from feedsvc.store.base import Store
from feedsvc.store.changes import Publish
from feedsvc.store.values import Found, StoredEntry
from feedsvc.topics.changes import Changes

BATCH = 100
"""Entries looked at in one go, and moved in one transaction: some 0.1 s, and a new article waits no longer for them."""


class Resorting:
    """One re-sorting, in steps, between which others may publish: they do by these settings already.

    It may be left at any step and begun anew: whatever is sorted by then comes out as it is, and is not written again.
    Nothing is moved before every search has been asked, since searches look at topics too.
    """

    def __init__(self, store: Store, settings: Settings, changes: Changes) -> None:
        self._store = store
        self._settings = settings
        self._searches = deque(self._asked(changes))
        self._found: dict[str, Found] = {}
        self._batches: Iterator[list[str]] | None = self._all() if changes.everything else None
        self.expected = 0
        """How many entries are looked at in all; 0 until it is known."""
        self.looked_at = 0
        self.moved = 0
        """Entries that came out otherwise than they were stored."""
        self.seconds = 0.0

    def step(self, now: datetime) -> bool:
        """Ask one search, or look at one batch of entries; False: there was nothing left to do."""
        begun = time.perf_counter()
        goes_on = self._step(now)
        self.seconds += time.perf_counter() - begun
        return goes_on

    def _step(self, now: datetime) -> bool:
        if self._searches:
            search = self._searches.popleft()
            self._found |= {found.id: found for found in search()}
            return True
        if self._batches is None:
            self._batches = in_batches(self._oldest_first(), BATCH)
        ids = next(self._batches, [])
        self._look_at(ids, now)
        return bool(ids)

    def _asked(self, changes: Changes) -> Iterator[Callable[[], Iterable[Found]]]:
        if changes.everything:
            return
        yield partial(self._store.about, changes.about)
        yield from (partial(self._store.found, expression) for expression in changes.expressions)

    def _oldest_first(self) -> list[str]:
        """So that the archive documents of a feed that many enter at once hold the oldest first."""
        self.expected = len(self._found)
        return sorted(self._found, key=lambda entry_id: (self._found[entry_id].published, entry_id))

    def _all(self) -> Iterator[list[str]]:
        counts = self._store.counts()
        self.expected = counts.published + counts.held
        yield from in_batches((identity.id for identity, _ in self._store.originals()), BATCH)

    def _look_at(self, ids: Sequence[str], now: datetime) -> None:
        stored = self._store.stored(ids)
        moved = [publish for entry, source in stored if (publish := resorted(entry, source, self._settings))]
        if moved:
            self._store.apply(moved, now)
        self.looked_at += len(ids)
        self.moved += len(moved)


def resorted(stored: StoredEntry, source: SourceFile, settings: Settings) -> Publish | None:
    """The entry with the topics that it has by these settings; None where it has no others, or was taken back."""
    if stored.state is State.WITHDRAWN:
        return None
    text = Text.of(stored.entry)
    assignments = settings.classifier.classify(stored.entry, text)
    if assignments == stored.assignments:
        return None
    return publication(stored.entry, assignments, text, source, settings.site)
