"""An entry's content as its page holds it, with what feeds do not need and people at a keyboard do. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape

from feedsvc.model import Enclosure

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^>"]|"[^"]*")*)>')
"""Every one, so that what looks like a tag within an attribute is passed over with it."""
_ATTRIBUTE = re.compile(r'([^\s="]+)(?:="([^"]*)")?')

_REACHED = 'tabindex="0"'
"""What scrolls by itself can be reached, and so scrolled, without a mouse (WCAG 2.2, 2.1.1)."""


def accessible(content: str, media: Iterable[Enclosure] = ()) -> str:
    """Sanitized HTML in which wide tables and code can be scrolled, and pictures that say nothing are not read out.

    A picture without `alt` is taken for decoration: screen readers would spell its address. All pictures but the first,
    which may well be on the screen from the start, are fetched when they are about to be seen; of those among `media`
    the size is known, and so the room that they will take.
    """
    known = {each.href: each for each in media}
    pictures = 0

    def completed(tag: re.Match[str]) -> str:
        nonlocal pictures
        if tag[2] == "img":
            pictures += 1
            return _picture(tag[3], known, is_first=pictures == 1)
        return _scrolled(tag) if tag[2] in {"pre", "table"} else tag[0]

    return _TAG.sub(completed, content)


def _scrolled(tag: re.Match[str]) -> str:
    """A table scrolls in a box of its own: one that scrolled itself would be no table to a screen reader."""
    end, name, attributes = tag.groups()
    if name == "pre":
        return tag[0] if end else f"<pre {_REACHED}{attributes}>"
    return f"{tag[0]}</div>" if end else f'<div class="wide" {_REACHED}>{tag[0]}'


def _picture(written: str, known: Mapping[str, Enclosure], *, is_first: bool) -> str:
    given = dict(_ATTRIBUTE.findall(written))
    missing = {"alt": ""} | ({} if is_first else {"loading": "lazy"})
    its = known.get(unescape(given.get("src", "")))
    if its and its.width and its.height and given.keys().isdisjoint({"width", "height"}):
        missing |= {"width": str(its.width), "height": str(its.height)}
    added = "".join(f' {name}="{value}"' for name, value in missing.items() if name not in given)
    return f"<img{written}{added}>"
