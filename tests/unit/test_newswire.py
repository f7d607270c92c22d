"""The formats of the newswire: their tables, their page in the documentation, and files that hold many items."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields as fields_of
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, SourceFile
from feedsvc.sources import MEDIA_TYPES, anpa_1312, iptc_7901, mail, newsml_g2, ninjs, nitf, parse, split
from feedsvc.sources._people import authors
from feedsvc.sources._rows import fields, said
from feedsvc.sources._status import kept_in, number
from feedsvc.sources._xml import bare, document, places

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/newswire.md").read_text(encoding="utf-8")
FORMATS: dict[str, ModuleType] = {
    "NITF 3": nitf,
    "NewsML-G2": newsml_g2,
    "ninjs 1 to 3": ninjs,
    "IPTC 7901": iptc_7901,
    "ANPA 1312": anpa_1312,
    "E-mail": mail,
}
CORPUS = [
    path
    for module in FORMATS.values()
    for path in sorted((ROOT / "tests/corpus" / module.__name__.rpartition(".")[2]).iterdir())
    if not path.name.endswith(".expected.json")
]


def source(path: str, data: bytes) -> SourceFile:
    suffix = "." + path.rpartition(".")[2]
    return SourceFile(path, MEDIA_TYPES[suffix], data, hashlib.sha256(data).hexdigest())


def documented(name: str) -> Iterator[tuple[str, str]]:
    table = PAGE.split(f"| in {name} | becomes | |\n|:--|:--|:--|\n")[1].split("\n\n")[0]
    for line in table.splitlines():
        place, field = line.strip("|").split(" | ")[:2]
        yield field.strip(), place.strip().strip("`")


@pytest.mark.parametrize("name", FORMATS)
def test_the_page_shows_the_table_of_each_format(name: str) -> None:
    assert list(documented(name)) == [(row.field, row.place) for row in FORMATS[name].ROWS]


@pytest.mark.parametrize("name", FORMATS)
def test_every_row_leads_to_a_field_of_an_article(name: str) -> None:
    assert {row.field for row in FORMATS[name].ROWS} <= {field.name for field in fields_of(Article)}


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("head/docdata/date.issue/@norm", "date.issue in docdata"),
        ("head/docdata/@management-status", "management-status in docdata"),
        ("head/docdata/du-key/@version", "version in du-key"),
        ("itemMeta/pubStatus/@qcode", "pubStatus in itemMeta"),
        ("itemMeta/embargoed[not(normalize-space())]", "embargoed in itemMeta"),
        ("body/body.content//media[@media-type='image']", "media in body.content"),
        ("@guid", "guid"),
        ("versioncreated", "versioncreated"),
    ],
)
def test_a_place_is_told_in_words(place: str, words: str) -> None:
    assert said(place) == words


def roots(module: ModuleType, namespaces: tuple[str, ...]) -> Iterator[Any]:
    for path in CORPUS:
        if path.parent.name == module.__name__.rpartition(".")[2]:
            try:
                root = document(path.read_bytes()).root
            except Rejected:
                continue
            bare(root, *namespaces)
            yield root


@pytest.mark.parametrize(
    ("module", "namespaces"),
    [(nitf, (nitf.NAMESPACE,)), (newsml_g2, (newsml_g2.NAMESPACE, newsml_g2.XHTML, nitf.NAMESPACE))],
)
def test_every_row_of_the_xml_formats_is_shown_by_a_case(module: ModuleType, namespaces: tuple[str, ...]) -> None:
    met = list(roots(module, namespaces))
    assert met
    silent = [row.place for row in module.ROWS if not any(_gives(row, root) for root in met)]
    assert silent == []


def _gives(row: Any, root: Any) -> bool:
    try:
        return row.field in fields([row], places(root))
    except Rejected:
        return False


@pytest.mark.parametrize(
    ("status", "kept"),
    [
        ("usable", False),
        ("stat:usable", False),
        ("Usable", False),
        ("http://cv.iptc.org/newscodes/pubstatusg2/usable", False),
        ("", False),
        ("stat:withheld", True),
        ("canceled", True),
        ("cancelled", True),
        ("http://cv.iptc.org/newscodes/pubstatusg2/canceled", True),
        (" embargoed ", True),
    ],
)
def test_a_status_keeps_in_what_must_not_be_seen(status: str, kept: bool) -> None:
    assert kept_in(status) is kept


@pytest.mark.parametrize("status", ["useable", "draft", "stat:pending", "?"])
def test_a_status_that_nobody_knows_is_refused(status: str) -> None:
    with pytest.raises(Rejected, match="not known"):
        kept_in(status)


@pytest.mark.parametrize(
    ("version", "counted"), [("3", 3), (" 12 ", 12), ("2.1", None), ("final", None), ("9" * 30, None)]
)
def test_versions_are_counted_where_they_are_numbers(version: str, counted: int | None) -> None:
    assert number(version) == counted


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("By Mira Halden", ["Mira Halden"]),
        ("Mira Halden and Ole Brandt", ["Mira Halden", "Ole Brandt"]),
        ("Von Mira Halden, dpa", ["Mira Halden"]),
        ("By MIRA HALDEN, Staff Writer", ["MIRA HALDEN"]),
        ("Northwire", ["Northwire"]),
        ("Barbara Byrne", ["Barbara Byrne"]),
        ("", []),
        ("x" * 500, []),
    ],
)
def test_a_byline_names_its_people(byline: str, people: list[str]) -> None:
    assert authors(byline) == tuple(map(Author, people))


def g2_item(guid: str, headline: str) -> str:
    return (
        f'<newsItem guid="{guid}" version="1"><itemMeta><pubStatus qcode="stat:usable"/></itemMeta>'
        f"<contentMeta><headline>{headline}</headline></contentMeta></newsItem>"
    )


def g2_message(*items: str) -> SourceFile:
    inside = "\n".join(items)
    written = f'<newsMessage xmlns="{newsml_g2.NAMESPACE}"><header/><itemSet>{inside}</itemSet></newsMessage>'
    return source("message.xml", written.encode())


FERRY, BOAT = g2_item("urn:example:ferry", "Ferry"), g2_item("urn:example:boat", "Boat")


def test_a_message_with_several_items_is_taken_apart() -> None:
    parts = split(g2_message(FERRY, BOAT))
    assert parts is not None
    assert [(parse(part).id, parse(part).title) for part in parts] == [
        ("urn:example:ferry", "Ferry"),
        ("urn:example:boat", "Boat"),
    ]


def test_an_item_keeps_its_path_wherever_it_stands_in_a_message() -> None:
    one, other = split(g2_message(FERRY, BOAT)), split(g2_message(BOAT, FERRY))
    assert one is not None and other is not None
    assert {(part.path, part.sha256) for part in one} == {(part.path, part.sha256) for part in other}


def test_a_list_of_ninjs_is_taken_apart() -> None:
    items = [{"uri": f"urn:example:{name}", "headline": name, "body_text": "Text."} for name in ("ferry", "boat")]
    parts = split(source("list.json", json.dumps(items).encode()))
    assert parts is not None
    assert [parse(part).id for part in parts] == ["urn:example:ferry", "urn:example:boat"]


def test_a_file_of_several_messages_is_taken_apart() -> None:
    data = b"".join(
        b"\x16\x01nwx%d 4 pl 9\nSea\n\x02Ferry %d=\nIt left.\n\x03\n291405 jul 02\n\x04" % (n, n) for n in (1, 2)
    )
    parts = split(source("messages.iptc", data))
    assert parts is not None
    assert [parse(part).title for part in parts] == ["Ferry 1", "Ferry 2"]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_one_article_is_not_taken_apart(path: Path) -> None:
    try:
        parts = split(source(path.name, path.read_bytes()))
    except Rejected:
        return
    assert (parts is None) is not (re.search("two_(items|messages)|list_of_two", path.stem) is not None)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CORPUS), st.data())
def test_a_damaged_file_gives_an_article_or_a_rejection_and_nothing_else(path: Path, data: st.DataObject) -> None:
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    damaged = whole[:start] + data.draw(st.binary(max_size=6)) + whole[end:]
    try:
        found = parse(source(path.name, damaged), frozenset({"Northwire Daily"}))
    except Rejected as rejected:
        assert rejected.problem and rejected.remedy
    else:
        assert isinstance(found, Article)
        assert found.title or found.body or found.draft or found.enclosures


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([".xml", ".json", ".iptc", ".anpa", ".eml"]), st.binary(max_size=200))
def test_any_bytes_give_an_article_or_a_rejection(suffix: str, data: bytes) -> None:
    try:
        parse(source(f"x{suffix}", data))
        split(source(f"x{suffix}", data))
    except Rejected as rejected:
        assert rejected.remedy


LETTER = b"Subject: Ferry\n%s\n\nIt left.\n"
SPACED = b"\x16\x16\x01a1234\x1fx\nr d" + b" " * 3_000 + b"x" + b" " * 3_000 + b"\n!\x02^x<\x03\x04"
SLOW = {
    "a subject of encoded words without end": ("x.eml", b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nIt left.\n"),
    "comments within comments": ("x.eml", LETTER % (b"From: " + b"(" * 5000)),
    "parameters without end": ("x.eml", LETTER % (b"Content-Type: text/plain; " + b"a=b; " * 20_000)),
    "a message id that is none": ("x.eml", LETTER % (b"Message-ID: " + b"<" * 5000)),
    "many parts": ("x.eml", b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000),
    "letters within letters": ("x.eml", b"Subject: x\n" + b"Content-Type: message/rfc822\n\n" * 900 + b"\nx"),
    "paragraphs that never end": ("x.json", b'{"uri":"u","headline":"h","body_html":"' + b"<p>" * 100_000 + b'"}'),
    "headings that never end": ("x.json", b'{"uri":"u","headline":"h","body_html":"' + b"<h1>" * 100_000 + b'"}'),
    "spaces in a header of ANPA 1312": (
        "x.anpa",
        SPACED,
    ),
    "spaces above a text": ("x.txt", SPACED),
    "keywords without end": (
        "x.xml",
        b"<nitf><head><docdata><key-list>%s</key-list></docdata></head><body><body.head/></body></nitf>"
        % b"".join(b'<keyword key="%d"/>' % number for number in range(50_000)),
    ),
}


@pytest.mark.parametrize(("path", "data"), SLOW.values(), ids=SLOW.keys())
def test_what_is_made_to_be_slow_is_done_or_refused_soon(path: str, data: bytes) -> None:
    started = time.process_time()
    with suppress(Rejected):
        parse(source(path, data), frozenset({"Northwire Daily"}))
    assert time.process_time() - started < 3  # seconds; each took a minute or had no end before it was bounded


@pytest.mark.parametrize("character", ["\x00", "\x01", "\ufffe"])
def test_a_picture_is_shown_without_what_xml_cannot_carry(character: str) -> None:
    hrefs = ("https://example.org/a.jpg", f"https://example.org/{character}.jpg")
    renditions = {href: {"href": href, "mimetype": "image/jpeg"} for href in hrefs}
    item = {"uri": "u", "headline": "h", "description_text": f"A{character} ferry", "renditions": renditions}
    found = parse(source("x.json", json.dumps(item).encode()))
    assert 'src="https://example.org/a.jpg" alt="A ferry"' in found.body
    assert [media.href for media in found.media] == ["https://example.org/a.jpg"]


@pytest.mark.parametrize("date", [b"Mon, 29 Jul %s 14:05:00 +0000", b"Mon, %s Jul 2002 14:05:00 +0000"])
def test_a_letter_with_a_date_of_too_many_digits_is_read(date: bytes) -> None:
    letter = b"Subject: x\nDate: %s\n\nIt left.\n" % (date % (b"9" * 30))
    assert parse(source("x.eml", letter)).body == "It left."


def nitf_of(attributes: str) -> Article:
    head = f'<docdata {attributes}><date.release norm="20020730T080000Z"/></docdata>'
    text = "<body><body.head><hedline><hl1>x</hl1></hedline></body.head></body>"
    return parse(source("x.xml", f"<nitf><head>{head}</head>{text}</nitf>".encode()))


@pytest.mark.parametrize("status", ["embargoed", "Embargoed", " embargoed", "stat:embargoed"])
@pytest.mark.parametrize("name", ["management-status", "management-idref-status"])
def test_what_is_embargoed_waits_for_its_date_however_that_is_written(name: str, status: str) -> None:
    found = nitf_of(f'{name}="{status}"')
    assert (found.draft, found.embargo) == (False, "20020730T080000Z")
    assert "draft" not in found.origins


def test_what_is_withheld_waits_for_no_date() -> None:
    assert nitf_of('management-status="withheld"').draft


@pytest.mark.parametrize(
    "charset", [b"undefined", b"punycode", b"idna", b"hex", b'"a\x00b"', b"x-none", b"\xff", b"utf-7"]
)
def test_a_letter_names_a_charset_and_no_other_codec(charset: bytes) -> None:
    letter = b"Content-Type: text/plain; charset=%s\n\nFr\xc3\xbch, he said.\n" % charset
    assert parse(source("x.eml", b"Subject: x\n" + letter)).body == "Früh, he said."


@pytest.mark.parametrize(
    "charset", ["iso-8859-2", "koi8-r", "gb2312", "Windows-1252", "us-ascii", "utf-8", "iso-2022-jp"]
)
def test_a_letter_is_read_in_the_charset_that_it_names(charset: str) -> None:
    written = {"koi8-r": "рано", "gb2312": "早", "iso-2022-jp": "早い"}.get(charset, "early")
    letter = f"Subject: x\nContent-Type: text/plain; charset={charset}\n\n".encode() + written.encode(charset)
    assert parse(source("x.eml", letter)).body == written


@pytest.mark.parametrize("empty", [b"", b" ", b"\n \n"])
def test_of_alternatives_the_empty_one_is_not_shown(empty: bytes) -> None:
    parts = (
        b"--b\nContent-Type: text/plain\n\nIt left.\n--b\nContent-Type: text/html; charset=none\n\n%s\n--b--\n" % empty
    )
    letter = b"Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n" + parts
    assert parse(source("x.eml", letter)).body == "It left."


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "name", "code", "href"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from([*sorted({row.place for row in ninjs.ROWS}), "bodies", "body_html"]), JSON))
def test_ninjs_with_values_of_any_kind_gives_an_article_or_a_rejection(item: dict[str, Any]) -> None:
    try:
        found = parse(source("x.json", json.dumps(item).encode()))
    except Rejected as rejected:
        assert rejected.remedy
    else:
        assert isinstance(found.title, str | None)
        assert all(isinstance(topic, str) and topic for topic in found.topics)
