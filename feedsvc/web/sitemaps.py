"""What robots are told of: every page with its last change, and the news of two days.

Each is made when somebody asks for it after a change, and kept until the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from flask import Flask, Response, abort, request

from feedsvc import addresses
from feedsvc.feed import Feed
from feedsvc.model import Site
from feedsvc.render import sitemap
from feedsvc.render.sitemap import MOST, MOST_NEWS, Article, Place
from feedsvc.store.base import Store
from feedsvc.store.values import Mapped
from feedsvc.web import caching
from feedsvc.web.bodies import Bodies
from feedsvc.web.building import WHILE_TIME_PASSES, digest, last
from feedsvc.web.documents import Document
from feedsvc.web.places import Places
from feedsvc.web.prepared import Prepared
from feedsvc.web.responses import respond
from feedsvc.web.tags import Tag

PART = 10_000
"""Entries of a part, and addresses of a sitemap that needs none: it takes a third of a second to make, and the 50,000
that a sitemap may have would keep a robot waiting for five times as long."""

NEWS_LASTS = timedelta(days=2)
"""How old an article of a news sitemap may be (N1)."""

TOPICS = "topics"
"""What the part is called that has the home page and the topics."""


class Sitemaps:
    """Views of the sitemap, its parts, and the news sitemap."""

    def __init__(
        self,
        site: Site,
        store: Store,
        places: Places,
        prepared: Prepared,
        next_moment: Callable[[int], datetime | None],
    ) -> None:
        """`next_moment` says when the next feed changes by itself, as far as is known at a revision."""
        self._site = site
        self._store = store
        self._places = places
        self._prepared = prepared
        self._next_moment = next_moment

    def route(self, app: Flask) -> None:
        app.add_url_rule("/sitemap.xml", view_func=self.all)
        app.add_url_rule("/sitemap-topics.xml", view_func=self.topics)
        app.add_url_rule("/sitemap-<int:number>.xml", view_func=self.part)
        app.add_url_rule("/news-sitemap.xml", view_func=self.news)

    def all(self) -> Response:
        return self._respond(self._all)

    def topics(self) -> Response:
        return self._respond(lambda: self._document(sitemap.urlset(islice(self._pages(), MOST))))

    def part(self, number: int) -> Response:
        return self._respond(lambda: self._part(number))

    def news(self) -> Response:
        return self._respond(lambda: self._news(datetime.now(UTC)))

    def _respond(self, build: Callable[[], Document]) -> Response:
        return respond(self._prepared, self._prepared.obtain(request.environ["PATH_INFO"], build))

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
        passed = (now + WHILE_TIME_PASSES).timestamp()
        made.until = min(made.until or passed, passed)
        return made

    def _pages(self) -> Iterator[Place]:
        """The home page, and the topics that ever had an entry: the others have nothing to find."""
        feeds = [feed for feed in self._store.feeds() if self._places.has(feed.selection) and _is_filled(feed)]
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
        tag = Tag(self._store.epoch, 0, digest(body), "sitemap")
        made = Document(Bodies(body), "application/xml", tag, None, caching.PAGE, members=None, label="sitemap")
        made.is_passing = True  # of megabytes, and asked for by few: what feeds need is kept instead
        change = self._next_moment(0)
        if change is not None:
            last(made, caching.PAGE_KEEPS, change, datetime.now(UTC))
        return made


def _is_filled(feed: Feed) -> bool:
    """Whether an entry ever was in it: until then it was updated at the beginning of 1970."""
    return feed.updated.timestamp() > 0
