"""HTML that would keep the sanitizer busy for minutes: refused with its line, or put right, and always at once."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import sanitize
from feedsvc.errors import Rejected
from feedsvc.sanitize.balance import DEEPEST, balanced

BASE = "https://news.example.org/entries/talks"
MANY = 100_000


def seconds(markup: str) -> float:
    start = time.perf_counter()
    with suppress(Rejected):
        sanitize.html(markup, BASE)
    return time.perf_counter() - start


@pytest.mark.parametrize(
    "tag",
    [
        "<div>",
        "<DiV>",
        "<div title='>'>",
        '<div title="</div>">',
        "<div/>",
        "<x-y>",
        "<div\n>",
        "<table><td>",
    ],
)
def test_a_hundred_thousand_nested_tags_are_refused_at_once(tag: str) -> None:
    start = time.perf_counter()
    with pytest.raises(Rejected, match=f"more than {DEEPEST} HTML elements"):
        sanitize.html(tag * MANY, BASE)
    assert time.perf_counter() - start < 10  # what is quadratic takes minutes; a busy machine is no failure


def test_the_line_where_it_gets_too_deep_is_named() -> None:
    with pytest.raises(Rejected) as caught:
        sanitize.html("<p>fine</p>\n\n" + "<div>\n" * (DEEPEST + 1), BASE)
    assert caught.value.line == 3 + DEEPEST


def test_as_deep_as_allowed_is_allowed() -> None:
    markup = "<div>" * DEEPEST + "x" + "</div>" * DEEPEST
    assert sanitize.html(markup, BASE) == markup


@pytest.mark.parametrize(
    "markup",
    [
        "<b" * 20_000,
        "<!-- <div> " * 20_000,
        "<!-- <div> -->" * 20_000,
        "<script><div></script>" * 5_000,
        "<span><div></span></div>" * 5_000,
        "<div><script><!--<script></script></div>--></script>" * 5_000,
        "<div><svg><![CDATA[></svg></div>]]></svg>" * 5_000,
        "<td><li></td><td><dd></td>" * 5_000,
        "<p>" + "".join(f"<b title={number}>" for number in range(250)) + "</p>" + "<p>x</p>" * 5_000,
        "<table>" + "<b></b>x" * 10_000,
        "&" * 200_000,
        "<p title='" + "&" * 200_000 + "'>",
        "<p " + " ".join(f"a{number}" for number in range(30_000)) + ">",
        "<" * 100_000,
        "<b x='" * 20_000,
        "<img srcset='" + "," * 60_000 + "'>",
    ],
    ids=lambda markup: markup[:20],
)
def test_nothing_takes_long(markup: str) -> None:
    """Each of these took, or grew towards, more than a second where the sanitizer got it as it is."""
    assert seconds(markup) < 1


@pytest.mark.parametrize(
    "block",
    [
        "<p>one<p>two <b>three</b>",
        "<ul><li>a<li>b<ul><li>c</ul></ul>",
        "<dl><dt>a<dd>b<dt>c<dd>d</dl>",
        "<table><tr><td>a<td>b<tr><td>c</table>",
        "<table><caption>t<thead><tr><th>a<tbody><tr><td><p>b<tfoot><tr><td>c</table>",
        "<ruby>漢<rt>kan<rp>)</ruby>",
        "<div><p>a<br>b<hr>c<img src=x></div>",
        "<blockquote><p>a <em>b <strong>c</strong></em></p></blockquote>",
        "<h2>a</h2><p>1 &lt; 2 < 3 &amp; <a href='?a=1&b=2' title='x > y'>c</a><!-- d --></p><script>'<p>'</script>",
    ],
)
def test_a_long_article_is_read_as_a_short_one(block: str) -> None:
    """End tags that HTML lets authors leave out are no mistake, and are counted as no nesting."""
    block = f"<section>{block}</section>"
    times = DEEPEST // block.count("<") + 2
    assert (block * times).count("<") > DEEPEST
    assert sanitize.html(block * times, BASE) == sanitize.html(block, BASE) * times


tags = st.sampled_from(
    [f"<{end}{name}>" for name in ("p", "b", "div", "span", "table", "tr", "td", "ul", "li", "a") for end in ("", "/")]
    + ["<br>", "x", "< ", "&"]
)


@given(st.lists(tags, max_size=25))
def test_balanced_html_closes_what_it_opens_in_order(parts: list[str]) -> None:
    markup = balanced("<br>" * (DEEPEST + 1) + "".join(parts))
    still_open = []
    for tag in (piece.partition(">")[0] for piece in markup.split("<")[1:]):
        if tag.startswith("/"):
            assert still_open.pop() == tag[1:]
        elif tag != "br":
            still_open.append(tag)
    assert still_open == []


@given(st.text("<>/!-= '\"abp&\n", max_size=40))
def test_text_is_never_lost_to_a_bracket_that_opens_no_tag(text: str) -> None:
    """Put right or not, the text that is read is the same."""
    long = text + " <!-- -->" * (DEEPEST + 1)
    assert sanitize.plain(sanitize.html(long, BASE)) == sanitize.plain(sanitize.html(text + " ", BASE))


def test_a_long_text_keeps_every_character_reference() -> None:
    assert sanitize.html("1 &lt; 2 &amp; " * 20_000, BASE) == "1 &lt; 2 &amp; " * 20_000
