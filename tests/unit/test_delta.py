"""What a client is due that has an older version of a feed."""

from __future__ import annotations

import pytest

from feedsvc.web.delta import Due, due
from feedsvc.web.serving import Serving
from feedsvc.web.tags import Tag

NOW = Tag("0badcafe", 100, "55aa55aa", "atom")
COVERS = 60
"""With 60 or later nothing was missed."""


def tag(revision: int, epoch: str = "0badcafe", format: str = "atom") -> str:
    return str(Tag(epoch, revision, "0000ffff", format))


def weigh(serving: Serving | None = None, covers: int = COVERS, **fields: str) -> Due:
    environ = {f"HTTP_{name.upper()}": value for name, value in fields.items()}
    return due(NOW, covers, environ, serving or Serving())


@pytest.mark.parametrize("revision", [60, 99, 100, 101])
def test_whoever_missed_nothing_gets_the_document(revision: int) -> None:
    assert weigh(if_none_match=tag(revision)) is Due.DOCUMENT


@pytest.mark.parametrize("revision", [0, 1, 59])
def test_whoever_was_away_for_longer_than_the_document_reaches_is_caught_up(revision: int) -> None:
    assert weigh(if_none_match=tag(revision)) is Due.CATCH_UP


def test_whoever_says_nothing_gets_the_document() -> None:
    assert weigh() is Due.DOCUMENT


@pytest.mark.parametrize(
    "tags", ["*", "unquoted", '"somebody-elses"', tag(1, epoch="deadbeef"), tag(1, format="rss"), '"0badcafe-x-y-atom"']
)
def test_a_tag_that_is_not_of_this_store_and_format_says_nothing(tags: str) -> None:
    assert weigh(if_none_match=tags) is Due.DOCUMENT


def test_the_newest_of_several_tags_counts() -> None:
    assert weigh(if_none_match=f"{tag(1)}, {tag(70)}") is Due.DOCUMENT


def test_one_setting_turns_catching_up_off() -> None:
    assert weigh(Serving(catch_up=0), if_none_match=tag(1)) is Due.DOCUMENT


def test_what_came_through_a_proxy_is_not_caught_up() -> None:
    """Its answer may be meant for many."""
    assert weigh(if_none_match=tag(1), via="1.1 cache.example") is Due.DOCUMENT


def test_changes_are_for_those_who_ask_where_they_are_allowed() -> None:
    """D1: off by default."""
    asked = {"if_none_match": tag(99), "a_im": "feed"}
    assert weigh(**asked) is Due.DOCUMENT
    assert weigh(Serving(delta=True), **asked) is Due.CHANGES
    assert weigh(Serving(delta=True), if_none_match=tag(99)) is Due.DOCUMENT
    assert weigh(Serving(delta=True), if_none_match=tag(99), a_im="feed;q=0") is Due.DOCUMENT
    assert weigh(Serving(delta=True), a_im="feed") is Due.DOCUMENT


def test_those_known_to_choke_on_changes_never_get_them() -> None:
    """Readers 7: rss2email asks for them and takes them for an error."""
    serving = Serving(delta=True, delta_not_for=("rss2email",))
    assert weigh(serving, if_none_match=tag(99), a_im="feed", user_agent="RSS2Email/3.14 (+mail)") is Due.DOCUMENT
    assert weigh(serving, if_none_match=tag(99), a_im="feed", user_agent="newsboat/2.32") is Due.CHANGES
    assert weigh(serving, if_none_match=tag(1), a_im="feed", user_agent="rss2email/3") is Due.CATCH_UP
