"""Why an entry is what it is, and about what: the account of `feedsvc explain` as a page, for a curious publisher.

It shows rules and lines that were left out, so it is there only where the configuration says so.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, abort

from feedsvc import addresses
from feedsvc.model import Site
from feedsvc.pipeline.account import Account, Fate
from feedsvc.store.base import Store
from feedsvc.web.documents import Document
from feedsvc.web.places import published
from feedsvc.web.press import Press
from feedsvc.web.translations.catalogs import gettext_noop as _

FATES = {
    Fate.PUBLISHED: _("published"),
    Fate.HELD: _("held"),
    Fate.WITHDRAWN: _("withdrawn"),
    Fate.DRAFT: _("draft"),
    Fate.LEFT_OUT: _("left out"),
    Fate.REJECTED: _("rejected"),
}

Explain = Callable[[str], Account | None]
"""The account of the entry that has this slug; None where there is none. The first call may take seconds."""


class Why:
    """The view of an entry's reasons."""

    def __init__(self, site: Site, store: Store, press: Press, explain: Explain | None) -> None:
        """Without `explain` there is no such page."""
        self._site = site
        self._store = store
        self._press = press
        self._explain = explain

    def route(self, app: Flask) -> None:
        if self._explain is not None:
            app.add_url_rule("/entries/<slug>/why", view_func=self.why)
        app.jinja_env.globals["why_url"] = self._address if self._explain is not None else None

    def why(self, slug: str) -> Response:
        return self._press.respond(lambda: self._build(slug))

    def _build(self, slug: str) -> Document:
        stored = published(self._store, slug, self._address)
        account = self._explain(slug) if self._explain is not None else None
        if account is None:
            abort(404)
        made = self._press.page("why.html", entry=stored.entry, account=account, fates=FATES)
        made.is_passing = True  # asked for once, by one who wants to know: what feeds need is kept instead
        return made

    def _address(self, slug: str) -> str:
        return addresses.why(self._site.base_url, slug)
