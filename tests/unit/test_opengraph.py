"""What whoever shows a link to an entry is told of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedsvc.model import Enclosure
from feedsvc.render.specimen import BARE, RICH, SITE
from feedsvc.web import opengraph


def test_everything_that_is_known_of_an_entry_is_told_in_order() -> None:
    assert opengraph.properties(RICH, ["North Coast", "Ferries & Boats"], SITE) == [
        ("og:type", "article"),
        ("og:site_name", "Harbour & Hill"),
        ("og:title", RICH.title),
        ("og:description", RICH.summary),
        ("og:url", RICH.link),
        ("og:locale", "de"),
        ("twitter:card", "summary_large_image"),
        ("og:image", "https://news.example.org/ferry.jpg"),
        ("og:image:width", "640"),
        ("og:image:height", "480"),
        ("og:image:alt", "The ferry <at> sea"),
        ("og:audio", "https://news.example.org/ferry.mp3"),
        ("og:audio:type", "audio/mpeg"),
        ("article:published_time", "2026-03-01T06:05:04+00:00"),
        ("article:modified_time", "2026-03-02T08:30:00+00:00"),
        ("article:expiration_time", "2027-03-01T00:00:00+00:00"),
        ("article:author", "https://example.org/ada"),
        ("article:tag", "North Coast"),
        ("article:tag", "Ferries & Boats"),
    ]


def test_without_a_picture_the_card_is_small_and_names_none() -> None:
    told = dict(opengraph.properties(replace(BARE, summary=""), [], SITE))
    assert told["twitter:card"] == "summary"
    assert told.keys().isdisjoint({"og:image", "og:description", "article:expiration_time", "article:author"})


def test_a_film_is_told_as_one() -> None:
    film = Enclosure("https://example.org/film.mp4", "video/mp4")
    told = dict(opengraph.properties(replace(BARE, enclosures=(film,)), [], SITE))
    assert (told["og:video"], told["og:video:type"]) == ("https://example.org/film.mp4", "video/mp4")


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en-GB", "en_GB"), ("de", "de"), ("zh-Hant-TW", "zh_TW"), ("es-419", "es"), ("sr-Latn", "sr"), ("en-a-bb", "en")],
)
def test_a_locale_is_a_language_and_its_region_where_one_is_named(language: str, locale: str) -> None:
    assert opengraph.locale(language) == locale
