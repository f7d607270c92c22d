"""Documents kept by their addresses: built once for all who ask, dropped when they are stale or there are too many."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future

from werkzeug.exceptions import HTTPException

from feedsvc.web.documents import Document

STALE = 0.8
"""Seconds for which the last document is answered while somebody builds the newest: nothing is a second old."""

PASSING = 1 / 6
"""The share of the budget for documents of which there can be endlessly many: they drive no topic's feed out."""


class Library:
    """Documents by key. `fresh` may be read by anyone, without a lock; `budget` is in bytes."""

    def __init__(self, budget: int) -> None:
        self.fresh: dict[str, Document] = {}
        self._standing = Shelf(budget - int(budget * PASSING))
        self._passing = Shelf(int(budget * PASSING))
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
        return self._standing.size + self._passing.size

    def obtain(self, key: str, build: Callable[[], Document]) -> Document:
        """The document at this key, built where there is none. Raises what `build` raises, to all who waited for it."""
        with self._lock:
            if (fresh := self.fresh.get(key)) is not None and fresh.bodies and not fresh.is_over:
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
        document.again = build
        with self._lock:
            del self._building[key]
            self._put(key, document, generation)
        ours.set_result(document)
        return document

    def drop(self, moved: Collection[str]) -> None:
        """Let go of what these feeds make stale."""
        with self._lock:
            for key in self._move(moved):
                self._set_aside(key)

    def renew(self, moved: Collection[str], seconds: float) -> None:
        """The same; but first build what people will ask for again, as they did since it was last built.

        Until it is built they get the last one. What there is no time for, or cannot be built, is left to whoever asks
        first: the news of a change comes once. Raises what a builder raises, such as a StoreError.
        """
        until = time.monotonic() + seconds
        with self._lock:
            touched = {key: self.fresh[key] for key in self._move(moved)}
            asked = {key: kept.again for key, kept in touched.items() if kept.is_asked_for and kept.again}
            for key in touched.keys() - asked.keys():
                self._set_aside(key)
            generation = self._generation
        old = dict.fromkeys(asked)
        try:
            for key, build in asked.items():
                newest = _built(build) if time.monotonic() < until else None
                if newest is not None:
                    with self._lock:
                        self._put(key, newest, generation)
                    del old[key]
        finally:
            with self._lock:
                for key in old:
                    self._set_aside(key)

    def tidy(self) -> None:
        """Let go of what is too old to be answered; to be called from time to time."""
        with self._lock:
            if self._stale:
                self._forget_stale(time.monotonic())

    def _awaited(self, key: str, building: Future[Document]) -> Document:
        last, since = self._stale.get(key, (None, 0.0))
        if last is not None and time.monotonic() - since < STALE:
            return last
        return building.result()

    def _put(self, key: str, document: Document, generation: int) -> None:
        """Keep what was built since this generation, unless it was overtaken meanwhile: then it is answered once."""
        self._stale.pop(key, None)
        self._release(key)
        if not self._is_overtaken(document, generation):
            self.fresh[key] = document
            document.grew = lambda grown: self._weigh(key, grown)
            self._shelf(document).put(key, document.size)
            self._evict(self._shelf(document))

    def _move(self, moved: Collection[str]) -> list[str]:
        """Note that these feeds moved; the keys of what they make stale."""
        self._generation += 1
        self._moved_any = self._generation
        self._moved.update(dict.fromkeys(moved, self._generation))
        self._forget_stale(time.monotonic())
        return [key for key, kept in self.fresh.items() if _is_touched(kept, moved)]

    def _set_aside(self, key: str) -> None:
        """Let go of it, but for those who ask while the next one is built."""
        document = self._release(key)
        if document is not None and document.bodies:
            self._stale[key] = document, time.monotonic()

    def _release(self, key: str) -> Document | None:
        """What was kept at this key, and is no longer."""
        document = self.fresh.pop(key, None)
        if document is not None:
            document.grew = None
            self._shelf(document).take(key)
        return document

    def _is_overtaken(self, document: Document, generation: int) -> bool:
        if document.members is None:
            return self._moved_any > generation
        return any(self._moved.get(member, 0) > generation for member in document.members)

    def _weigh(self, key: str, document: Document) -> None:
        with self._lock:
            if self.fresh.get(key) is document:
                self._shelf(document).weigh(key, document.size)
                self._evict(self._shelf(document))

    def _shelf(self, document: Document) -> Shelf:
        return self._passing if document.is_passing else self._standing

    def _evict(self, shelf: Shelf) -> None:
        """Go round, from the longest kept: who was asked for since the last round stays, the next are made stubs."""
        while shelf.is_full:
            key = shelf.first()
            document = self.fresh[key]
            if document.is_used:
                document.is_used = False
                shelf.put(key, shelf.take(key))
            elif document.bodies and not document.is_passing:
                document.grew = None  # somebody may be answering it still, and have it made in another coding
                self.fresh[key] = stub = document.stub()
                shelf.take(key)
                shelf.put(key, stub.size)
            else:
                self._release(key)

    def _forget_stale(self, now: float) -> None:
        self._stale = {key: kept for key, kept in self._stale.items() if now - kept[1] < STALE}


class Shelf:
    """The order in which documents were put there, and what they weigh, in bytes."""

    def __init__(self, budget: int) -> None:
        self.size = 0
        self._budget = budget
        self._weights: dict[str, int] = {}

    @property
    def is_full(self) -> bool:
        """There is more on it than it bears."""
        return self.size > self._budget and bool(self._weights)

    def first(self) -> str:
        """What has been there for longest."""
        return next(iter(self._weights))

    def put(self, key: str, weight: int) -> None:
        """Behind all others."""
        self._weights[key] = weight
        self.size += weight

    def take(self, key: str) -> int:
        """Its weight."""
        weight = self._weights.pop(key)
        self.size -= weight
        return weight

    def weigh(self, key: str, weight: int) -> None:
        """Anew, in its place."""
        self.size += weight - self._weights[key]
        self._weights[key] = weight


def _built(build: Callable[[], Document]) -> Document | None:
    try:
        document = build()
    except HTTPException:  # it is no longer there: whoever asks will be told
        return None
    document.again = build
    return document


def _is_touched(document: Document, moved: Collection[str]) -> bool:
    return document.members is None or not document.members.isdisjoint(moved)
