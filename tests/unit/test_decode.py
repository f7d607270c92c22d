from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import Rejected
from feedsvc.sources._decode import decode

RUSSIAN = (
    "Гавань закрыта на три недели. Водолазы нашли трещины в двух воротах из четырёх, сообщил начальник порта. "
    "Паромы на острова ходят как обычно. Ремонт займёт не меньше трёх недель, и обойдётся городу дорого.\n"
) * 4  # as long as articles are
LETTERS = st.characters(codec="utf-8", categories=("L", "Nd", "P", "Zs"))
TEXTS = st.text(LETTERS, min_size=1, max_size=60).filter(lambda text: not text.isspace())


def refusal(data: bytes) -> Rejected:
    with pytest.raises(Rejected) as caught:
        decode(data)
    return caught.value


@given(TEXTS)
def test_utf8_is_read_with_and_without_a_mark(text: str) -> None:
    assert decode(text.encode("utf-8-sig")) == text
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
@given(text=TEXTS)
def test_wide_encodings_are_known_by_their_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["Harbour closed.", "Гавань закрыта на три недели.", "The gates, «shut»\n\nØstmark\n"])
def test_wide_encodings_are_known_without_a_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\x85", "\n"])
def test_every_machines_line_ends_become_one(ends: str) -> None:
    assert decode(f"a{ends}{ends}b{ends}".encode()) == "a\n\nb\n"


def test_windows_1252_is_taken_where_nothing_speaks_against_it() -> None:
    assert decode("“Café” – naïve, 5 €".encode("cp1252")) == "“Café” – naïve, 5 €"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_another_script_is_not_taken_for_windows_1252(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding)) == RUSSIAN


def test_central_europe_is_not_taken_for_windows_1252() -> None:
    text = "Nurkowie znaleźli pęknięcia w dwóch z czterech wrót, powiedział kapitan portu. Żegluga została wstrzymana."
    assert decode(text.encode("cp1250")) == text


def test_bytes_that_read_like_no_language_are_refused() -> None:
    found = refusal("Водолазы нашли трещины в двух воротах.".encode("koi8-r"))
    assert found.problem == "byte 0xF7 at offset 0 is not UTF-8"
    assert found.remedy == "Save the file as UTF-8"


def test_broken_utf8_is_refused_with_the_byte_and_the_line() -> None:
    """S5: the line of the file, whatever ends its lines."""
    for ends in (b"\n", b"\r\n", b"\r"):
        data = "Größe – süß".encode() + ends + ends + b"br\xe9ak"
        found = refusal(data)
        assert found.problem == f"byte 0xE9 at offset {data.index(0xE9)} is not UTF-8"
        assert found.remedy == "Save the file as UTF-8"
        assert found.line == 3


def test_encoded_surrogates_are_joined_or_replaced() -> None:
    """X2: not even half of a pair gets as far as XML."""
    assert decode(b"\xed\xa0\xbd\xed\xb8\x80 and \xed\xa0\xbd") == "😀 and \ufffd"


@pytest.mark.parametrize("data", [b"", b"\n \t\r\n", b"\xef\xbb\xbf", b"\xff\xfe\n\0", "\u00a0\u2003".encode()])
def test_a_file_without_text_is_refused_as_empty(data: bytes) -> None:
    assert refusal(data).problem == "the file is empty"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
        (b"%PDF-1.4\n", "a PDF document"),
        (b"PK\x03\x04\x14\0", "a ZIP archive"),
        (b"harbour\0\0\0\0\0closed\0\0\0", "NUL bytes"),
        (b"harbour closed for three weeks\0 from Monday", "NUL bytes"),
        (b"\x01\x02\x03 harbour", "control characters"),
    ],
)
def test_what_is_no_text_is_refused_saying_what_it_is(data: bytes, what: str) -> None:
    assert what in refusal(data).problem


def test_single_control_characters_are_left_for_normalize_to_take_out() -> None:
    assert decode(b"The bell\x07 rang, and \x1b[1mrang") == "The bell\x07 rang, and \x1b[1mrang"


@given(st.binary(max_size=80))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    """X2: what is text can be encoded again, so it holds no lone surrogate."""
    try:
        text = decode(data)
    except Rejected as rejected:
        assert rejected.problem
        assert rejected.remedy
    else:
        assert text.encode().decode() == text
        assert "\r" not in text
