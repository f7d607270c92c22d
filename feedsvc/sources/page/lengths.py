"""How much text each element of a page holds: one walk for all of them."""

from __future__ import annotations

from lxml import etree


def lengths(body: etree._Element) -> dict[etree._Element, int]:
    """In characters, without the text of links, white space at the ends of each piece not counted."""
    found: dict[etree._Element, int] = {}
    for element in reversed(list(body.iter(etree.Element))):
        held = 0
        if element.tag != "a":
            held = len((element.text or "").strip())
            for child in element:
                tail = child.tail
                held += found[child] + (len(tail.strip()) if tail else 0)
        found[element] = held
    return found
