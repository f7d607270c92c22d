"""The page that searches: a form, what was found with the words that matched, and the search as a feed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from flask import Flask, Response, render_template, request

from feedsvc.errors import ExpressionError, RequestError, SearchError
from feedsvc.selections import EVERYTHING
from feedsvc.store.base import Store
from feedsvc.store.values import Order
from feedsvc.web import caching, errors, parameters, searches, snippets
from feedsvc.web.building import SEARCHES
from feedsvc.web.documents import Document
from feedsvc.web.front import key
from feedsvc.web.pages import POLICY, page
from feedsvc.web.parameters import Parameters
from feedsvc.web.prepared import Prepared
from feedsvc.web.responses import respond
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

    def __init__(self, store: Store, prepared: Prepared, next_moment: Callable[[int], datetime | None]) -> None:
        """`next_moment` says when the next feed changes by itself, as far as is known at a revision."""
        self._store = store
        self._prepared = prepared
        self._next_moment = next_moment

    def route(self, app: Flask) -> None:
        app.add_url_rule("/search", view_func=self.search)

    def search(self) -> Response:
        try:
            given = parameters.read(request.environ.get("QUERY_STRING", ""))
            build = partial(self._found if given.is_search else self._form, given)
            return respond(self._prepared, self._prepared.obtain(key(request.environ["PATH_INFO"], given), build))
        except ExpressionError as error:
            return self._refused(errors.UNREADABLE, {}, error.pointed())
        except (RequestError, SearchError) as error:
            return self._refused(error.sentence, error.values)

    def _form(self, given: Parameters) -> Document:
        return self._page(Shown(order=given.order))

    def _found(self, given: Parameters) -> Document:
        search = searches.search(EVERYTHING, given, datetime.now(UTC), time.thread_time)
        window = self._store.search_of_entries(search, LISTED)
        return self._page(
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

    def _page(self, shown: Shown) -> Document:
        document = page(self._store.epoch, self._next_moment(0), "search.html", shown=shown)
        document.is_passing, document.label = True, SEARCHES
        return document

    def _refused(self, problem: str, values: Mapping[str, object], pointed: str = "") -> Response:
        """The form, with what was asked in it, and what is wrong with that."""
        asked = parameters.fields(request.environ.get("QUERY_STRING", "")).get("q", "")
        shown = Shown(asked=asked[:_LONGEST_SHOWN], problem=problem, values=values, pointed=pointed)
        headers = {**POLICY, "Cache-Control": caching.ERROR}
        return Response(render_template("search.html", shown=shown), 400, mimetype="text/html", headers=headers)
