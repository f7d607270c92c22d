"""A search as a feed: what is asked of the store, what it is called, and which page shows the same. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from feedsvc import addresses, sanitize
from feedsvc.errors import ExpressionError
from feedsvc.expressions import parse
from feedsvc.expressions.expression import And, leaves
from feedsvc.expressions.selected import selected
from feedsvc.feed import Feed
from feedsvc.selections import EVERYTHING, Selection
from feedsvc.store.values import Search
from feedsvc.web.aliases import MOST_TERMS
from feedsvc.web.parameters import Parameters


def search(selection: Selection, given: Parameters, now: datetime, spent: Callable[[], float]) -> Search:
    """What the store is to look for; `spent` as `Filters.condition` takes it."""
    condition = given.filters.condition(now, spent) if given.filters else None
    return Search(given.expression, selection, condition, given.order)


def name(selection: Selection) -> str:
    """What stands in the address of a search of this: `search` where everything is searched."""
    return addresses.SEARCH if selection == EVERYTHING else str(selection)


def feed(found: Feed, searched: Feed, given: Parameters) -> Feed:
    """The feed of what was found, called by what was looked for, and by the feed where it was if that is not `all`.

    It has no pace: how often others change says nothing of it, and to say so would make its bytes other ones.
    """
    title = sanitize.line(asked(given))
    if searched.selection == addresses.ALL:
        return replace(found, selection=addresses.SEARCH, title=title, pace=None)
    return replace(found, selection=searched.selection, title=f"{title} · {searched.title}", pace=None)


def asked(given: Parameters) -> str:
    """What is looked for, for people: `missile AND talks`, `filter_title: Talks|Treaty`."""
    expression = [str(given.expression)] if given.expression else []
    return ", ".join([*expression, *(f"{name}: {value}" for name, value in given.filters.said())])


def page(base_url: str, selection: Selection, given: Parameters) -> str | None:
    """The address of the page that shows what such a search finds; None where it would be too long to be read.

    The page searches everything: what is about a topic is looked for there with `topic:`.
    """
    parts = [part for part in (given.expression, selected(selection)) if part is not None]
    whole = And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)
    try:
        spelled = parse(str(whole)) if whole else None
    except ExpressionError:
        return None
    if spelled and len(leaves(spelled)) > MOST_TERMS:
        return None
    return addresses.search(base_url, replace(given, expression=spelled).search)
