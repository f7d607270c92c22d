"""How much text each element of a page holds: one walk for all of them."""

from __future__ import annotations

from lxml import etree


def lengths(body: etree._Element, *, links: bool = True) -> dict[etree._Element, int]:
    """In characters, white space at the ends of each piece not counted; with `links` false, without that of links."""
    found: dict[etree._Element, int] = {}
    for element in reversed(list(body.iter(etree.Element))):
        held = 0
        if links or element.tag != "a":
            held = len((element.text or "").strip())
            for child in element:
                tail = child.tail
                held += found[child] + (len(tail.strip()) if tail else 0)
        found[element] = held
    return found
