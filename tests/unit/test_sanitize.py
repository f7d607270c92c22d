"""What we let through: text, HTML, addresses."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from feedsvc import sanitize
from feedsvc.errors import Rejected

BASE = "https://news.example.org/entries/talks"

anything = st.text(st.characters(exclude_categories=()), max_size=60)
PIECES = """
    <p>§</p>§<b>§</b>§<div>§</div>§<table>§<tr>§<td>§</table>§<ul>§<li>§</ul>§<br>§<B>§</B§<pre>§<svg>§<style>§</style>§
    <script>§</script>§<!--§-->§<![CDATA[§]]>§<title>§<form>§<math>§<mtext>§<iframe>§<noscript>§<template>§<select>§
    <a href=x>§<a\thref='y'>§</a>§<img src=z onerror=f()>§<q cite='../w'>§<img srcset='a,b 2x, data:, 1x'>§
    <video poster=//h/p>§<a href=javascript&colon;x>§<base href=//evil.example/>§&§&lt;§&#1;§&#xFFFE;§&nbsp;§"§'§>§<§=
"""
pieces = st.sampled_from([piece.strip("\n ") for piece in PIECES.split("§")])
markups = st.lists(pieces | anything, max_size=25).map("".join)


class Attributes(HTMLParser):
    """Collects every tag and attribute of a piece of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.found: list[tuple[str, str]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found.extend((name, value or "") for name, value in attrs)


def is_xml_safe(text: str) -> bool:
    element = etree.Element("x")
    try:
        element.text = text
    except ValueError:
        return False
    return etree.fromstring(etree.tostring(element, encoding="utf-8")).text == (text or None)


@given(anything)
def test_text_fits_in_xml_whatever_it_was(text: str) -> None:
    """X2."""
    assert is_xml_safe(sanitize.text(text))


@given(anything)
def test_text_is_composed_and_stays_as_it_is_the_second_time(text: str) -> None:
    """X7."""
    safe = sanitize.text(text)
    assert unicodedata.is_normalized("NFC", safe)
    assert sanitize.text(safe) == safe


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
        ("a\x00b\x0bc\x1fd\x7fe", "abcde"),
        ("é\ufffeé\uffffé\ud800é\x85é", "ééééé"),
        ("cafe\u0301", "café"),
        ("ש\u200fלום العربية 朝鮮 👩\u200d👩\u200d👧\u200d👦", "ש\u200fלום العربية 朝鮮 👩\u200d👩\u200d👧\u200d👦"),
    ],
)
def test_text_loses_only_what_xml_cannot_carry(written: str, safe: str) -> None:
    """X2: right-to-left marks and joined emoji stay."""
    assert sanitize.text(written) == safe


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Photo \u202egnp.exe", "Photo gnp.exe"),
        ("\u2067שלום\u2069 and \u2066more", "שלום and more"),
        ("Har\u00adbour\u200b closed\ufeff", "Harbour closed"),
        ("\u200b\u2060 \ufeff", ""),
        ("Cafe\u200b\u0301", "Café"),
        ("Hidden\U000e0001\U000e0068\U000e0069", "Hidden"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f wins",) * 2,
        ("می\u200cروم 👩\u200d👧 क्\u200dष C++\u200e (שלום\u200f)",) * 2,
    ],
)
def test_a_line_shows_all_that_it_holds_and_turns_nothing_behind_it(written: str, shown: str) -> None:
    """Joiners and marks, which scripts and emoji need, stay; and so do the tags that make a flag."""
    assert sanitize.line(written) == shown
    assert sanitize.plain(sanitize.html(f"<p>{written}</p>", BASE)) == shown


@given(anything)
def test_a_line_is_composed_and_stays_as_it_is_the_second_time(text: str) -> None:
    line = sanitize.line(text)
    assert unicodedata.is_normalized("NFC", line)
    assert sanitize.line(line) == line


def test_line_is_one_line() -> None:
    assert sanitize.line("  Talks\r\n\tin \x00 Seoul\xa0 ") == "Talks in Seoul"
    assert sanitize.line(None) == ""


@pytest.mark.parametrize(
    ("markup", "safe"),
    [
        ("<p>a<script>alert(1)</script>b<style>p{}</style></p>", "<p>ab</p>"),
        ("<p onclick=f() style=color:red class=c id=i>a</p>", '<p id="i">a</p>'),
        ("a<!-- note -->b", "ab"),
        ("a<iframe src=/x>b</iframe><object data=/x>c</object><embed src=/x>", "ac"),
        ("<form action=/x><input name=n><p>a</p><button>b</button></form>", "<p>a</p>"),
        ("<p>one<p><b>two", "<p>one</p><p><b>two</b></p>"),
        ("<a href=/x target=_blank rel=opener ping=/p>a</a>", '<a href="https://news.example.org/x">a</a>'),
        ("a&nbsp;b&eacute;&#1;&#xFFFE;", "a\xa0bé"),
        ("a]]>b", "a]]&gt;b"),
        ("<noscript><img src=x></noscript>a<svg><a xlink:href='javascript:1'>b</a></svg>", "a"),
    ],
)
def test_html_is_what_the_allow_list_leaves(markup: str, safe: str) -> None:
    """S1, X5, X6."""
    assert sanitize.html(markup, BASE) == safe


@pytest.mark.parametrize(
    "scheme",
    [
        "javascript:",
        "JaVaScRiPt:",
        "java\nscript:",
        "java&Tab;script&colon;",
        " &#1;javascript:",
        "data:text/html,",
        "vbscript:",
    ],
)
@pytest.mark.parametrize("attribute", ["a href", "img src", "video poster", "q cite", "source srcset"])
def test_no_address_runs_anything(scheme: str, attribute: str) -> None:
    """S1."""
    tag, name = attribute.split()
    assert sanitize.html(f'<{tag} {name}="{scheme}alert(1)">', BASE).startswith(f"<{tag}>")


