"""A choice of topics in a query: one canonical query for every way to say it (standards.md, C11)."""

from __future__ import annotations

from itertools import permutations

import pytest

from feedsvc.errors import RequestError
from feedsvc.web import choices


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("", ()),
        ("topic=", ()),
        ("x=1&limit=5", ()),
        ("topic=fog", ("fog",)),
        ("topic=ice&topic=fog&topic=ice", ("fog", "ice")),
        ("topic=%D1%82%D1%83%D0%BC%D0%B0%D0%BD&x=2", ("туман",)),
    ],
)
def test_a_query_names_topics(query: str, chosen: tuple[str, ...]) -> None:
    assert choices.read(query) == chosen


def test_every_order_has_one_key() -> None:
    keys = {
        choices.key("/feeds.opml", choices.read("&".join(f"topic={slug}" for slug in slugs)))
        for slugs in permutations(["fog", "ice", "туман"])
    }
    assert keys == {"topic=fog&topic=ice&topic=%D1%82%D1%83%D0%BC%D0%B0%D0%BD /feeds.opml"}
    assert choices.key("/feeds.opml", ()) == "/feeds.opml"


def test_a_choice_has_an_end() -> None:
    query = "&".join(f"topic=t{number}" for number in range(choices.MOST))
    assert len(choices.read(query)) == choices.MOST
    with pytest.raises(RequestError, match="200 topics at most, and not 201"):
        choices.read(f"{query}&topic=one-more")
