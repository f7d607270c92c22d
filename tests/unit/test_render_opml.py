from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedsvc.model import Author
from feedsvc.render import opml
from feedsvc.render.specimen import FEED, SITE

EVERYTHING = replace(FEED, selection="all", title="All", modified=datetime(2026, 3, 5, tzinfo=UTC))


def read(*feeds, site=SITE, parents=None) -> etree._Element:
    return etree.fromstring(opml.document(site, feeds, parents or {}))


def tree(*slugs, parents) -> list[object]:
    """The outlines as lists in lists: a feed is its slug, a folder a list that begins with its name."""
    feeds = [replace(FEED, selection=slug, title=slug.title()) for slug in slugs]
    return [shape(outline) for outline in read(*feeds, parents=parents).find("body")]


def shape(outline: etree._Element) -> object:
    if (address := outline.get("xmlUrl")) is not None:
        return address.rpartition("/")[2].removesuffix(".atom")
    return [outline.get("text"), *map(shape, outline)]


def test_an_outline_names_the_atom_document_and_the_page():
    """O1, O2, O5"""
    outline = read(FEED).findall("body/outline")[1]
    assert dict(outline.attrib) == {
        "type": "rss",
        "text": "North Coast · Harbour & Hill",
        "title": "North Coast · Harbour & Hill",
        "description": "What happens on the north coast",
        "language": "en",
        "xmlUrl": "https://news.example.org/feeds/north-coast.atom",
        "htmlUrl": "https://news.example.org/topics/north-coast",
    }


def test_everything_comes_first_once_whether_or_not_it_is_given():
    other = replace(FEED, selection="fog", title="Fog")
    for feeds in ((other, FEED), (other, EVERYTHING, FEED)):
        addresses = [outline.get("xmlUrl") for outline in read(*feeds).iter("outline")]
        assert addresses == [f"https://news.example.org/feeds/{name}.atom" for name in ("all", "fog", "north-coast")]


def test_the_head_says_whose_it_is_and_when_it_last_changed():
    """O1, O3"""
    head = read(FEED, EVERYTHING).find("head")
    assert [(child.tag, child.text) for child in head] == [
        ("title", "Harbour & Hill"),
        ("dateModified", "Thu, 05 Mar 2026 00:00:00 GMT"),
        ("ownerName", "The Desk"),
        ("ownerEmail", "desk@example.org"),
        ("ownerId", "https://example.org/desk"),
    ]


def test_no_date_is_made_up_where_there_are_no_feeds():
    """X9"""
    assert read().find("head/dateModified") is None
    assert len(read().findall("body/outline")) == 1


def test_an_owner_without_addresses_is_known_by_the_site():
    head = read(site=replace(SITE, author=Author("The Desk"))).find("head")
    assert head.find("ownerEmail") is None
    assert head.findtext("ownerId") == "https://news.example.org/"


def test_a_document_starts_with_a_declaration():
    """X3"""
    assert opml.document(SITE, []).startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<opml version=\"2.0\">")


def test_a_topic_with_children_is_a_folder_with_its_own_feed_first():
    """O1, O5: every feed once, wherever it stands."""
    found = tree(
        "art", "asia", "korea", "world", "yachts", parents={"asia": "world", "korea": "asia", "yachts": "world"}
    )
    assert found == ["all", "art", ["World", "world", ["Asia", "asia", "korea"], "yachts"]]


def test_a_folder_is_no_subscription_and_has_a_name():
    """O1, O2"""
    other = replace(FEED, selection="fog", title="Fog")
    [folder] = [
        outline for outline in read(FEED, other, parents={"fog": "north-coast"}).iter("outline") if len(outline)
    ]
    assert dict(folder.attrib) == {"text": FEED.title, "title": FEED.title}


def test_a_child_of_what_is_not_listed_goes_to_the_next_above_it_or_to_the_top():
    parents = {"fog": "weather", "weather": "nature", "rain": "weather", "sun": "sky"}
    assert tree("fog", "nature", "rain", "sun", parents=parents) == ["all", ["Nature", "nature", "fog", "rain"], "sun"]
    assert tree("fog", "rain", parents=parents) == ["all", "fog", "rain"]


@given(
    st.lists(st.sampled_from("abcdefgh"), unique=True),
    st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")),
)
def test_every_feed_is_listed_once_whatever_the_parents_say(slugs: list[str], parents: dict[str, str]) -> None:
    """O4: also where the parents go round."""

    def feeds(found: object) -> list[str]:
        return [found] if isinstance(found, str) else [slug for inner in found[1:] for slug in feeds(inner)]

    assert sorted(feeds(["", *tree(*slugs, parents=parents)])) == sorted(["all", *slugs])
