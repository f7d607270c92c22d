"""What an address names: a selection, a topic, an entry; or where it is now, or that it is gone.

Raises redirects and errors as Flask's abort does.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterator
from typing import TypeVar

from flask import abort

from feedsvc.addresses import ALL
from feedsvc.feed import Feed
from feedsvc.model import State
from feedsvc.names import LONGEST_SLUG
from feedsvc.selections import LONGEST, Selection
from feedsvc.store.base import Store
from feedsvc.store.values import StoredEntry
from feedsvc.web.directory import Directory
from feedsvc.web.redirects import moved
from feedsvc.web.serving import Serving

Found = TypeVar("Found")
Address = Callable[[str], str]
"""The address of what has this slug, or of this selection."""


class Places:
    """Looks up what addresses name, old names among them."""

    def __init__(self, directory: Directory, serving: Serving) -> None:
        self._directory = directory
        self._aliases = serving.aliases
        self._retired = serving.retired
        self._configured = serving.configured
        self._given_up = serving.retired | serving.aliases.keys()

    @property
    def revision(self) -> int:
        """The newest that any feed moved to: until it is another, nothing that could be listed is."""
        return self._directory.revision

    def selection(self, text: str, address: Address) -> Selection:
        """What the address of a feed names; raises a redirect where another address is the one that counts."""
        selection = self._read(text)
        if selection is None:
            present = self._read(self._present(text))
            abort(self._absent(text) if present is None else moved(address(str(present))))
        if str(selection) != text:
            abort(moved(address(str(selection))))
        return selection

    def topic(self, slug: str, address: Address) -> Feed:
        """The feed of the topic that a page is about."""
        return located(self._standing, slug, address, self._present, self._absent)

    def lists(self, slug: str, sizes: Container[str]) -> bool:
        """Whether a topic is among those that are offered: not one that was tried, taken out again, and is empty."""
        is_offered = self._configured is None or slug in self._configured or slug in sizes
        return is_offered and self.has(slug)

    def has(self, slug: str) -> bool:
        """Whether there is such a topic, under this name."""
        return self._standing(slug) is not None

    def feed(self, slug: str) -> Feed | None:
        """The feed of such a topic."""
        return self._standing(slug)

    def near(self, slug: str, limit: int) -> list[Feed]:
        """The feeds of topics whose slugs come before and after one by code point, from at most so many of each."""
        near = map(self._standing, self._directory.near(slug, limit))
        return [feed for feed in near if feed is not None and feed.selection != ALL]

    def _read(self, text: str) -> Selection | None:
        """A selection of topics that are served: a store goes on knowing those that were given up."""
        selection = self._directory.read(text)
        return None if selection is None or selection.members & self._given_up else selection

    def _standing(self, slug: str) -> Feed | None:
        return None if slug in self._given_up else self._directory.feed(slug)

    def _present(self, text: str) -> str:
        """Every name in it as it is now."""
        if len(text) > LONGEST:
            return text
        return ",".join("+".join(map(self._renamed, part.split("+"))) for part in usually(text).split(","))

    def _renamed(self, text: str) -> str:
        """A name, and those that are taken away from it, by what they are called now."""
        present, rest = [], f"-{text}"
        while rest:
            rest = rest.removeprefix("-")
            known = next((start for start in _starts(rest) if self._called(start)), rest)
            present.append(self._called(known) or known)
            rest = rest[len(known) :]
        return "-".join(present)

    def _called(self, slug: str) -> str | None:
        """What a topic is called now, by a name that it has or had."""
        return self._aliases.get(slug) or (slug if self._standing(slug) else None)

    def _absent(self, text: str) -> int:
        """410 for what was retired, alone or combined; 404 for what never was."""
        selection = self._directory.read(usually(text)) if len(text) <= LONGEST else None
        return 410 if usually(text) in self._retired or (selection and selection.members & self._retired) else 404


def _starts(text: str) -> Iterator[str]:
    """The whole text, then what of it ends before a hyphen, longest first: whatever is no longer than a slug may be."""
    if len(text) > LONGEST_SLUG:
        text = text[: LONGEST_SLUG + 1].rpartition("-")[0]
    yield text
    while "-" in text:
        text = text.rpartition("-")[0]
        yield text


def usually(slug: str) -> str:
    """A slug as we spell it, whatever its capitals, composed (NFC)."""
    return unicodedata.normalize("NFC", slug.casefold())


def _never(_: str) -> int:
    return 404


def located(
    find: Callable[[str], Found | None],
    slug: str,
    address: Address,
    present: Callable[[str], str] = usually,
    absent: Callable[[str], int] = _never,
) -> Found:
    """What has this slug. Raises a redirect where it is called otherwise now, NotFound or Gone where nothing is."""
    if "\0" in slug:  # no slug has one, and PostgreSQL refuses to be asked
        abort(404)
    found = find(slug)
    if found is None:
        now = present(slug)
        abort(absent(slug) if now == slug or find(now) is None else moved(address(now)))
    return found


def published(store: Store, slug: str, address: Address) -> StoredEntry:
    """The entry that has this slug; raises a redirect where its slug is spelt otherwise, Gone where it was withdrawn.

    One that waits for its embargo is not there: no word of it leaves, nor that it exists.
    """

    def seen(slug: str) -> StoredEntry | None:
        stored = store.entry(slug)
        return None if stored is None or stored.state is State.HELD else stored

    stored = located(seen, slug, address)
    if stored.state is State.WITHDRAWN:
        abort(410)
    return stored
