"""How much text each element of a page holds: one walk for all of them."""

from __future__ import annotations

from lxml import etree


def lengths(body: etree._Element, *, links: bool = True) -> dict[etree._Element, int]:
    """In characters, white space at the ends of each piece not counted; with `links` false, without that of links."""
    found: dict[etree._Element, int] = {}
    for element in reversed(list(body.iter(etree.Element))):
        behind = sum(len((child.tail or "").strip()) for child in element)
        counts = links or element.tag != "a"
        found[element] = behind + len((element.text or "").strip()) + sum(map(found.__getitem__, element)) if counts else 0
    return found
