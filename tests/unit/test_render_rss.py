from __future__ import annotations

import locale
from dataclasses import replace

from lxml import etree

from feedsvc.render import rss
from feedsvc.render.frame import Frame
from feedsvc.render.specimen import ARCHIVE, ASSIGNMENTS, BARE, FEED, RICH, SITE, SUBSCRIPTION

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
FH = "{http://purl.org/syndication/history/1.0}"
SY = "{http://purl.org/rss/1.0/modules/syndication/}"
DC = "{http://purl.org/dc/elements/1.1/}"
PLAIN = Frame()


def channel(*fragments: bytes, of=FEED, frame=PLAIN) -> etree._Element:
    return etree.fromstring(rss.document(of, fragments, SITE, frame)).find("channel")


def links(frame) -> list[tuple[str | None, str | None, str | None]]:
    found = channel(frame=frame).findall(f"{ATOM}link")
    return [(link.get("rel"), link.get("type"), link.get("href")) for link in found]


def item(entry=RICH, assignments=ASSIGNMENTS) -> etree._Element:
    return channel(rss.fragment(entry, assignments, SITE)).find("item")


def test_a_channel_without_items_has_all_that_a_channel_must():
    """R1, S3"""
    empty = channel()
    assert empty.getparent().get("version") == "2.0"
    assert empty.findtext("title") == "North Coast · Harbour & Hill"
    assert empty.findtext("description") == "What happens on the north coast"
    assert empty.findtext("language") == "en"
    assert empty.findtext("ttl") == "5"
    assert empty.findtext("generator").startswith("feedsvc ")
    assert empty.find("item") is None


def test_the_channels_link_is_the_html_page():
    """L4: feedgen takes the last link that it is given."""
    assert [link.text for link in channel().findall("link")] == ["https://news.example.org/topics/north-coast"]
    assert channel(of=replace(FEED, selection="all")).findtext("link") == "https://news.example.org/"


def test_the_channel_names_itself():
    """R7"""
    self = "self", "application/rss+xml"
    assert links(PLAIN) == [(*self, "https://news.example.org/feeds/north-coast.rss")]
    assert links(Frame(parameters="limit=10")) == [(*self, "https://news.example.org/feeds/north-coast.rss?limit=10")]


def test_a_subscription_document_leads_to_the_newest_of_its_archive_and_is_none_itself():
    """P1, P6"""
    older = "https://news.example.org/feeds/north-coast/archive/3.rss"
    assert links(Frame(older=3))[1:] == [("prev-archive", "application/rss+xml", older)]
    assert channel(frame=Frame(older=3)).find(f"{FH}archive") is None


def test_an_archive_document_says_so_and_names_its_neighbours():
    """P1, P6"""
    assert [(rel, href.removeprefix("https://news.example.org/")) for rel, _, href in links(ARCHIVE)] == [
        ("self", "feeds/north-coast/archive/3.rss"),
        ("current", "feeds/north-coast.rss"),
        ("prev-archive", "feeds/north-coast/archive/2.rss"),
        ("next-archive", "feeds/north-coast/archive/4.rss"),
    ]
    (mark,) = channel(frame=ARCHIVE).findall(f"{FH}archive")
    assert (mark.text, dict(mark.attrib), len(mark)) == (None, {}, 0)
    assert channel(frame=ARCHIVE).findtext("link") == "https://news.example.org/topics/north-coast"


def test_the_ttl_and_the_pace_agree():
    """R13, R19"""
    found = channel(frame=SUBSCRIPTION)
    assert found.findtext("ttl") == "20"
    assert (found.findtext(f"{SY}updatePeriod"), found.findtext(f"{SY}updateFrequency")) == ("hourly", "3")


def test_tombstones_are_for_atom():
    """D2"""
    assert SUBSCRIPTION.tombstones
    assert b"tombstones" not in rss.document(FEED, (), SITE, SUBSCRIPTION)


def test_a_stylesheet_is_named_between_the_declaration_and_the_root():
    """X3"""
    document = rss.document(FEED, (), SITE, Frame(stylesheet='/a.css?v=1&w="2"<3>?>'))
    assert document.startswith(
        b"<?xml version='1.0' encoding='UTF-8'?>\n"
        b'<?xml-stylesheet type="text/css" href="/a.css?v=1&amp;w=&quot;2&quot;&lt;3&gt;?&gt;"?><rss '
    )


