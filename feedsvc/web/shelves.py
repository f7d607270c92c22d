"""Topics as pages list them: a tree, with how much each holds and how new it is. Pure, but for `Shelves`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from feedsvc.feed import Feed
from feedsvc.render import lineage
from feedsvc.store.base import Store
from feedsvc.web.places import Places


@dataclass(frozen=True, slots=True)
class Shelf:
    """A topic, how many entries it holds, and when the newest of them was published."""

    feed: Feed
    count: int = 0
    newest: datetime | None = None

    @property
    def slug(self) -> str:
        return self.feed.selection


@dataclass(frozen=True, slots=True)
class Row:
    """A topic in a list that holds lists: a template writes them one after the other, however deep they go."""

    shelf: Shelf
    opens: bool
    """The list of those below it follows."""
    closes: int
    """So many lists end behind it."""


class Shelves:
    """Every topic that is offered, read once after each change: to count what all of them hold takes a while."""

    def __init__(self, store: Store, places: Places) -> None:
        self._store = store
        self._places = places
        self._as_of: tuple[str, int] | None = None
        self._read: tuple[Shelf, ...] = ()

    def all(self) -> Sequence[Shelf]:
        """Ordered by title, case folded."""
        present = self._store.epoch, self._places.revision  # asked before the store, which may be ahead of it
        if self._as_of != present:
            self._read, self._as_of = _read(self._store, self._places), present
        return self._read


def fullest(shelves: Iterable[Shelf], parents: Mapping[str, str], most: int | None) -> list[Shelf]:
    """So many topics, or all: those above before those below them, and of equals those first that hold most."""
    ordered = {shelf.slug: shelf for shelf in sorted(shelves, key=lambda shelf: -shelf.count)}
    below = lineage.children(ordered, parents)
    level, chosen = below[None], list[str]()
    while level:
        chosen += level
        level = [child for slug in level for child in below.get(slug, ())]
    return [ordered[slug] for slug in chosen[:most]]


def rows(shelves: Sequence[Shelf], parents: Mapping[str, str]) -> list[Row]:
    """Each topic, right before those below it; sisters stay in the order given."""
    by_slug = {shelf.slug: shelf for shelf in shelves}
    below = lineage.children(by_slug, parents)
    placed: list[tuple[Shelf, int]] = []
    waiting = [(slug, 0) for slug in reversed(below[None])]
    while waiting:
        slug, depth = waiting.pop()
        placed.append((by_slug[slug], depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(slug, []))]
    followings = [*(depth for _, depth in placed[1:]), 0]
    return [
        Row(shelf, opens=following > depth, closes=max(depth - following, 0))
        for (shelf, depth), following in zip(placed, followings, strict=False)  # where none is placed, none follows
    ]


def _read(store: Store, places: Places) -> tuple[Shelf, ...]:
    sizes = store.sizes()
    offered = (feed for feed in store.feeds() if places.lists(feed.selection, sizes))
    return tuple(Shelf(feed, *sizes.get(feed.selection, (0, None))) for feed in offered)
