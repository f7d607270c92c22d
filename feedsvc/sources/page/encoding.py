"""Bytes of a page -> its text: a byte order mark, then what the bytes show, then what the page declares, then a guess.

A page that was crawled is often stored as UTF-8 and still declares what its server sent: so UTF-8 goes first, for text
in any other encoding hardly ever happens to be UTF-8 as well.
"""

from __future__ import annotations

import codecs
import re

from feedsvc.sources import _decode
from feedsvc.sources._decode import Decoded

_DECLARED = re.compile(
    rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.-]+) | <meta\s[^>]*?\bcharset\s*=\s*["']?\s*([\w.-]+)""",
    re.IGNORECASE | re.VERBOSE,
)
_LOOKED_AT = 4096
"""Bytes. Browsers look at 1,024 (HTML, section 13.2.3.2); many pages have scripts above their `<meta>`."""

_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What is meant by a name that is too narrow for what people write (Encoding Standard, section 4.2)."""

_KNOWN = frozenset(
    codecs.lookup(name).name
    for name in (
        *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        *(f"cp{page}" for page in (866, 874, 932, 949, *range(1250, 1259))),
        *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp"),
    )
)
_SEVEN_BITS = "iso2022_jp"
"""Whose bytes UTF-8 takes for its own."""


def decoded(data: bytes) -> Decoded:
    """The text of a page, and how its encoding was told. Raises Rejected for what is no text."""
    declared = _declared(data)
    codec = _codec(declared)
    meant = _AS_BROWSERS_DO.get(codec, codec)
    if meant in _KNOWN and (meant == _SEVEN_BITS or not _speaks_for_itself(data)):
        try:
            text = data.decode(meant)
        except UnicodeDecodeError:
            pass
        else:
            return Decoded(
                text.replace("\r\n", "\n").replace("\r", "\n"), f"{meant}, since the page declares {declared}"
            )
    text, why = _decode.decoded(data)
    is_as_declared = not declared or why.lower().startswith(codec) or text.isascii()
    return Decoded(text, why if is_as_declared else f"{why}; the page declares {declared}")


def _declared(data: bytes) -> str:
    """The encoding that the page names first, as it is written there; empty without any."""
    found = _DECLARED.search(data[:_LOOKED_AT])
    return (found[1] or found[2]).decode("ascii", "replace") if found else ""


def _codec(declared: str) -> str:
    """Python's name of an encoding, where it knows it."""
    try:
        return codecs.lookup(declared).name
    except (LookupError, ValueError):
        return declared.lower()


def _speaks_for_itself(data: bytes) -> bool:
    """Whether the bytes are UTF-8, if only cut at the end, or begin with a mark, or are too wide for any encoding that
    a page could declare."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return _decode.cut(data)
    return True
