"""The feeds, their archives, and the lists of them (OPML)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import Flask, Response, abort, request
from werkzeug import wrappers
from werkzeug.exceptions import NotFound

from feedsvc import addresses
from feedsvc.errors import RequestError
from feedsvc.feed import Feed
from feedsvc.model import Format, Site
from feedsvc.names import LONGEST_SLUG
from feedsvc.selections import EVERYTHING, Selection
from feedsvc.web import choices, delta, parameters, searches
from feedsvc.web.building import Builder
from feedsvc.web.delta import Due
from feedsvc.web.documents import Document
from feedsvc.web.front import key
from feedsvc.web.negotiate import feed_format
from feedsvc.web.parameters import Parameters
from feedsvc.web.places import Places
from feedsvc.web.prepared import Prepared
from feedsvc.web.redirects import moved
from feedsvc.web.responses import respond
from feedsvc.web.shelves import Shelves

_SUFFIXES = ", ".join(Format)


class Feeds:
    """Views of the feeds: what is asked for, and whether it is the newest document or what somebody missed."""

    def __init__(self, site: Site, places: Places, prepared: Prepared, builder: Builder, shelves: Shelves) -> None:
        self._base_url = site.base_url
        self._places = places
        self._prepared = prepared
        self._builder = builder
        self._shelves = shelves

    def route(self, app: Flask) -> None:
        app.add_url_rule(f"/feeds/<text>.<any({_SUFFIXES}):suffix>", view_func=self.feed)
        app.add_url_rule("/feeds/<text>", view_func=self.any_format)
        app.add_url_rule(f"/feeds/<text>/archive/<number:number>.<any({_SUFFIXES}):suffix>", view_func=self.archive)
        app.add_url_rule(choices.PATH, view_func=self.outlines)

    def feed(self, text: str, suffix: str) -> Response:
        given, kind = parameters.read(request.environ.get("QUERY_STRING", "")), Format(suffix)
        selection = self._selection(text, kind, given)
        at = key(request.environ["PATH_INFO"], given)
        if given.is_search:
            return self._search(at, selection, kind, given)
        newest = self._prepared.obtain(at, lambda: self._builder.newest(selection, kind, given) or abort(404))
        return respond(self._prepared, self._due(newest, at, selection, kind, given))

    def any_format(self, text: str) -> wrappers.Response:
        """Sends to the format that is asked for: by `format`, which RSSHub taught people, or by Accept (C10)."""
        query = request.environ.get("QUERY_STRING", "")
        given, named = parameters.read(query), parameters.named_format(query)
        kind = named or feed_format(request.headers.get("Accept"))
        selection = self._selection(text, kind, given)
        response = moved(self._address(searches.name(selection) if given.is_search else str(selection), kind, given))
        if named is None:
            response.headers["Vary"] = "Accept"
        return response

    def archive(self, text: str, number: int, suffix: str) -> Response:
        kind = Format(suffix)

        def address(selection: str) -> str:
            return addresses.archive(self._base_url, selection, number, kind)

        selection = self._places.selection(text, address)
        at = request.environ["PATH_INFO"]
        archive = self._prepared.obtain(at, lambda: self._builder.archive(selection, kind, number) or abort(404))
        return respond(self._prepared, archive)

    def _selection(self, text: str, kind: Format, given: Parameters) -> Selection:
        """What is shown, or searched. Raises a redirect where another address is the one that counts."""
        if text == addresses.SEARCH:
            if not given.is_search:
                raise RequestError(
                    "Say what to look for, as in search.atom?q=harbour+fog: words, phrases, fields, AND, OR and NOT."
                )
            return EVERYTHING
        selection = self._places.selection(text, lambda present: self._address(present, kind, given))
        if given.is_search and selection == EVERYTHING:
            abort(moved(self._address(addresses.SEARCH, kind, given)))
        return selection

    def _address(self, selection: str, kind: Format, given: Parameters) -> str:
        return addresses.feed(self._base_url, selection, kind, str(given))

    def _search(self, at: str, selection: Selection, kind: Format, given: Parameters) -> Response:
        """Of a search, nobody is told what was missed: what it shows may change without anything being new."""
        build = partial(self._builder.search, selection, kind, given)
        return respond(self._prepared, self._prepared.obtain(at, lambda: build() or abort(404)))

    def outlines(self) -> Response:
        chosen = choices.read(request.environ.get("QUERY_STRING", ""))
        at = choices.key(request.environ["PATH_INFO"], chosen)
        return respond(self._prepared, self._prepared.obtain(at, lambda: self._outlines(chosen)))

    def _outlines(self, chosen: Sequence[str]) -> Document:
        """The list of all feeds, or of those of the topics that were chosen."""
        if not chosen:
            return self._builder.outlines([shelf.feed for shelf in self._shelves.all()])
        feeds = [self._chosen(slug, chosen) for slug in chosen]
        return self._builder.choice(sorted(feeds, key=lambda feed: feed.title.casefold()))

    def _chosen(self, slug: str, chosen: Sequence[str]) -> Feed:
        """Raises a redirect where the topic is called otherwise now, and Gone where it was retired."""

        def address(present: str) -> str:
            return addresses.opml(self._base_url, choices.query([present if each == slug else each for each in chosen]))

        try:
            return self._places.topic(slug, address)
        except NotFound:
            raise RequestError(
                "There is no topic %(topic)s; choose from those at /subscribe.", topic=repr(slug[:LONGEST_SLUG])
            ) from None

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
