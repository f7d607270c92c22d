"""The files beside an article or in a letter, below the address of its entry. Sent from the disk: they may be films."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from posixpath import basename

from flask import Flask, Response, abort, request, send_file

from feedsvc import addresses, media_types
from feedsvc.model import Entry, Site
from feedsvc.sources.beside import Beside
from feedsvc.store.base import Store
from feedsvc.web.attached import Attached
from feedsvc.web.places import published

AGE = 3600
"""Seconds for which caches need not ask again: a picture is seldom put in the place of another under its name."""

# A picture may be an SVG, and an SVG may hold a script: whoever opens it by itself gets it without any rights.
SAID = {
    "Cache-Control": f"public, max-age={AGE}",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    "Access-Control-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
}
"""With every one of them, also where another server sends them (export/nginx); here less, where an entry expires."""


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
        entry = published(self._store, slug, lambda found: addresses.attachment(self._entry_url(found), name)).entry
        path = next((file.path for file in entry.attachments if file.name == name), None)
        found = self._attached.find(entry.slug, path) if path else None
        if found is None:
            abort(404)
        if not _ONE_RANGE.fullmatch(request.environ.get("HTTP_RANGE", "")):
            request.environ.pop("HTTP_RANGE", None)
        response = _sent(found, name, entry)
        keeps = f"public, max-age={age(entry.expires, datetime.now(UTC))}"
        response.headers.update({**SAID, "Cache-Control": keeps})
        return response

    def _entry_url(self, slug: str) -> str:
        return addresses.entry(self._site.base_url, slug)


def age(expires: datetime | None, now: datetime) -> int:
    """Seconds for which caches may keep what belongs to an entry: no longer than the entry itself is there."""
    return AGE if expires is None else max(min(AGE, int((expires - now).total_seconds())), 0)


def _sent(found: Path | bytes, name: str, entry: Entry) -> Response:
    """Whole or in part, as it was asked for."""
    kind = media_types.of(name)
    saved = kind == media_types.UNKNOWN
    if isinstance(found, Path):
        return send_file(found, kind, saved, conditional=True)
    tag = hashlib.sha256(found).hexdigest()[:20]
    last = entry.updated
    return send_file(BytesIO(found), kind, saved, basename(name), etag=tag, last_modified=last)
