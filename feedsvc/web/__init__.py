"""The feeds and pages over HTTP: what is prepared is answered at once (front), all else by Flask, which prepares it.

It reads the store, and writes into it what was asked for, once a minute: see traffic.py.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from flask import Flask

from feedsvc import metrics
from feedsvc.errors import StoreError
from feedsvc.model import Site
from feedsvc.store.base import Store
from feedsvc.web import errors, numbers, responses, templating
from feedsvc.web.assets import Assets
from feedsvc.web.attachments import Attachments
from feedsvc.web.authors import Authors
from feedsvc.web.building import Builder
from feedsvc.web.combining import Combining
from feedsvc.web.directory import Directory
from feedsvc.web.entries import Entries
from feedsvc.web.feeds import Feeds
from feedsvc.web.front import Front
from feedsvc.web.months import Months
from feedsvc.web.ops import Ops
from feedsvc.web.pages import Pages
from feedsvc.web.places import Places
from feedsvc.web.prepared import Prepared, by_label
from feedsvc.web.press import Press
from feedsvc.web.redirects import Redirects
from feedsvc.web.robots import Robots
from feedsvc.web.searching import Searching
from feedsvc.web.serving import Serving
from feedsvc.web.shelves import Shelves
from feedsvc.web.sitemaps import Sitemaps
from feedsvc.web.status import Editors, Status
from feedsvc.web.subscribing import Subscribing
from feedsvc.web.suggesting import Suggesting
from feedsvc.web.traffic import Ledger
from feedsvc.web.translations import words
from feedsvc.web.why import Explain, Why

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment


RENEWING = 0.01
"""Seconds for building, after each change, what was asked for: some ten feeds, and a fifth of one processor at most."""


class Application:
    """The WSGI application of one site and one store.

    It has no session and sets no cookie, and nothing it says depends on the request's Host or on X-Forwarded headers:
    behind a prefix such as https://example.org/news the proxy takes the prefix off, and `site.base_url` puts it on.

    Whoever made it calls `follow` again and again, in one thread; until then it looks at the store for each request.
    """

    def __init__(self, site: Site, store: Store, serving: Serving, explain: Explain | None, editors: Editors) -> None:
        self.prepared = Prepared(serving)
        self._is_followed = False
        self._directory = Directory(store, self._take_in)
        self._requests = metrics.Requests()
        self._ledger = Ledger(store)
        self.flask = self._behind(site, store, serving, explain, editors)
        self.front = Front(self.prepared, self.flask)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not self._is_followed:
            with suppress(StoreError):  # whatever is prepared is served, as where a thread follows
                self._directory.refresh(0)
            self.count()
        return self.front(environ, start_response)

    def follow(self, patience: float) -> None:
        """Take in what changed, waiting up to so many seconds for it; count what was served. Raises StoreError."""
        self._is_followed = True
        try:
            self._directory.refresh(patience)
        finally:
            self.prepared.library.tidy()
            self.count()
            self._ledger.keep_up()

    def _take_in(self, moved: Collection[str]) -> None:
        """Who looks for a request has no time to build more than that one asks for."""
        if self._is_followed:
            self.prepared.library.renew(moved, RENEWING)
        else:
            self.prepared.library.drop(moved)

    def count(self) -> None:
        """Hand over what was served since the last time, to the metrics and to the ledger of traffic."""
        served = self.prepared.drain()
        for label, count in by_label(served).items():
            self._requests.add(*label, count)
        self._ledger.take(served)
        metrics.set_prepared(self.prepared.library.size)

    def close(self) -> None:
        self.count()
        if self._is_followed:  # others, such as an export, ask for nobody
            self._ledger.close()
        self._directory.close()

    def _behind(self, site: Site, store: Store, serving: Serving, explain: Explain | None, editors: Editors) -> Flask:
        app = Flask(__name__, static_folder=None)  # assets.py serves them
        app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
        # The router's own redirects would lead to the request's Host: redirects.py has ours.
        app.url_map.strict_slashes = app.url_map.merge_slashes = False
        numbers.equip(app)
        spoken = words(site.language)
        templating.equip(app, site, spoken, is_answered=serving.is_answered)
        stylesheet = templating.static_urls(site.base_url, spoken)["feed.css"]
        builder = Builder(site, store, serving, stylesheet, self._directory.next_moment)
        places = Places(self._directory, serving)
        press = Press(store, self.prepared, self._directory.next_moment)
        shelves = Shelves(store, places)
        for part in (
            Redirects(site.base_url),
            Feeds(site, places, self.prepared, builder, shelves),
            Pages(site, store, places, press, shelves, serving),
            Subscribing(site, press, shelves, serving.parents),
            Combining(site, store, places, press, shelves, serving.parents),
            Entries(site, store, places, press, is_answered=serving.is_answered),
            Why(site, store, press, explain),
            Searching(store, press),
            Authors(site, store, places, press),
            Months(site, store, press),
            Sitemaps(site, store, places, press, shelves),
            Robots(site, store.epoch, self.prepared),
            Attachments(site, store, serving.beside),
            Assets(store.epoch, self.prepared, spoken),
            Ops(store, self.count),
            Status(site, store, editors),
        ):
            part.route(app)
        errors.translate(app, Suggesting(site, store, places).instead_of if serving.is_answered else None)
        responses.equip(app, self.prepared)
        return app


def create(
    site: Site,
    store: Store,
    serving: Serving | None = None,
    explain: Explain | None = None,
    editors: Editors | None = None,
) -> Application:
    """The WSGI application, with a page of each entry's reasons where `explain` gives them. Raises StoreError."""
    return Application(site, store, serving or Serving(), explain, editors or Editors())
