"""What robots are asked to leave alone, and where the sitemaps are (RFC 9309)."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

from feedsvc import addresses
from feedsvc.model import Site
from feedsvc.web import caching
from feedsvc.web.assets import KEEPS, NOBODY
from feedsvc.web.bodies import Bodies
from feedsvc.web.building import digest
from feedsvc.web.documents import Document
from feedsvc.web.prepared import Prepared
from feedsvc.web.responses import OTHER, respond
from feedsvc.web.tags import Tag

DISALLOWED = ("/search$", "/search?", "/combine/", "/entries/*/why$", "/status$", "/status/")
"""Pages without end or for nobody but the publisher. Feeds are not among them: robots of readers mind this file too."""


class Robots:
    """The view of `/robots.txt`. Under a prefix nobody asks for it: then its lines belong in the host's own."""

    def __init__(self, site: Site, epoch: str, prepared: Prepared) -> None:
        self._site = site
        self._epoch = epoch
        self._prepared = prepared

    def route(self, app: Flask) -> None:
        app.add_url_rule("/robots.txt", view_func=self.robots)

    def robots(self) -> Response:
        return respond(self._prepared, self._prepared.obtain(request.environ["PATH_INFO"], self._document))

    def _document(self) -> Document:
        body = robots(self._site.base_url).encode()
        tag = Tag(self._epoch, 0, digest(body), "robots")
        keeps = caching.cache_control(KEEPS)
        return Document(Bodies(body), "text/plain", tag, None, keeps, members=NOBODY, label=OTHER)


def robots(base_url: str) -> str:
    """The file, for every robot alike."""
    prefix = urlsplit(base_url).path
    rules = [f"Disallow: {prefix}{path}" for path in DISALLOWED]
    sitemaps = [f"Sitemap: {address(base_url)}" for address in (addresses.sitemap, addresses.news_sitemap)]
    return "\n".join(["User-agent: *", *rules, "", *sitemaps, ""])
