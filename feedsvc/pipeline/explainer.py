"""Who is asked why: explains the original of an entry, or a file as it is on disk, beside what the store has of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from feedsvc.model import Identity, SourceFile
from feedsvc.pipeline.account import Account, Fate, Verdict
from feedsvc.pipeline.clock import Clock, utc_now
from feedsvc.pipeline.explaining import account, beside
from feedsvc.pipeline.identify import identify
from feedsvc.pipeline.learning import in_force
from feedsvc.pipeline.make import Settings
from feedsvc.pipeline.whereabouts import Whereabouts
from feedsvc.sources.containers import container_of
from feedsvc.sources.scan import Folder
from feedsvc.store.base import Store


class Explainer:
    """Explains by the rules that `settings` gives, which are not made before somebody asks."""

    def __init__(self, store: Store, settings: Callable[[], Settings], clock: Clock = utc_now) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock

    def entry(self, slug: str) -> Account | None:
        """The entry at this permalink, in any state; None where there is none."""
        found = self._store.original(slug)
        if found is None:
            return None
        known, source = found
        return beside(self._account(source, known), self._store.entry(slug))

    def article(self, source: SourceFile, folder: Folder) -> Account:
        """A file in the article folder: what the next scan makes of it, or the last one made."""
        tracked = self._store.files([source.path])
        known = identify([source], tracked, self._store, folder.is_there).get(source.path)
        told = self._account(source, known)
        if not folder.takes(container_of(source.path) or source.path):
            return replace(told, verdict=Verdict(Fate.LEFT_OUT, _BY_NAME))
        seen = tracked.get(source.path)
        is_same = known is not None and known.sha256 == source.sha256
        return beside(
            told,
            self._store.entry(known.slug) if known and is_same else None,
            seen.rejection if seen and seen.sha256 == source.sha256 else None,
        )

    def stranger(self, source: SourceFile) -> Account:
        """A file from elsewhere: what would be made of it at the top of the article folder."""
        return self._account(source, None)

    def _account(self, source: SourceFile, known: Identity | None) -> Account:
        settings, now = in_force(self._settings(), self._store), self._clock()
        there = Whereabouts(self._store, settings, now, lambda: self._store.files().keys(), _unread)
        return account(source, known, settings, now, there.of(source))


def _unread(_path: str) -> None:
    """Of an article that the store does not know nobody can tell yet where it will be."""


_BY_NAME = "articles.include and articles.exclude leave it out, or its name is that of a hidden or unfinished file"
