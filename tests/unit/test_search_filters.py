"""Regular expressions on entries: where each name looks, and how long it may take."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from feedsvc.errors import SearchError
from feedsvc.model import Assignment, Author, Origin, State
from feedsvc.render.specimen import BARE
from feedsvc.store.values import StoredEntry
from feedsvc.web.filters import PATIENCE, PLACES, Filters

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ENTRY = replace(
    BARE,
    title="Tide Tables",
    content="<p>The <em>fog</em> lifts &amp; ferries sail</p>",
    authors=(Author("Ada Möller"), Author("Bo")),
    published=NOW - timedelta(hours=1),
)
STORED = StoredEntry(ENTRY, State.PUBLISHED, (Assignment("north-sea", "The North Sea", Origin.RULE, ""),))
SAID = {"title": "Tide", "description": "fog lifts & fer", "author": "Möller, B", "category": "North S"}


def holds(
    *, now: datetime = NOW, is_case_sensitive: bool = True, within: timedelta | None = None, **named: str
) -> bool:
    filters = Filters(tuple(sorted(named.items())), is_case_sensitive, within)
    return filters.condition(now, lambda: 0.0)(STORED)


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("place", SAID)
def test_a_pattern_is_looked_for_where_its_name_says(name: str, place: str) -> None:
    kind, _, part = name.partition("_")
    looks = {"": SAID if kind == "filter" else ("title", "description")}.get(part, (part,))
    assert holds(**{name: SAID[place]}) is ((place in looks) is (kind == "filter"))


def test_a_topic_is_found_by_its_slug_too() -> None:
    assert holds(filter_category="^north-sea$")


def test_text_without_any_is_taken_for_the_title() -> None:
    """RSSHub's way."""
    bare = replace(STORED, entry=replace(ENTRY, content=""))
    assert Filters((("filter_description", "Tide"),)).condition(NOW, lambda: 0.0)(bare)


def test_all_of_them_have_to_agree() -> None:
    assert holds(filter_title="Tide", filter_author="Ada", filterout="storm")
    assert not holds(filter_title="Tide", filter_author="Eve")
    assert not holds(filter_title="Tide", filterout_description="fog")


def test_capitals_matter_unless_it_is_said_that_they_do_not() -> None:
    assert not holds(filter="TIDE")
    assert holds(filter="TIDE", is_case_sensitive=False)
    assert holds(filter="ADA MÖLLER", is_case_sensitive=False)
    assert not holds(filterout="TIDE", is_case_sensitive=False)


def test_an_entry_is_shown_for_as_long_as_was_asked() -> None:
    assert holds(within=timedelta(hours=1))
    assert not holds(within=timedelta(minutes=59))


def test_a_search_that_has_taken_its_time_is_ended() -> None:
    ticks = count()
    holds = Filters((("filter", "x"),)).condition(NOW, lambda: next(ticks) * PATIENCE / 10)
    for _ in range(10):
        assert not holds(STORED)
    with pytest.raises(SearchError, match="take too long"):
        holds(STORED)


def test_filters_that_say_nothing_are_none() -> None:
    assert not Filters()
    assert list(Filters(is_case_sensitive=False).said()) == []
