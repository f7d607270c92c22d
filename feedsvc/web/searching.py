"""The page that searches: a form, what was found with the words that matched, and the search as a feed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from flask import Flask, Response, render_template, request

from feedsvc.errors import ExpressionError, RequestError, SearchError
from feedsvc.selections import EVERYTHING
from feedsvc.store.base import Store
from feedsvc.store.values import Order
from feedsvc.web import caching, errors, parameters, searches, snippets
from feedsvc.web.building import SEARCHES, age
from feedsvc.web.documents import Document
from feedsvc.web.front import key
from feedsvc.web.parameters import Parameters
from feedsvc.web.press import POLICY, Press
from feedsvc.web.snippets import Result

LISTED = 20
"""Entries on a page: to find the words in one and to mark them takes a millisecond. The feeds hold more."""

_LONGEST_SHOWN = 1000
"""Characters of a search that cannot be read which are put back into the form."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says."""

    asked: str = ""
    """In the form."""
    order: Order = Order.DATE
    filters: tuple[tuple[str, str], ...] = ()
    """Parameters that the form keeps, and shows."""
    title: str = ""
    """What was looked for, for people."""
    search: str = ""
    """The same, as the query of its feeds; empty: nothing was."""
    results: tuple[Result, ...] = ()
    is_whole: bool = True
    """Nothing was found that is not shown."""
    problem: str = ""
    """A sentence that says what is wrong with what was asked; it names each of its `values` as `%(name)s`."""
    values: Mapping[str, object] = field(default_factory=dict)
    pointed: str = ""
    """The place where, with a caret below it."""


class Searching:
    """The view of `/search`."""

    def __init__(self, store: Store, press: Press) -> None:
        self._store = store
        self._press = press

    def route(self, app: Flask) -> None:
        app.add_url_rule("/search", view_func=self.search)

    def search(self) -> Response:
        try:
            given = parameters.read(request.environ.get("QUERY_STRING", ""))
            build = partial(self._found if given.is_search else self._form, given)
            return self._press.respond(build, key(request.environ["PATH_INFO"], given))
        except ExpressionError as error:
            return self._refused(errors.UNREADABLE, {}, error.pointed())
        except (RequestError, SearchError) as error:
            return self._refused(error.sentence, error.values)

    def _form(self, given: Parameters) -> Document:
        return self._page(Shown(order=given.order))

    def _found(self, given: Parameters) -> Document:
        now = datetime.now(UTC)
        search = searches.search(EVERYTHING, given, now, time.thread_time)
        window = self._store.search_of_entries(search, LISTED)
        made = self._page(
            Shown(
                asked=str(given.expression or ""),
                order=given.order,
                filters=tuple(given.filters.said()),
                title=searches.asked(given),
                search=given.search,
                results=tuple(snippets.result(stored, given.expression) for stored in window.shown) if window else (),
                is_whole=window is None or window.is_whole,
            )
        )
        if given.filters.within is not None:
            age(made, now)
        return made

    def _page(self, shown: Shown) -> Document:
        document = self._press.page("search.html", shown=shown)
        document.is_passing, document.label = True, SEARCHES
        return document

    def _refused(self, problem: str, values: Mapping[str, object], pointed: str = "") -> Response:
        """The form, with what was asked in it, and what is wrong with that."""
        asked = parameters.fields(request.environ.get("QUERY_STRING", "")).get("q", "")
        shown = Shown(asked=asked[:_LONGEST_SHOWN], problem=problem, values=values, pointed=pointed)
        headers = {**POLICY, "Cache-Control": caching.ERROR}
        return Response(render_template("search.html", shown=shown), 400, mimetype="text/html", headers=headers)
