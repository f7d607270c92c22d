"""What searches find, in which order, and what their feeds say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from publishing import AT, DAY, HOUR, publish, tag, texts

from feedsvc import selections
from feedsvc.expressions import parse
from feedsvc.feed import Feed
from feedsvc.model import Author, Format, State
from feedsvc.selections import EVERYTHING, Selection, of_topic
from feedsvc.store.base import Store
from feedsvc.store.changes import Registered, Release, Withdraw
from feedsvc.store.values import CONSIDERED, Condition, Order, Search, StoredEntry

TITLES = {"tides": "Tides", "fog": "Fog", "inland-waters": "Inland waters"}


@pytest.fixture(autouse=True)
def _topics(store: Store) -> None:
    store.register([Registered(slug, title, "") for slug, title in TITLES.items()], AT)


def selection(text: str) -> Selection:
    found = selections.read(text, TITLES.__contains__)
    assert found is not None
    return found


def found(
    store: Store,
    rule: str | None,
    limit: int = 99,
    *,
    within: Selection = EVERYTHING,
    condition: Condition | None = None,
    order: Order = Order.DATE,
) -> list[str]:
    """Names of what a search shows, by its fragments and by its entries."""
    search = Search(parse(rule) if rule else None, within, condition, order)
    window, entries = store.search(search, Format.RSS, limit), store.search_of_entries(search, limit)
    assert window is not None
    assert entries is not None
    assert (window.feed, window.is_whole, window.covers) == (entries.feed, entries.is_whole, entries.covers)
    names = texts(window.shown)
    assert [stored.entry.slug for stored in entries.shown] == [f"{name}-slug" for name in names]
    return names


def feed(store: Store, rule: str, limit: int = 99, within: Selection = EVERYTHING) -> Feed:
    window = store.search(Search(parse(rule), within), Format.ATOM, limit)
    assert window is not None
    return window.feed


# What is found.


def test_each_form_of_the_language_finds_what_it_means(store: Store) -> None:
    store.apply(
        [
            publish("a", "fog", title="Ferries wait for the fog to lift", authors=(Author("Ida Lund"),)),
            publish("b", "fog", content="<p>Łódź: the ferry sailed <b>on</b> time</p>", language="en-GB"),
            publish(
                "c", "inland-waters", title="北朝鮮がミサイルを発射", summary="", path="asia/2026/c.txt", language="ja"
            ),
            publish("d", title="Σας ευχαριστώ", summary="Ёлка в Кремле", content="<p>صواريخ جديدة</p>"),
        ],
        AT,
    )
    finds = {
        "ferries": ["a"],
        "FERR*": ["b", "a"],
        '"fog to lift"': ["a"],
        '"fog lift"': [],
        "ferries NEAR/2 fog": [],
        "ferries NEAR/3 fog": ["a"],
        "fog NEAR/3 ferries": ["a"],
        '"fog to li*" OR lodz': ["b", "a"],
        "title:ferr*": ["a"],
        "content:(ferry AND time)": ["b"],
        "author:lund": ["a"],
        "language:en": ["d", "b", "a"],
        "language:en-gb": ["b"],
        "topic:fog": ["b", "a"],
        "topic:inland-waters": ["c"],
        "topic:inland": [],
        "path:asia": ["c"],
        "source:example": ["d", "c", "b", "a"],
        "北朝鮮": ["c"],
        "ミサイル OR елка": ["d", "c"],
        "σασ": ["d"],
        "صواريخ": ["d"],
        "NOT topic:fog": ["d", "c"],
        "-ferries -北朝鮮": ["d", "b"],
        "NOT (NOT ferries)": ["a"],
        "ferries OR NOT language:en": ["c", "a"],
        "title": [],
        "titl*": [],
        "every": [],
    }
    assert {rule: found(store, rule) for rule in finds} == finds


def test_withdrawn_entries_are_not_found_and_held_ones_only_where_rules_are_tried(store: Store) -> None:
    changes = [publish("a"), publish("b"), publish("late", embargo=AT + HOUR), publish("old", expires=AT)]
    store.apply([*changes, Withdraw(tag("b"), "gone")], AT)
    assert found(store, "story") == ["a"]
    assert [(each.id, each.state) for each in store.found(parse("story"))] == [
        (tag("late"), State.HELD),
        (tag("a"), State.PUBLISHED),
    ]
    store.apply([Release(tag("late")), Withdraw(tag("a"), "draft"), publish("b", title="The tale of b")], AT + HOUR)
    assert found(store, "story") == ["late"]
    assert found(store, "tale") == ["b"]


def test_an_entry_is_found_as_it_was_last_published(store: Store) -> None:
    store.apply([publish("a", "tides"), publish("b", "fog"), publish("c", "fog")], AT)
    store.apply([publish("a", "fog", title="Another headline", published=AT - 9 * DAY)], AT)
    store.apply([publish("b", "fog", rendered="b", published=AT)], AT)
    assert found(store, "title:story") == ["b", "c"]
    assert found(store, "headline") == ["a"]
    assert found(store, "topic:tides") == []
    assert found(store, "topic:fog") == ["b", "c", "a"]


def test_words_of_one_field_say_nothing_of_the_next(store: Store) -> None:
    store.apply([publish("a", title="Harbour", summary="closed", content="<p>today</p>")], AT)
    assert found(store, "harbour closed today") == ["a"]
    assert found(store, '"harbour closed" OR closed NEAR/9 today') == []


# In which order, and how much of it.


def test_the_newest_come_first_and_of_one_second_the_greatest_id(store: Store) -> None:
    """Many articles have a date and no time: the limit must not choose among them by another order than a window's."""
    names = ["b", "é", "A", "a", "日", "Z", "b-1"]
    store.apply([publish(name, "tides", published=AT - DAY) for name in names], AT)
    store.apply([publish("new", "tides", published=AT), publish("old", "tides", published=AT - 2 * DAY)], AT)
    for limit in range(1, 11):
        window = store.window(of_topic("tides"), Format.ATOM, limit)
        assert window is not None
        assert found(store, "story", limit) == texts(window.shown)
        assert found(store, None, limit, within=of_topic("tides")) == texts(window.shown)


