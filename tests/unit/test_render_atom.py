from __future__ import annotations

import locale
from dataclasses import replace

from lxml import etree

from feedsvc.model import Enclosure
from feedsvc.render import atom
from feedsvc.render.specimen import ASSIGNMENTS, BARE, FEED, RICH, SITE

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(*fragments: bytes, of=FEED) -> etree._Element:
    return etree.fromstring(atom.document(of, fragments, SITE).replace(b' xmlns="http://www.w3.org/2005/Atom"', b"", 1))


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
    assert [(link.get("rel"), link.get("type"), link.get("href")) for link in feed().findall("link")] == [
        ("self", "application/atom+xml", "https://news.example.org/feeds/north-coast.atom"),
        ("alternate", "text/html", "https://news.example.org/topics/north-coast"),
        ("alternate", "application/rss+xml", "https://news.example.org/feeds/north-coast.rss"),
        ("alternate", "application/feed+json", "https://news.example.org/feeds/north-coast.json"),
    ]


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
    document = atom.document(FEED, (), SITE)
    assert document.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<feed ")
    assert b"<!DOCTYPE" not in document


def test_the_locale_of_the_process_is_left_alone(monkeypatch):
    monkeypatch.setattr(locale, "setlocale", None)
    assert entry().findtext("published") == "2026-03-01T06:05:04+00:00"
