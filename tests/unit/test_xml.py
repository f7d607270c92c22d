"""The hardened parser: what it refuses, and what it brings back from files that say the wrong thing of themselves."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import Rejected
from feedsvc.sources._xml import bare, document, places, text

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

HOSTILE = {
    "a billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l9;</a>',
    "a billion laughs in an attribute": f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a b="&l9;"/>',
    "one long entity many times": f'<!DOCTYPE a [<!ENTITY x "{"x" * 100_000}">]><a>{"&x;" * 10_000}</a>',
    "an entity of itself": '<!DOCTYPE a [<!ENTITY x "&x;">]><a>&x;</a>',
    "a file of this machine": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "a file in a parameter entity": '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><a/>',
    "an entity from the network": '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><a>&x;</a>',
    "a hundred thousand elements within each other": "<a>" * 100_000 + "</a>" * 100_000,
    "a text of eleven megabytes": f"<a>{'x' * 11_000_000}</a>",
    "an attribute of eleven megabytes": f'<a b="{"x" * 11_000_000}"/>',
    "a name of a hundred thousand letters": f"<{'x' * 100_000}/>",
    "CDATA opened many times and never closed": f"<a>&nbsp;{'<![CDATA[' * 100_000}</a>",
    "comments opened many times and never closed": f"<a>&nbsp;{'<!--' * 100_000}</a>",
    "a tag that never ends": f"<a {'<' * 100_000}",
}


@pytest.mark.parametrize("written", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_hostile_is_refused_within_a_second(written: str) -> None:
    started = time.perf_counter()
    with pytest.raises(Rejected) as caught:
        document(written.encode())
    assert time.perf_counter() - started < 10  # what is quadratic takes minutes; a busy machine is no failure
    assert caught.value.line is not None
    assert caught.value.remedy


def test_a_dtd_is_not_loaded_even_if_it_lies_there(tmp_path: Path) -> None:
    dtd = tmp_path / "nitf.dtd"
    dtd.write_text('<!ELEMENT a ANY><!ATTLIST a secret CDATA "loaded"><!ENTITY nbsp "loaded">')
    found = document(f'<!DOCTYPE a SYSTEM "{dtd.as_uri()}"><a>&nbsp;</a>'.encode())
    assert found.root.get("secret") is None
    assert found.root.text == "\xa0"


def test_a_dtd_on_the_network_is_not_asked_for() -> None:
    assert document(b'<!DOCTYPE a PUBLIC "-//X//Y" "http://127.0.0.1:9/nitf.dtd"><a>b</a>').root.text == "b"


@pytest.mark.parametrize(
    ("written", "line", "problem", "remedy"),
    [
        ("<a>\n<b>\n</a>", 3, "<b> of line 2 is closed by </a>", "sent again"),
        ("<a>\n<b>text", 2, "ends before <b> of line 2 is closed", "sent again"),
        ("<a>\n<b", 2, "ends before a tag does", "sent again"),
        ("<a>\n<![CDATA[b", 2, "ends before all of its elements are closed", "sent again"),
        ("<a>\n<b c=d/></a>", 2, "an attribute has no value in quotes", "sent again"),
        ("<a>\n<b c='<'/></a>", 2, "stands for itself", "&lt;"),
        ("<a>\n]]></a>", 2, "not well-formed", "sent again"),
        ("<a>\n1 < 2</a>", 2, "stands for itself", "&lt;"),
        ("<a>\n\n&tstr;</a>", 3, "the entity &tstr; is not known", "&#160;"),
        ("<!DOCTYPE a SYSTEM 'x'>\n<a>\n<b>&tstr;</b></a>", 3, "&tstr; is not known", "&#160;"),
        ("<a/>\n<a/>", 2, "goes on behind its end", "sent again"),
        ("<a>\n<x:b/></a>", 2, "the prefix x is declared nowhere", "sent again"),
        ("not XML at all", 1, "holds no XML", "sent again"),
        ("<?xml version='1.0'?>", 1, "holds no XML", "sent again"),
    ],
)
def test_what_is_broken_is_refused_with_its_line(written: str, line: int, problem: str, remedy: str) -> None:
    with pytest.raises(Rejected) as caught:
        document(written.encode())
    assert (caught.value.line, problem in caught.value.problem) == (line, True), caught.value.problem
    assert remedy in caught.value.remedy


MENDED = {
    "a bare &": ("<a>\nAT&T</a>", "AT&T", "a bare & was read as &amp;, the first on line 2"),
    "one in an address": ("<a b='?c=1&d=2'>x</a>", "x", "a bare &"),
    "one before a space": ("<a>Fish & chips &amp; peas &#38; more</a>", "Fish & chips & peas & more", "a bare &"),
    "one beside CDATA": ("<a>R&D <![CDATA[R&D]]><!-- R&D --></a>", "R&D R&D", "a bare &"),
    "a control character": ("<a>\n\nb\x08c</a>", "bc", "left out, the first on line 3"),
    "a number of one": ("<a>b&#8;c</a>", "bc", "characters that XML cannot hold were left out"),
    "names of HTML": ("<a>Caf&eacute;&nbsp;& bar</a>", "Café\xa0& bar", "a bare &"),
}


@pytest.mark.parametrize(("written", "said", "told"), MENDED.values(), ids=MENDED.keys())
def test_the_mistakes_that_everybody_makes_are_mended_and_told(written: str, said: str, told: str) -> None:
    found = document(written.encode())
    assert text(found.root) == " ".join(said.split())
    assert told in found.origins["encoding"]


def test_nothing_is_mended_in_a_document_that_declares_what_it_could_mean() -> None:
    with pytest.raises(Rejected, match="declares entities"):
        document(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b; & d</a>')


@pytest.mark.parametrize("data", [b"", b"   \n", b"\x89PNG\r\n\x1a\n\0\0", b"\0\0\0\0"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Rejected):
        document(data)


@pytest.mark.parametrize(
    "declared", ["utf-8", "iso-8859-1", "windows-1252", "us-ascii", "no-such-thing", "punycode", None]
)
def test_bytes_of_utf8_are_utf8_whatever_they_declare(declared: str | None) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    found = document(f"{declaration}<a>Größe – Порт</a>".encode())
    assert found.root.text == "Größe – Порт"
    assert ("encoding" in found.origins) is (declared not in {None, "utf-8"})


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("iso-8859-1", "Größe"),
        ("iso-8859-2", "Žluťoučký kůň"),
        ("windows-1251", "Порт закрыт"),
        ("koi8-r", "Порт закрыт"),
        ("iso-8859-7", "Λιμάνι"),
        ("shift_jis", "港は閉鎖された"),
        ("iso-2022-jp", "港は閉鎖された"),
        ("gb18030", "港口关闭"),
        ("utf-16", "Порт закрыт"),
        ("utf-16-le", "Harbour"),
        ("utf-8-sig", "Порт закрыт"),
    ],
)
def test_an_encoding_that_is_declared_rightly_is_read(encoding: str, written: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    assert document(f"{declaration}<a>{written}</a>".encode(encoding)).root.text == written


@pytest.mark.parametrize("declared", ["utf-8", None])
def test_windows_1252_that_says_it_is_utf8_is_told_from_its_bytes(declared: str | None) -> None:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    found = document(f"{declaration}<a>“Größe” – 5 €</a>".encode("cp1252"))
    assert found.root.text == "“Größe” – 5 €"
    assert "cp1252" in found.origins["encoding"]


def test_bytes_of_no_encoding_are_refused_with_their_line() -> None:
    with pytest.raises(Rejected) as caught:
        document("<a>Größe, naïve, café\n".encode() + b"\xff\xc3 caf\xc3\xa9</a>")
    assert caught.value.line == 2


@pytest.mark.parametrize("written", ["\n\n<?xml version='1.0'?>\n<a/>", "<?xml version='1.0'?>\n\n\n<a/>"])
def test_lines_are_those_of_the_file(written: str) -> None:
    assert document(written.encode()).root.sourceline == 4


def test_names_of_characters_are_read_outside_of_cdata_and_comments_alone() -> None:
    found = document(b"<a>&eacute;<!-- &x; --><![CDATA[&eacute;]]>&AMP;&lt;</a>")
    assert found.root.text == "é&eacute;&<"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40))
def test_any_text_that_is_escaped_comes_back_less_what_xml_cannot_hold(written: str) -> None:
    escaped = written.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kept = "".join(char for char in written if char >= " " or char in "\t\n\r")
    kept = kept.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\uffff", "")
    found = document(f"<a>.{escaped}</a>".encode())
    assert (found.root.text or "").replace("\x85", "\n") == f".{kept}".replace("\x85", "\n")


def test_a_namespace_is_taken_off_whatever_its_prefix() -> None:
    root = document(b'<n:a xmlns:n="urn:n" xmlns:o="urn:o"><n:b><o:c/></n:b></n:a>').root
    bare(root, "urn:n")
    assert [element.tag for element in root.iter()] == ["a", "b", "{urn:o}c"]


def test_things_are_found_with_their_lines() -> None:
    root = document(b'<a>\n<b c="d">e\n f<g>h</g></b>\n</a>').root
    found = places(root)
    assert [(text(thing), found.line("b", thing)) for thing in found.at("b")] == [("e fh", 2)]
    assert [(text(thing), found.line("b/@c", thing)) for thing in found.at("b/@c")] == [("d", 2)]
