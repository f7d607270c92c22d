"""One suite for every format: real readers and RFC 4287's grammar on whole documents, and the formats on each other."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta

import listparser
import pytest
from lxml import etree
from reading import GRAMMAR, HOSTILE, NAMES, XML, Said, document, parse, read

from feedsvc.model import Format
from feedsvc.render import opml
from feedsvc.render.specimen import BARE, FEED, RICH, SITE

EVERYTHING = replace(FEED, selection="all", title="All", description="")


@pytest.mark.parametrize("format", Format)
def test_every_format_lists_the_same_entries_and_says_the_same_of_each(format):
    """S2, X6"""
    assert [said.id for said in read(format, document(format))] == [RICH.id, HOSTILE.id, BARE.id]
    assert read(format, document(format)) == [
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
    for holder in [root, *root.iterfind("atom:entry", NAMES)]:
        types = [link.get("type") for link in holder.iterfind("atom:link[@rel='alternate']", NAMES)]
        assert types
        assert len(types) == len(set(types))
        assert holder.find("atom:author", NAMES) is not None


def test_every_date_in_a_document_is_its_datas():
    """X9: no clock."""
    root = etree.fromstring(document(Format.ATOM))
    known = {moment.isoformat() for one in (RICH, HOSTILE, BARE) for moment in (one.published, one.updated)}
    dates = [element.text for name in ("updated", "published") for element in root.iterfind(f".//atom:{name}", NAMES)]
    assert len(dates) == 8
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


def folders():
    """A list with a folder in a folder."""
    feeds = [replace(FEED, selection=slug, title=slug.title()) for slug in ("asia", "korea", "weather", "world")]
    return opml.document(SITE, feeds, {"asia": "world", "korea": "asia"})


def test_listparser_has_each_feed_once_under_the_names_of_its_folders():
    """O4, O5"""
    found = listparser.parse(folders())
    assert found.bozo is False
    assert [(feed.url.rpartition("/")[2], feed.categories) for feed in found.feeds] == [
        ("all.atom", []),
        ("weather.atom", []),
        ("world.atom", [["World"]]),
        ("asia.atom", [["World", "Asia"]]),
        ("korea.atom", [["World", "Asia"]]),
    ]


@pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed")
def test_newsboat_has_each_feed_once_under_the_names_of_its_folders(tmp_path):
    """O4, O5"""
    (tmp_path / "feeds.opml").write_bytes(folders())
    (tmp_path / "config").touch()
    (tmp_path / "urls").touch()
    command = ["newsboat", "-C", "config", "-u", "urls", "-c", "cache.db", "-i", "feeds.opml"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    base = f"{SITE.base_url}/feeds"
    assert (tmp_path / "urls").read_text().splitlines() == [
        f"{base}/all.atom",
        f"{base}/weather.atom",
        f'{base}/world.atom "World"',
        f'{base}/asia.atom "World/Asia"',
        f'{base}/korea.atom "World/Asia"',
    ]
