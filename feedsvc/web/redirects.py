"""Other addresses for the same things, each sent for good to the one that counts.

Every redirect leads straight under the site's base URL, never to what the request calls this host.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from flask import Flask, abort, redirect, request
from werkzeug.wrappers import Response

from feedsvc import addresses
from feedsvc.model import Format

Found = TypeVar("Found")

GUESSES = {
    "/feed": Format.RSS,  # WordPress, which also puts a slash behind it
    "/feed/": Format.RSS,
    "/rss.xml": Format.RSS,
    "/index.xml": Format.RSS,  # Hugo
    "/feed.xml": Format.ATOM,  # Jekyll
    "/atom.xml": Format.ATOM,
    "/feed.json": Format.JSON,  # the example of JSON Feed 1.1
}
"""Where people and programs look for a feed before they look at the page, and the format they expect there."""


class Redirects:
    """The guesses, and the trailing slash that no address of ours but the home page's has."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def route(self, app: Flask) -> None:
        for path in GUESSES:
            app.add_url_rule(path, view_func=self.guess)
        app.before_request(self.trailing_slash)

    def guess(self) -> Response:
        return moved(addresses.feed(self._base_url, addresses.ALL, GUESSES[request.path]))

    def trailing_slash(self) -> Response | None:
        """Runs before each view; None lets the request through."""
        rule = request.url_rule
        if rule is None or rule.rule.endswith("/") or not request.path.endswith("/"):
            return None
        return moved(self._base_url + quote(request.path.rstrip("/")))


def moved(address: str) -> Response:
    """301, known to be permanent for a day: long enough to spare us, short enough to undo a mistake."""
    response = redirect(address, 301)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def located(find: Callable[[str], Found | None], slug: str, address: Callable[[str], str]) -> Found:
    """What has this slug. Raises a redirect where it is spelled in capitals or decomposed (NFD), else NotFound."""
    if "\0" in slug:  # no slug has one, and PostgreSQL refuses to be asked
        abort(404)
    found = find(slug)
    if found is None:
        usual = unicodedata.normalize("NFC", slug.casefold())
        abort(404 if usual == slug or find(usual) is None else moved(address(usual)))
    return found
