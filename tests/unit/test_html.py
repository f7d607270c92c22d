"""HTML as a source: what a page says of itself, which part of it is the article, and what hostile pages get."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import fields as fields_of
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.errors import Rejected
from feedsvc.model import Article, SourceFile
from feedsvc.sources import MEDIA_TYPES, parse
from feedsvc.sources.page.metadata import without_site
from feedsvc.sources.page.table import ROWS
from feedsvc.sources.page.tree import MOST_TAGS
from feedsvc.sources.references import may_refer

PAGE = (Path(__file__).parents[2] / "docs/sources.md").read_text(encoding="utf-8")
TEXT = "<p>The harbour closes for three weeks, so that divers can lift the old lock gate.</p>" * 5


def source(markup: str | bytes, path: str = "harbour.html") -> SourceFile:
    data = markup.encode() if isinstance(markup, str) else markup
    return SourceFile(path, MEDIA_TYPES[".html"], data, hashlib.sha256(data).hexdigest())


def read(markup: str | bytes, *chrome: str) -> Article:
    return parse(source(markup), frozenset(chrome))


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>Harbour</title>{head}</head><body>{body}</body></html>"


def test_the_documentation_shows_the_table_of_places() -> None:
    table = PAGE.split("| field | places, in the order of trust |\n|:--|:--|\n")[1].split("\n\n")[0]
    documented = {line.split(" | ")[0].strip("| "): re.findall("`(.*?)`", line) for line in table.splitlines()}
    assert documented == {row.field: [one.place for one in ROWS if one.field == row.field] for row in ROWS}


def test_every_row_leads_to_a_field_of_an_article() -> None:
    assert {row.field for row in ROWS} <= {field.name for field in fields_of(Article)}


SAID_OF_THE_DATE = [
    '<script type="application/ld+json">{"@type": "Article", "datePublished": "2024-01-01"}</script>',
    '<meta property="article:published_time" content="2024-01-02">',
    '<meta name="dcterms.issued" content="2024-01-03">',
    '<meta name="dc.date" content="2024-01-04">',
    '<meta name="date" content="2024-01-05">',
]


@pytest.mark.parametrize("first", range(len(SAID_OF_THE_DATE)))
def test_of_several_dates_the_one_whose_place_is_trusted_most_counts(first: int) -> None:
    known = "".join(reversed(SAID_OF_THE_DATE[first:]))
    shown = '<time datetime="2024-01-09">9 January</time>'
    assert read(page(f"<article>{shown}{TEXT}</article>", known)).published == f"2024-01-0{first + 1}"


def test_a_date_that_is_shown_counts_where_no_other_is_given() -> None:
    article = read(page(f'<main><time datetime="2024-01-09">9 January</time>{TEXT}</main>'))
    assert (article.published, article.origins["published"]) == ("2024-01-09", "time in page")


@pytest.mark.parametrize(
    ("title", "site", "left"),
    [
        ("Harbour Closes - Ostmark Daily", "Ostmark Daily", "Harbour Closes"),
        ("Ostmark Daily: Harbour Closes", "ostmark daily", "Harbour Closes"),
        ("Harbour Closes | Ostmark Daily", "", "Harbour Closes"),
        ("Harbour - and Tide", "", "Harbour - and Tide"),
        ("Harbour - and Tide", "Ostmark Daily", "Harbour - and Tide"),
        ("Ostmark Daily", "Ostmark Daily", "Ostmark Daily"),
        ("Why we left (x", "(x", "Why we left (x"),
    ],
)
def test_the_name_of_the_site_is_cut_from_titles(title: str, site: str, left: str) -> None:
    assert without_site(title, site) == left


@pytest.mark.parametrize(
    "chrome",
    [
        "<nav>{}</nav>",
        "<aside>{}</aside>",
        "<footer>{}</footer>",
        "<form>{}</form>",
        "<div hidden>{}</div>",
        '<div aria-hidden="true">{}</div>',
        '<div style="color: red; display: none">{}</div>',
        '<div role="navigation">{}</div>',
        '<div class="cookie-banner">{}</div>',
        '<div class="c-share-buttons big">{}</div>',
        '<section id="comments">{}</section>',
        '<ul class="related-posts"><li>{}</li></ul>',
        '<div class="advertisement">{}</div>',
        '<p class="newsletter">{}</p>',
        "<template>{}</template>",
        "<script>{}</script>",
        "<noscript>{}</noscript>",
    ],
)
def test_chrome_within_the_article_goes(chrome: str) -> None:
    article = read(page(f"<article>{TEXT}{chrome.format('Read this, too')}<p>The end.</p></article>"))
    assert "Read this" not in article.body
    assert article.body.endswith("<p>The end.</p>")


@pytest.mark.parametrize(
    "kept",
    [
        "<blockquote><p>We never meant it.</p><footer>Ole Brandt</footer></blockquote>",
        '<pre><code>tide(1)  <span class="token comment"># metres</span></code></pre>',
        '<div class="has-comments no-sidebar">A note.</div>',
        '<div class="adage">A note.</div>',
        '<div class="elementor-widget">A note.</div>',
        '<p class="shared-history">A note.</p>',
    ],
)
def test_what_only_looks_like_chrome_stays(kept: str) -> None:
    assert kept in read(page(f"<article>{TEXT}{kept}</article>")).body


def test_nothing_that_holds_a_third_of_the_page_is_chrome() -> None:
    article = read(page(f'<form class="sidebar"><div id="comments">{TEXT}</div></form>'))
    assert article.body.count("divers") == 5


@pytest.mark.parametrize("tag", ["article", "main"])
def test_chrome_around_the_article_goes_however_long_it_is(tag: str) -> None:
    comment = '<article class="comment"><p>I saw it, too, and told everybody.</p></article>'
    aside = "<aside>" + "<p>Eel prices fall.</p>" * 90 + "</aside>"
    around = f'<section id="comments">{comment * 90}</section>{aside}'
    assert read(page(f"<{tag}><h1>Harbour</h1>{TEXT}</{tag}>{around}")).body == TEXT


def test_a_page_of_much_navigation_and_little_text_keeps_the_text_alone() -> None:
    links = '<li><a href="/on">A page about something else</a></li>' * 200
    text = "<p>It closes.</p><p>Then it opens.</p>"
    assert read(page(f"<nav><ul>{links}</ul></nav><div>{text}</div>")).body == text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', 'src="/a.jpg"'),
        ('<img data-lazy-src="/a.jpg">', 'src="/a.jpg"'),
        ('<img src="/img/blank.gif" data-original="/a.jpg">', 'src="/a.jpg"'),
        ('<img srcset="/s.jpg 400w, /a.jpg 800w">', 'src="/a.jpg"'),
        ('<img data-srcset="/s.jpg 1x, /a.jpg 2x">', 'src="/a.jpg"'),
        ('<noscript><img src="/a.jpg"></noscript>', 'src="/a.jpg"'),
        ('<amp-img src="/a.jpg" width="4" height="3"></amp-img>', 'src="/a.jpg"'),
        ('<picture><source srcset="/a.webp"><img src="/a.jpg"></picture>', 'src="/a.jpg"'),
        ('<img srcset="/s.jpg 1.2.3w, /a.jpg 2x">', 'src="/a.jpg"'),
        ('<img src="/blanket.jpg" data-src="/b.jpg">', 'src="/blanket.jpg"'),
        ('<img src="/blank/b.jpg?pixel" data-src="/c.jpg">', 'src="/blank/b.jpg?pixel"'),
        ('<img src="ABOUT:blank" data-src="/a.jpg">', 'src="/a.jpg"'),
        ('<img src="/x/lazy-load.gif?v=1" data-src="/a.jpg">', 'src="/a.jpg"'),
        ('<img srcset="data:image/png,x 1x, /a.jpg 2x">', 'src="/a.jpg"'),
    ],
)
def test_pictures_that_a_script_would_load_are_shown(written: str, shown: str) -> None:
    body = read(page(f"<article>{TEXT}<p>{written}</p></article>")).body
    assert body.count(f" {shown}") == 1
    assert body.count("<img") == 1


@pytest.mark.parametrize(
    "written",
    [
        '<img src="/dot.gif" width="1" height="1">',
        "<img>",
        '<img src="data:image/gif;base64,R0">',
        "<noscript>No</noscript>",
    ],
)
def test_what_shows_nothing_goes(written: str) -> None:
    assert read(page(f"<article>{TEXT}{written}</article>")).body == TEXT


@pytest.mark.parametrize("content", ["0;url=/new", "0; URL='https://example.org/'", " 3 ; url = /new", "; url=/new"])
def test_a_page_that_sends_its_readers_on_is_rejected(content: str) -> None:
    with pytest.raises(Rejected, match="only sends its readers on to"):
        read(page(TEXT, f'<meta http-equiv="Refresh" content="{content}">'))


@pytest.mark.parametrize("content", ["900", "900; url=/again", f"{'9' * 5000}; url=/again", "", "soon"])
def test_a_page_that_only_reloads_itself_is_read(content: str) -> None:
    assert read(page(TEXT, f'<meta http-equiv="refresh" content="{content}">')).body == TEXT


def test_a_page_may_refer_to_others_of_its_folder() -> None:
    linking = source('<p>See <a href="lock.html">the lock</a>.</p>', "2024/harbour.html")
    assert may_refer(linking)
    assert parse(linking, frozenset()).references == ("2024/lock.html",)


@pytest.mark.parametrize("href", ["https://example.org/lock.html", "lock.pdf", "#lock"])
def test_links_that_no_file_and_no_page_of_the_folder_can_be_are_no_references(href: str) -> None:
    assert read(f'<p>See <a href="{href}">the lock</a>.</p>').references == ()


def test_the_extractor_is_asked_where_the_page_does_not_say_where_its_article_is() -> None:
    cards = "".join(f"<div><p><a href='/{one}'>Eel prices fall</a> again, dealers say.</p></div>" for one in range(20))
    article = read(page(f'<div><div class="x">{TEXT}{TEXT}</div><div class="y">{cards}</div></div>'))
    assert article.origins["body"] == "what readability takes for the article"
    assert article.body.count("divers") == 10
    assert "Eel" not in article.body


@pytest.mark.parametrize(
    "written", ["{}", " <!--{}--> ", "//<![CDATA[\n{}\n//]]>", "// <![CDATA[ {} // ]]>", "<!--\n{}"]
)
def test_json_ld_is_read_however_it_is_hidden(written: str) -> None:
    says = '{"@type": "Article", "datePublished": "2024-01-01"}'
    script = f'<script type="application/ld+json">{written.format(says)}</script>'
    assert read(page(TEXT, script)).published == "2024-01-01"


HOSTILE = {
    "nested tags": "<div>" * 100_000,
    "nested tables": "<table><tr><td>" * 33_000,
    "paragraphs with open tags": "<p><b>x" * 40_000,
    "one long text": page("<p>" + "word " * 1_600_000),
    "references": page("&amp;" * 1_600_000),
    "open brackets": "<" * (8 * 2**20),
    "open comments": "<!--" * 100_000,
    "attributes": f"<p {'a ' * 500_000}>x",
    "classes": page(f'<div class="{"nav-" * 200_000}">x</div>'),
    "a style": page(f'<div style="{"display:" * 200_000}">x</div>'),
    "a srcset": page(f'<img srcset="{"a " * 300_000}">x'),
    "an address in a srcset": page(f'<img data-src="" srcset="{"A" * 300_000} 1q">x'),
    "commas in a srcset": page(f'<img srcset="{"a," * 150_000}">x'),
    "a placeholder": page(f'<img src="{"lazy-" * 60_000}/">x'),
    "a placeholder's name": page(f'<img src="/{"lazy-" * 60_000}">x'),
    "spaces in JSON-LD": page("x", f'<script type="application/ld+json">1{" " * 100_000}2</script>'),
    "slashes in JSON-LD": page("x", f'<script type="application/ld+json">1{"//" * 50_000}2</script>'),
    "a refresh": page("x", f'<meta http-equiv="refresh" content="{" " * 500_000}">'),
    "brackets in JSON-LD": page("x", f'<script type="application/ld+json">{"[" * 300_000}</script>'),
    "graphs in graphs": page(
        "x", '<script type="application/ld+json">' + '{"@graph":[' * 500 + "]}" * 500 + "</script>"
    ),
    "scripts of JSON-LD": page("x", '<script type="application/ld+json">{"@type":"Article"}</script>' * 10_000),
    "microdata": page("<div itemscope>" * 200 + '<i itemprop="a"></i>' * 20_000 + "x"),
    "headlines": page("<h1>x</h1>" * 20_000),
    "dates": page("<h1>x</h1>" + '<p><time datetime="2020-01-01">x</time></p>' * 10_000),
    "a document type": f"<!DOCTYPE html [{'<!ENTITY a ' * 20_000}<p>x",
}


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_refused_or_done_in_a_second(markup: str) -> None:
    began = time.process_time()
    try:
        parse(source(markup), frozenset({"no such line"}))
    except Rejected as rejected:
        assert rejected.remedy
    assert time.process_time() - began < 10  # what is quadratic takes minutes; a busy machine is no failure


@pytest.mark.parametrize("part", [b"href=", b"href=a", b"href = ", b"rel= ", b"href=a."])
def test_whether_a_page_refers_to_others_is_told_in_a_second(part: bytes) -> None:
    began = time.process_time()
    assert not may_refer(source(part * (8 * 2**20 // len(part))))
    assert time.process_time() - began < 10  # what is quadratic takes minutes; a busy machine is no failure


def test_a_page_that_says_where_it_belongs_refers_to_no_file_of_the_folder() -> None:
    assert not may_refer(source('<link rel="canonical" href="https://example.org/"><a href="lock.html">the lock</a>'))


def test_a_page_with_too_many_tags_is_rejected() -> None:
    with pytest.raises(Rejected, match="100,001 tags, of 100,000 allowed"):
        read("<br>" * (MOST_TAGS + 1))


def test_entities_that_a_page_declares_are_not_read() -> None:
    """S6: no external entity, and no expansion."""
    declared = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    assert read(f"{declared}<html><p>&a;&f;!</p></html>").body == "<p>&amp;a;&amp;f;!</p>"


NAMES = ["harbour", "gate", "tide", "quay", "lock", "keeper"]
WORDS = st.lists(st.sampled_from(NAMES), min_size=3, max_size=30).map(" ".join)
WRAPPERS = st.sampled_from(
    [
        "<article>{}</article>",
        "<main>{}</main>",
        "<div class='post'><div>{}</div></div>",
        "<table><tr><td>{}</td></tr></table>",
        "{}",
    ]
)


@given(paragraphs=st.lists(WORDS, min_size=1, max_size=8, unique=True), wrapper=WRAPPERS)
@settings(max_examples=60, deadline=None)
def test_no_paragraph_of_an_article_is_lost(paragraphs: list[str], wrapper: str) -> None:
    markup = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    chrome = "<nav><a href='/'>Home</a></nav>"
    body = read(page(f"{chrome}{wrapper.format(markup)}<footer>Quay Street</footer>")).body
    assert re.findall("<p>(.*?)</p>", body) == paragraphs


TAGS = """
<p> </p> <div> </div> <a> </a> <h1> </h1> <article> <nav> </nav> <table> <td> <html> <head> <title> </title> <!-- -->
<![CDATA[ <script> </script> <img> <noscript> </noscript> <time> <form> <picture> <source> &amp; &#0; &#x8 &bogus;
"""
SOUP = st.lists(st.one_of(st.sampled_from(TAGS.split()), st.text(max_size=8)), max_size=30).map("".join)


@given(markup=SOUP)
@settings(max_examples=150, deadline=None)
def test_any_markup_is_read_or_rejected(markup: str) -> None:
    try:
        article = parse(source(markup.encode("utf-8", "surrogatepass")), frozenset({"x"}))
    except Rejected as rejected:
        assert rejected.remedy
    else:
        assert article.body


CONSENT = "<p>We and our partners use cookies to measure what is read here, and to show what may please you.</p>" * 6


@pytest.mark.parametrize(
    "container",
    [
        '<div id="onetrust-consent-sdk">',
        '<div id="CybotCookiebotDialog">',
        '<div class="qc-cmp2-container">',
        '<div id="didomi-host">',
        '<div id="usercentrics-root">',
        '<div id="truste-consent-track">',
        '<div id="sp_message_container_1234">',
        '<div class="osano-cm-window osano-cm-window--context_amp">',
        '<div class="cky-consent-container">',
        '<div class="cmplz-cookiebanner banner-1">',
        '<div id="BorlabsCookieBox">',
        '<div id="iubenda-cs-banner">',
    ],
)
def test_the_text_of_a_consent_service_goes_even_where_it_is_most_of_the_page(container: str) -> None:
    article = read(page(f'{container}{CONSENT}</div><div id="content"><h1>Lock</h1><p>One short paragraph.</p></div>'))
    assert article.body == "<p>One short paragraph.</p>"


def test_a_page_that_a_consent_service_marks_as_waiting_stays() -> None:
    article = read(page(f'<div class="didomi-popup-open"><h1>Lock</h1>{TEXT}</div>'))
    assert "divers can lift" in article.body


TIMED = """
<article><h1>Timed</h1><p class="meta">By <a href="/a">Ann Bell</a> | <time datetime="2024-03-05T10:00">5 March
2024</time></p><p>The gate opens.</p><ul class="tags"><li><a rel=tag href="/t/lock">Lock</a></li>
<li><a rel="nofollow tag" href="/t/quay">Quay</a></li></ul></article>
"""


def test_a_line_of_byline_and_date_below_the_headline_is_fields_and_so_are_tags() -> None:
    article = read(page(TIMED))
    assert [author.name for author in article.authors] == ["Ann Bell"]
    assert (article.published, article.topics) == ("2024-03-05T10:00", ("Lock", "Quay"))
    assert article.body.strip() == "<p>The gate opens.</p>"


@pytest.mark.parametrize(
    ("line", "published", "authors"),
    [
        ("<time>4. März 2024</time>", "4. März 2024", []),
        ("<p>Veröffentlicht am <time>4. März 2024</time> · 3 min read</p>", "4. März 2024", []),
        ("<p>A standfirst.</p><div>Von Mira Halden, <time>4. März 2024</time></div>", "4. März 2024", ["Mira Halden"]),
        ("<ul><li>By Ann Bell<li><time datetime='2024-03-05'>Tuesday</time></ul>", "2024-03-05", ["Ann Bell"]),
        ("<p><a rel=author>Ann Bell</a> - <time datetime='2024-03-05'>Tuesday</time></p>", "2024-03-05", ["Ann Bell"]),
    ],
)
def test_such_a_line_is_told_by_what_it_holds(line: str, published: str, authors: list[str]) -> None:
    article = read(page(f"<main><h1>Lock</h1>{line}<p>The gate opens.</p></main>"))
    assert (article.published, [author.name for author in article.authors]) == (published, authors)
    assert "<time" not in article.body
    assert article.body.strip().endswith("<p>The gate opens.</p>")


@pytest.mark.parametrize(
    "line",
    [
        "<p>On <time datetime='2024-03-05'>Tuesday</time> the harbour closes.</p>",
        "<p>The gate.</p><p>It opens.</p><p>And shuts.</p><p><time datetime='2024-03-05'>Tuesday</time></p>",
        "<p>By the river, <time datetime='2024-03-05'>Tuesday</time> came and went</p>",
    ],
)
def test_a_date_in_the_text_stays_there(line: str) -> None:
    assert "<time" in read(page(f"<main><h1>Lock</h1>{line}{TEXT}</main>")).body
