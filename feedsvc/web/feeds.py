"""The feeds, and the list of them (OPML)."""

from __future__ import annotations

import hashlib

from flask import Flask, Response, abort

from feedsvc import addresses, render
from feedsvc.model import Feed, Format, Site
from feedsvc.render import facts, opml
from feedsvc.store.base import Store
from feedsvc.web import answers
from feedsvc.web.answers import Validators
from feedsvc.web.redirects import located

_SUFFIXES = ", ".join(Format)

# Readers that run in a browser may have any feed, and may see what tells its versions apart (Fetch, section 3.3).
_OPEN_TO_SCRIPTS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link"}
_KEPT = {"Cache-Control": f"public, max-age={facts.KEEPS.seconds}"}


class Feeds:
    """Views of the feeds; `limit` is the most entries that one document holds."""

    def __init__(self, site: Site, store: Store, limit: int) -> None:
        self._site = site
        self._store = store
        self._limit = limit
        self._shell = shell(site, limit)

    def route(self, app: Flask) -> None:
        app.add_url_rule(f"/feeds/<selection>.<any({_SUFFIXES}):suffix>", view_func=self.feed)
        app.add_url_rule("/feeds.opml", view_func=self.outlines)

    def feed(self, selection: str, suffix: str) -> Response:
        return self._answer(selection, Format(suffix))

    def outlines(self) -> Response:
        feeds = self._store.feeds()
        newest = max((feed.modified for feed in feeds), default=None)
        return answers.made(opml.document(self._site, feeds), "text/x-opml", newest, _OPEN_TO_SCRIPTS)

    def _answer(self, selection: str, format: Format) -> Response:
        """One read decides a 304; tag and bytes of a 200 are of one moment, which need not be that read's."""
        known = located(self._store.feed, selection, lambda slug: addresses.feed(self._site.base_url, slug, format))
        headers = {"Link": links(self._site.base_url, selection, format), **_KEPT, **_OPEN_TO_SCRIPTS}
        if (validators := self._validators(known, format)).known():
            return answers.not_modified(validators, headers)
        window = self._store.window(selection, format, self._limit)
        if window is None:  # it went between the two reads
            abort(404)
        feed, fragments = window
        document = render.assemble(feed, format, fragments, self._site)
        return answers.full(document, format.media_type, self._validators(feed, format), headers)

    def _validators(self, feed: Feed, format: Format) -> Validators:
        return Validators(f'"{self._store.epoch}-{feed.revision}-{self._shell}-{format}"', feed.modified)


def shell(site: Site, limit: int) -> str:
    """Eight hex digits for all that shapes a document beside its entries.

    Processes that are set up otherwise, or are of another release, never share a tag.
    """
    return hashlib.sha256(repr((render.VERSION, site, limit)).encode()).hexdigest()[:8]


def links(base_url: str, selection: str, format: Format) -> str:
    """The Link header (RFC 8288): the document itself, and its sisters in the other formats."""
    sisters = [sister for sister in Format if sister is not format]
    return ", ".join(
        f'<{addresses.feed(base_url, selection, each)}>; rel="{rel}"; type="{each.media_type}"'
        for rel, each in [("self", format), *(("alternate", sister) for sister in sisters)]
    )
