"""Which settings are of entries, so that a change of them makes every entry anew, and which are not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feedsvc.model import Author, Site, Topic
from feedsvc.pipeline import Settings

SITE = Site(
    title="The Harbour Gazette",
    description="News from the coast",
    base_url="https://gazette.example",
    authority="gazette.example,2026",
    language="en",
    timezone=ZoneInfo("UTC"),
    author=Author("Harbour Desk"),
)
SPORT = Topic("sport", "Sport", rule="regatta")


def of(site: Site = SITE, chrome: tuple[str, ...] = ("Share",), topic: Topic = SPORT) -> Settings:
    return Settings.of(site, chrome, [topic])


@pytest.mark.parametrize(
    "changed",
    [
        {"slug": "sports"},
        {"title": "Sports"},
        {"description": "All of it"},
        {"rule": "rowing"},
        {"parent": "leisure"},
        {"aliases": ("sports", "games")},
        {"codes": ("medtop:15000000",)},
    ],
)
def test_topics_make_no_entry_anew_and_are_told_apart_from_one_another(changed: dict[str, Any]) -> None:
    changed_settings = of(topic=replace(SPORT, **changed))
    assert changed_settings.fingerprint() == of().fingerprint()
    assert changed_settings.fingerprint_of_topics() != of().fingerprint_of_topics()


@pytest.mark.parametrize(
    "changed",
    [
        {"chrome": ("Share", "Print")},
        {"site": replace(SITE, timezone=ZoneInfo("Europe/Paris"))},
        {"site": replace(SITE, base_url="https://news.gazette.example")},
    ],
)
def test_whatever_else_shapes_an_entry_makes_all_of_them_anew(changed: dict[str, Any]) -> None:
    assert of(**changed).fingerprint() != of().fingerprint()
    assert of(**changed).fingerprint_of_topics() == of().fingerprint_of_topics()


@pytest.mark.parametrize(
    "version", ["feedsvc.__version__", "feedsvc.expressions.VERSION", "feedsvc.pipeline.make.VERSION"]
)
def test_another_version_of_what_makes_an_entry_makes_all_of_them_anew(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of feedsvc, of what searches see, and of the renderers."""
    before = of().fingerprint()
    monkeypatch.setattr(version, "another")
    assert of().fingerprint() != before
