"""Where the articles are to which others lead: the addresses that take the place of `article:` in their bodies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from feedsvc import addresses
from feedsvc.errors import Rejected
from feedsvc.model import SourceFile, State
from feedsvc.normalize import normalize
from feedsvc.normalize.identity import absolute_iri
from feedsvc.pipeline.make import Settings
from feedsvc.sources import parse, permalinks
from feedsvc.sources.references import BY_ID, Index, key, may_refer
from feedsvc.store.base import Store


@dataclass
class Whereabouts:
    """Of one pass. `paths` lists the articles of the folder, `read` reads one that the store does not know yet.

    An article that refers to no other costs a few looks into its bytes; one that does is parsed here as well as where
    it is made.
    """

    store: Store
    settings: Settings
    now: datetime
    paths: Callable[[], Collection[str]]
    read: Callable[[str], SourceFile | None]
    _known: dict[str, str | None] = field(default_factory=dict)

    def of(self, source: SourceFile) -> dict[str, str]:
        """The addresses of the published articles that this one refers to, by reference."""
        if not may_refer(source):
            return {}
        try:
            references = parse(source, frozenset(), self.settings.kind).references
        except Rejected:
            return {}  # it is told where the article is made
        if not references:
            return {}
        meant = self._index.find(references, source.path)
        meant = self._by_slug(reference for reference in references if reference not in meant) | meant
        found = {reference: self._address(path) for reference, path in meant.items() if path != source.path}
        return self._by_id(references) | {reference: address for reference, address in found.items() if address}

    @cached_property
    def _index(self) -> Index:
        return Index(self.paths())

    def _by_slug(self, references: Iterable[str]) -> dict[str, str]:
        """The paths of articles whose slug is the last part of a page's address."""
        pages = (reference for reference in references if reference.startswith(permalinks.ON_SITE))
        slugs = {reference: slug for reference in pages if (slug := permalinks.slug(reference))}
        holders = self.store.holders(slugs.values()) if slugs else {}
        found = {reference: holders[slug].path for reference, slug in slugs.items() if slug in holders}
        return {reference: path for reference, path in found.items() if permalinks.suits(reference, key(path))}

    def _by_id(self, references: Iterable[str]) -> dict[str, str]:
        """The addresses of entries that are called by their ids, and published before those that call them so."""
        named = (reference for reference in references if reference.startswith(BY_ID))
        ids = {reference: iri for reference in named if (iri := absolute_iri(reference.removeprefix(BY_ID)))}
        known = self.store.identities(ids.values()) if ids else {}
        there = {reference: known[iri] for reference, iri in ids.items() if iri in known}
        base_url = self.settings.site.base_url
        return {
            reference: addresses.entry(base_url, entry.slug)
            for reference, entry in there.items()
            if entry.state is State.PUBLISHED
        }

    def _address(self, path: str) -> str | None:
        if path not in self._known:
            slug = self._stored_slug(path) or self._slug_to_be(path)
            self._known[path] = addresses.entry(self.settings.site.base_url, slug) if slug else None
        return self._known[path]

    def _stored_slug(self, path: str) -> str | None:
        stored = self.store.recall([path], [])
        return next((one.slug for one in stored if one.path == path and one.state is State.PUBLISHED), None)

    def _slug_to_be(self, path: str) -> str | None:
        """Of an article that is new, as the one that refers to it may be: what it will be called if it is published."""
        try:
            source = self.read(path)
            article = parse(source, frozenset(), self.settings.kind) if source else None
            if source is None or article is None or article.draft:
                return None
            entry = normalize(article, source, None, self.settings.site, self.now)
        except Rejected:
            return None
        expired = entry.expires is not None and entry.expires <= self.now
        return None if entry.embargo or expired else entry.slug
