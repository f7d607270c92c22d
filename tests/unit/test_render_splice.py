"""A document of spliced fragments is the whole document, and says to the letter what the entries say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from html import escape, unescape

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feedsvc.feed import Tombstone
from feedsvc.model import Assignment, Author, Enclosure, Entry, Format, Origin
from feedsvc.render import assemble, atom, facts, fragment, jsonfeed, render, rss
from feedsvc.render.frame import Frame
from feedsvc.render.specimen import FEED, SITE

# XML 1.0, section 2.2, Char: the control characters but three are not in it, nor are surrogates, U+FFFE and U+FFFF.
LETTERS = st.characters(exclude_categories=("Cc", "Cs"), include_characters="\t\n\r", exclude_characters="\ufffe\uffff")
AWKWARD = (
    "]]>",
    "&amp;amp;",
    "<b>",
    "</entry></feed>",
    "\"'",
    "\r\n",
    "\u202e",
    "\U0001f6a2",
    "&#x26;",
    "<!--",
    "\x85",
)
TEXTS = st.one_of(
    st.text(LETTERS, max_size=20), st.sampled_from(AWKWARD), st.text(LETTERS, max_size=5).map("]]>&lt;".join)
)
NAMES = TEXTS.filter(bool)
MOMENTS = st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0))
AUTHORS = st.builds(Author, NAMES, st.none() | NAMES, st.none() | NAMES)
ENTRIES = st.builds(
    Entry,
    id=NAMES,
    slug=TEXTS,
    path=TEXTS,
    link=NAMES,
    title=NAMES,
    summary=TEXTS,
    content=TEXTS,
    language=st.sampled_from(("en", "de", "zh-Hant")),
    published=MOMENTS,
    updated=MOMENTS,
    received=MOMENTS,
    digest=st.just(""),
    authors=st.lists(AUTHORS, max_size=2).map(tuple),
    image=st.none() | NAMES,
    enclosures=st.lists(st.builds(Enclosure, NAMES, NAMES, st.integers(0, 9**12)), max_size=2).map(tuple),
)
ASSIGNMENTS = st.lists(
    st.builds(Assignment, NAMES, NAMES, st.sampled_from(Origin), TEXTS), max_size=3, unique_by=lambda made: made.topic
)
PUBLISHED = st.lists(st.tuples(ENTRIES, ASSIGNMENTS), max_size=2)
NUMBERS = st.none() | st.integers(1, 10**6)
FRAMES = st.builds(
    Frame,
    keeps=st.timedeltas(timedelta(0), timedelta(days=400)),
    stylesheet=st.none() | st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1),
    parameters=st.sampled_from(("", "brief=90&limit=10")),
    page=st.sampled_from((None, "https://news.example.org/combine/fog+tides")),
    archive=NUMBERS,
    older=NUMBERS,
    newer=NUMBERS,
    tombstones=st.lists(st.builds(Tombstone, NAMES, MOMENTS), max_size=2).map(tuple),
)
ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
PLAIN = Frame()
FEW = settings(max_examples=20)  # the whole of the pure core's tests has two seconds


def document(format: Format, published: list[tuple[Entry, list[Assignment]]], frame: Frame = PLAIN) -> bytes:
    return assemble(FEED, format, [fragment(*each, SITE, format) for each in published], SITE, frame)


@FEW
@given(PUBLISHED, FRAMES)
def test_a_spliced_atom_document_is_what_feedgen_makes_of_the_same_entries(published, frame):
    whole = atom._feed(FEED, SITE, frame)
    for entry, assignments in published:
        whole.add_entry(atom._entry(entry, assignments, SITE), order="append")
    assert document(Format.ATOM, published, frame) == whole.atom_str()


@FEW
@given(PUBLISHED, FRAMES)
def test_a_spliced_rss_document_is_what_feedgen_makes_of_the_same_entries(published, frame):
    whole = rss._feed(FEED, SITE, frame)
    for entry, assignments in published:
        whole.add_entry(rss._entry(entry, assignments, SITE), order="append")
    assert document(Format.RSS, published, frame) == rss._numbered(whole.rss_str())


@FEW
@given(PUBLISHED, FRAMES)
def test_a_spliced_json_document_is_what_the_encoder_makes_of_the_same_entries(published, frame):
    items = [jsonfeed._entry(entry, assignments, SITE) for entry, assignments in published]
    whole = {**jsonfeed._feed(FEED, SITE, frame), "items": items}
    assert (
        document(Format.JSON, published, frame) == json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    )


@FEW
@given(FRAMES)
def test_a_frame_is_said_to_the_letter(frame):
    """X1, D2"""
    for xml in (document(Format.ATOM, [], frame), document(Format.RSS, [], frame)):
        named = etree.fromstring(xml).getprevious()
        assert frame.stylesheet == (None if named is None else unescape(named.get("href")))
    deleted = etree.fromstring(document(Format.ATOM, [], frame)).iter(f"{TOMBSTONES}deleted-entry")
    assert [(one.get("ref"), one.get("when")) for one in deleted] == [
        (one.entry_id, one.when.isoformat()) for one in frame.tombstones
    ]


@FEW
@given(ENTRIES, ASSIGNMENTS)
def test_a_fragment_made_alone_is_the_one_made_with_its_sisters(entry, assignments):
    assert {made.format: made.data for made in render(entry, assignments, SITE)} == {
        kind: fragment(entry, assignments, SITE, kind) for kind in Format
    }


@FEW
@given(ENTRIES, ASSIGNMENTS)
def test_atom_says_to_the_letter_what_the_entry_says(entry, assignments):
    """X1, X6"""
    (read,) = etree.fromstring(document(Format.ATOM, [(entry, assignments)])).iter(f"{ATOM}entry")
    assert read.findtext(f"{ATOM}id") == entry.id
    assert read.findtext(f"{ATOM}title") == entry.title
    assert read.findtext(f"{ATOM}summary") == facts.summary(entry)
    assert read.findtext(f"{ATOM}content", "") == entry.content
    assert read.findtext(f"{ATOM}published") == entry.published.isoformat()
    assert read.findtext(f"{ATOM}updated") == entry.updated.isoformat()
    page, *enclosures = read.iter(f"{ATOM}link")
    assert dict(page.attrib) == {"href": entry.link, "rel": "alternate", "type": "text/html"}
    assert [(one.get("rel"), one.get("href"), one.get("type"), int(one.get("length"))) for one in enclosures] == [
        ("enclosure", one.href, one.type, one.length) for one in entry.enclosures
    ]
    assert [
        tuple(author.findtext(f"{ATOM}{of}") for of in ("name", "email", "uri"))
        for author in read.iter(f"{ATOM}author")
    ] == [(author.name, author.email, author.uri) for author in facts.authors(entry, SITE)]
    assert [(topic.get("term"), topic.get("label")) for topic in read.iter(f"{ATOM}category")] == [
        (topic.topic, topic.title) for topic in assignments
    ]


@FEW
@given(ENTRIES, ASSIGNMENTS)
def test_rss_says_to_the_letter_what_the_entry_says(entry, assignments):
    """X1, X6, R8: the description is HTML, so the plain summary is escaped in it."""
    (read,) = etree.fromstring(document(Format.RSS, [(entry, assignments)])).iter("item")
    summary = facts.summary(entry)
    assert read.findtext("guid") == entry.id
    assert read.findtext("title") == entry.title
    assert read.findtext("link") == entry.link
    assert read.findtext("description") == (escape(summary, quote=False) if summary else entry.content or None)
    assert read.findtext(f"{CONTENT}encoded") == (entry.content or None if summary else None)
    assert [creator.text for creator in read.iter(f"{DC}creator")] == [one.name for one in facts.authors(entry, SITE)]
    assert [topic.text for topic in read.iter("category")] == [topic.topic for topic in assignments]
    assert [(one.get("url"), one.get("type"), int(one.get("length"))) for one in read.iter("enclosure")] == [
        (one.href, one.type, one.length) for one in entry.enclosures[:1]
    ]


@FEW
@given(ENTRIES, ASSIGNMENTS)
def test_json_says_to_the_letter_what_the_entry_says(entry, assignments):
    (read,) = json.loads(document(Format.JSON, [(entry, assignments)]))["items"]
    assert read["id"] == entry.id
    assert read["url"] == entry.link
    assert read["title"] == entry.title
    assert read.get("summary") == facts.summary(entry)
    assert read["content_html"] == entry.content
    assert datetime.fromisoformat(read["date_published"]) == entry.published
    assert datetime.fromisoformat(read["date_modified"]) == entry.updated
    assert [author["name"] for author in read["authors"]] == [author.name for author in facts.authors(entry, SITE)]
    assert read.get("tags", []) == [topic.topic for topic in assignments]
    assert [(one["url"], one["mime_type"], one.get("size_in_bytes", 0)) for one in read.get("attachments", [])] == [
        (one.href, one.type, one.length) for one in entry.enclosures
    ]
