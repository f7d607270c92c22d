from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from feedsvc.render import jsonfeed
from feedsvc.render.frame import Frame
from feedsvc.render.specimen import ARCHIVE, ASSIGNMENTS, BARE, FEED, RICH, SITE, SUBSCRIPTION

PLAIN = Frame()


def feed(*fragments: bytes, of=FEED, frame=PLAIN) -> dict[str, Any]:
    return json.loads(jsonfeed.document(of, fragments, SITE, frame))


def item(entry=RICH, assignments=ASSIGNMENTS) -> dict[str, Any]:
    return feed(jsonfeed.fragment(entry, assignments, SITE))["items"][0]


def test_a_feed_without_items_has_all_that_a_feed_must():
    """H1, H2, S3"""
    assert feed() == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "North Coast · Harbour & Hill",
        "home_page_url": "https://news.example.org/topics/north-coast",
        "feed_url": "https://news.example.org/feeds/north-coast.json",
        "description": "What happens on the north coast",
        "favicon": "https://news.example.org/favicon.ico",
        "authors": [{"name": "The Desk", "url": "https://example.org/desk"}],
        "language": "en",
        "items": [],
    }


def test_the_version_comes_first():
    """H1"""
    assert next(iter(feed())) == "version"


def test_the_next_document_is_the_one_with_the_entries_before_these():
    """H12, P6: from the subscription document back to the oldest."""
    archive = "https://news.example.org/feeds/north-coast/archive"
    found = [feed(frame=frame) for frame in (SUBSCRIPTION, ARCHIVE, Frame(archive=1, newer=2))]
    assert [(one["feed_url"], one.get("next_url")) for one in found] == [
        ("https://news.example.org/feeds/north-coast.json?limit=10", f"{archive}/3.json"),
        (f"{archive}/3.json", f"{archive}/2.json"),
        (f"{archive}/1.json", None),
    ]


def test_an_item_says_all_that_its_entry_does():
    """H3-H8"""
    assert item() == {
        "id": "tag:example.org,2026:articles/2026/f%C3%A4hre.md",
        "url": RICH.link,
        "title": RICH.title,
        "content_html": RICH.content,
        "summary": RICH.summary,
        "image": "https://news.example.org/ferry.jpg",
        "date_published": "2026-03-01T06:05:04+00:00",
        "date_modified": "2026-03-02T08:30:00+00:00",
        "authors": [{"name": "Ada Möller", "url": "https://example.org/ada"}, {"name": "Bo O'Neil"}],
        "tags": ["north-coast", "ferries"],
        "language": "de",
        "attachments": [
            {
                "url": "https://news.example.org/ferry.mp3",
                "mime_type": "audio/mpeg",
                "size_in_bytes": 1234,
                "duration_in_seconds": 61,
            },
            {"url": "https://news.example.org/ferry.pdf", "mime_type": "application/pdf"},
        ],
    }


def test_an_item_is_silent_where_there_is_nothing_to_say():
    """A9, H6"""
    assert set(item(BARE, ())) == {"id", "url", "title", "content_html", "date_published", "date_modified", "authors"}


def test_content_html_is_there_even_where_it_is_empty():
    """H4"""
    assert item(replace(BARE, content=""))["content_html"] == ""


def test_a_document_is_utf_8_without_escapes_or_a_byte_order_mark():
    """H11"""
    document = jsonfeed.document(FEED, [jsonfeed.fragment(RICH, ASSIGNMENTS, SITE)], SITE, PLAIN)
    assert document.startswith(b'{"version"')
    assert "Fähre".encode() in document
    assert "🚢".encode() in document


def test_items_are_joined_in_the_order_given():
    fragments = [jsonfeed.fragment(entry, (), SITE) for entry in (BARE, RICH)]
    assert [each["id"] for each in feed(*fragments)["items"]] == [BARE.id, RICH.id]
