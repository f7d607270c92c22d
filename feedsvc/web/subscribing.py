"""The page that tells what a feed is, and lists every topic for whoever wants to subscribe to some of them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, abort

from feedsvc import addresses
from feedsvc.model import Site
from feedsvc.web import shelves
from feedsvc.web.choices import MOST
from feedsvc.web.documents import Document
from feedsvc.web.press import Press
from feedsvc.web.redirects import moved
from feedsvc.web.shelves import Shelves


class Subscribing:
    """The views of `/subscribe` and of its further pages, on each of which a list can be chosen."""

    def __init__(self, site: Site, press: Press, offered: Shelves, parents: Mapping[str, str]) -> None:
        self._base_url = site.base_url
        self._press = press
        self._offered = offered
        self._parents = parents

    def route(self, app: Flask) -> None:
        app.add_url_rule("/subscribe", view_func=self.subscribe)
        app.add_url_rule("/subscribe/<number:number>", view_func=self.further)

    def subscribe(self) -> Response:
        return self._press.respond(lambda: self._page(1))

    def further(self, number: int) -> Response:
        if number == 1:
            abort(moved(addresses.subscribe(self._base_url)))
        return self._press.respond(lambda: self._page(number))

    def _page(self, number: int) -> Document:
        rows = shelves.rows(self._offered.all(), self._parents)
        last = max(-(-len(rows) // MOST), 1)
        if not 1 <= number <= last:
            abort(404)
        shown = [row.shelf for row in rows[(number - 1) * MOST : number * MOST]]
        made = self._press.page(
            "subscribe.html",
            rows=shelves.rows(shown, self._parents),
            number=number,
            last_page=last,
        )
        made.is_passing = number > 1  # few come so far, and there may be many
        return made
