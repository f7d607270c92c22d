"""One suite for every format: real readers and RFC 4287's grammar on whole documents, and the formats on each other."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
import listparser
import pytest
from lxml import etree

from feedsvc.model import Entry, Feed, Format
from feedsvc.render import assemble, opml, render
from feedsvc.render.specimen import ASSIGNMENTS, BARE, FEED, RICH, SITE

EVERYTHING = replace(FEED, selection="all", title="All", description="")
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
ATOM = {"atom": "http://www.w3.org/2005/Atom"}


def document(format: Format, entries: tuple[Entry, ...] = (RICH, HOSTILE, BARE), feed: Feed = FEED) -> bytes:
    rendered = [{one.format: one.data for one in render(entry, ASSIGNMENTS, SITE)} for entry in entries]
    return assemble(feed, format, [fragments[format] for fragments in rendered], SITE)


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


def read(format: Format) -> list[Said]:
    return _read_json(document(format)) if format is Format.JSON else _read_xml(format, document(format))


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


@pytest.mark.parametrize("format", Format)
def test_every_format_lists_the_same_entries_and_says_the_same_of_each(format):
    """S2, X6"""
    assert [said.id for said in read(format)] == [RICH.id, HOSTILE.id, BARE.id]
    assert read(format) == [
        Said(
            entry.id,
            entry.title,
            entry.link,
            entry.published,
            [author.name for author in entry.authors or (SITE.author,)],
            ["north-coast", "ferries"],
            None if entry is BARE else entry.summary,
            entry.content,
        )
        for entry in (RICH, HOSTILE, BARE)
    ]


@pytest.mark.parametrize(("format", "version"), [(Format.ATOM, "atom10"), (Format.RSS, "rss20")])
@pytest.mark.parametrize("entries", [(), (BARE,), (RICH, HOSTILE, BARE)], ids=["empty", "one", "three"])
@pytest.mark.parametrize("feed", [FEED, EVERYTHING], ids=["topic", "everything"])
def test_feedparser_reads_every_document_without_complaint(format, version, entries, feed):
    """X1, S3"""
    found = parse(document(format, entries, feed))
    assert found.bozo is False
    assert found.version == version
    assert found.encoding == "utf-8"
    assert len(found.entries) == len(entries)


@pytest.mark.parametrize("format", XML)
def test_feedparser_finds_the_feeds_title_page_language_and_date(format):
    """L4, R6, A4"""
    found = parse(document(format)).feed
    assert found.title == "North Coast · Harbour & Hill"
    assert found.subtitle == "What happens on the north coast"
    assert found.link == "https://news.example.org/topics/north-coast"
    assert found.language == "en"
    assert found.updated_parsed[:6] == (2026, 3, 2, 8, 30, 0)
    assert [link.href for link in found.links if link.rel == "self"] == [
        f"https://news.example.org/feeds/north-coast.{format}"
    ]


@pytest.mark.parametrize("format", XML)
def test_feedparser_finds_the_enclosures(format):
    """A7, R15: RSS has room for one."""
    found = parse(document(format)).entries[0].enclosures
    expected = [(one.href, one.type, str(one.length)) for one in RICH.enclosures]
    assert [(one.href, one.type, one.length) for one in found] == (expected[:1] if format is Format.RSS else expected)


@pytest.mark.parametrize("entries", [(), (BARE,), (RICH, HOSTILE, BARE)], ids=["empty", "one", "three"])
def test_atom_keeps_to_the_grammar_of_rfc_4287(entries):
    """A1-A11"""
    GRAMMAR.assertValid(etree.fromstring(document(Format.ATOM, entries)))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<title>", b"<headline>"),
        (b"+00:00</updated>", b"</updated>"),
        (b'type="html"', b'type="CDATA"'),
        (b"<name>The Desk</name>", b""),
        (b' term="ferries"', b""),
        (b"<id>tag:", b"<id> tag:"),
        (b"<generator ", b"<id>tag:example.org,2026:again</id><generator "),
        (b'xml:lang="de"', b'xml:lang="de_DE"'),
        (b'type="text/html"', b'type="html"'),
    ],
)
def test_the_grammar_catches_what_rfc_4287_forbids(right, wrong):
    valid = document(Format.ATOM)
    assert right in valid
    broken = valid.replace(b"</title>", b"</headline>") if wrong == b"<headline>" else valid
    assert not GRAMMAR.validate(etree.fromstring(broken.replace(right, wrong)))


def test_no_two_alternates_of_atom_have_one_type_and_every_entry_has_authors():
    """A2, A6: what a grammar cannot say."""
    root = etree.fromstring(document(Format.ATOM))
    for holder in [root, *root.iterfind("atom:entry", ATOM)]:
        types = [link.get("type") for link in holder.iterfind("atom:link[@rel='alternate']", ATOM)]
        assert types
        assert len(types) == len(set(types))
        assert holder.find("atom:author", ATOM) is not None


def test_every_date_in_a_document_is_its_datas():
    """X9: no clock."""
    root = etree.fromstring(document(Format.ATOM))
    known = {moment.isoformat() for one in (RICH, HOSTILE, BARE) for moment in (one.published, one.updated)}
    dates = [element.text for name in ("updated", "published") for element in root.iterfind(f".//atom:{name}", ATOM)]
    assert len(dates) == 7
    assert set(dates) <= known | {FEED.updated.isoformat()}


@pytest.mark.parametrize("format", Format)
def test_the_same_entries_make_the_same_bytes(format):
    """X9"""
    later = replace(FEED, revision=8, modified=FEED.modified + timedelta(days=1))
    assert document(format) == document(format)
    assert document(format) == document(format, feed=later)


@pytest.mark.parametrize("format", Format)
def test_a_document_is_utf_8_from_byte_0(format):
    """X3, X5, H11"""
    data = document(format)
    assert data.startswith(b'{"version":' if format is Format.JSON else b"<?xml version='1.0' encoding='UTF-8'?>")
    assert "Möwe" in data.decode()
    assert b"<!DOCTYPE" not in data
    assert b"<![CDATA[" not in data


def test_listparser_reads_the_whole_list():
    """O1, O2, O4"""
    found = listparser.parse(opml.document(SITE, [EVERYTHING, FEED]))
    assert found.bozo is False
    assert found.version == "opml2"
    assert found.meta.title == "Harbour & Hill"
    assert found.meta.author.name == "The Desk"
    assert found.meta.modified_parsed == FEED.modified
    assert [(feed.title, feed.url) for feed in found.feeds] == [
        ("Harbour & Hill", "https://news.example.org/feeds/all.atom"),
        ("North Coast · Harbour & Hill", "https://news.example.org/feeds/north-coast.atom"),
    ]
