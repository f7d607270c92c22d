"""An entry's content as its page holds it: what is wide scrolls, and pictures without words are not read out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from feedsvc import sanitize
from feedsvc.model import Enclosure
from feedsvc.web.content import accessible


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>as it is</p>", "<p>as it is</p>"),
        ("<pre>code</pre>", '<pre tabindex="0">code</pre>'),
        ('<pre lang="en">code</pre>', '<pre tabindex="0" lang="en">code</pre>'),
        (
            '<table border="1"><tbody></tbody></table>',
            '<div class="wide" tabindex="0"><table border="1"><tbody></tbody></table></div>',
        ),
        ('<img src="a">', '<img src="a" alt="">'),
        ('<img src="a" alt="A ship">', '<img src="a" alt="A ship">'),
        ('<img src="a" alt="">', '<img src="a" alt="">'),
        ('<img src="a" title="x alt=y">', '<img src="a" title="x alt=y" alt="">'),
        ('<img src="a" title="1 > 0">', '<img src="a" title="1 > 0" alt="">'),
        ('<p title="<table>">&lt;pre></p>', '<p title="<table>">&lt;pre></p>'),
    ],
)
def test_what_is_missing_is_added_and_nothing_else_is_touched(content: str, expected: str) -> None:
    assert accessible(content) == expected


def test_pictures_after_the_first_are_fetched_when_they_are_about_to_be_seen() -> None:
    shown = accessible('<img src="a" alt=""><img src="b" alt=""><img src="c" alt="" loading="eager">')
    assert shown == '<img src="a" alt=""><img src="b" alt="" loading="lazy"><img src="c" alt="" loading="eager">'


def test_a_picture_whose_size_is_known_keeps_its_room_until_it_is_there() -> None:
    media = (Enclosure("https://example.org/a?b=1&c=2", "image/png", width=640, height=480),)
    shown = accessible('<img src="https://example.org/a?b=1&amp;c=2" alt="">', media)
    assert shown == '<img src="https://example.org/a?b=1&amp;c=2" alt="" width="640" height="480">'
    as_written = '<img src="https://example.org/a?b=1&amp;c=2" alt="" width="100">'
    assert accessible(as_written, media) == as_written


PIECES = st.sampled_from(
    [
        *(
            "<table>",
            "</table>",
            "<tr><td>",
            "<pre>",
            "</pre>",
            "<p>",
            "<a href='/'>",
            "</a>",
            "text",
            "&lt;",
            '"',
            "<",
        ),
        *('<img src="/a">', '<img alt=">" src="/b">', '<p title="<img>">', '<p title="<table>">'),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_is_sanitized_is_completed_and_stays_what_it_was(markup: str) -> None:
    before = sanitize.html(markup, "https://example.org/")
    after = html.fragment_fromstring(accessible(before), create_parent="main")
    assert sanitize.plain(accessible(before)) == sanitize.plain(before)
    assert all(each.get("alt") is not None for each in after.iter("img"))
    assert all(each.get("tabindex") == "0" for each in after.iter("pre"))
    assert all(each.getparent().get("tabindex") == "0" for each in after.iter("table"))
