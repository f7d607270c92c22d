"""Characters that every document can carry: those of XML 1.0, less the controls that nobody means."""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = bytes([*range(0x09), *range(0x0B, 0x20), 0x7F])
"""Of ASCII; tab and line feed are left, and carriage returns are line feeds by then."""

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""No Char of XML 1.0 (section 2.2), and U+007F to U+009F, which it lets through but advises against."""

_UNSEEN = re.compile(
    "[\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
    "|(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0001\U000e0020-\U000e007f]"
)
"""What shows nothing: soft hyphens, spaces of no width, byte order marks, tags outside of flags; and what turns the
direction of all that follows (UAX 9, section 2), the words behind a title in somebody's page among it.

Joiners (U+200C, U+200D), which scripts and emoji need, and the marks of direction (U+200E, U+200F), which turn nothing
but their neighbours, stay.
"""


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
    """Safe plain text on one line: white space collapsed, none at the ends, nothing unseen; empty for None."""
    return " ".join(text(_seen(written)).split()) if written else ""


def _seen(written: str) -> str:
    return written if written.isascii() else _UNSEEN.sub(r"\1", written)
