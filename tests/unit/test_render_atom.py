from __future__ import annotations

import locale
from dataclasses import replace

from lxml import etree

from feedsvc.feed import Tombstone
from feedsvc.model import Enclosure
from feedsvc.render import atom
from feedsvc.render.frame import Frame
from feedsvc.render.specimen import ARCHIVE, ASSIGNMENTS, BARE, FEED, RICH, SITE, SUBSCRIPTION

AT = "{http://purl.org/atompub/tombstones/1.0}"
FH = "{http://purl.org/syndication/history/1.0}"
SY = "{http://purl.org/rss/1.0/modules/syndication/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PLAIN = Frame()


def feed(*fragments: bytes, of=FEED, frame=PLAIN) -> etree._Element:
    document = atom.document(of, fragments, SITE, frame)
    return etree.fromstring(document.replace(b' xmlns="http://www.w3.org/2005/Atom"', b"", 1))


def links(frame) -> list[tuple[str | None, str | None, str | None]]:
    return [(link.get("rel"), link.get("type"), link.get("href")) for link in feed(frame=frame).findall("link")]


def entry(entry=RICH, assignments=ASSIGNMENTS) -> etree._Element:
    return feed(atom.fragment(entry, assignments, SITE)).find("entry")


def test_a_feed_without_entries_has_all_that_a_feed_must():
    """A1, A2, S3"""
    empty = feed()
    assert empty.findtext("id") == "tag:example.org,2026:feeds/north-coast"
    assert empty.findtext("title") == "North Coast · Harbour & Hill"
    assert empty.findtext("subtitle") == "What happens on the north coast"
    assert empty.findtext("updated") == "2026-03-02T08:30:00+00:00"
    assert empty.findtext("author/name") == "The Desk"
    assert empty.findtext("icon") == "https://news.example.org/favicon.ico"
    assert empty.get(LANG) == "en"
    assert empty.find("entry") is None


def test_a_feed_names_itself_its_page_and_its_sisters():
    """A6: one of each rel and type."""
    assert links(PLAIN) == [
        ("self", "application/atom+xml", "https://news.example.org/feeds/north-coast.atom"),
        ("alternate", "application/rss+xml", "https://news.example.org/feeds/north-coast.rss"),
        ("alternate", "application/feed+json", "https://news.example.org/feeds/north-coast.json"),
        ("alternate", "text/html", "https://news.example.org/topics/north-coast"),
    ]


def test_a_subscription_document_leads_to_the_newest_of_its_archive_and_is_none_itself():
    """P1"""
    assert links(Frame(older=3))[-1] == (
        "prev-archive",
        "application/atom+xml",
        "https://news.example.org/feeds/north-coast/archive/3.atom",
    )
    assert feed(frame=Frame(older=3)).find(f"{FH}archive") is None
    assert "fh" not in feed(frame=Frame(older=3)).nsmap


def test_an_archive_document_says_so_and_names_its_neighbours_and_its_sisters():
    """P1, A6: the sisters of archive document 3 are archive documents 3 in the other formats."""
    assert [(rel, href.removeprefix("https://news.example.org/")) for rel, _, href in links(ARCHIVE)] == [
        ("self", "feeds/north-coast/archive/3.atom"),
        ("alternate", "feeds/north-coast/archive/3.rss"),
        ("alternate", "feeds/north-coast/archive/3.json"),
        ("alternate", "topics/north-coast"),
        ("current", "feeds/north-coast.atom"),
        ("prev-archive", "feeds/north-coast/archive/2.atom"),
        ("next-archive", "feeds/north-coast/archive/4.atom"),
    ]
    (mark,) = feed(frame=ARCHIVE).findall(f"{FH}archive")
    assert (mark.text, dict(mark.attrib), len(mark)) == (None, {}, 0)


def test_the_oldest_archive_document_has_none_before_it():
    """P1"""
    assert [rel for rel, _, _ in links(Frame(archive=1, newer=2))][-2:] == ["current", "next-archive"]


def test_all_documents_of_a_feed_have_its_id():
    """A3"""
    found = {feed(frame=frame).findtext("id") for frame in (PLAIN, SUBSCRIPTION, ARCHIVE)}
    assert found == {"tag:example.org,2026:feeds/north-coast"}


def test_parameters_belong_to_the_address_of_the_document_and_of_its_sisters():
    """A7"""
    assert [href for _, _, href in links(Frame(parameters="brief=90&limit=10"))] == [
        "https://news.example.org/feeds/north-coast.atom?brief=90&limit=10",
        "https://news.example.org/feeds/north-coast.rss?brief=90&limit=10",
        "https://news.example.org/feeds/north-coast.json?brief=90&limit=10",
        "https://news.example.org/topics/north-coast",
    ]


