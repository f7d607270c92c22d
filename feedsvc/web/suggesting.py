"""What somebody may have meant who asked for what is not there: topics and entries with a slug much like it.

It costs a few milliseconds, however much there is: whoever asks for a thousand such pages keeps us busy for seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from feedsvc import addresses, names
from feedsvc.errors import StoreError
from feedsvc.model import Site
from feedsvc.store.base import Store
from feedsvc.web.places import Places

MOST = 5
"""Of each kind: more are no suggestion but a list."""

ALIKE = 0.6
"""How much of two slugs is the same, from 0 to 1: `ferrys` and `ferries` are at 0.77, `fog` and `frost` at 0.5."""

CONSIDERED = 300
"""Topics that are compared, at 30 us each: all of most sites, and of others the nearest in the order of slugs."""

NEAR = 10
"""Entries before and after the slug that are read: two steps into an index. Most people lose the end of an address."""

_SHORTEST = 3
"""Letters that tell anything."""

_ENDING = re.compile(r"\.(?:atom|rss|json|xml|html?|php|txt|md)$")
_MARK = re.compile(r"-[0-9a-f]{10}$")
"""What stands behind the words in an entry's slug: `names.entry_slug`."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page that there is."""

    address: str
    title: str


class Suggesting:
    """Looks for pages like one that is missing; gives nothing where the store does not answer."""

    def __init__(self, site: Site, store: Store, places: Places) -> None:
        self._site = site
        self._store = store
        self._places = places

    def instead_of(self, path: str) -> list[Suggestion]:
        """Of each kind the likest first; `path` is as the request has it, decoded."""
        slug = slug_in(path)
        if len(slug) < _SHORTEST:
            return []
        return [*self._topics(slug), *self._entries(slug)]

    def _topics(self, slug: str) -> Iterator[Suggestion]:
        near = {feed.selection: feed.title for feed in self._places.near(slug, CONSIDERED // 2)}
        for found in likest(slug, near):
            yield Suggestion(addresses.topic(self._site.base_url, found), near[found])

    def _entries(self, slug: str) -> Iterator[Suggestion]:
        try:
            near = {entry.slug: entry.title for entry in self._store.near(slug, NEAR)}
        except StoreError:
            return  # that there is nothing is known without it
        for found in likest(slug, near):
            yield Suggestion(addresses.entry(self._site.base_url, found), near[found])


def slug_in(path: str) -> str:
    """The last part of a path, as a slug; empty where that has no letter or digit."""
    return names.slug(_ENDING.sub("", path.rstrip("/").rpartition("/")[2]))


def likest(slug: str, among: Iterable[str]) -> list[str]:
    """Those much like it, the likest first."""
    alike = {other: likeness(slug, other) for other in among}
    found = sorted((other for other in alike if alike[other] >= ALIKE), key=lambda other: (-alike[other], other))
    return found[:MOST]


def likeness(asked: str, other: str) -> float:
    """How much of two slugs is the same, from 0 to 1, whatever marks stand behind the words; 1 for a beginning."""
    if other.startswith(f"{asked}-"):
        return 1.0
    matcher = SequenceMatcher(None, _MARK.sub("", asked), _MARK.sub("", other), autojunk=False)
    likely = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE
    return matcher.ratio() if likely else 0.0
