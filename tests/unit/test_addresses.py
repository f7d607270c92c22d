"""Where everything is served: absolute, percent-encoded, all below the one base URL."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import addresses
from feedsvc.model import Format

BASE = "https://example.org/news"


def test_a_feed_has_one_address_in_each_format() -> None:
    assert [addresses.feed(BASE, "asia", each) for each in Format] == [
        f"{BASE}/feeds/asia.atom",
        f"{BASE}/feeds/asia.rss",
        f"{BASE}/feeds/asia.json",
    ]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (addresses.home(BASE), "/"),
        (addresses.favicon(BASE), "/favicon.ico"),
        (addresses.opml(BASE), "/feeds.opml"),
        (addresses.topic(BASE, "asia"), "/topics/asia"),
        (addresses.entry(BASE, "talks"), "/entries/talks"),
        (addresses.page(BASE, "asia"), "/topics/asia"),
        (addresses.page(BASE, addresses.ALL), "/"),
    ],
)
def test_an_address_keeps_the_prefix_of_the_base(address: str, path: str) -> None:
    assert address == BASE + path


def test_letters_of_any_script_are_percent_encoded() -> None:
    assert addresses.entry(BASE, "йод") == f"{BASE}/entries/%D0%B9%D0%BE%D0%B4"


def test_a_categorys_scheme_and_term_make_the_topics_page() -> None:
    """A11: readers that put the two together arrive."""
    assert addresses.topics(BASE) + "asia" == addresses.topic(BASE, "asia")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1))
def test_any_slug_is_one_part_of_a_path_and_comes_back_from_it(slug: str) -> None:
    address = addresses.entry(BASE, slug)
    assert address.isascii()
    split = urlsplit(address)
    assert (split.query, split.fragment) == ("", "")
    assert unquote(split.path.rpartition("/")[2]) == slug
