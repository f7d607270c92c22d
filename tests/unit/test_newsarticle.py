"""What search engines are told of an entry, and that nothing in it can end the element that holds it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from feedsvc.model import Author, Enclosure
from feedsvc.render.specimen import BARE, RICH, SITE
from feedsvc.web import newsarticle

PERMALINK = "https://news.example.org/entries/faehre-a1b2c3d4"


def test_everything_that_is_known_of_an_entry_is_told() -> None:
    assert newsarticle.article(RICH, ["North Coast", "Ferries & Boats"], SITE, PERMALINK) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": RICH.title,
        "description": RICH.summary,
        "url": PERMALINK,
        "mainEntityOfPage": {"@type": "WebPage", "@id": RICH.link},
        "isBasedOn": RICH.link,
        "datePublished": "2026-03-01T06:05:04+00:00",
        "dateModified": "2026-03-02T08:30:00+00:00",
        "expires": "2027-03-01T00:00:00+00:00",
        "inLanguage": "de",
        "keywords": ["North Coast", "Ferries & Boats"],
        "author": [
            {"@type": "Person", "name": "Ada Möller", "url": "https://example.org/ada"},
            {"@type": "Person", "name": "Bo O'Neil"},
        ],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": "Harbour & Hill",
            "url": "https://news.example.org/",
        },
        "image": {
            "@type": "ImageObject",
            "url": "https://news.example.org/ferry.jpg",
            "caption": "The ferry <at> sea",
            "width": 640,
            "height": 480,
        },
        "associatedMedia": [
            {
                "@type": "AudioObject",
                "contentUrl": "https://news.example.org/ferry.mp3",
                "encodingFormat": "audio/mpeg",
                "contentSize": "1234 B",
                "duration": "PT1M1S",
            },
            {
                "@type": "MediaObject",
                "contentUrl": "https://news.example.org/ferry.pdf",
                "encodingFormat": "application/pdf",
            },
        ],
    }


def test_nothing_is_told_of_what_is_not_known() -> None:
    told = newsarticle.article(BARE, [], SITE, BARE.link)
    assert told.keys().isdisjoint({"isBasedOn", "expires", "keywords", "image", "associatedMedia"})


def test_what_nobody_signed_is_by_the_desk_which_is_no_person() -> None:
    told = newsarticle.article(BARE, [], SITE, BARE.link)
    assert told["author"] == [{"@type": "Organization", "name": "The Desk", "url": "https://example.org/desk"}]


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "PT0S"), (59, "PT59S"), (60, "PT1M"), (725, "PT12M5S"), (3600, "PT1H"), (90061, "PT25H1M1S")],
)
def test_lengths_are_written_as_iso_8601_does(seconds: int, written: str) -> None:
    assert newsarticle.duration(seconds) == written


@given(
    st.text(st.characters(codec="utf-8")), st.sampled_from(["</script>", "<!--", "<script", "\u2028", "&lt;", "]]>"])
)
def test_whatever_is_told_stays_within_its_element_and_is_read_as_it_was_meant(text: str, payload: str) -> None:
    """S1."""
    entry = replace(BARE, title=text + payload, authors=(Author(payload + text),))
    script = newsarticle.script(newsarticle.article(entry, [payload], SITE, BARE.link))
    assert not set(script) & set("<>&\u2028\u2029")
    assert json.loads(script)["headline"] == text + payload
    document = html.document_fromstring(f'<script type="application/ld+json">{script}</script><p>after</p>')
    assert [each.tag for each in document.iter("script", "p")] == ["script", "p"]


def test_a_picture_that_only_lies_beside_the_entry_stands_for_it() -> None:
    entry = replace(BARE, enclosures=(Enclosure("https://example.org/x.png", "image/png"),))
    told = newsarticle.article(entry, [], SITE, BARE.link)
    assert told["image"] == {"@type": "ImageObject", "url": "https://example.org/x.png"}
    assert "associatedMedia" not in told
