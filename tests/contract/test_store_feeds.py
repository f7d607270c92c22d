"""What readers are served from: windows, listings, feeds and their revisions and times."""

from __future__ import annotations

from datetime import UTC, datetime

from publishing import AT, DAY, HOUR, publish, tag, texts

from feedsvc.feed import Feed
from feedsvc.model import Format
from feedsvc.selections import EVERYTHING, of_topic
from feedsvc.store.base import Store
from feedsvc.store.changes import Registered, Withdraw
from feedsvc.store.values import Listed, Window

NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)

TIDES = Registered("tides", "Tides", "What the sea does")


def feed(store: Store, selection: str = "all") -> Feed:
    found = store.feed(of_topic(selection))
    assert found is not None
    return found


def shown(store: Store, selection: str, limit: int = 100, format: Format = Format.ATOM) -> list[str]:
    window = store.window(of_topic(selection), format, limit)
    assert window is not None
    return texts(window.shown)


# Windows.


def test_a_window_is_newest_first_and_as_long_as_asked_for(store: Store) -> None:
    ages = {"old": 3 * DAY, "new": DAY, "newer": HOUR}
    store.apply([publish(name, "tides", published=AT - age) for name, age in ages.items()], AT)
    for selection in ("all", "tides"):
        assert shown(store, selection) == ["newer", "new", "old"]
        assert shown(store, selection, limit=2) == ["newer", "new"]
        assert shown(store, selection, limit=0) == []


def test_entries_of_one_moment_are_ordered_by_id_and_code_point_on_every_engine(store: Store) -> None:
    """S2: a locale would put b before B, and é before z."""
    store.apply([publish(name, "tides") for name in ("b", "z", "B", "é", "a-c", "ab", "_")], AT)
    in_order = ["é", "z", "b", "ab", "a-c", "_", "B"]
    assert shown(store, "all") == shown(store, "tides") == in_order
    assert [listed.slug for listed in store.listing(of_topic("tides"), 9)] == [f"{name}-slug" for name in in_order]


def test_a_window_holds_the_fragments_of_the_format_asked_for(store: Store) -> None:
    store.apply([publish("a")], AT)
    for suffix in Format:
        window = store.window(EVERYTHING, suffix, 1)
        assert window is not None
        assert window.shown == [f"{suffix}:a".encode()]


def test_an_unknown_topic_has_no_window_and_a_known_one_may_be_empty(store: Store) -> None:
    """S3"""
    store.register([TIDES], AT)
    assert store.window(of_topic("nothing"), Format.RSS, 9) is None
    assert store.window(of_topic("tides"), Format.RSS, 9) == Window(feed(store, "tides"), [])


def test_an_entry_that_moves_in_time_moves_in_every_window(store: Store) -> None:
    store.apply([publish("a", "tides", published=AT - DAY), publish("b", "tides", published=AT - HOUR)], AT)
    store.apply([publish("a", "tides", published=AT, digest="digest-2")], AT)
    assert shown(store, "all") == shown(store, "tides") == ["a", "b"]


def test_a_listing_says_what_a_page_lists(store: Store) -> None:
    store.apply([publish("a", "tides"), publish("b")], AT)
    link, summary = "https://example.org/entries/a", "What happened to a"
    assert store.listing(of_topic("tides"), 9) == [Listed("a-slug", "The a story", summary, link, AT - DAY)]
    assert store.listing(of_topic("nothing"), 9) == []


def test_sizes_count_what_is_in_the_feeds(store: Store) -> None:
    store.register([TIDES, Registered("empty", "Empty", "")], AT)
    store.apply(
        [publish("a", "tides", published=AT - DAY), publish("b", "tides", "fog"), publish("c", published=AT)], AT
    )
    store.apply([Withdraw(tag("b"), "gone")], AT)
    assert store.sizes() == {"all": (2, AT), "tides": (1, AT - DAY)}


def test_counts_say_how_much_there_is(store: Store) -> None:
    store.apply([publish("a", "tides"), publish("b", "fog"), publish("c", embargo=AT + DAY)], AT)
    store.apply([Withdraw(tag("b"), "gone")], AT)
    counts = store.counts()
    assert (counts.published, counts.held, counts.withdrawn) == (1, 1, 1)
    assert (counts.files, counts.topics, counts.revision) == (0, 2, 3)


# Feeds.


def test_only_the_feeds_of_an_entry_move(store: Store) -> None:
    store.apply([publish("a", "tides"), publish("b", "fog")], AT)
    store.apply([publish("a", "tides", digest="digest-2")], AT + HOUR)
    assert (feed(store).revision, feed(store, "tides").revision, feed(store, "fog").revision) == (3, 3, 2)
    assert (feed(store, "tides").modified, feed(store, "fog").modified) == (AT + HOUR, AT)


def test_a_feed_that_an_entry_leaves_moves_too(store: Store) -> None:
    store.apply([publish("a", "tides")], AT)
    store.apply([publish("a", "fog")], AT + HOUR)
    left, entered = feed(store, "tides"), feed(store, "fog")
    assert (left.revision, left.updated, left.modified) == (2, AT - DAY, AT + HOUR)
    assert (entered.revision, entered.updated, entered.modified) == (2, AT - DAY, AT + HOUR)


