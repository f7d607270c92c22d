"""What an article in a container is called in its address: its own path there is a number, which tells nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from feedsvc.model import Article, Author, Site, SourceFile
from feedsvc.normalize import normalize

SITE = Site("Quay", "Notes", "https://quay.example", "quay.example,2026", "en", ZoneInfo("UTC"), Author("Desk"))
ARTICLE = Article("It sank.", id="urn:quay:1", published="2026-02-01")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"title": "Low / high tide", "link": "https://a.example/x"}, "low-high-tide"),
        ({"link": "https://a.example/2026/hello-world/?p=1#top"}, "hello-world"),
        ({"link": "https://a.example/f%C3%B6hn.html"}, "fohn"),
        ({"link": "https://a.example/2026/17"}, "notes"),
        ({"link": "https://a.example"}, "notes"),
        ({}, "notes"),
    ],
)
def test_it_is_made_of_the_title_else_of_the_link_else_of_the_file(given: dict[str, str], expected: str) -> None:
    source = SourceFile("in/notes.json//4f1c09ab52", "application/json", b"", "0" * 64)
    entry = normalize(replace(ARTICLE, **given), source, None, SITE, datetime(2026, 3, 1, tzinfo=UTC))
    assert entry.slug.rpartition("-")[0] == expected
