"""The files beside an article or in a letter, below the address of its entry. Sent from the disk: they may be films."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from pathlib import Path
from posixpath import basename

from flask import Flask, Response, abort, request, send_file

from feedsvc import addresses, media_types
from feedsvc.model import Entry, Site, State
from feedsvc.sources.beside import Beside
from feedsvc.store.base import Store
from feedsvc.store.values import StoredEntry
from feedsvc.web.attached import Attached
from feedsvc.web.places import located

AGE = 3600
"""Seconds for which caches need not ask again: a picture is seldom put in the place of another under its name."""

# A picture may be an SVG, and an SVG may hold a script: whoever opens it by itself gets it without any rights.
SAID = {
    "Cache-Control": f"public, max-age={AGE}",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
}
"""With every one of them, also where another server sends them (export/nginx)."""


_ONE_RANGE = re.compile(r"bytes=(?:[0-9]+-[0-9]*|-[0-9]+)")
"""What is answered in part. Several ranges, or what is none, get the whole: a server may ignore them (RFC 9110, section
14.2)."""


class Attachments:
    """The view of a file that a published entry refers to; of no other file, whatever else lies there."""

    def __init__(self, site: Site, store: Store, beside: Beside | None) -> None:
        """Without `beside` there are none but those of letters, as where the articles lie on another machine."""
        self._site = site
        self._store = store
        self._attached = Attached(store, beside)

    def route(self, app: Flask) -> None:
        app.add_url_rule("/entries/<slug>/<path:name>", view_func=self.attachment)

    def attachment(self, slug: str, name: str) -> Response:
        stored = located(self._seen, slug, lambda found: addresses.attachment(self._entry_url(found), name))
        if stored.state is State.WITHDRAWN:
            abort(410)
        path = next((file.path for file in stored.entry.attachments if file.name == name), None)
        found = self._attached.find(stored.entry.slug, path) if path else None
        if found is None:
            abort(404)
        if not _ONE_RANGE.fullmatch(request.environ.get("HTTP_RANGE", "")):
            request.environ.pop("HTTP_RANGE", None)
        response = _sent(found, name, stored.entry)
        response.headers.update(SAID)
        return response

    def _seen(self, slug: str) -> StoredEntry | None:
        """As on the entry's own page: one that waits for its embargo is not there."""
        stored = self._store.entry(slug)
        return None if stored is None or stored.state is State.HELD else stored

    def _entry_url(self, slug: str) -> str:
        return addresses.entry(self._site.base_url, slug)


def _sent(found: Path | bytes, name: str, entry: Entry) -> Response:
    """Whole or in part, as it was asked for."""
    kind = media_types.of(name)
    saved = kind == media_types.UNKNOWN
    if isinstance(found, Path):
        return send_file(found, kind, saved, conditional=True, max_age=AGE)
    tag = hashlib.sha256(found).hexdigest()[:20]
    last = entry.updated
    return send_file(BytesIO(found), kind, saved, basename(name), etag=tag, last_modified=last, max_age=AGE)
