"""The mistakes that XML of feeds is full of, and whose meaning nobody doubts: mended, and told. Pure.

Nothing is declared and nothing expanded: what is mended is a character that should have been escaped, or left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BARE = r"&(?!\#[0-9]+;|\#x[0-9a-fA-F]+;|[A-Za-z_:][\w:.-]*;)"
_BARE_OUTSIDE = re.compile(rf"<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)|(?P<bare>{_BARE})", re.DOTALL)
"""A & that stands for itself; in CDATA and in comments it may."""

_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
    "|&#(?:x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));"
)
"""What XML 1.0 cannot hold (section 2.2, Char), written out or as a reference to its number."""


def mended(written: str) -> tuple[str, str]:
    """The text without these mistakes, and what was done in words; as it is, and nothing, where there are none."""
    legal = _ILLEGAL.sub("", written)
    whole = _BARE_OUTSIDE.sub(_escaped, legal)
    return whole, "; ".join(_told(written, legal))


def _escaped(found: re.Match[str]) -> str:
    return "&amp;" if found["bare"] else found[0]


def _told(written: str, legal: str) -> Iterator[str]:
    if illegal := _ILLEGAL.search(written):
        yield f"characters that XML cannot hold were left out, the first on line {_line(written, illegal)}"
    bare = next((found for found in _BARE_OUTSIDE.finditer(legal) if found["bare"]), None)
    if bare:
        yield f"a bare & was read as &amp;, the first on line {_line(legal, bare)}"


def _line(written: str, found: re.Match[str]) -> int:
    return written.count("\n", 0, found.start()) + 1
