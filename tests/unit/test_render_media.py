"""Media RSS and iTunes: what an item tells of the pictures and recordings of its entry."""

from __future__ import annotations

from dataclasses import replace

import feedparser
from lxml import etree

from feedsvc.model import Enclosure, Entry, Format
from feedsvc.render import assemble, fragment, media
from feedsvc.render.specimen import BARE, FEED, RICH, SITE

FILM = Enclosure("https://news.example.org/film.mp4", "video/mp4", 99, 1280, 720, 61)
PICTURE = Enclosure("https://news.example.org/pier.png", "image/png", 640, 32, 16, title="The pier")


def item(entry: Entry) -> etree._Element:
    document = assemble(FEED, Format.RSS, [fragment(entry, (), SITE, Format.RSS)], SITE)
    found = etree.fromstring(document).find("channel/item")
    assert found is not None
    return found


def contents(entry: Entry) -> list[dict[str, str]]:
    return [dict(each.attrib) for each in item(entry).iterfind("media:content", media.NAMESPACES)]


def test_an_entry_without_pictures_and_recordings_says_nothing_of_them() -> None:
    assert contents(BARE) == []
    assert not [child for child in item(BARE) if media.NAMESPACES["itunes"] in str(child.tag)]


def test_a_picture_is_told_with_its_size_and_type() -> None:
    """E2: width and height are whole numbers, the type is a media type, the medium one of the module's words."""
    assert contents(replace(BARE, media=(PICTURE,))) == [
        {
            "url": PICTURE.href,
            "fileSize": "640",
            "type": "image/png",
            "medium": "image",
            "height": "16",
            "width": "32",
        }
    ]


def test_what_is_unknown_is_left_out() -> None:
    unknown = Enclosure("https://news.example.org/list.csv", "text/csv")
    assert contents(replace(BARE, media=(unknown,))) == [
        {"url": unknown.href, "type": "text/csv", "medium": "document"}
    ]


def test_the_first_enclosure_is_the_items_and_all_others_are_media() -> None:
    """R15"""
    one = replace(BARE, enclosures=(FILM, PICTURE))
    assert [each.get("url") for each in item(one).iterfind("enclosure")] == [FILM.href]
    assert [each["url"] for each in contents(one)] == [PICTURE.href]


def test_a_picture_that_is_shown_and_enclosed_is_told_once() -> None:
    assert len(contents(replace(BARE, media=(PICTURE,), enclosures=(FILM, PICTURE)))) == 1


def test_an_entry_with_a_recording_says_what_players_ask() -> None:
    """E3"""
    one = item(replace(BARE, enclosures=(FILM,), image="https://news.example.org/cover.jpg"))
    assert one.findtext("itunes:duration", namespaces=media.NAMESPACES) == "61"
    cover = one.find("itunes:image", media.NAMESPACES)
    assert cover is not None
    assert cover.get("href") == "https://news.example.org/cover.jpg"


def test_feedparser_reads_media_and_takes_none_of_it_for_the_text() -> None:
    document = assemble(FEED, Format.RSS, [fragment(RICH, (), SITE, Format.RSS)], SITE)
    (found,) = feedparser.parse(document).entries
    assert found.title == RICH.title
    assert [each["url"] for each in found.media_content] == [each.href for each in media.shown(RICH)]
    assert found.source.title == "Coast & Co."
