"""What robots are told of: home, topics and entries with their last changes, and the news of two days.

Each is made when somebody asks for it after a change, and kept until the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from flask import Flask, Response, abort

from feedsvc import addresses
from feedsvc.feed import Feed
from feedsvc.model import Site
from feedsvc.render import sitemap
from feedsvc.render.sitemap import MOST, MOST_NEWS, Article, Place
from feedsvc.store.base import Store
from feedsvc.store.values import Mapped
from feedsvc.web.building import age
from feedsvc.web.documents import Document
from feedsvc.web.places import Places
from feedsvc.web.press import Press
from feedsvc.web.shelves import Shelves

PART = 10_000
"""Entries of a part, and addresses of a sitemap that needs none: it takes a third of a second to make, and the 50,000
that a sitemap may have would keep a robot waiting for five times as long."""

NEWS_LASTS = timedelta(days=2)
"""How old an article of a news sitemap may be (N1)."""

TOPICS = "topics"
"""What the part is called that has the home page and the topics."""


class Sitemaps:
    """Views of the sitemap, its parts, and the news sitemap."""

    def __init__(self, site: Site, store: Store, places: Places, press: Press, offered: Shelves) -> None:
        self._site = site
        self._store = store
        self._places = places
        self._press = press
        self._offered = offered

    def route(self, app: Flask) -> None:
        app.add_url_rule("/sitemap.xml", view_func=self.all)
        app.add_url_rule("/sitemap-topics.xml", view_func=self.topics)
        app.add_url_rule("/sitemap-<number:number>.xml", view_func=self.part)
        app.add_url_rule("/news-sitemap.xml", view_func=self.news)

    def all(self) -> Response:
        return self._press.respond(self._all)

    def topics(self) -> Response:
        return self._press.respond(lambda: self._document(sitemap.urlset(islice(self._pages(), MOST))))

    def part(self, number: int) -> Response:
        return self._press.respond(lambda: self._part(number))

    def news(self) -> Response:
        return self._press.respond(lambda: self._news(datetime.now(UTC)))

    def _all(self) -> Document:
        """One sitemap; where that would be too large, the index of those that hold its parts."""
        pages = list(self._pages())
        if len(pages) + self._store.counts().published > PART:
            return self._document(sitemap.index(self._parts()))
        entries = (entry for number in self._store.parts(PART) for entry in self._store.part(number, PART))
        return self._document(sitemap.urlset([*pages, *self._entries(entries)]))

    def _part(self, number: int) -> Document:
        if number not in self._store.parts(PART):
            abort(404)
        return self._document(sitemap.urlset(self._entries(self._store.part(number, PART))))

    def _news(self, now: datetime) -> Document:
        entries = self._store.lately(now - NEWS_LASTS, now, MOST_NEWS)
        articles = [
            Article(entry.link, entry.title, entry.language, entry.published)
            for entry in entries
            if self._is_ours(entry)
        ]
        made = self._document(sitemap.news(articles, self._site))
        age(made, now)
        return made

    def _pages(self) -> Iterator[Place]:
        """The home page, and the topics that ever had an entry: the others have nothing to find."""
        feeds = [shelf.feed for shelf in self._offered.all() if _is_filled(shelf.feed)]
        everything = self._places.feed(addresses.ALL)
        changed = everything.modified if everything and _is_filled(everything) else None
        yield Place(addresses.home(self._site.base_url), changed)
        yield from (Place(addresses.topic(self._site.base_url, feed.selection), feed.modified) for feed in feeds)

    def _parts(self) -> Iterator[Place]:
        pages = [place.changed for place in self._pages() if place.changed is not None]
        yield Place(addresses.sitemap(self._site.base_url, TOPICS), max(pages, default=None))
        for number, changed in self._store.parts(PART).items():
            yield Place(addresses.sitemap(self._site.base_url, str(number)), changed)

    def _entries(self, entries: Iterable[Mapped]) -> Iterator[Place]:
        return (Place(entry.link, entry.updated) for entry in entries if self._is_ours(entry))

    def _is_ours(self, entry: Mapped) -> bool:
        """The page here is the one that counts: one that says it was taken over from elsewhere is listed there."""
        return entry.link == addresses.entry(self._site.base_url, entry.slug)

    def _document(self, body: bytes) -> Document:
        made = self._press.document(body, "application/xml", "sitemap", "sitemap")
        made.is_passing = True  # of megabytes, and asked for by few: what feeds need is kept instead
        return made


def _is_filled(feed: Feed) -> bool:
    """Whether an entry ever was in it: until then it was updated at the beginning of 1970."""
    return feed.updated.timestamp() > 0
