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


def fingerprint(site: Site = SITE, chrome: tuple[str, ...] = ("Share",), topic: Topic = SPORT) -> str:
    return Settings.of(site, chrome, [topic]).fingerprint()


def test_aliases_make_no_entry_anew() -> None:
    assert fingerprint(topic=replace(SPORT, aliases=("sports", "games"))) == fingerprint()


@pytest.mark.parametrize(
    "changed",
    [
        {"topic": replace(SPORT, slug="sports")},
        {"topic": replace(SPORT, title="Sports")},
        {"topic": replace(SPORT, rule="rowing")},
        {"topic": replace(SPORT, parent="leisure")},
        {"topic": replace(SPORT, codes=("medtop:15000000",))},
        {"chrome": ("Share", "Print")},
        {"site": replace(SITE, timezone=ZoneInfo("Europe/Paris"))},
        {"site": replace(SITE, base_url="https://news.gazette.example")},
    ],
)
def test_whatever_shapes_an_entry_makes_all_of_them_anew(changed: dict[str, Any]) -> None:
    assert fingerprint(**changed) != fingerprint()
