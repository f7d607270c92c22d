"""Bytes -> text: which encoding a file is in, or why it holds no text."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from feedsvc.errors import Rejected

_MARKS = {  # the UTF-32 mark begins with the UTF-16 one: longest first
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SIGNATURES = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive, perhaps a word processor's document",
    b"\xd0\xcf\x11\xe0": "an old word processor's document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"\x7fELF": "a program",
    b"MZ\x90\x00": "a program",
    b"ID3": "an MP3 recording",
    b"SQLite format 3\x00": "an SQLite database",
}
_WIDE = (  # how many bytes a unit has, and which of them is the lowest, which text without U+0000 fills
    ("utf-32-le", 4, 0),
    ("utf-32-be", 4, 3),
    ("utf-16-le", 2, 0),
    ("utf-16-be", 2, 1),
)
_ALL_MARKS = tuple(_MARKS)
_ALL_SIGNATURES = tuple(_SIGNATURES)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b") + b"\x7f"
_ACCENTED = bytes(range(0xC0, 0x100))  # where Windows-1252 has its letters, and 8-bit sets of other scripts theirs
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# What Windows-1252 shows as ± ³ µ ¶ ¹ º ¼ ¾ ¿ within a word is a letter in Central Europe's sets.
_CENTRAL = re.compile(rb"[A-Za-z][\xb1\xb3\xb5\xb6\xb9\xba\xbc\xbe\xbf][A-Za-z]")
_SAVE_AS_UTF8 = "Save the file as UTF-8"
_ONLY_TEXT = "Keep only text among the articles, or exclude this file in config.toml"


class Decoded(NamedTuple):
    """A text, and for people which encoding it was in and how that was told: `cp1252, since …`."""

    text: str
    encoding: str


def decode(data: bytes) -> str:
    """The text of a file, its lines ended by `\\n` alone, without a byte order mark and without lone surrogates.

    UTF-8, UTF-16 and UTF-32 are certain; Windows-1252 is taken where nothing speaks against it; anything else is left
    to charset-normalizer. Raises Rejected for what is empty, binary, UTF-8 with broken bytes, or not to be told.
    """
    return decoded(data).text


def decoded(data: bytes) -> Decoded:
    """The same, with the encoding."""
    if data.startswith(_ALL_SIGNATURES):
        raise _binary(next(name for signature, name in _SIGNATURES.items() if data.startswith(signature)))
    text, encoding = _unmarked(data) if not data.startswith(_ALL_MARKS) else _marked(data)
    if not text or text.isspace():
        raise Rejected("the file is empty", "Write the article, or remove the file")
    return Decoded(_plain_line_ends(text), encoding)


def _marked(data: bytes) -> Decoded:
    encoding = next(name for mark, name in _MARKS.items() if data.startswith(mark))
    shown = encoding.removesuffix("-sig").upper()
    try:
        return Decoded(data.decode(encoding), f"{shown}, by its byte order mark")
    except UnicodeDecodeError as error:
        raise _broken(data, error, shown) from None


def _unmarked(data: bytes) -> Decoded:
    if b"\0" in data:
        return _wide(data)
    if (len(data) - len(data.translate(None, _CONTROLS))) * 10 > len(data):
        raise _binary("binary: more than a tenth of it is control characters")
    try:
        return Decoded(data.decode(), "UTF-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> Decoded:
    if text := _surrogates(data):
        return Decoded(text, "CESU-8, since it is UTF-8 but for encoded surrogates")
    if text := _western(data):
        return Decoded(text, "cp1252, since the bytes are not UTF-8")
    return _other(data, error)


def _wide(data: bytes) -> Decoded:
    """UTF-16 or UTF-32 without a mark: the NULs stand where the other bytes of narrow letters and spaces would."""
    enough = data.count(0) * 20 > len(data)  # spaces alone make more than a twentieth in any script that has them
    for encoding, width, lowest in _WIDE if enough else ():
        if 0 not in data[lowest::width]:
            try:
                return Decoded(data.decode(encoding), f"{encoding.upper()}, by where its NUL bytes stand")
            except UnicodeDecodeError:
                continue
    raise _binary("binary: it holds NUL bytes")


def _surrogates(data: bytes) -> str | None:
    """CESU-8, UTF-8 in which halves of UTF-16 pairs were encoded one by one: pairs are joined, lone halves replaced."""
    if b"\xed" not in data:
        return None
    try:
        halves = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _western(data: bytes) -> str | None:
    """Windows-1252, where no bytes look like UTF-8, and too few are accented letters for another script."""
    accented = len(data) - len(data.translate(None, _ACCENTED))
    if accented * 5 > len(data) or _MULTIBYTE.search(data) or _CENTRAL.search(data):
        return None
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:  # one of the five bytes that it leaves undefined
        return None


def _other(data: bytes, error: UnicodeDecodeError) -> Decoded:
    broken = data.decode(errors="replace").count("\ufffd")
    if len(_MULTIBYTE.findall(data)) >= broken:
        raise _broken(data, error, "UTF-8")
    from charset_normalizer import from_bytes  # costs 30 ms to import, and hardly any file needs it

    best = from_bytes(data).best()
    if best is None or not best.coherence:  # no language reads like this: better refused than garbled
        raise _broken(data, error, "UTF-8")
    return Decoded(str(best), f"{best.encoding}, guessed by how its words look")


def _plain_line_ends(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\x85", "\n")  # NEL, a mainframe's line end


def _broken(data: bytes, error: UnicodeDecodeError, encoding: str) -> Rejected:
    at = error.start
    line = len((data[:at] + b".").splitlines())
    return Rejected(f"byte 0x{data[at]:02X} at offset {at} is not {encoding}", _SAVE_AS_UTF8, line)


def _binary(what: str) -> Rejected:
    return Rejected(f"the file is {what}, not text", _ONLY_TEXT)
