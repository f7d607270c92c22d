"""readability-lxml, held so that it gets a stripped page and gives back an element, or nothing.

It keeps links, lists, pictures, captions, quotations and code as they are, which extractors of plain text do not, and
takes 50 ms for a page of 50 KB: so it is asked only where a page does not itself say where its article is.
"""

from __future__ import annotations

from lxml import etree

_LARGEST = 500_000
"""Characters: half a second. No article has a tenth of it, once the scripts are gone."""


def extracted(body: etree._Element) -> etree._Element | None:
    """The article of a page, by how its paragraphs, links and names are spread; None where none is found."""
    from readability import Document  # costs 60 ms to import, and most folders never need it
    from readability.readability import Unparseable

    written = etree.tostring(body, method="html", encoding="unicode", with_tail=False)
    if len(written) > _LARGEST:
        return None
    try:
        found = Document(f"<html>{written}</html>").summary(html_partial=True)
    except (Unparseable, etree.LxmlError, ValueError):
        return None
    root = etree.fromstring(found.encode(), etree.HTMLParser(encoding="utf-8", no_network=True))
    return None if root is None else root.find("body")
