"""Bytes -> text: which encoding a file is in, or why it holds no text."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from feedsvc.errors import Rejected
from feedsvc.sources import _alphabets

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
_LIKELY_CUT = frozenset({b"\xc2", b"\xc3", b"\xe2"})
"""How most characters of Europe and its quotation marks begin in UTF-8; as Windows-1252, no word ends in these."""
_SAVE_AS_UTF8 = "Save the file as UTF-8"
_ONLY_TEXT = "Keep only text among the articles, or exclude this file in config.toml"


class Decoded(NamedTuple):
    """A text, and for people which encoding it was in and how that was told: `cp1252, since …`."""

    text: str
    encoding: str


def decode(data: bytes) -> str:
    """The text of a file, its lines ended by `\\n` alone, without a byte order mark and without lone surrogates.

    UTF-8, UTF-16 and UTF-32 are certain; then comes the 8-bit set whose letters make words of one alphabet, which is
    Windows-1252 where nothing speaks against it; anything else is left to charset-normalizer. Raises Rejected for what
    is empty, binary, UTF-8 with broken bytes or cut at its end, or not to be told.
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
    if _is_cut(data, error):
        raise _cut(data, error)
    if text := _surrogates(data):
        return Decoded(text, "CESU-8, since it is UTF-8 but for encoded surrogates")
    return _by_letters(data) or _other(data, error)


def cut(data: bytes) -> bool:
    """Whether it is UTF-8 that ends in the middle of a character."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return _is_cut(data, error)
    return False


def _is_cut(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether all but the last character is UTF-8, and something tells that it is no text of another encoding that
    ends in an accented letter: another character before it, or more than one byte of it."""
    if error.end != len(data) or error.reason != "unexpected end of data":
        return False
    rest = data[error.start :]
    return len(rest) > 1 or rest in _LIKELY_CUT or not data[: error.start].isascii()


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


def _by_letters(data: bytes) -> Decoded | None:
    """The 8-bit set of Latin letters for which the words speak; None where that is none, or another script's."""
    reading = _alphabets.told(data)
    if reading is None or not _is_plausible(data, reading.encoding):
        return None
    why = "since the bytes are not UTF-8"
    if reading.encoding != _alphabets.USUAL:
        why += f" and the letters are those of {reading.language}"
    try:
        return Decoded(data.decode(reading.encoding), f"{reading.encoding}, {why}")
    except UnicodeDecodeError:  # one of the bytes that it leaves undefined
        return None


def _is_plausible(data: bytes, encoding: str) -> bool:
    """Windows-1252 is so only where no bytes look like UTF-8, and too few are accented letters for another script."""
    if encoding != _alphabets.USUAL:
        return not _is_mostly_utf8(data)
    accented = len(data) - len(data.translate(None, _ACCENTED))
    return accented * 5 <= len(data) and not _MULTIBYTE.search(data)


def _is_mostly_utf8(data: bytes) -> bool:
    return len(_MULTIBYTE.findall(data)) >= data.decode(errors="replace").count("\ufffd")


def _other(data: bytes, error: UnicodeDecodeError) -> Decoded:
    if _is_mostly_utf8(data):
        raise _broken(data, error, "UTF-8")
    from charset_normalizer import from_bytes  # costs 30 ms to import, and hardly any file needs it

    best = from_bytes(data).best()
    # Where no language reads like this, or signs stand within words: better refused than garbled.
    if best is None or not best.coherence or _alphabets.has_signs(str(best)):
        raise _broken(data, error, "UTF-8")
    return Decoded(str(best), f"{best.encoding}, guessed by how its words look")


def _plain_line_ends(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\x85", "\n")  # NEL, a mainframe's line end


def _broken(data: bytes, error: UnicodeDecodeError, encoding: str) -> Rejected:
    at = error.start
    problem = f"byte 0x{data[at]:02X} at offset {at} is not {encoding}"
    return Rejected(problem, _SAVE_AS_UTF8, _line(data, at))


def _cut(data: bytes, error: UnicodeDecodeError) -> Rejected:
    at = error.start
    problem = f"the file ends in the middle of a character of UTF-8, which byte 0x{data[at]:02X} at offset {at} begins"
    return Rejected(problem, "Save or copy it once more, to its end: it was cut off", _line(data, at))


def _line(data: bytes, at: int) -> int:
    return len((data[:at] + b".").splitlines())


def _binary(what: str) -> Rejected:
    return Rejected(f"the file is {what}, not text", _ONLY_TEXT)
