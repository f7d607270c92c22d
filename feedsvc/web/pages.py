"""Pages for people: what is new, and what each topic holds."""

from __future__ import annotations

from datetime import date

from flask import Flask, Response, abort

from feedsvc import addresses
from feedsvc.feed import Feed
from feedsvc.model import Site
from feedsvc.selections import of_topic
from feedsvc.store.base import Store
from feedsvc.store.values import Listed
from feedsvc.web import shelves
from feedsvc.web.documents import Document
from feedsvc.web.family import Family
from feedsvc.web.places import Places
from feedsvc.web.press import Press, by_day
from feedsvc.web.redirects import moved
from feedsvc.web.serving import Serving
from feedsvc.web.shelves import Shelves

LISTED = 40  # entries on a page: as many as one scrolls through; the feeds hold more

SHELVED = 60
"""Topics on the home page, and below a topic on its own: as many as one looks at. The rest are a link away; where pages
will be files they are not, and all are here."""


class Pages:
    """Views of the home page and the pages of topics."""

    def __init__(
        self, site: Site, store: Store, places: Places, press: Press, offered: Shelves, serving: Serving
    ) -> None:
        self._site = site
        self._store = store
        self._places = places
        self._press = press
        self._offered = offered
        self._parents = serving.parents
        self._shelved = SHELVED if serving.is_answered else None
        self._family = Family(serving.parents, places.feed)

    def route(self, app: Flask) -> None:
        app.add_url_rule("/", view_func=self.home)
        app.add_url_rule("/topics/<slug>", view_func=self.topic)

    def home(self) -> Response:
        return self._press.respond(self._home)

    def topic(self, slug: str) -> Response:
        feed = self._places.topic(slug, self._topic_url)
        if slug == addresses.ALL:
            abort(moved(addresses.home(self._site.base_url)))
        return self._press.respond(lambda: self._topic(feed))

    def _home(self) -> Document:
        offered = self._offered.all()
        shown = shelves.fullest(offered, self._parents, self._shelved)
        return self._press.page(
            "home.html",
            days=self._days(addresses.ALL),
            rows=shelves.rows(shown, self._parents),
            topics=len(offered),
        )

    def _topic(self, feed: Feed) -> Document:
        slug = feed.selection
        above, below = self._family.above(slug), self._family.below(slug)
        near = {relative.selection for relative in (*above, *below)}
        related = [each for each in self._store.related(slug) if each.selection not in near]
        shown = [each for each in related if self._places.has(each.selection)]
        return self._press.page(
            "topic.html",
            feed=feed,
            days=self._days(slug),
            above=above,
            below=below[: self._shelved],
            is_cut=len(below) > len(below[: self._shelved]),
            related=shown,
        )

    def _days(self, selection: str) -> list[tuple[date, list[Listed]]]:
        return by_day(self._store.listing(of_topic(selection), LISTED), self._site)

    def _topic_url(self, slug: str) -> str:
        return addresses.page(self._site.base_url, slug)
