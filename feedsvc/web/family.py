"""Where a topic stands in the tree of topics, for its page: the topics above it, and those right below. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from feedsvc.feed import Feed
from feedsvc.render import lineage


class Family:
    """Topics by their parents; those that have no feed are left out."""

    def __init__(self, parents: Mapping[str, str], feed: Callable[[str], Feed | None]) -> None:
        self._parents = parents
        self._feed = feed
        self._children: dict[str, list[str]] = defaultdict(list)
        for child, parent in parents.items():
            self._children[parent].append(child)

    def above(self, slug: str) -> list[Feed]:
        """The topic at the root of the tree first, the parent last."""
        return self._feeds(reversed(lineage.ancestors(slug, self._parents)))

    def below(self, slug: str) -> list[Feed]:
        """Ordered by title, case folded."""
        return sorted(self._feeds(self._children.get(slug, [])), key=lambda feed: feed.title.casefold())

    def _feeds(self, slugs: Iterable[str]) -> list[Feed]:
        return [feed for feed in map(self._feed, slugs) if feed is not None]
