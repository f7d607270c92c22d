"""The editors' view: what was published and what was not, why, and who reads it. For nobody else, and kept by no cache.

access         who may look
overview       what is shown, from what the store tells
├── silence    topics from which more should have come
├── readership shares and subscribers, from counted traffic
└── plot       where the bars are drawn
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata

from flask import Flask, render_template, request
from werkzeug.wrappers import Response

import feedsvc
from feedsvc.model import Site
from feedsvc.store.base import Store
from feedsvc.web import errors
from feedsvc.web.status import access
from feedsvc.web.status.access import Access
from feedsvc.web.status.overview import MOST, READERS_FOR, Editors, overview
from feedsvc.web.translations.catalogs import gettext_noop as _

__all__ = ["Editors", "Status"]

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
}
_CHALLENGE = 'Basic realm="feedsvc status", charset="UTF-8"'  # RFC 7617, section 2.1

_TOLD = {
    Access.ASK: (401, _("This page is for the editors: it asks for their password.")),
    Access.BUSY: (503, _("Another password is being tried; please try again in a moment.")),
    Access.REFUSED: (
        403,
        _(
            "This page is for the editors. Without a password it opens on the machine itself alone, at an address such "
            "as http://127.0.0.1:8000/status, and only while site.base_url is on that machine too, for behind a proxy "
            "everybody is. Set [status] password to open it elsewhere."
        ),
    ),
}

_RETRY_AFTER = 1  # second: a slow hash takes a part of it

_PARTS = ("Flask", "granian", "SQLAlchemy", "lxml", "feedgen")
"""Of which a report of a mistake should name the version."""


class Status:
    """The view. It is put together anew each time: editors look because something has just changed."""

    def __init__(self, site: Site, store: Store, editors: Editors) -> None:
        self._site = site
        self._store = store
        self._editors = editors

    def route(self, app: Flask) -> None:
        app.add_url_rule("/status", view_func=self.status)

    def status(self) -> Response:
        allowed = access.decide(self._editors.password, self._site.base_url, request.environ)
        return self._page() if allowed is Access.OPEN else _refusal(allowed)

    def _page(self) -> Response:
        seen = overview(self._store, self._site, self._editors, datetime.now(UTC).replace(microsecond=0))
        page = render_template("status.html", seen=seen, most=MOST, days=READERS_FOR, versions=list(_versions()))
        return Response(page, mimetype="text/html", headers=_HEADERS)


def _refusal(allowed: Access) -> Response:
    status, sentence = _TOLD[allowed]
    response = errors.answer(status, sentence)
    response.headers.update(_HEADERS)
    if allowed is Access.ASK:
        response.headers["WWW-Authenticate"] = _CHALLENGE
    if allowed is Access.BUSY:
        response.headers["Retry-After"] = str(_RETRY_AFTER)
    return response


def _versions() -> Iterator[tuple[str, str]]:
    yield "feedsvc", feedsvc.__version__
    yield "Python", platform.python_version()
    for part in _PARTS:
        yield part, metadata.version(part)
