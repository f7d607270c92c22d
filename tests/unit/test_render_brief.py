from __future__ import annotations

from dataclasses import fields, replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.model import Entry
from feedsvc.render import facts
from feedsvc.render.brief import brief
from feedsvc.render.specimen import BARE, RICH

LONG = replace(
    RICH, content="<h2>Fog &amp; <em>ice</em></h2><p>Ships wait<br>off the 3 &lt; 4 <a href='/x'>piers</a>.</p>"
)
WORDS = st.lists(st.text(st.characters(categories=("L", "N", "M", "So", "P")), min_size=1), max_size=20).map(" ".join)


def test_a_brief_entry_holds_text_and_no_markup():
    assert brief(LONG, 100).content == "Fog &amp; ice Ships wait off the 3 &lt; 4 piers."


@pytest.mark.parametrize(
    ("characters", "content"),
    [
        (29, "Fog &amp; ice Ships wait off the…"),
        (15, "Fog &amp; ice…"),
        (4, "Fog…"),
        (1, "…"),
    ],
)
def test_a_brief_entry_is_cut_at_a_word_and_counts_characters_as_they_are_read(characters, content):
    assert brief(LONG, characters).content == content


def test_a_word_without_an_end_is_cut_all_the_same():
    assert brief(replace(BARE, content="<p>灯台は冬のあいだも灯り続ける</p>"), 5).content == "灯台は冬…"


def test_a_brief_entry_is_the_same_entry():
    """S2, R3: readers merge what has the same id."""
    made = brief(LONG, 20)
    kept = [field.name for field in fields(Entry) if field.name not in {"content", "summary"}]
    assert [getattr(made, name) for name in kept] == [getattr(LONG, name) for name in kept]


def test_where_the_content_shows_no_text_it_is_the_summary():
    """A9"""
    assert (
        brief(replace(RICH, content='<img src="https://example.org/a.png">'), 24).content == "Die Fähre fährt wieder…"
    )
    assert brief(replace(RICH, content="", summary=""), 24).content == ""


def test_no_summary_stands_beside_it():
    """A9"""
    assert facts.summary(brief(LONG, 20)) is None


@settings(max_examples=50)
@given(WORDS, st.integers(1, 80))
def test_a_brief_entry_is_never_longer_than_it_was_asked_to_be(text, characters):
    content = brief(replace(BARE, content="", summary=text), characters).content
    assert len(unescape(content)) <= characters
    assert text.startswith(unescape(content).removesuffix("…"))
