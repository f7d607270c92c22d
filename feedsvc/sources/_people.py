"""Bylines -> authors."""

from __future__ import annotations

import re

from lxml import etree

from feedsvc.model import Author
from feedsvc.sources._head import byline
from feedsvc.sources._xml import text

_BY = re.compile(r"(?:by|von|par|por|di|da|av|af|door)\s*:?\s+", re.IGNORECASE)
_LONGEST = 200
"""Characters; what is longer is no byline but text that slipped into it."""


def authors(written: str) -> tuple[Author, ...]:
    """The people of a byline such as `By Mira Halden and Ole Brandt, Staff Writer`; as it is where that is not told."""
    line = " ".join(written.split())
    if not line or len(line) > _LONGEST:
        return ()
    name = _BY.sub("", line, count=1) if _BY.match(line) else line
    found = byline(f"By {name}")
    return found[0] if found else (Author(name.partition(",")[0].strip() or name),)


def authors_of(element: etree._Element) -> tuple[Author, ...]:
    """The people of a byline that is an element."""
    return authors(text(element))
