"""The page on which topics are combined by clicking: every state is an address, every click a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, Response, abort

from feedsvc import addresses
from feedsvc.model import Site
from feedsvc.selections import EVERYTHING
from feedsvc.store.base import Store
from feedsvc.web import shelves
from feedsvc.web.building import COMBINATION
from feedsvc.web.documents import Document
from feedsvc.web.drafts import Draft
from feedsvc.web.places import Places
from feedsvc.web.press import Press, by_day
from feedsvc.web.redirects import moved
from feedsvc.web.shelves import Row, Shelf, Shelves

OFFERED = 100
"""Topics to add: as many as one looks through, those that hold most. Three links of each take 5 ms to make."""

LISTED = 15
"""Entries of what was combined: enough to tell whether it is what was meant."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A topic that was chosen, and where a click leads that takes it out again."""

    title: str
    removal: str | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A term of the selection, for people."""

    topics: list[Chip]
    """Empty: everything."""
    without: list[Chip]
    is_current: bool
    """It is being worked on."""
    address: str
    """Where it is."""
    removal: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Of a topic: where each click leads; None where it would change nothing."""

    both: str | None
    either: str | None
    without: str | None


@dataclass(frozen=True, slots=True)
class Menu:
    """The topics that can be added, of those that are offered, and whether these are all."""

    offered: Sequence[Shelf]
    rows: list[Row]
    is_whole: bool


class Combining:
    """The views of `/combine` and of what stands behind it."""

    def __init__(
        self, site: Site, store: Store, places: Places, press: Press, offered: Shelves, parents: Mapping[str, str]
    ) -> None:
        self._site = site
        self._store = store
        self._places = places
        self._press = press
        self._offered = offered
        self._parents = parents
        self._menu: Menu | None = None

    def route(self, app: Flask) -> None:
        app.add_url_rule("/combine", view_func=self.begin)
        app.add_url_rule("/combine/<text>", view_func=self.combine)
        app.add_url_rule("/combine/<text>/<number:number>", view_func=self.combine)

    def begin(self) -> Response:
        return self._press.respond(lambda: self._page(Draft()))

    def combine(self, text: str, number: int | None = None) -> Response:
        selection = self._places.selection(text, lambda present: self._combine_url(present, number))
        last = len(selection.terms)
        if selection == EVERYTHING or number == last:
            abort(moved(self._combine_url(str(selection))))
        if number is not None and not 1 <= number < last:
            abort(404)
        return self._press.respond(lambda: self._page(Draft(selection, number or last)))

    def _page(self, draft: Draft) -> Document:
        menu = self._to_choose_from()
        made = self._press.page(
            "combine.html",
            draft=draft,
            selection=str(draft.selection),
            canonical=self._combine_url(str(draft.selection)),
            alternatives=list(self._alternatives(draft)),
            rows=menu.rows,
            offers={row.shelf.slug: self._offer(draft, row.shelf.slug) for row in menu.rows},
            is_whole=menu.is_whole,
            days=by_day(self._store.listing(draft.selection, LISTED), self._site) if draft.is_begun else [],
        )
        made.is_passing, made.label = draft.is_begun, COMBINATION
        return made

    def _to_choose_from(self) -> Menu:
        """The same for every combination, of which there are endlessly many: made once after each change."""
        offered, menu = self._offered.all(), self._menu
        if menu is None or menu.offered is not offered:
            shown = shelves.fullest(offered, self._parents, OFFERED)
            menu = Menu(offered, shelves.rows(shown, self._parents), len(shown) == len(offered))
            self._menu = menu
        return menu

    def _alternatives(self, draft: Draft) -> Iterator[Alternative]:
        """Of what was chosen; nothing, where that is everything."""
        for number, term in enumerate(draft.selection.terms if draft.is_begun else (), 1):
            at = draft.at(number)
            yield Alternative(
                [self._chip(at, topic) for topic in term.topics],
                [self._chip(at, topic) for topic in term.without],
                is_current=number == draft.number,
                address=self._address(at),
                removal=self._address(at.dropped()),
            )

    def _chip(self, at: Draft, topic: str) -> Chip:
        feed = self._places.feed(topic)
        return Chip(feed.title if feed else topic, self._address_of(at.less(topic)))

    def _offer(self, draft: Draft, slug: str) -> Offer:
        return Offer(*map(self._address_of, (draft.both(slug), draft.either(slug), draft.without(slug))))

    def _address_of(self, draft: Draft | None) -> str | None:
        return self._address(draft) if draft and draft.has_address(self._places.has) else None

    def _address(self, draft: Draft) -> str:
        is_last = draft.number == len(draft.selection.terms)
        return self._combine_url(str(draft.selection), None if is_last else draft.number)

    def _combine_url(self, selection: str, number: int | None = None) -> str:
        return addresses.combine(self._site.base_url, selection, number)
