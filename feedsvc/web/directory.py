"""Every feed as it stands, in memory: to ask costs no read, and what it says is as old as its last refresh."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Collection
from datetime import UTC, datetime

from feedsvc import selections
from feedsvc.feed import Feed
from feedsvc.selections import Selection
from feedsvc.store.base import Store

LOOK_EVERY = 1.0
"""Seconds between two looks for the next embargo or expiry: an entry that is held moves no feed, and so is no news."""


class Directory:
    """The feeds of a store by the topic they are of, `all` among them. `moved` is told which ones a refresh moved.

    One thread at a time may refresh; any may ask.
    """

    def __init__(self, store: Store, moved: Callable[[Collection[str]], None]) -> None:
        self._news = store.news()
        self._moved = moved
        self._store = store
        self._feeds: dict[str, Feed] = {}
        self._slugs: list[str] = []
        self._newest = 0
        self._moment: datetime | None = None
        self._looked = -LOOK_EVERY
        self.refresh(0)

    def refresh(self, patience: float) -> None:
        """Take in what has moved, waiting for it up to so many seconds. Raises StoreError: all stays as it was."""
        feeds = {feed.selection: feed for feed in self._news.wait(patience)}
        if feeds:
            self._feeds, known = {**self._feeds, **feeds}, self._feeds
            if len(self._feeds) > len(known):
                self._slugs = sorted(self._feeds)
            self._newest = max(feed.revision for feed in self._feeds.values())
        try:
            if feeds or time.monotonic() - self._looked >= LOOK_EVERY:  # what is new may expire
                self._look_ahead(self._store.next_moment(datetime.now(UTC)))
                self._looked = time.monotonic()
        finally:
            if feeds:
                self._moved(feeds.keys())

    def close(self) -> None:
        self._news.close()

    @property
    def revision(self) -> int:
        """The newest that any feed moved to, as far as is known here."""
        return self._newest

    def feed(self, slug: str) -> Feed | None:
        """The feed of a topic, or of everything."""
        return self._feeds.get(slug)

    def near(self, slug: str, limit: int) -> list[str]:
        """The topics before and after one by code point, at most so many of each, `all` among them."""
        place = bisect_left(self._slugs, slug)
        return self._slugs[max(place - limit, 0) : place + limit]

    def next_moment(self, revision: int) -> datetime | None:
        """When the next feed changes by itself, by an embargo or expiry, as far as is known at this revision."""
        if revision > self._newest:  # who asks has read more than the last refresh did
            return self._store.next_moment(datetime.now(UTC))
        return self._moment

    def read(self, text: str) -> Selection | None:
        """The selection that an address names, if there are such topics."""
        return selections.read(text, self._feeds.__contains__)

    def _look_ahead(self, moment: datetime | None) -> None:
        """What was prepared when nobody knew of an embargo may tell caches to keep it for longer than that."""
        former, self._moment = self._moment, moment
        if moment is not None and (former is None or moment < former):
            self._moved(self._feeds.keys())