def test_every_year_that_there_is_has_its_place(store: Store) -> None:
    years = [1, 2, 880, 1066, 1969, 2026, 3058, 3059, 9998, 9999]
    moments = {f"y{year}": datetime(year, 6, 1, tzinfo=UTC) for year in years}
    store.apply([publish(name, published=moment) for name, moment in moments.items()], AT)
    assert found(store, "story") == [f"y{year}" for year in reversed(years)]
    store.apply([publish("y1", published=AT), Withdraw(tag("y9999"), "gone"), Withdraw(tag("y2"), "gone")], AT)
    assert found(store, "story", 3) == ["y9998", "y3059", "y3058"]
    assert found(store, "story")[-2:] == ["y1066", "y880"]


@pytest.mark.parametrize(("limit", "is_whole"), [(2, False), (3, True), (4, True)])
def test_a_search_says_whether_there_is_more(store: Store, limit: int, is_whole: bool) -> None:
    store.apply([publish(name) for name in "abc"], AT)
    for search in (
        Search(parse("story")),
        Search(),
        Search(condition=lambda _: True),
        Search(parse("story"), order=Order.RELEVANCE),
    ):
        window = store.search(search, Format.JSON, limit)
        assert window is not None
        covers = 0 if is_whole else window.feed.revision
        assert (len(window.shown), window.is_whole, window.covers) == (min(limit, 3), is_whole, covers)
        assert (window.entered, window.tombstones) == (0, ())


# Selections and conditions.


def test_a_search_in_a_selection_finds_what_is_in_both(store: Store) -> None:
    topics = {"a": ("tides",), "b": ("tides", "fog"), "c": ("fog",), "d": (), "e": ("tides", "inland-waters")}
    store.apply([publish(name, *each) for name, each in topics.items()], AT)
    finds = {
        "all": ["e", "d", "c", "b"],
        "tides": ["e", "b"],
        "inland-waters": ["e"],
        "tides+fog": ["b"],
        "tides,fog": ["e", "c", "b"],
        "tides-fog": ["e"],
        "all-tides": ["d", "c"],
        "all-tides,inland-waters+tides-fog": ["e", "d", "c"],
    }
    assert {text: found(store, "-title:a", within=selection(text)) for text in finds} == finds
    assert {text: found(store, None, within=selection(text), condition=not_a) for text in finds} == finds


def not_a(stored: StoredEntry) -> bool:
    return stored.entry.slug != "a-slug"


def test_a_search_in_an_unknown_topic_is_none(store: Store) -> None:
    for search in (Search(parse("story"), of_topic("nothing")), Search(selection=of_topic("nothing"))):
        assert store.search(search, Format.ATOM, 9) is None
        assert store.search_of_entries(search, 9) is None


def test_a_condition_is_tried_on_the_newest_matches_alone(store: Store) -> None:
    moments = {number: AT - number * HOUR for number in range(CONSIDERED + 2)}
    store.apply([publish(f"n{number}", published=moment) for number, moment in moments.items()], AT)
    store.apply([publish("other", title="Unlike", published=AT + HOUR)], AT)
    tried: list[str] = []

    def never(stored: StoredEntry) -> bool:
        tried.append(stored.entry.slug)
        return False

    window = store.search(Search(parse("title:story"), condition=never), Format.ATOM, 9)
    assert window is not None
    assert (window.shown, window.is_whole) == ([], False)
    assert tried == [f"n{number}-slug" for number in range(CONSIDERED)]


