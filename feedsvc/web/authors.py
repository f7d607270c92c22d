"""The page of an author: the newest of what they wrote, and how to subscribe to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, Response

from feedsvc import addresses
from feedsvc.model import Author, Site
from feedsvc.store.base import Store
from feedsvc.store.values import Listed, Search, StoredEntry
from feedsvc.web import bylines
from feedsvc.web.building import SEARCHES
from feedsvc.web.documents import Document
from feedsvc.web.pages import LISTED
from feedsvc.web.places import Places, located
from feedsvc.web.press import Press, by_day

SUBJECTS = 8
"""Topics on the page of an author: what they write about now and then is no more than that."""


@dataclass(frozen=True, slots=True)
class Written:
    """Entries of an author, of the newest that bear the words of the name, and whether there are no others."""

    author: Author
    """As in the newest of them; where there are none, of the words alone."""
    entries: list[StoredEntry]
    is_whole: bool


class Authors:
    """The view of `/authors/<slug>`. An author is found by a search: it costs a look into the index of words."""

    def __init__(self, site: Site, store: Store, places: Places, press: Press) -> None:
        self._site = site
        self._store = store
        self._places = places
        self._press = press

    def route(self, app: Flask) -> None:
        app.add_url_rule("/authors/<slug>", view_func=self.author)

    def author(self, slug: str) -> Response:
        return self._press.respond(lambda: self._build(slug))

    def _build(self, slug: str) -> Document:
        written = located(self._written, slug, self._address)
        made = self._press.page(
            "author.html",
            author=written.author,
            days=by_day(map(_listed, written.entries), self._site),
            topics=self._subjects(written.entries),
            is_whole=written.is_whole,
            search=bylines.search_for(written.author.name),
            permalink=self._address(slug),
        )
        made.is_passing, made.label = True, SEARCHES
        return made

    def _written(self, slug: str) -> Written | None:
        """None where nobody of this slug has anything in the feeds.

        Of those that bear the words, as others with longer names do, only so many are looked at: where none of them is
        by this author, older ones may be.
        """
        expression = bylines.named(slug)
        if expression is None:
            return None
        search = Search(expression, condition=lambda stored: bylines.author_of(stored.entry, slug) is not None)
        window = self._store.search_of_entries(search, LISTED)
        if window is None or (window.is_whole and not window.shown):
            return None
        author = bylines.author_of(window.shown[0].entry, slug) if window.shown else None
        return Written(author or Author(expression.written), window.shown, window.is_whole)

    def _subjects(self, entries: Iterable[StoredEntry]) -> dict[str, str]:
        assigned = (each for stored in entries for each in stored.assignments if self._places.has(each.topic))
        return bylines.subjects(assigned, SUBJECTS)

    def _address(self, slug: str) -> str:
        return addresses.author(self._site.base_url, slug)


def _listed(stored: StoredEntry) -> Listed:
    entry = stored.entry
    return Listed(entry.slug, entry.title, entry.summary, entry.link, entry.published)
