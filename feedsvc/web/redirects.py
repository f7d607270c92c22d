"""Other addresses for the same things, each sent for good to the one that counts.

Every redirect leads straight under the site's base URL, never to what the request calls this host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from feedsvc import addresses
from feedsvc.model import Format


def _everything(format: Format) -> Callable[[str], str]:
    return lambda base_url: addresses.feed(base_url, addresses.ALL, format)


GUESSES: Mapping[str, Callable[[str], str]] = {
    "/feed": _everything(Format.RSS),  # WordPress, which also puts a slash behind it
    "/feed/": _everything(Format.RSS),
    "/rss.xml": _everything(Format.RSS),
    "/index.xml": _everything(Format.RSS),  # Hugo
    "/feed.xml": _everything(Format.ATOM),  # Jekyll
    "/atom.xml": _everything(Format.ATOM),
    "/feed.json": _everything(Format.JSON),  # the example of JSON Feed 1.1
    "/opml": addresses.opml,
    "/feeds": addresses.home,  # ours, with the last part taken off, as people do
    "/topics": addresses.home,
    "/entries": addresses.home,
    "/authors": addresses.home,
}
"""Where people and programs look for something, and what it is here, by the base URL."""


class Redirects:
    """The guesses, and the slashes before and behind an address that none of ours but the home page's has."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def route(self, app: Flask) -> None:
        for path in GUESSES:
            app.add_url_rule(path, view_func=self.guess)
        app.before_request(self.slashes)

    def guess(self) -> Response:
        return moved(GUESSES[request.path](self._base_url))

    def slashes(self) -> Response | None:
        """Runs before each view; None lets the request through."""
        rule, path = request.url_rule, request.path
        before = request.environ["PATH_INFO"].startswith("//")  # which the router does not mind
        behind = rule is not None and path.endswith("/") and not rule.rule.endswith("/")
        if rule is None or not (before or behind):
            return None
        return moved(f"{self._base_url}/{quote(path.strip('/'), safe='/+,')}")


def moved(address: str) -> Response:
    """301, known to be permanent for a day: long enough to spare us, short enough to undo a mistake."""
    response = redirect(address, 301)
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