def test_tombstones_come_before_the_entries_in_the_order_given():
    """D2"""
    one, other = FEED.updated, FEED.modified
    tombstones = (Tombstone("tag:example.org,2026:b", other), Tombstone("tag:example.org,2026:a", one))
    found = feed(atom.fragment(BARE, (), SITE), frame=Frame(tombstones=tombstones))
    assert [dict(deleted.attrib) for deleted in found.findall(f"{AT}deleted-entry")] == [
        {"ref": "tag:example.org,2026:b", "when": "2026-03-02T08:31:00+00:00"},
        {"ref": "tag:example.org,2026:a", "when": "2026-03-02T08:30:00+00:00"},
    ]
    assert [child.tag for child in found][-3:] == [f"{AT}deleted-entry", f"{AT}deleted-entry", "entry"]


def test_the_namespace_of_tombstones_is_declared_where_there_are_some():
    """D2: validators that do not know it warn of it."""
    assert "at" not in feed().nsmap
    assert feed(frame=SUBSCRIPTION).nsmap["at"] == "http://purl.org/atompub/tombstones/1.0"


def test_a_feed_says_how_often_to_ask():
    """R19"""
    found = feed(frame=SUBSCRIPTION)
    assert (found.findtext(f"{SY}updatePeriod"), found.findtext(f"{SY}updateFrequency")) == ("hourly", "3")


def test_a_stylesheet_is_named_between_the_declaration_and_the_root():
    """X3"""
    document = atom.document(FEED, (), SITE, Frame(stylesheet='/a.css?v=1&w="2"<3>?>'))
    assert document.startswith(
        b"<?xml version='1.0' encoding='UTF-8'?>\n"
        b'<?xml-stylesheet type="text/css" href="/a.css?v=1&amp;w=&quot;2&quot;&lt;3&gt;?&gt;"?><feed '
    )


def test_every_feed_has_an_id_of_its_own():
    """A3"""
    everything = replace(FEED, selection="all")
    assert feed(of=everything).findtext("id") == "tag:example.org,2026:feeds/all"
    assert feed(of=everything).find("link[@type='text/html']").get("href") == "https://news.example.org/"


def test_the_generator_is_named_with_its_version():
    generator = feed().find("generator")
    assert generator.text == "feedsvc"
    assert generator.get("version")
    assert generator.get("uri") is None


def test_content_is_escaped_html_and_never_cdata():
    """A8"""
    content = entry().find("content")
    assert content.get("type") == "html"
    assert content.text == RICH.content
    assert b"CDATA" not in atom.fragment(RICH, ASSIGNMENTS, SITE)


def test_titles_and_summaries_are_plain_text():
    """A8: no type is type="text"."""
    assert entry().find("title").attrib == {}
    assert entry().find("summary").attrib == {}
    assert entry().findtext("summary") == RICH.summary


def test_a_summary_that_repeats_the_content_is_left_out():
    """A9"""
    assert entry(BARE).find("summary") is None


def test_enclosures_are_not_taken_for_alternates():
    """A7"""
    assert [dict(link.attrib) for link in entry().findall("link")] == [
        {"href": RICH.link, "rel": "alternate", "type": "text/html"},
        {"href": "https://news.example.org/ferry.mp3", "rel": "enclosure", "type": "audio/mpeg", "length": "1234"},
        {"href": "https://news.example.org/ferry.pdf", "rel": "enclosure", "type": "application/pdf", "length": "0"},
    ]


def test_an_entry_without_content_has_its_page():
    """A6"""
    silent = entry(
        replace(BARE, content="", summary="", enclosures=(Enclosure("https://example.org/a.mp3", "audio/mpeg"),))
    )
    assert silent.find("content") is None
    assert [link.get("rel") for link in silent.findall("link")] == ["alternate", "enclosure"]


def test_categories_have_term_scheme_and_label():
    """A11"""
    assert [dict(category.attrib) for category in entry().findall("category")] == [
        {"term": "north-coast", "scheme": "https://news.example.org/topics/", "label": "North Coast"},
        {"term": "ferries", "scheme": "https://news.example.org/topics/", "label": "Ferries & Boats"},
    ]


def test_every_entry_has_authors():
    """A2"""
    assert [author.findtext("name") for author in entry().findall("author")] == ["Ada Möller", "Bo O'Neil"]
    assert [author.findtext("name") for author in entry(BARE).findall("author")] == ["The Desk"]


def test_an_entry_names_its_language_where_it_is_not_the_feeds():
    """A10"""
    assert entry().get(LANG) == "de"
    assert entry(BARE).get(LANG) is None


def test_a_fragment_leaves_namespaces_to_the_root():
    assert atom.fragment(BARE, (), SITE).startswith(b"<entry><id>")


def test_a_document_starts_with_a_declaration_and_has_no_doctype():
    """X3, X5"""
    document = atom.document(FEED, (), SITE, PLAIN)
    assert document.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<feed ")
    assert b"<!DOCTYPE" not in document


def test_the_locale_of_the_process_is_left_alone(monkeypatch):
    monkeypatch.setattr(locale, "setlocale", None)
    assert entry().findtext("published") == "2026-03-01T06:05:04+00:00"
