"""Where a topic stands in the tree."""

from __future__ import annotations

from dataclasses import replace

from feedsvc.feed import Feed
from feedsvc.render.specimen import FEED
from feedsvc.web.family import Family

TITLES = {"sea": "Sea", "ice": "ice", "fog": "Fog", "bay": "Bay"}
PARENTS = {"fog": "sea", "ice": "sea", "gone": "sea", "bay": "fog", "here": "there", "there": "here"}
FEEDS = {slug: replace(FEED, selection=slug, title=title) for slug, title in TITLES.items()}
FAMILY = Family(PARENTS, FEEDS.get)


def slugs(feeds: list[Feed]) -> list[str]:
    return [feed.selection for feed in feeds]


def test_topics_above_come_from_the_root_down() -> None:
    assert slugs(FAMILY.above("bay")) == ["sea", "fog"]
    assert FAMILY.above("sea") == []


def test_topics_right_below_are_ordered_by_title_and_those_without_a_feed_left_out() -> None:
    assert slugs(FAMILY.below("sea")) == ["fog", "ice"]
    assert FAMILY.below("bay") == []


def test_a_circle_ends() -> None:
    """The configuration refuses one; a page must not hang on it all the same."""
    assert FAMILY.above("here") == []
