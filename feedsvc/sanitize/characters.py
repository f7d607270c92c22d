"""Characters that every document can carry: those of XML 1.0, less the controls that nobody means."""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = bytes([*range(0x09), *range(0x0B, 0x20), 0x7F])
"""Of ASCII; tab and line feed are left, and carriage returns are line feeds by then."""

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""No Char of XML 1.0 (section 2.2), and U+007F to U+009F, which it lets through but advises against."""


def text(written: str) -> str:
    """Plain text that is safe for XML 1.0: unsafe characters taken out, line ends made LF, composed (NFC).

    Clean ASCII costs a copy, 3 microseconds for 3 KB: most articles are, and each field of each passes through here.
    """
    if "\r" in written:
        written = written.replace("\r\n", "\n").replace("\r", "\n")
    if written.isascii():
        return written.encode("ascii").translate(None, _CONTROLS).decode("ascii")
    return unicodedata.normalize("NFC", _UNSAFE.sub("", written))


def line(written: str | None) -> str:
    """Safe plain text on one line: white space collapsed, none at the ends; empty for None."""
    return " ".join(text(written).split()) if written else ""
