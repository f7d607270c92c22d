"""What Atom and RSS say alike by extension: elements of other namespaces, and a stylesheet before the root. Pure."""

from __future__ import annotations

from html import escape

from lxml import etree

from feedsvc.render import facts
from feedsvc.render.frame import Frame

_PACE = "http://purl.org/rss/1.0/modules/syndication/"
_HISTORY = "http://purl.org/syndication/history/1.0"
_XHTML = "http://www.w3.org/1999/xhtml"


def namespaces(frame: Frame) -> dict[str, str]:
    """The prefixes that the elements of this frame need."""
    history = {"fh": _HISTORY} if frame.archive is not None else {}
    shown = {"xhtml": _XHTML} if frame.stylesheet else {}
    return {"sy": _PACE, **history, **shown}


def add_stylesheet(root: etree._Element, frame: Frame) -> None:
    """For browsers, which show the document with it (Associating Style Sheets with XML documents 1.0)."""
    if frame.stylesheet:
        address = escape(frame.stylesheet)  # also `>`, so that no `?>` ends the instruction
        root.addprevious(etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{address}"'))


def add_page(parent: etree._Element, page: str, frame: Frame) -> None:
    """A link to the feed's page that can be followed where a browser shows the document; the stylesheet has its words.

    Readers pass over it, as over any element that they do not know (RFC 4287, section 6.4; RSS 2.0, "Extending RSS").
    """
    if frame.stylesheet:
        etree.SubElement(parent, f"{{{_XHTML}}}a", href=page)


def add_pace(parent: etree._Element, frame: Frame) -> None:
    """How often to ask, for readers that do not look at Cache-Control (RSS 1.0, Syndication module)."""
    period, frequency = facts.pace(frame)
    etree.SubElement(parent, f"{{{_PACE}}}updatePeriod").text = period
    etree.SubElement(parent, f"{{{_PACE}}}updateFrequency").text = str(frequency)


def add_archive(parent: etree._Element, frame: Frame) -> None:
    """Archive documents "SHOULD also contain an fh:archive element", which is empty (RFC 5005, section 4)."""
    if frame.archive is not None:
        etree.SubElement(parent, f"{{{_HISTORY}}}archive")