@pytest.mark.parametrize(
    ("written", "absolute"),
    [
        ("/x?a=1&amp;b=2", "https://news.example.org/x?a=1&amp;b=2"),
        ("x.html", "https://news.example.org/entries/x.html"),
        ("#note-1", "https://news.example.org/entries/talks#note-1"),
        ("//cdn.example.net/x", "https://cdn.example.net/x"),
        ("", "https://news.example.org/entries/talks"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("tel:+49-30-1234", "tel:+49-30-1234"),
        ("HTTP://Example.ORG/ü", "HTTP://Example.ORG/ü"),
    ],
)
def test_every_link_is_absolute(written: str, absolute: str) -> None:
    """R9, A10: fragments and protocol-relative addresses too."""
    assert sanitize.html(f'<a href="{written}">a</a>', BASE) == f'<a href="{absolute}">a</a>'


def test_an_address_that_readers_resolve_differently_is_left_out() -> None:
    assert sanitize.html("<a href=https:page>a</a>", BASE) == "<a>a</a>"


@pytest.mark.parametrize(
    ("written", "absolute"),
    [
        ("a.png 1x, b.png 2x", "https://news.example.org/entries/a.png 1x, https://news.example.org/entries/b.png 2x"),
        ("/a.png 480w,\n/b.png 800w", "https://news.example.org/a.png 480w, https://news.example.org/b.png 800w"),
        ("/a.png, /b.png 2x", "https://news.example.org/a.png, https://news.example.org/b.png 2x"),
        ("data:image/png;base64,AA,BB== 1x, /b.png 2x", "https://news.example.org/b.png 2x"),
        (" , /a,b.png 1x , ", "https://news.example.org/a,b.png 1x"),
    ],
)
def test_every_candidate_of_a_srcset_is_absolute(written: str, absolute: str) -> None:
    """R9: an address may hold commas, as data: URIs do."""
    assert sanitize.html(f'<img srcset="{written}">', BASE) == f'<img srcset="{absolute}">'


@given(markups)
@example("<b<b<b")
@example("<p title='\ud800'>")
def test_html_is_safe_whatever_it_was(markup: str) -> None:
    """S1, R9, X2: allowed tags alone, no attribute that runs, no address that is relative or of another scheme."""
    safe = sanitize.html(markup, BASE)
    seen = Attributes(safe)
    assert is_xml_safe(safe)
    assert not seen.tags & {"script", "style", "iframe", "object", "embed", "form", "svg", "math", "base"}
    for name, value in seen.found:
        assert not name.startswith("on")
        assert name not in {"style", "target", "srcdoc", "action"}
        if name in {"href", "src", "poster", "cite"}:
            assert urlsplit(value).scheme.lower() in {"http", "https", "mailto", "tel"}
        if name == "srcset":
            assert all(re.match("https?://", candidate.strip()) for candidate in value.split(", "))


@given(
    st.recursive(
        st.sampled_from(["word", "&amp;", "1 &lt; 2", "<br>", '<img src="/a.png" alt="a">', "朝鮮"]),
        lambda inner: st.builds(
            "<{0}>{1}</{0}>".format,
            st.sampled_from(["div", "section", "ul><li", "blockquote"]),
            st.lists(inner).map("".join),
        ).map(lambda markup: markup.replace("</ul><li>", "</li></ul>")),
        max_leaves=8,
    )
)
def test_well_formed_html_comes_out_the_same_the_second_time(markup: str) -> None:
    once = sanitize.html(markup, BASE)
    assert sanitize.html(once, BASE) == once


@given(markups)
def test_plain_text_holds_no_tag_and_is_one_line(markup: str) -> None:
    text = sanitize.plain(sanitize.html(markup, BASE))
    assert "\n" not in text
    assert text == text.strip()
    assert is_xml_safe(text)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>one</p><p>two</p>", "one two"),
        ("wo<b>rd</b>s<br>next", "words next"),
        ("1 &lt; 2 &amp;amp; &lt;b&gt;", "1 < 2 &amp; <b>"),
        ('<a href="https://x.example/" title="a > b">link</a>', "link"),
        ("<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>", "a b"),
        ("", ""),
    ],
)
def test_plain_is_what_a_reader_would_read_aloud(markup: str, text: str) -> None:
    assert sanitize.plain(markup) == text


def test_untagged_text_keeps_its_white_space() -> None:
    assert sanitize.untagged("<p>wo<b>rd</b>s</p>\n\n<p>a&#10; &amp;\tb</p>") == " words \n\n a\n &\tb "


@pytest.mark.parametrize("text", ["1 < 2", "list<int>", "the <title> tag", "AT&amp;T", "a <- b", "<3"])
def test_angle_brackets_alone_are_no_tags(text: str) -> None:
    assert not sanitize.has_tags(text)


@pytest.mark.parametrize("text", ["<p>a", "a<br/>b", "<A HREF='x'>a</A>", "a</b>"])
def test_tags_are_seen(text: str) -> None:
    assert sanitize.has_tags(text)


@pytest.mark.parametrize(
    "url", ["https://[bad", "https://", "https://a b/", "https://x:port/", "ftp://x/", "javascript:1"]
)
def test_what_is_no_address_is_not_made_one(url: str) -> None:
    assert sanitize.absolute(url, BASE) is None


def test_a_base_that_is_none_is_rejected_and_not_a_crash() -> None:
    with pytest.raises(Rejected, match="is no web address"):
        sanitize.html("<a href=x>a</a>", "https://xn--a/")
