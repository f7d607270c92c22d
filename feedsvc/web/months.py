"""Everything that was published, by month: the list of months, and the pages of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from flask import Flask, Response, abort

from feedsvc.model import Site
from feedsvc.store.base import Store
from feedsvc.store.values import Listed
from feedsvc.web.documents import Document
from feedsvc.web.press import Press, by_day

LISTED = 100
"""Entries on a page, some 12 KB compressed: who looks into the past wants to see much of it at once."""

FIRST_YEAR, LAST_YEAR = 2, 9998
"""Every moment of these has a date in every time zone."""

LAST_PAGE = 10**6


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a month, counted from 1."""

    month: date
    number: int
    entries: list[Listed]
    is_last: bool


class Months:
    """Views of the pages by month. A month begins at midnight in the site's time zone, as a day does elsewhere."""

    def __init__(self, site: Site, store: Store, press: Press) -> None:
        self._site = site
        self._store = store
        self._press = press

    def route(self, app: Flask) -> None:
        app.add_url_rule("/archive", view_func=self.months)
        month = "/archive/<number(4):year>/<number(2):month>"
        app.add_url_rule(month, view_func=self.month)
        app.add_url_rule(f"{month}/<number:number>", view_func=self.month)

    def months(self) -> Response:
        return self._press.respond(self._months)

    def month(self, year: int, month: int, number: int = 1) -> Response:
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= number <= LAST_PAGE):
            abort(404)
        return self._press.respond(lambda: self._month(date(year, month, 1), number))

    def _months(self) -> Document:
        months = self._store.months(self._site.timezone)
        years = [(year, list(group)) for year, group in groupby(months, key=lambda each: each[0].year)]
        return self._press.page("months.html", years=years)

    def _month(self, month: date, number: int) -> Document:
        leaf = self._leaf(month, number)
        if leaf is None:
            abort(404)  # also where there are fewer pages: none of them is an empty one (P4)
        made = self._press.page("month.html", leaf=leaf, days=by_day(leaf.entries, self._site))
        made.is_passing = True
        return made

    def _leaf(self, month: date, number: int) -> Leaf | None:
        """None where nothing stands on that page."""
        first, last = self._begun(month), self._begun(following(month))
        entries = self._store.within(first, last, LISTED + 1, (number - 1) * LISTED)
        return Leaf(month, number, entries[:LISTED], len(entries) <= LISTED) if entries else None

    def _begun(self, month: date) -> datetime:
        return datetime.combine(month, time.min, self._site.timezone)


def following(month: date) -> date:
    """The first day of the month after this one."""
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