def test_a_feed_is_updated_when_its_newest_entry_was(store: Store) -> None:
    store.apply([publish("a", updated=AT - DAY), publish("b", updated=AT - HOUR), publish("c", updated=AT - DAY)], AT)
    assert (feed(store).updated, feed(store).modified) == (AT - HOUR, AT)


def test_a_withdrawal_is_an_update_of_the_feed(store: Store) -> None:
    store.apply([publish("a", "tides")], AT)
    store.apply([Withdraw(tag("a"), "gone")], AT + HOUR)
    assert feed(store, "tides").updated == feed(store).updated == AT + HOUR


def test_times_of_a_feed_never_go_back(store: Store) -> None:
    """C8: also where the clock of the machine does."""
    store.apply([publish("a", "tides")], AT)
    store.apply([Withdraw(tag("a"), "gone")], AT)
    store.apply([publish("a", "tides", updated=AT - 9 * DAY)], AT - DAY)
    store.touch(AT - DAY)
    assert (feed(store, "tides").updated, feed(store, "tides").modified) == (AT, AT)
    assert (feed(store).updated, feed(store).modified) == (AT, AT)


def test_a_topic_that_is_not_registered_is_called_as_its_first_assignment_says(store: Store) -> None:
    store.apply([publish("a", "tides")], AT)
    assert [(found.selection, found.title, found.description) for found in store.feeds()] == [("tides", "Tides", "")]


def test_feeds_are_listed_by_title_without_the_feed_of_everything(store: Store) -> None:
    titles = {"c": "apple", "b": "Banana", "a": "cherry", "d": "apple"}
    store.register([Registered(slug, title, "") for slug, title in titles.items()], AT)
    assert [found.selection for found in store.feeds()] == ["c", "d", "b", "a"]


def test_a_registered_topic_has_a_feed_while_it_is_empty(store: Store) -> None:
    """S3"""
    store.register([TIDES], AT)
    assert store.feed(of_topic("tides")) == Feed("tides", "Tides", "What the sea does", 1, NOTHING_YET, AT)


def test_registering_the_same_again_changes_nothing(store: Store) -> None:
    store.register([TIDES, Registered("all", "Gazette", "")], AT)
    before = (store.feed(EVERYTHING), store.feeds(), store.counts())
    store.register([TIDES, Registered("all", "Gazette", "")], AT + HOUR)
    assert (store.feed(EVERYTHING), store.feeds(), store.counts()) == before


def test_another_title_moves_that_feed_alone(store: Store) -> None:
    store.register([TIDES, Registered("fog", "Fog", "")], AT)
    store.register([Registered("tides", "The tides", "What the sea does"), Registered("fog", "Fog", "")], AT + HOUR)
    assert store.feed(of_topic("tides")) == Feed("tides", "The tides", "What the sea does", 3, NOTHING_YET, AT + HOUR)
    assert (feed(store, "fog").revision, feed(store).revision) == (2, 0)


def test_the_feed_of_everything_can_be_given_a_title(store: Store) -> None:
    store.register([Registered("all", "Gazette", "All of it")], AT)
    assert store.feed(EVERYTHING) == Feed("all", "Gazette", "All of it", 1, NOTHING_YET, AT)


def test_registering_keeps_what_a_feed_holds(store: Store) -> None:
    store.apply([publish("a", "tides")], AT)
    store.register([TIDES], AT + HOUR)
    assert store.feed(of_topic("tides")) == Feed("tides", "Tides", "What the sea does", 2, AT - DAY, AT + HOUR)
    assert shown(store, "tides") == ["a"]


def test_a_registered_title_outranks_those_of_assignments(store: Store) -> None:
    store.register([Registered("tides", "High and low water", "")], AT)
    store.apply([publish("a", "tides")], AT)
    assert feed(store, "tides").title == "High and low water"


def test_touch_moves_every_feed_to_the_next_revision(store: Store) -> None:
    store.apply([publish("a", "tides")], AT)
    store.register([Registered("fog", "Fog", "")], AT)
    assert store.touch(AT + HOUR) == 3
    assert {found.revision for found in (feed(store), *store.feeds())} == {3}
    assert {found.modified for found in (feed(store), *store.feeds())} == {AT + HOUR}
    assert feed(store, "tides").updated == AT - DAY
    assert store.counts().revision == 3


def test_times_come_back_in_utc_and_in_whole_seconds(store: Store) -> None:
    moment = datetime.fromisoformat("1923-02-03T04:05:06.789+05:30")
    store.apply([publish("a", published=moment)], AT.replace(microsecond=5))
    listed = store.listing(EVERYTHING, 1)[0]
    assert listed.published == datetime(1923, 2, 2, 22, 35, 6, tzinfo=UTC)
    assert (listed.published.tzinfo, feed(store).modified.tzinfo) == (UTC, UTC)
    assert feed(store).modified == AT


def test_dates_from_the_first_year_to_the_last_are_held(store: Store) -> None:
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    store.apply([publish("a", published=first), publish("b", published=last)], AT)
    assert [listed.published for listed in store.listing(EVERYTHING, 9)] == [last, first]
