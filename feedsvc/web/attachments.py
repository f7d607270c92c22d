"""The files beside an article, below the address of its entry. Sent from the disk: they may be films."""

from __future__ import annotations

from flask import Flask, Response, abort, send_file

from feedsvc import addresses, media_types
from feedsvc.model import Site, State
from feedsvc.sources.beside import Beside
from feedsvc.store.base import Store, StoredEntry
from feedsvc.web.places import located

AGE = 3600
"""Seconds for which caches need not ask again: a picture is seldom put in the place of another under its name."""

# A picture may be an SVG, and an SVG may hold a script: whoever opens it by itself gets it without any rights.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
}


class Attachments:
    """The view of a file that a published entry refers to; of no other file, whatever else lies there."""

    def __init__(self, site: Site, store: Store, beside: Beside | None) -> None:
        """Without `beside` there are no such files, as where the articles lie on another machine."""
        self._site = site
        self._store = store
        self._beside = beside

    def route(self, app: Flask) -> None:
        app.add_url_rule("/entries/<slug>/<path:name>", view_func=self.attachment)

    def attachment(self, slug: str, name: str) -> Response:
        stored = located(self._seen, slug, lambda found: addresses.attachment(self._entry_url(found), name))
        if stored.state is State.WITHDRAWN:
            abort(410)
        path = next((file.path for file in stored.entry.attachments if file.name == name), None)
        lies = self._beside.locate(path) if self._beside and path else None
        if lies is None:
            abort(404)
        kind = media_types.of(lies.name)
        response = send_file(lies, kind, as_attachment=kind == media_types.UNKNOWN, conditional=True, max_age=AGE)
        response.headers.update(_HEADERS)
        return response

    def _seen(self, slug: str) -> StoredEntry | None:
        """As on the entry's own page: one that waits for its embargo is not there."""
        stored = self._store.entry(slug)
        return None if stored is None or stored.state is State.HELD else stored

    def _entry_url(self, slug: str) -> str:
        return addresses.entry(self._site.base_url, slug)
