"""The feeds and pages over HTTP: a Flask application that reads the store and writes nothing."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from flask import Flask, Response

from feedsvc.model import Site
from feedsvc.store.base import Store
from feedsvc.web import errors, templating
from feedsvc.web.feeds import Feeds
from feedsvc.web.ops import Ops
from feedsvc.web.pages import Pages
from feedsvc.web.redirects import Redirects

# Entries show pictures and play recordings from anywhere; nothing else is loaded but our stylesheet, nothing runs.
_POLICY = (
    "default-src 'none'; img-src * data:; media-src *; style-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


def create(site: Site, store: Store, limit: int) -> Flask:
    """The WSGI application; `limit` is the most entries that one feed document holds, 1 to 1000.

    It has no session and sets no cookie, and nothing it says depends on the request's Host or on X-Forwarded headers:
    behind a prefix such as https://example.org/news the proxy takes the prefix off, and `site.base_url` puts it on.
    """
    app = Flask(__name__)
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = timedelta(days=1)  # templating.static_urls names each version
    # The router's own redirects would lead to the request's Host: redirects.py has ours.
    app.url_map.strict_slashes = app.url_map.merge_slashes = False
    templating.equip(app, site)
    for part in (Redirects(site.base_url), Feeds(site, store, limit), Pages(site, store), Ops(store)):
        part.route(app)
    errors.translate(app)
    app.after_request(_secure)
    return app


def _secure(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A 304 says nothing of what it holds (C3); its type is Flask's default, and is not sent.
    if response.mimetype == "text/html" and response.status_code != HTTPStatus.NOT_MODIFIED:
        response.headers["Content-Security-Policy"] = _POLICY
    return response
