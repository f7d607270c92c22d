"""What every view of pages does alike: prepare the page that was asked for, and answer with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Response, request

from feedsvc.store.base import Store
from feedsvc.web.documents import Document
from feedsvc.web.pages import page
from feedsvc.web.prepared import Prepared
from feedsvc.web.responses import respond


class Press:
    """Makes pages of templates, and keeps them by their addresses until something is published."""

    def __init__(self, store: Store, prepared: Prepared, next_moment: Callable[[int], datetime | None]) -> None:
        """`next_moment` says when the next feed changes by itself, as far as is known at a revision."""
        self._store = store
        self._prepared = prepared
        self._next_moment = next_moment

    def respond(self, build: Callable[[], Document]) -> Response:
        """What is kept at the address that is being asked for, built where nothing is."""
        return respond(self._prepared, self._prepared.obtain(request.environ["PATH_INFO"], build))

    def page(self, template: str, **content: object) -> Document:
        return page(self._store.epoch, self._next_moment(0), template, **content)
