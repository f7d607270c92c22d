"""A message of the wire: which parser reads it, by its header."""

from __future__ import annotations

import re

from feedsvc.model import Article, SourceFile
from feedsvc.sources import _wire, anpa_1312, iptc_7901
from feedsvc.sources.containers import INSIDE

_ANPA = re.compile(rb"\x01[^\x01-\x04\n]{1,24}\x1f")
"""The unit separator behind the number is ANPA's own."""
_SUFFIX = ".anpa"
"""Of files whose header may be broken: what is wrong with it is said in the terms of what it was to be."""

split = _wire.split
is_wire = _wire.is_wire


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read one message. Raises Rejected, with its line, where it is broken or not alone."""
    if _ANPA.search(source.data) or source.path.partition(INSIDE)[0].lower().endswith(_SUFFIX):
        return anpa_1312.parse(source, chrome)
    return iptc_7901.parse(source, chrome)
