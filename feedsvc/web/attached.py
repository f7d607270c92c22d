"""Where the bytes of an entry's attachment are: a file beside its article, or a part of the letter that it was."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from feedsvc.sources import enclosed
from feedsvc.sources.beside import Beside
from feedsvc.sources.containers import INSIDE
from feedsvc.store.base import Store


@dataclass(frozen=True, slots=True)
class Attached:
    """Finds attachments; only those in letters where `beside` is None, as where the articles are on another machine."""

    store: Store
    beside: Beside | None

    def find(self, slug: str, path: str) -> Path | bytes | None:
        """The file, or the bytes, of the attachment that lies at a path; None where nothing does that may be shown."""
        if is_inside(path):
            found = self.store.original(slug)
            return enclosed(found[1], path) if found else None
        return self.beside.locate(path) if self.beside else None

    def stamp(self, path: str) -> str:
        """What is another for another file of this path; always empty for what has none, and for part of a letter."""
        return self.beside.stamp(path) if self.beside and not is_inside(path) else ""


def is_inside(path: str) -> bool:
    """Whether it is of a part of an article's own file, which changes only when that does."""
    return INSIDE in path
