"""The page of an entry: what it says, who wrote it, what it is about, and where to read on."""

from __future__ import annotations

from flask import Flask, Response

from feedsvc import addresses
from feedsvc.model import Site
from feedsvc.store.base import Store
from feedsvc.store.values import Adjacent, StoredEntry
from feedsvc.web import content, newsarticle, opengraph, pictures
from feedsvc.web.documents import Document
from feedsvc.web.places import Places, published
from feedsvc.web.press import Press

RELATED = 5
"""Entries to read next: as many as one considers before one goes home."""


class Entries:
    """The view of `/entries/<slug>`."""

    def __init__(self, site: Site, store: Store, places: Places, press: Press, *, is_answered: bool) -> None:
        """`is_answered` as in Serving: where the page will be a file, it would outlast other entries it leads to."""
        self._site = site
        self._store = store
        self._places = places
        self._press = press
        self._is_answered = is_answered

    def route(self, app: Flask) -> None:
        app.add_url_rule("/entries/<slug>", view_func=self.entry)

    def entry(self, slug: str) -> Response:
        return self._press.respond(lambda: self._build(slug))

    def _build(self, slug: str) -> Document:
        stored = published(self._store, slug, self._address)
        entry, topics = stored.entry, self._topics(stored)
        permalink = self._address(entry.slug)
        return self._press.page(
            "entry.html",
            entry=entry,
            permalink=permalink,
            topics=topics,
            content=content.accessible(entry.content, entry.media),
            lead=pictures.lead(entry),
            enclosed=pictures.enclosed(entry),
            described=newsarticle.script(newsarticle.article(entry, topics.values(), self._site, permalink)),
            properties=opengraph.properties(entry, topics.values(), self._site),
            related=self._store.alike(entry.slug, RELATED) if self._is_answered else [],
            adjacent=self._store.adjacent(entry.slug) if self._is_answered else Adjacent(None, None),
        )

    def _topics(self, stored: StoredEntry) -> dict[str, str]:
        """Titles by slug, in their order, of those that have a page: an entry keeps what has been given up since."""
        return {each.topic: each.title for each in stored.assignments if self._places.has(each.topic)}

    def _address(self, slug: str) -> str:
        return addresses.entry(self._site.base_url, slug)
