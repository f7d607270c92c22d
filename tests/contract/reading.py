"""Documents of the specimens, and what real readers and RFC 4287's grammar find in them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
from lxml import etree

from feedsvc.feed import Feed
from feedsvc.model import Entry, Format
from feedsvc.render import assemble, fragment
from feedsvc.render.frame import Frame
from feedsvc.render.specimen import ASSIGNMENTS, BARE, FEED, RICH, SITE

HOSTILE = replace(
    BARE,
    id="tag:example.org,2026:articles/hostile.txt",
    link="https://news.example.org/entries/hostile-c9d0e1f2?q=%3C%26%3E&x=]]",
    title="]]> AT&T &amp;amp; \u202eabc\u202c \U0001f6a2 'x' \"y\"",
    summary="A summary with ]]> and &lt; and \u2028 in it",
    content='<p>]]&gt; &amp;amp; <a href="https://example.org/?a=1&amp;b=%C3%A4">link</a> \U0001f6a2</p><p>More</p>',
    language="ar",
)
XML = (Format.ATOM, Format.RSS)
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
PLAIN = Frame()
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}


def document(
    format: Format, entries: tuple[Entry, ...] = (RICH, HOSTILE, BARE), feed: Feed = FEED, frame: Frame = PLAIN
) -> bytes:
    return assemble(feed, format, [fragment(entry, ASSIGNMENTS, SITE, format) for entry in entries], SITE, frame)


@dataclass(frozen=True)
class Said:
    """What a reader finds in one entry, whatever the format."""

    id: str
    title: str
    link: str
    published: datetime
    authors: list[str]
    topics: list[str]
    summary: str | None
    content: str


def read(format: Format, data: bytes) -> list[Said]:
    """Every entry of a document, as feedparser or a JSON parser reads it."""
    return _read_json(data) if format is Format.JSON else _read_xml(format, data)


def _read_json(data: bytes) -> list[Said]:
    return [
        Said(
            item["id"],
            item["title"],
            item["url"],
            datetime.fromisoformat(item["date_published"]),
            [author["name"] for author in item["authors"]],
            item["tags"],
            item.get("summary"),
            item["content_html"],
        )
        for item in json.loads(data)["items"]
    ]


def _read_xml(format: Format, data: bytes) -> list[Said]:
    return [_said(format, entry) for entry in parse(data).entries]


def _said(format: Format, entry: Any) -> Said:
    """RSS says its summary in HTML; where there is none, feedparser puts the content in its place."""
    summary = unescape(entry.summary) if format is Format.RSS else entry.summary
    content = entry.content[0].value if "content" in entry else entry.summary
    return Said(
        entry.id,
        entry.title,
        entry.link,
        datetime(*entry.published_parsed[:6], tzinfo=UTC),
        [author.name for author in entry.authors],
        [tag.term for tag in entry.tags],
        None if entry.summary == content else summary,
        content,
    )


def parse(data: bytes) -> Any:
    """As feedparser reads it, its own cleaning of HTML left out."""
    return feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
