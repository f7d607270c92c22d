"""The page of an author: the newest of what they wrote, and how to subscribe to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, request

from feedsvc import addresses
from feedsvc.model import Author, Site
from feedsvc.store.base import Listed, Search, Store, StoredEntry
from feedsvc.web import bylines
from feedsvc.web.building import SEARCHES
from feedsvc.web.documents import Document
from feedsvc.web.pages import LISTED, by_day, page
from feedsvc.web.places import located
from feedsvc.web.prepared import Prepared
from feedsvc.web.responses import respond


@dataclass(frozen=True, slots=True)
class Written:
    """The newest entries of an author, and whether there are no others."""

    author: Author
    """As in the newest of them."""
    entries: list[Listed]
    is_whole: bool


class Authors:
    """The view of `/authors/<slug>`. An author is found by a search: it costs a look into the index of words."""

    def __init__(
        self, site: Site, store: Store, prepared: Prepared, next_moment: Callable[[int], datetime | None]
    ) -> None:
        """`next_moment` says when the next feed changes by itself, as far as is known at a revision."""
        self._site = site
        self._store = store
        self._prepared = prepared
        self._next_moment = next_moment

    def route(self, app: Flask) -> None:
        app.add_url_rule("/authors/<slug>", view_func=self.author)

    def author(self, slug: str) -> Response:
        return respond(self._prepared, self._prepared.obtain(request.environ["PATH_INFO"], lambda: self._build(slug)))

    def _build(self, slug: str) -> Document:
        written = located(self._written, slug, self._address)
        made = page(
            self._store.epoch,
            self._next_moment(0),
            "author.html",
            author=written.author,
            days=by_day(written.entries, self._site),
            is_whole=written.is_whole,
            search=bylines.search_for(written.author.name),
            permalink=self._address(slug),
        )
        made.is_passing, made.label = True, SEARCHES
        return made

    def _written(self, slug: str) -> Written | None:
        """None where nobody of this slug has anything in the feeds."""
        expression = bylines.named(slug)
        if expression is None:
            return None
        search = Search(expression, condition=lambda stored: bylines.author_of(stored.entry, slug) is not None)
        window = self._store.search_of_entries(search, LISTED)
        author = bylines.author_of(window.shown[0].entry, slug) if window and window.shown else None
        if window is None or author is None:
            return None
        return Written(author, [_listed(stored) for stored in window.shown], window.is_whole)

    def _address(self, slug: str) -> str:
        return addresses.author(self._site.base_url, slug)


def _listed(stored: StoredEntry) -> Listed:
    entry = stored.entry
    return Listed(entry.slug, entry.title, entry.summary, entry.link, entry.published)