def test_a_condition_is_tried_no_further_than_is_shown(store: Store) -> None:
    store.apply([publish(f"n{number}") for number in range(300)], AT)
    tried: list[StoredEntry] = []
    store.search(Search(condition=lambda stored: not tried.append(stored)), Format.ATOM, 20)  # type: ignore[func-returns-value]  # it returns None
    assert len(tried) == 21


# Relevance.


def test_relevance_puts_the_title_first_then_the_summary_then_how_often_then_the_shorter(store: Store) -> None:
    long = " ".join(["filler"] * 2000)
    said = {
        "title": {"title": "Fog again"},
        "summary": {"summary": "The fog stays", "content": ""},
        "often": {"content": "<p>fog and fog and fog</p>"},
        "once": {"content": "<p>fog and rain and sun</p>"},
        "long": {"content": f"<p>fog {long}</p>"},
        "newer": {"content": f"<p>fog {long}</p>", "published": AT},
        "not": {"content": "<p>rain</p>", "published": AT},
    }
    store.apply([publish(name, **{"summary": "", **each}) for name, each in said.items()], AT)
    ranked = ["title", "summary", "often", "once", "newer", "long"]
    assert found(store, "fog -storm", order=Order.RELEVANCE) == ranked
    assert found(store, "fog", 3, order=Order.RELEVANCE) == ranked[:3]
    assert found(store, "fo* NOT title:fog", order=Order.RELEVANCE, condition=lambda _: True) == ranked[1:]


def test_without_an_expression_relevance_is_the_order_of_dates(store: Store) -> None:
    store.apply([publish("a", published=AT), publish("b", published=AT - DAY), publish("c")], AT)
    assert found(store, None, order=Order.RELEVANCE) == ["a", "c", "b"]


# What the feed of a search says.


def test_the_feed_of_a_search_is_as_new_as_what_it_shows(store: Store) -> None:
    store.apply([publish("a", "tides", updated=AT - DAY)], AT)
    store.apply([publish("b", "fog", updated=AT + DAY)], AT + HOUR)
    store.apply([publish("a", "tides", "fog", updated=AT - DAY)], AT + 4 * HOUR)
    all_of_it = store.feed(EVERYTHING)
    assert all_of_it is not None
    expected = Feed("search", "", "", 4, AT - DAY, AT + 4 * HOUR, all_of_it.pace)
    assert feed(store, "title:a") == expected
    assert feed(store, "story").revision == 5
    assert feed(store, "story").updated == AT + DAY
    assert feed(store, "story", 1).updated == AT + DAY


def test_the_feed_of_a_search_changes_with_the_feeds_of_its_selection(store: Store) -> None:
    store.apply([publish("a", "tides"), publish("b", "fog")], AT)
    store.apply([publish("c", "fog")], AT + HOUR)
    assert feed(store, "story", within=of_topic("tides")).modified == AT
    assert feed(store, "story", within=selection("tides,fog")).modified == AT + HOUR


def test_a_search_that_finds_nothing_is_an_untouched_feed(store: Store) -> None:
    store.apply([publish("a")], AT)
    nothing = feed(store, "unheard")
    assert (nothing.revision, nothing.updated) == (0, datetime(1970, 1, 1, tzinfo=UTC))


# For whoever sorts entries anew.


def test_about_finds_what_has_one_of_the_topics(store: Store) -> None:
    store.apply(
        [
            publish("a", "tides", "fog"),
            publish("b", "fog", published=AT),
            publish("late", "tides", embargo=AT + HOUR),
            publish("gone", "fog"),
            publish("other", "inland-waters"),
            Withdraw(tag("gone"), "gone"),
        ],
        AT,
    )
    assert [(each.id, each.slug, each.title, each.published, each.state) for each in store.about(["tides", "fog"])] == [
        (tag("b"), "b-slug", "The b story", AT, State.PUBLISHED),
        (tag("late"), "late-slug", "The late story", AT - DAY, State.HELD),
        (tag("a"), "a-slug", "The a story", AT - DAY, State.PUBLISHED),
    ]
    assert store.about([]) == store.about(["unknown"]) == []


def test_stored_entries_come_with_what_they_were_made_of_in_the_order_asked(store: Store) -> None:
    names = [f"n{number}" for number in range(250)]
    store.apply([publish(name, "tides", text=f"text of {name}") for name in names], AT)
    store.apply([Withdraw(tag("n7"), "gone")], AT)
    asked = [tag(name) for name in reversed(names)]
    given = list(store.stored([*asked, tag("unknown"), tag("n0")]))
    assert [stored.entry.id for stored, _ in given] == asked
    assert {stored.state for stored, _ in given} == {State.PUBLISHED, State.WITHDRAWN}
    assert all(made.data == f"text of {stored.entry.path.removesuffix('.txt')}".encode() for stored, made in given)
    assert {assignment.topic for stored, _ in given for assignment in stored.assignments} == {"tides"}
    assert list(store.stored_entries([*asked, tag("unknown"), tag("n0")])) == [stored for stored, _ in given]
