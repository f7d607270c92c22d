"""Which pictures and recordings of an entry its page shows, and where: each of them once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedsvc.model import Enclosure
from feedsvc.render.specimen import BARE
from feedsvc.web import pictures

SHIP = Enclosure("https://example.org/ship.jpg?w=1&h=2", "image/jpeg", 5000, 640, 480, title="A ship")
QUAY = Enclosure("https://example.org/quay.png", "image/png")
TALK = Enclosure("https://example.org/talk.mp3", "audio/mpeg")
PLAN = Enclosure("https://example.org/plan.pdf", "application/pdf")

SHOWN = '<p><img src="https://example.org/ship.jpg?w=1&amp;h=2"></p>'


def test_the_entrys_own_picture_comes_first_with_what_is_known_of_it() -> None:
    entry = replace(BARE, image=SHIP.href, media=(QUAY, SHIP))
    assert pictures.picture(entry) == pictures.lead(entry) == SHIP


def test_of_a_picture_that_nothing_is_known_of_the_name_tells_the_type() -> None:
    assert pictures.picture(replace(BARE, image=QUAY.href)) == Enclosure(QUAY.href, "image/png")


@pytest.mark.parametrize("field", ["media", "enclosures"])
def test_an_entry_that_names_no_picture_is_known_by_the_first_that_it_has(field: str) -> None:
    assert pictures.picture(replace(BARE, **{field: (TALK, SHIP, QUAY)})) == SHIP  # type: ignore[arg-type]  # a field of it
    assert pictures.picture(replace(BARE, **{field: (TALK, PLAN)})) is None  # type: ignore[arg-type]  # the same


def test_a_picture_that_the_content_shows_does_not_stand_above_it_too() -> None:
    entry = replace(BARE, image=SHIP.href, media=(SHIP,), content=SHOWN)
    assert pictures.picture(entry) == SHIP
    assert pictures.lead(entry) is None


def test_a_picture_whose_address_the_content_only_names_or_begins_another_with_stands_above_it() -> None:
    about = f'<p><a href="{QUAY.href}?about">about it</a><img src="{QUAY.href}.gif"></p>'
    for content in (about, f'<p><a href="{QUAY.href}">see it</a></p>'):
        assert pictures.lead(replace(BARE, image=QUAY.href, media=(QUAY,), content=content)) == QUAY


def test_what_is_above_the_content_or_in_it_is_not_below_it_again() -> None:
    entry = replace(BARE, image=QUAY.href, enclosures=(QUAY, SHIP, TALK, PLAN), content=SHOWN)
    assert pictures.enclosed(entry) == (TALK, PLAN)
    assert pictures.enclosed(replace(entry, image=None, content="<p>None.</p>")) == (SHIP, TALK, PLAN)


def test_a_document_that_the_content_leads_to_is_named_once_more_for_those_who_look_for_it() -> None:
    entry = replace(BARE, enclosures=(PLAN,), content=f'<p><a href="{PLAN.href}">the plan</a></p>')
    assert pictures.enclosed(entry) == (PLAN,)
