"""What those machines ask that keep this one running: does it live, is it ready, what did it do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, Response

from feedsvc import metrics
from feedsvc.errors import StoreError
from feedsvc.metrics import StoreFacts
from feedsvc.store.base import Store

_NEVER_KEPT = {"Cache-Control": "no-store"}


class Ops:
    """Views for load balancers, supervisors and Prometheus."""

    def __init__(self, store: Store, count: Callable[[], None]) -> None:
        self._store = store
        self._count = count

    def route(self, app: Flask) -> None:
        app.add_url_rule("/healthz", view_func=self.healthz)
        app.add_url_rule("/readyz", view_func=self.readyz)
        app.add_url_rule("/metrics", view_func=self.metrics)

    def healthz(self) -> Response:
        """The process answers. It does not ask the store: a restart of this process mends no database."""
        return Response("ok\n", mimetype="text/plain", headers=_NEVER_KEPT)

    def readyz(self) -> Response:
        """The store answers too, and has been scanned into: a deployment does not begin with empty feeds.

        A StoreError becomes the 503 with Retry-After of every other page.
        """
        if self._store.recollect("last_scan") is None:
            raise StoreError("nothing was scanned yet: `feedsvc work` or `feedsvc serve` does it")
        return Response("ready\n", mimetype="text/plain", headers=_NEVER_KEPT)

    def metrics(self) -> Response:
        """What this server and its sisters did, and how much there is, for Prometheus to collect."""
        self._count()
        return Response(metrics.exposition(self._facts), content_type=metrics.CONTENT_TYPE, headers=_NEVER_KEPT)

    def _facts(self) -> StoreFacts:
        counts, scanned = self._store.counts(), self._store.recollect("last_scan")
        return StoreFacts(
            revision=counts.revision,
            published=counts.published,
            held=counts.held,
            withdrawn=counts.withdrawn,
            rejections=len(self._store.rejections()),
            scan_age=(datetime.now(UTC) - datetime.fromisoformat(scanned)).total_seconds() if scanned else None,
        )
