"""Feeds as sources: what no single case of the corpus shows, and our own output read back."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Entry, Format, SourceFile
from feedsvc.normalize import normalize
from feedsvc.render import assemble, fragment
from feedsvc.render.specimen import FEED, SITE
from feedsvc.sources import parse, split
from feedsvc.sources.feeds import media, wordpress
from feedsvc.sources.feeds.moments import dated
from feedsvc.sources.feeds.people import author

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ELSEWHERE = replace(SITE, base_url="https://elsewhere.example.net", authority="elsewhere.example.net,2026")
TYPES = {Format.ATOM: "application/xml", Format.RSS: "application/xml", Format.JSON: "application/json"}


def source(data: bytes, media_type: str = "application/xml", path: str = "feed.xml") -> SourceFile:
    return SourceFile(path, media_type, data, hashlib.sha256(data).hexdigest())


def rss(*items: str) -> SourceFile:
    written = "".join(f"<item>{item}</item>" for item in items)
    return source(f"<rss version='2.0'><channel><title>Quay</title>{written}</channel></rss>".encode())


def keys(file: SourceFile) -> list[str]:
    return [member.path.partition("//")[2] for member in split(file) or ()]


def read_back(data: bytes, format: Format) -> list[Entry]:
    """The entries that another site makes of a document."""
    members = split(source(data, TYPES[format]))
    assert members is not None
    return [normalize(parse(member), member, None, ELSEWHERE, NOW) for member in members]


lines = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
hostile = st.sampled_from(["The <b> tag", "AT&amp;T &#8211; x", "]]> & <", "a < b > c", "‏שלום", "&lt;i&gt;"])
bodies = st.lists(
    st.sampled_from(
        ["<p>Fog.</p>", "<p>&amp;amp; ]]&gt; <a href='/x'>x</a></p>", "<ul><li>One</ul>", "霧と港", "<pre>\n a\n</pre>"]
    ),
    min_size=1,
    max_size=4,
).map("".join)
articles = st.builds(
    Article,
    body=bodies,
    body_type=st.just("text/html"),
    title=lines | hostile,
    id=st.integers(0, 99).map(str),
    language=st.sampled_from([None, "ar", "zh-Hant"]),
    published=st.datetimes(datetime(1990, 1, 1), datetime(2026, 2, 1)).map(str),  # noqa: DTZ001 - as written
    authors=st.lists(st.builds(Author, lines), max_size=2, unique_by=lambda person: person.name).map(tuple),
)


@pytest.mark.parametrize("format", Format)
@given(article=articles)
def test_our_own_output_read_back_is_the_same_entry(format: Format, article: Article) -> None:
    """A3, A13, S2"""
    try:
        entry = normalize(article, source(b"x", "text/plain", "fog.txt"), None, SITE, NOW)
    except Rejected:
        assume(False)
        raise
    assume(all(" ".join(person.name.split()) for person in entry.authors))
    (again,) = read_back(assemble(FEED, format, [fragment(entry, (), SITE, format)], SITE), format)
    for field in ("id", "title", "link", "published", "content", "language"):
        assert getattr(again, field) == getattr(entry, field)
    assert [person.name for person in again.authors] == [person.name for person in entry.authors]
    assert again.source is not None
    assert again.source.title == f"{FEED.title} · {SITE.title}"


@pytest.mark.parametrize("format", [Format.ATOM, Format.JSON])
def test_a_correction_keeps_its_date_where_the_format_has_one(format: Format) -> None:
    article = Article(
        "Fog.", title="Fog", id="urn:fog", published="2026-01-01T00:00:00Z", updated="2026-01-02T00:00:00Z"
    )
    entry = normalize(article, source(b"x", "text/plain", "fog.txt"), None, SITE, NOW)
    (again,) = read_back(assemble(FEED, format, [fragment(entry, (), SITE, format)], SITE), format)
    assert again.updated == entry.updated == entry.published + timedelta(days=1)


@pytest.mark.parametrize(
    "guid", ["HTTP://Quay.Example.ORG/%7efog", "urn:UUID:0A0B0C0D-0000-0000-0000-000000000000", "x:Ä"]
)
def test_an_id_that_is_an_iri_is_kept_byte_for_byte(guid: str) -> None:
    """A3: "MUST NOT change" when imported (RFC 4287, section 4.2.6)."""
    (entry,) = read_back(rss(f"<title>Fog</title><guid isPermaLink='false'>{guid}</guid>").data, Format.RSS)
    assert entry.id == guid


def test_a_guid_that_is_no_iri_becomes_a_tag_uri() -> None:
    (entry,) = read_back(rss("<title>Fog</title><guid isPermaLink='false'>quay 17</guid>").data, Format.RSS)
    assert entry.id == "tag:elsewhere.example.net,2026:quay%2017"


def test_an_item_is_the_same_whatever_stands_before_it() -> None:
    one, two = "<title>One</title><guid>1</guid>", "<title>Two</title><guid>2</guid>"
    assert keys(rss(one, two)) == list(reversed(keys(rss(two, one))))


def test_an_item_without_guid_and_link_is_known_by_title_and_date() -> None:
    dated_fog = "<title>Fog</title><pubDate>Mon, 16 Feb 2026 08:00:00 GMT</pubDate>"
    assert keys(rss(f"{dated_fog}<description>One.</description>")) == keys(
        rss(f"{dated_fog}<description>Two.</description>")
    )
    assert keys(rss(dated_fog)) != keys(rss(dated_fog.replace("16", "17")))


def test_twenty_thousand_items_take_time_in_proportion() -> None:
    """The time for each item, of many and of few: a search from the top for each would take a hundred times as long."""
    few, many = (rss(*(f"<title>{n}</title><guid>urn:{n}</guid>" for n in range(count))) for count in (200, 20_000))
    assert len(split(few) or ()) == 200
    started = datetime.now(UTC)
    assert len({member.path for member in split(many) or ()}) == 20_000
    assert datetime.now(UTC) - started < timedelta(seconds=30)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon,16 Feb 2026 08:00:00 GMT", "Mon, 16 Feb 2026 08:00:00 GMT"),
        ("tor, 19 feb 2026 08:00:00 +0100", "19 feb 2026 08:00:00 +0100"),
        ("1771228800000", "2026-02-16T08:00:00+00:00"),
        ("1771228800", "2026-02-16T08:00:00+00:00"),
        ("202407291405", "202407291405"),
        ("0000-00-00 00:00:00", None),
        ("  ", None),
        ("next week", "next week"),
    ],
)
def test_dates_are_mended_and_never_guessed(written: str, expected: str | None) -> None:
    assert dated(written) == expected


@given(st.text(max_size=40))
def test_any_date_author_and_duration_is_read_or_left(written: str) -> None:
    assert dated(written) is None or dated(written)
    found = author(written)
    assert found is None or found.name
    assert (media.seconds(written) or 0) >= 0


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mira Halden", Author("Mira Halden")),
        ("mira@example.org", Author("mira@example.org", "mira@example.org")),
        ("mira@example.org (Mira Halden)", Author("Mira Halden", "mira@example.org")),
        ("Mira Halden (mira@example.org)", Author("Mira Halden", "mira@example.org")),
        ('"Halden, Mira" <mailto:mira@example.org>', Author("Halden, Mira", "mira@example.org")),
        ("no-reply@example.org (Mira)", Author("Mira")),
        ("noreply@example.org", None),
    ],
)
def test_authors_are_known_in_every_form(written: str, expected: Author | None) -> None:
    assert author(written) == expected


POST = [
    "<p>",
    "</p>",
    "<pre>",
    "</pre>",
    "[x]",
    "[/x]",
    "[[x]]",
    "[x=1]",
    "gull",
    "<!--wp-->",
    "[caption]",
    "\n",
    "\n\n",
]


@given(st.lists(st.sampled_from(POST)).map(" ".join))
def test_no_word_of_a_post_is_lost(text: str) -> None:
    assert wordpress.shown(text).html.count("gull") == text.count("gull")


HOSTILE = [
    "[", "[a ", "[caption", "[caption]", "[embed", "[embed]", "[gallery", "<!--", "<pre>", "<pre><svg><style>", "<p ",
    "<hr ", "</p ", "<br ", "\n", " ", " \n", "x ", "[a b=1]", "a=", "<img ", "-->", "<!--a-->",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_twenty_thousand_of_anything_take_no_time_to_speak_of(piece: str) -> None:
    began = time.process_time()
    wordpress.shown(piece * 20_000 + "x")
    wordpress.shown(f"[a {piece.strip('[]') * 20_000}]")
    assert time.process_time() - began < 5  # of the processor, whoever else has it; what is quadratic takes many


def test_what_is_dropped_of_a_post_is_told_with_its_line() -> None:
    text = "[a b=1]\n<pre>\n[a b=1]\n</pre>\n[c d=2] [e f=3]\n[sic]"
    assert wordpress.shown(text).dropped == ((0, "[a b=1]"), (4, "[c d=2]"), (4, "[e f=3]"))


def test_each_gallery_of_a_post_shows_its_own_pictures() -> None:
    text = "[gallery ids='1']<pre>[gallery ids='3']</pre>[[gallery]][gallery\nids='2']"
    assert wordpress.galleries(text) == ["ids='1'", "ids='3'", "", "ids='2'"]
    html = wordpress.shown(text, {"ids='1'": ["/a.png"], "ids='2'": ["/b.png", "/c.png"], "ids='3'": ["/d.png"]}).html
    assert [html.count(f'src="/{name}.png"') for name in "abcd"] == [1, 1, 1, 0]
    assert html.index("a.png") < html.index("<pre>[gallery ids='3']</pre>") < html.index("b.png")


def test_each_gallery_of_an_export_shows_its_own_pictures() -> None:
    pictures = "".join(
        f"<item><wp:post_id>{key}</wp:post_id><wp:post_parent>9</wp:post_parent><wp:post_type>attachment</wp:post_type>"
        f"<wp:attachment_url>https://example.org/{key}.png</wp:attachment_url></item>"
        for key in (1, 2)
    )
    export = f"""<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
        xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Quay</title><wp:wxr_version>1.2</wp:wxr_version>{pictures}
        <item><title>Two</title><guid>9</guid><wp:post_id>9</wp:post_id><wp:post_type>post</wp:post_type>
        <wp:status>publish</wp:status>
        <content:encoded>[gallery ids="1"] then [gallery ids="2"] then [gallery]</content:encoded></item>
        </channel></rss>"""
    (member,) = split(source(export.encode())) or ()
    assert re.findall(r"\d(?=\.png)|then", parse(member).body) == ["1", "then", "2", "then", "1", "2"]


def json_feed(item: str) -> SourceFile:
    text = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Quay", "items": [{item}]}}'
    return source(text.encode(), "application/json", "feed.json")


def test_json_that_is_too_deep_to_be_written_again_is_rejected() -> None:
    deep = "[" * 260 + "]" * 260
    ninjs = f'[{{"uri": "a", "headline": "b", "x": {deep}}}, {{"uri": "c", "headline": "d"}}]'
    for file in (json_feed(f'{{"id": "1", "_x": {deep}}}'), source(ninjs.encode(), "application/json", "x.json")):
        with pytest.raises(Rejected, match="nests too deep"):
            split(file)


def test_a_number_that_no_store_holds_is_not_taken() -> None:
    attachment = '{"url": "https://example.org/a.mp3", "size_in_bytes": 1e300, "duration_in_seconds": 1e18}'
    (member,) = split(json_feed(f'{{"id": "1", "title": "Fog", "attachments": [{attachment}]}}')) or ()
    (enclosure,) = parse(member).enclosures
    assert (enclosure.length, enclosure.duration) == (0, None)


@pytest.mark.parametrize("written", ["Grüße", "a"])
def test_base64_of_atom_that_is_none_is_text(written: str) -> None:
    feed = f"""<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Quay</title><entry><title>Fog</title>
        <id>urn:x:1</id><content type="text/plain" mode="base64">{written}</content></entry></feed>"""
    (member,) = split(source(feed.encode())) or ()
    assert written in parse(member).body


def test_an_id_that_is_a_scheme_and_nothing_else_becomes_a_tag_uri() -> None:
    (entry,) = read_back(rss("<title>Fog</title><guid isPermaLink='false'>note:</guid>").data, Format.RSS)
    assert entry.id == "tag:elsewhere.example.net,2026:note:"
