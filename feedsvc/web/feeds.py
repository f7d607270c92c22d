"""The feeds, their archives, and the list of them (OPML)."""

from __future__ import annotations

import re

from flask import Flask, Response, abort, request

from feedsvc import addresses
from feedsvc.model import Format, Site
from feedsvc.selections import Selection
from feedsvc.store.base import Store
from feedsvc.web import delta, parameters
from feedsvc.web.building import Builder
from feedsvc.web.delta import Due
from feedsvc.web.documents import Document
from feedsvc.web.front import key
from feedsvc.web.parameters import Parameters
from feedsvc.web.places import Places
from feedsvc.web.prepared import Prepared
from feedsvc.web.responses import respond

_SUFFIXES = ", ".join(Format)
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")  # one spelling for each; nine digits are more documents than there will be


class Feeds:
    """Views of the feeds: what is asked for, and whether it is the newest document or what somebody missed."""

    def __init__(self, site: Site, store: Store, places: Places, prepared: Prepared, builder: Builder) -> None:
        self._base_url = site.base_url
        self._store = store
        self._places = places
        self._prepared = prepared
        self._builder = builder

    def route(self, app: Flask) -> None:
        app.add_url_rule(f"/feeds/<text>.<any({_SUFFIXES}):suffix>", view_func=self.feed)
        app.add_url_rule(f"/feeds/<text>/archive/<number>.<any({_SUFFIXES}):suffix>", view_func=self.archive)
        app.add_url_rule("/feeds.opml", view_func=self.outlines)

    def feed(self, text: str, suffix: str) -> Response:
        given, kind = parameters.read(request.environ.get("QUERY_STRING", "")), Format(suffix)

        def address(selection: str) -> str:
            return addresses.feed(self._base_url, selection, kind, str(given))

        selection = self._places.selection(text, address)
        at = key(request.environ["PATH_INFO"], given)
        newest = self._prepared.obtain(at, lambda: self._builder.newest(selection, kind, given) or abort(404))
        return respond(self._prepared, self._due(newest, at, selection, kind, given))

    def archive(self, text: str, number: str, suffix: str) -> Response:
        if not _NUMBER.fullmatch(number):
            abort(404)
        place, kind = int(number), Format(suffix)

        def address(selection: str) -> str:
            return addresses.archive(self._base_url, selection, place, kind)

        selection = self._places.selection(text, address)
        at = request.environ["PATH_INFO"]
        archive = self._prepared.obtain(at, lambda: self._builder.archive(selection, kind, place) or abort(404))
        return respond(self._prepared, archive)

    def outlines(self) -> Response:
        return respond(self._prepared, self._prepared.obtain(request.environ["PATH_INFO"], self._outlines))

    def _outlines(self) -> Document:
        return self._builder.outlines([feed for feed in self._store.feeds() if self._places.has(feed.selection)])

    def _due(self, newest: Document, at: str, selection: Selection, format: Format, given: Parameters) -> Document:
        """What this client is to have of the feed: most have the newest version, or nothing yet."""
        since = delta.seen(newest.tag, request.environ)
        due = self._prepared.due(newest, request.environ)
        if since is not None and due is Due.CHANGES:
            changes = self._builder.changes(selection, format, since, newest.tag)
            if changes is not None:
                return changes
            due = self._prepared.due(newest, request.environ, in_part=False)
        if since is None or due is Due.DOCUMENT:
            return newest
        missed = f"since={since} {at}"  # many were away equally long: since the same night
        return self._prepared.obtain(
            missed, lambda: self._builder.catch_up(selection, format, given, since, newest.tag) or abort(404)
        )
