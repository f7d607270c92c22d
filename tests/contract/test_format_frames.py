"""Whatever its frame, a document is valid and its sisters say the same: archives, combinations, tombstones, briefs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree
from reading import GRAMMAR, HOSTILE, NAMES, XML, document, parse, read

from feedsvc.feed import Feed
from feedsvc.model import Entry, Format
from feedsvc.render import facts
from feedsvc.render.brief import brief
from feedsvc.render.frame import Frame
from feedsvc.render.specimen import ARCHIVE, BARE, FEED, RICH, SUBSCRIPTION

COMBINED = replace(FEED, selection="fog+north-coast,storms-inland")
OLDEST, NEWEST = Frame(archive=1, newer=2), Frame(keeps=timedelta(days=365), archive=4, older=3)
ENTRIES = (RICH, HOSTILE, BARE)
CASES = {
    "subscription": (FEED, SUBSCRIPTION, ENTRIES),
    "combination": (COMBINED, Frame(page="https://news.example.org/combine/fog+north-coast,storms-inland"), ENTRIES),
    "oldest archive": (FEED, OLDEST, (BARE,)),
    "archive": (FEED, ARCHIVE, ENTRIES),
    "newest archive, all withdrawn": (FEED, NEWEST, ()),
    "brief": (FEED, Frame(parameters="brief=20"), tuple(brief(entry, 20) for entry in ENTRIES)),
}
every_case = pytest.mark.parametrize(("feed", "frame", "entries"), CASES.values(), ids=CASES.keys())
every_format = pytest.mark.parametrize("format", Format)
every_xml = pytest.mark.parametrize("format", XML)


def made(format: Format, feed: Feed, frame: Frame, entries: tuple[Entry, ...]) -> bytes:
    return document(format, entries, feed, frame)


def links(data: bytes) -> dict[str, str]:
    """What is found where the links of Atom are, by rel and, for alternates, type."""
    found = etree.fromstring(data).iterfind("atom:link", NAMES)
    return {link.get("type") if link.get("rel") == "alternate" else link.get("rel"): link.get("href") for link in found}


@every_xml
@every_case
def test_feedparser_reads_it_without_complaint(format, feed, frame, entries):
    """X1"""
    found = parse(made(format, feed, frame, entries))
    assert found.bozo is False
    assert [entry.id for entry in found.entries] == [entry.id for entry in entries]


@every_case
def test_atom_keeps_to_the_grammar(feed, frame, entries):
    """A1-A14, P1, P5, D2"""
    GRAMMAR.assertValid(etree.fromstring(made(Format.ATOM, feed, frame, entries)))


@every_xml
@every_case
def test_no_entry_comes_before_anything_else_of_the_feed(format, feed, frame, entries):
    """R17, A1"""
    root = etree.fromstring(made(format, feed, frame, entries))
    holder = root if format is Format.ATOM else root[0]
    kinds = [etree.QName(child).localname in {"entry", "item"} for child in holder]
    assert kinds == sorted(kinds)
    assert sum(kinds) == len(entries)


@every_case
def test_every_format_names_itself_and_the_same_page(feed, frame, entries):
    """S2, A6, R7, H2, L4"""
    atom = links(made(Format.ATOM, feed, frame, entries))
    rss = parse(made(Format.RSS, feed, frame, entries)).feed
    item = json.loads(made(Format.JSON, feed, frame, entries))
    (itself,) = (link.href for link in rss.links if link.rel == "self")
    assert (atom["application/rss+xml"], atom["application/feed+json"]) == (itself, item["feed_url"])
    assert atom["self"] == itself.replace(".rss", ".atom") == item["feed_url"].replace(".json", ".atom")
    assert atom["text/html"] == rss.link == item["home_page_url"]


@every_case
def test_every_format_leads_to_the_same_older_document(feed, frame, entries):
    """P1, P6, H12"""
    atom = links(made(Format.ATOM, feed, frame, entries)).get("prev-archive")
    rss = {link.rel: link.href for link in parse(made(Format.RSS, feed, frame, entries)).feed.links}.get("prev-archive")
    item = json.loads(made(Format.JSON, feed, frame, entries))
    assert [atom, rss, item.get("next_url")] == [
        frame.older and f"https://news.example.org/feeds/north-coast/archive/{frame.older}.{kind}" for kind in Format
    ]
    assert item.get("next_url") != item["feed_url"]


@every_xml
@every_case
def test_only_an_archive_document_says_that_it_is_one(format, feed, frame, entries):
    """P1, P5"""
    root = etree.fromstring(made(format, feed, frame, entries))
    assert len(list(root.iter("{*}archive"))) == (frame.archive is not None)
    assert not list(root.iter("{*}complete"))


def test_following_older_documents_visits_each_once_and_ends():
    """P3, H12: with three archive documents behind the subscription document."""
    frames = {"https://news.example.org/feeds/north-coast.json": Frame(older=3)}
    for number in (1, 2, 3):
        address = f"https://news.example.org/feeds/north-coast/archive/{number}.json"
        frames[address] = Frame(archive=number, older=number - 1 or None, newer=number + 1 if number < 3 else None)
    walked, address = [], next(iter(frames))
    while address:
        found: dict[str, Any] = json.loads(document(Format.JSON, frame=frames[address]))
        assert found["feed_url"] == address
        walked.append(address)
        address = found.get("next_url")
    assert walked == [next(iter(frames)), *reversed(list(frames)[1:])]


@every_case
def test_every_format_says_for_how_long_it_keeps(feed, frame, entries):
    """R13, R19"""
    atom, rss = (etree.fromstring(made(kind, feed, frame, entries)) for kind in XML)
    for root in (atom, rss):
        (period,) = root.iter("{*}updatePeriod")
        (frequency,) = root.iter("{*}updateFrequency")
        assert (period.text, int(frequency.text)) == facts.pace(frame)
    assert [int(ttl.text) for ttl in rss.iter("ttl")] == [frame.keeps // timedelta(minutes=1)]


@every_format
def test_every_format_says_the_same_of_a_brief_entry(format):
    """S2, R8, H4"""
    entries = [brief(entry, 24) for entry in ENTRIES]
    found = read(format, document(format, tuple(entries)))
    assert [said.content for said in found] == [
        "Die Fähre fährt – ]]&gt;…",
        "]]&gt; &amp;amp; link \U0001f6a2 More",
        "It is foggy.",
    ]
    assert [said.summary for said in found] == [None, None, None]
    assert [(said.id, said.title, said.link) for said in found] == [(one.id, one.title, one.link) for one in entries]


@pytest.mark.parametrize(
    ("frame", "right", "wrong"),
    [
        (SUBSCRIPTION, b' when="2026-03-02T08:30:00+00:00"', b' when="2026-03-02T08:30:00"'),
        (SUBSCRIPTION, b' ref="tag:', b' ref=" tag:'),
        (SUBSCRIPTION, b">hourly<", b">often<"),
        (SUBSCRIPTION, b">3</sy:updateFrequency>", b">0</sy:updateFrequency>"),
        (ARCHIVE, b"<fh:archive/>", b"<fh:archive>3</fh:archive>"),
        (ARCHIVE, b"<fh:archive/>", b"<fh:archive/><fh:complete/>"),
        (ARCHIVE, b"<entry>", b"<entry><fh:archive/>"),
    ],
)
def test_the_grammar_catches_what_the_extensions_forbid(frame, right, wrong):
    valid = document(Format.ATOM, frame=frame)
    assert right in valid
    assert not GRAMMAR.validate(etree.fromstring(valid.replace(right, wrong, 1)))


def test_the_grammar_catches_a_tombstone_behind_an_entry():
    """D2, A1"""
    root = etree.fromstring(document(Format.ATOM, frame=SUBSCRIPTION))
    root.append(root.find("at:deleted-entry", NAMES))
    assert not GRAMMAR.validate(root)


def test_the_grammar_lets_foreign_markup_pass():
    """A14"""
    foreign = b'<x:y xmlns:x="urn:x" z="1">text<x:z/></x:y>'
    valid = document(Format.ATOM, (BARE,)).replace(b"<entry>", foreign + b'<entry xmlns:x="urn:x" x:a="1">' + foreign)
    GRAMMAR.assertValid(etree.fromstring(valid))