def test_last_build_date_is_when_content_changed_and_no_clock_is_read():
    """R6, X9"""
    assert [date.text for date in channel().findall("lastBuildDate")] == ["Mon, 02 Mar 2026 08:30:00 GMT"]


def test_items_come_last():
    """R17"""
    one = rss.fragment(BARE, (), SITE)
    tags = [child.tag for child in channel(one, one, frame=ARCHIVE)]
    assert tags.index("item") == len(tags) - 2


def test_the_guid_is_the_entrys_id_and_no_permalink():
    """R3"""
    guid = item().find("guid")
    assert guid.text == RICH.id
    assert guid.get("isPermaLink") == "false"


def test_the_description_is_the_summary_as_html_and_the_content_follows():
    """R8"""
    tags = [child.tag for child in item()]
    assert item().findtext("description") == "Die Fähre fährt wieder, sagt &lt;AT&amp;T&gt;."
    assert item().findtext(f"{CONTENT}encoded") == RICH.content
    assert tags.index(f"{CONTENT}encoded") > tags.index("description")


def test_without_a_summary_the_description_is_the_content_itself():
    """R8"""
    assert item(BARE).findtext("description") == BARE.content
    assert item(BARE).find(f"{CONTENT}encoded") is None


def test_a_description_is_never_empty():
    """R8, R2: the title is enough."""
    silent = item(replace(BARE, content="", summary=""))
    assert silent.find("description") is None
    assert silent.findtext("title") == "Fog"


def test_titles_are_encoded_once_and_by_number():
    """R10"""
    assert b"<title>AT&#x26;T &#x3C; 5 &#x3E; &#x26;amp;</title>" in rss.fragment(
        replace(BARE, title="AT&T < 5 > &amp;"), (), SITE
    )
    assert b"<title>North Coast \xc2\xb7 Harbour &#x26; Hill</title>" in rss.document(FEED, (), SITE, PLAIN)
    assert b"<description>A &amp; B</description>" in rss.document(
        replace(FEED, description="A & B"), (), SITE, Frame()
    )


def test_authors_are_creators_with_or_without_an_address():
    """R11"""
    assert [creator.text for creator in item().findall(f"{DC}creator")] == ["Ada Möller", "Bo O'Neil"]
    assert [creator.text for creator in item(BARE).findall(f"{DC}creator")] == ["The Desk"]
    assert item().find("author") is None


def test_categories_have_the_terms_of_atom():
    """R16, S2"""
    assert [(category.text, category.get("domain")) for category in item().findall("category")] == [
        ("north-coast", "https://news.example.org/topics/"),
        ("ferries", "https://news.example.org/topics/"),
    ]


def test_an_item_has_one_enclosure_at_most():
    """R15"""
    (enclosure,) = item().findall("enclosure")
    assert dict(enclosure.attrib) == {
        "url": "https://news.example.org/ferry.mp3",
        "type": "audio/mpeg",
        "length": "1234",
    }
    assert item(BARE).find("enclosure") is None


def test_an_enclosure_of_unknown_length_says_0():
    """R15"""
    assert item(replace(RICH, enclosures=RICH.enclosures[1:])).find("enclosure").get("length") == "0"


def test_dates_are_english_whatever_the_locale_which_is_left_alone(monkeypatch):
    """R4"""
    monkeypatch.setattr(locale, "setlocale", None)
    assert item().findtext("pubDate") == "Sun, 01 Mar 2026 06:05:04 GMT"


def test_an_item_names_its_language_where_it_is_not_the_channels():
    """R12"""
    assert item().findtext(f"{DC}language") == "de"
    assert item(BARE).find(f"{DC}language") is None


def test_a_fragment_leaves_namespaces_to_the_root_which_declares_them_all_always():
    assert b"xmlns" not in rss.fragment(RICH, ASSIGNMENTS, SITE)
    assert rss.fragment(BARE, (), SITE).startswith(b"<item><title>")
    assert channel().nsmap == channel(rss.fragment(RICH, ASSIGNMENTS, SITE)).nsmap


def test_a_document_starts_with_a_declaration_and_has_no_doctype():
    """X3, X5"""
    document = rss.document(FEED, (), SITE, PLAIN)
    assert document.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<rss ")
    assert b"<!DOCTYPE" not in document
