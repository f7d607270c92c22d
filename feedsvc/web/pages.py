"""Pages for people: what is new, and what each topic holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from itertools import groupby

from flask import Flask, Response, abort, render_template, request

from feedsvc import addresses
from feedsvc.feed import Feed
from feedsvc.model import Site
from feedsvc.selections import of_topic
from feedsvc.store.base import Store
from feedsvc.store.values import Listed
from feedsvc.web import caching, shelves
from feedsvc.web.bodies import Bodies
from feedsvc.web.building import digest, last
from feedsvc.web.documents import Document
from feedsvc.web.family import Family
from feedsvc.web.places import Places
from feedsvc.web.prepared import Prepared
from feedsvc.web.redirects import moved
from feedsvc.web.responses import respond
from feedsvc.web.serving import Serving
from feedsvc.web.tags import Tag

# Entries show pictures and play recordings from anywhere; nothing else is loaded but our stylesheet, nothing runs.
POLICY = {
    "Content-Security-Policy": "default-src 'none'; img-src * data:; media-src *; style-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
}

LISTED = 40  # entries on a page: as many as one scrolls through; the feeds hold more

SHELVED = 60
"""Topics on the home page, and below a topic on its own: as many as one looks at. The rest are a link away; where pages
will be files they are not, and all are here."""


class Pages:
    """Views of the HTML pages. A page is put together from several reads, so its tag is a digest of its bytes."""

    def __init__(
        self,
        site: Site,
        store: Store,
        places: Places,
        prepared: Prepared,
        next_moment: Callable[[int], datetime | None],
        serving: Serving,
    ) -> None:
        """`next_moment` says when the next feed changes by itself, as far as is known at a revision."""
        self._site = site
        self._store = store
        self._places = places
        self._prepared = prepared
        self._next_moment = next_moment
        self._parents = serving.parents
        self._shelved = SHELVED if serving.links_to_search else None
        self._family = Family(serving.parents, places.feed)

    def route(self, app: Flask) -> None:
        app.add_url_rule("/", view_func=self.home)
        app.add_url_rule("/topics/<slug>", view_func=self.topic)

    def home(self) -> Response:
        return self._respond(self._home)

    def topic(self, slug: str) -> Response:
        feed = self._places.topic(slug, self._topic_url)
        if slug == addresses.ALL:
            abort(moved(addresses.home(self._site.base_url)))
        return self._respond(lambda: self._topic(feed))

    def _respond(self, build: Callable[[], Document]) -> Response:
        return respond(self._prepared, self._prepared.obtain(request.environ["PATH_INFO"], build))

    def _home(self) -> Document:
        offered = shelves.read(self._store, self._places)
        shown = shelves.fullest(offered, self._parents, self._shelved)
        return self._page(
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
        return self._page(
            "topic.html",
            feed=feed,
            days=self._days(slug),
            above=above,
            below=below[: self._shelved],
            is_cut=len(below) > len(below[: self._shelved]),
            related=shown,
        )

    def _page(self, template: str, **content: object) -> Document:
        return page(self._store.epoch, self._next_moment(0), template, **content)

    def _days(self, selection: str) -> list[tuple[date, list[Listed]]]:
        return by_day(self._store.listing(of_topic(selection), LISTED), self._site)

    def _topic_url(self, slug: str) -> str:
        return addresses.page(self._site.base_url, slug)


def page(epoch: str, change: datetime | None, template: str, **content: object) -> Document:
    """A template filled in, until anything is published; `change` is when the next feed changes by itself."""
    body = render_template(template, **content).encode()
    tag = Tag(epoch, 0, digest(body), "html")
    made = Document(Bodies(body), "text/html", tag, None, caching.PAGE, members=None, label="page", headers=POLICY)
    if change is not None:
        last(made, caching.PAGE_KEEPS, change, datetime.now(UTC))
    return made


def by_day(entries: Iterable[Listed], site: Site) -> list[tuple[date, list[Listed]]]:
    """Newest first as they come, together where they were published on one day of the site's time zone."""
    days = groupby(entries, key=lambda entry: entry.published.astimezone(site.timezone).date())
    return [(day, list(group)) for day, group in days]
