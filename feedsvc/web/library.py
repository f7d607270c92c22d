"""Documents kept by their addresses: built once for all who ask, dropped when they are stale or there are too many."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Unfinished

from feedsvc.web.documents import Document

PATIENCE = 0.1
"""Seconds that one waits for another who builds the same document, before the last one will do."""

STALE = 0.8
"""Seconds for which a document that is no longer the newest may still be answered: nothing is a second old."""


class Library:
    """Documents by key. `fresh` may be read by anyone, without a lock; `budget` is in bytes."""

    def __init__(self, budget: int) -> None:
        self.fresh: dict[str, Document] = {}
        self._budget = budget
        self._size = 0
        self._lock = threading.Lock()
        self._stale: dict[str, tuple[Document, float]] = {}
        self._building: dict[str, Future[Document]] = {}
        self._generation = 0
        self._moved: dict[str, int] = {}
        """The generation in which each feed last moved."""
        self._moved_any = 0

    @property
    def size(self) -> int:
        """Bytes of all that is kept."""
        return self._size

    def obtain(self, key: str, build: Callable[[], Document]) -> Document:
        """The document at this key, built where there is none. Raises what `build` raises, to all who waited for it."""
        with self._lock:
            if (fresh := self.fresh.get(key)) is not None and not fresh.is_over:
                return fresh
            building = self._building.get(key)
            if building is None:
                ours = self._building[key] = Future()
                generation = self._generation
        if building is not None:
            return self._awaited(key, building)
        try:
            document = build()
        except BaseException as error:
            with self._lock:
                del self._building[key]
            ours.set_exception(error)
            raise
        self._keep(key, document, generation)
        ours.set_result(document)
        return document

    def drop(self, moved: Collection[str]) -> None:
        """Let go of what these feeds make stale."""
        now = time.monotonic()
        with self._lock:
            self._generation += 1
            self._moved_any = self._generation
            self._moved.update(dict.fromkeys(moved, self._generation))
            self._forget_stale(now)
            stale = [key for key, kept in self.fresh.items() if _is_touched(kept, moved)]
            for key in stale:
                self._stale[key] = self._released(key), now

    def tidy(self) -> None:
        """Let go of what is too old to be answered; to be called from time to time."""
        with self._lock:
            if self._stale:
                self._forget_stale(time.monotonic())

    def _awaited(self, key: str, building: Future[Document]) -> Document:
        try:
            return building.result(PATIENCE)
        except Unfinished:
            last, since = self._stale.get(key, (None, 0.0))
            if last is not None and time.monotonic() - since < STALE - PATIENCE:
                return last
            return building.result()

    def _keep(self, key: str, document: Document, generation: int) -> None:
        """Keep what was built since this generation, unless it was overtaken meanwhile: then it is answered once."""
        with self._lock:
            del self._building[key]
            self._stale.pop(key, None)
            if self._is_overtaken(document, generation):
                return
            if key in self.fresh:
                self._released(key)
            document.grew = self._grow
            document.charged = document.size
            self._size += document.charged
            self.fresh[key] = document
            self._evict()

    def _released(self, key: str) -> Document:
        """What was kept at this key, and is no longer."""
        document = self.fresh.pop(key)
        self._size -= document.charged or 0
        document.charged = None
        return document

    def _is_overtaken(self, document: Document, generation: int) -> bool:
        if document.members is None:
            return self._moved_any > generation
        return any(self._moved.get(member, 0) > generation for member in document.members)

    def _grow(self, document: Document, added: int) -> None:
        with self._lock:
            if document.charged is not None:
                document.charged += added
                self._size += added
                self._evict()

    def _evict(self) -> None:
        """Go round, from the longest kept: who was asked for since the last round stays for another one."""
        while self._size > self._budget and self.fresh:
            key, document = next(iter(self.fresh.items()))
            if document.is_used:
                document.is_used = False
                self.fresh[key] = self.fresh.pop(key)
            else:
                self._released(key)

    def _forget_stale(self, now: float) -> None:
        self._stale = {key: kept for key, kept in self._stale.items() if now - kept[1] < STALE}


def _is_touched(document: Document, moved: Collection[str]) -> bool:
    return document.members is None or not document.members.isdisjoint(moved)
