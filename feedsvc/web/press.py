"""What every view of pages does alike: prepare the page that was asked for, and answer with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from itertools import groupby

from flask import Response, render_template, request

from feedsvc.model import Site
from feedsvc.store.base import Store
from feedsvc.store.values import Listed
from feedsvc.web import caching
from feedsvc.web.bodies import Bodies
from feedsvc.web.building import digest, last
from feedsvc.web.documents import Document
from feedsvc.web.prepared import Prepared
from feedsvc.web.responses import respond
from feedsvc.web.tags import Tag

# Entries show pictures and play recordings from anywhere; nothing else is loaded but our stylesheet, nothing runs.
POLICY = {
    "Content-Security-Policy": "default-src 'none'; img-src * data:; media-src *; style-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
}


class Press:
    """Makes pages of templates, and keeps them by their addresses until something is published."""

    def __init__(self, store: Store, prepared: Prepared, next_moment: Callable[[int], datetime | None]) -> None:
        """`next_moment` says when the next feed changes by itself, as far as is known at a revision."""
        self._store = store
        self._prepared = prepared
        self._next_moment = next_moment

    def respond(self, build: Callable[[], Document], at: str | None = None) -> Response:
        """What is kept at a key, built where nothing is; unless another is given, that is the path of the request."""
        return respond(self._prepared, self._prepared.obtain(at or request.environ["PATH_INFO"], build))

    def page(self, template: str, **content: object) -> Document:
        return self.document(render_template(template, **content).encode(), "text/html", "html", "page", POLICY)

    def document(
        self, body: bytes, media_type: str, kind: str, label: str, headers: Mapping[str, str] | None = None
    ) -> Document:
        """What was put together from several reads, so that its tag is a digest of its bytes; until anything changes.

        `kind` tells its tags from those of others, and under `label` its requests are counted.
        """
        tag = Tag(self._store.epoch, 0, digest(body), kind)
        made = Document(
            Bodies(body), media_type, tag, None, caching.PAGE, members=None, label=label, headers=headers or {}
        )
        change = self._next_moment(0)
        if change is not None:
            last(made, caching.PAGE_KEEPS, change, datetime.now(UTC))
        return made


def by_day(entries: Iterable[Listed], site: Site) -> list[tuple[date, list[Listed]]]:
    """Newest first as they come, together where they were published on one day of the site's time zone."""
    days = groupby(entries, key=lambda entry: entry.published.astimezone(site.timezone).date())
    return [(day, list(group)) for day, group in days]
