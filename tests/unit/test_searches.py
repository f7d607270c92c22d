"""A search as a feed: what it is called, and which page shows the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feedsvc import selections
from feedsvc.expressions import Text, parse
from feedsvc.expressions.selected import selected
from feedsvc.render.specimen import FEED
from feedsvc.selections import EVERYTHING
from feedsvc.store.values import Order
from feedsvc.web import aliases, parameters, searches

BASE = "https://news.example.org"
TOPICS = frozenset({"fog", "ice", "north-sea"})


@pytest.mark.parametrize(
    ("selection", "query", "page"),
    [
        ("all", "q=ferry", "q=ferry"),
        ("all", "q=ferry&limit=5&brief=200&order=relevance", "order=relevance&q=ferry"),
        ("fog", "q=ferry", "q=ferry%20AND%20topic:fog"),
        ("fog", "q=a+OR+b", "q=(a%20OR%20b)%20AND%20topic:fog"),
        ("fog", "filter=a", "filter=a&q=topic:fog"),
        ("fog+north-sea", "q=a", "q=a%20AND%20(topic:fog%20AND%20topic:north-sea)"),
        ("fog,ice", "q=a", "q=a%20AND%20(topic:fog%20OR%20topic:ice)"),
        ("all-ice", "q=a", "q=a%20AND%20NOT%20topic:ice"),
    ],
)
def test_the_page_of_a_search_asks_for_the_same(selection: str, query: str, page: str) -> None:
    """L4."""
    about = selections.read(selection, TOPICS.__contains__)
    assert about is not None
    assert searches.page(BASE, about, parameters.read(query)) == f"{BASE}/search?{page}"
    assert parameters.read(page).search == page


def test_a_search_whose_page_could_not_be_asked_for_has_none() -> None:
    given = parameters.read("q=" + "+OR+".join(["ab"] * aliases.MOST_TERMS))
    assert searches.page(BASE, selections.of_topic("fog"), given) is None
    assert searches.page(BASE, EVERYTHING, given) is not None


@pytest.mark.parametrize(
    "text", ["all", "fog", "fog+ice", "fog,ice", "fog-ice", "all-ice", "fog+ice,north-sea-fog", "all-fog,ice"]
)
def test_a_selection_is_an_expression_that_holds_for_the_same_entries(text: str) -> None:
    selection = selections.read(text, TOPICS.__contains__)
    assert selection is not None
    expression = selected(selection)
    for topics in ((), ("fog",), ("ice",), ("fog", "ice"), ("north-sea",), ("north-sea", "fog", "ice")):
        holds = expression is None or parse(str(expression)).holds(Text(topic=topics))
        assert holds is selection.holds(topics)


def test_a_search_is_called_by_what_is_looked_for_and_where() -> None:
    given = parameters.read("q=ferry+fog&filterout=a%09%20b&filter_time=60")
    everything, topic = (
        replace(FEED, selection="all"),
        replace(FEED, selection="fog", title="Fog", pace=timedelta(hours=1)),
    )
    found = replace(FEED, selection="search", title="", pace=timedelta(hours=1))
    called = "ferry AND fog, filterout: a b, filter_time: 60"
    assert searches.feed(found, everything, given) == replace(found, title=called, pace=None)
    assert searches.feed(found, topic, given) == replace(found, selection="fog", title=f"{called} · Fog", pace=None)


def test_the_store_is_asked_for_what_the_parameters_say() -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    plain = searches.search(EVERYTHING, parameters.read("q=fog&order=relevance"), now, lambda: 0.0)
    assert (plain.expression, plain.order, plain.condition) == (parse("fog"), Order.RELEVANCE, None)
    assert searches.search(EVERYTHING, parameters.read("filter=a"), now, lambda: 0.0).condition is not None
