"""What machines ask that keep this one running."""

from __future__ import annotations

from flask import Flask, Response

from feedsvc import addresses
from feedsvc.store.base import Store

_NEVER_KEPT = {"Cache-Control": "no-store"}


class Ops:
    """Views for load balancers and supervisors, and the icon that browsers and readers fetch unasked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def route(self, app: Flask) -> None:
        app.add_url_rule("/healthz", view_func=self.healthz)
        app.add_url_rule("/readyz", view_func=self.readyz)
        app.add_url_rule("/favicon.ico", "favicon", lambda: app.send_static_file("favicon.ico"))

    def healthz(self) -> Response:
        """The process answers. It does not ask the store: a restart of this process mends no database."""
        return Response("ok\n", mimetype="text/plain", headers=_NEVER_KEPT)

    def readyz(self) -> Response:
        """The store answers too; its StoreError becomes the 503 with Retry-After of every other page."""
        self._store.feed(addresses.ALL)
        return Response("ready\n", mimetype="text/plain", headers=_NEVER_KEPT)
