"""What Atom and RSS say alike by extension: elements of other namespaces, and a stylesheet before the root. Pure."""

from __future__ import annotations

from html import escape

from lxml import etree

from feedsvc.render import facts
from feedsvc.render.frame import Frame

_PACE = "http://purl.org/rss/1.0/modules/syndication/"
_HISTORY = "http://purl.org/syndication/history/1.0"


def namespaces(frame: Frame) -> dict[str, str]:
    """The prefixes that the elements of this frame need."""
    return {"sy": _PACE} if frame.archive is None else {"sy": _PACE, "fh": _HISTORY}


def add_stylesheet(root: etree._Element, frame: Frame) -> None:
    """For browsers, which show the document with it (Associating Style Sheets with XML documents 1.0)."""
    if frame.stylesheet:
        address = escape(frame.stylesheet)  # also `>`, so that no `?>` ends the instruction
        root.addprevious(etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{address}"'))


def add_pace(parent: etree._Element, frame: Frame) -> None:
    """How often to ask, for readers that do not look at Cache-Control (RSS 1.0, Syndication module)."""
    period, frequency = facts.pace(frame)
    etree.SubElement(parent, f"{{{_PACE}}}updatePeriod").text = period
    etree.SubElement(parent, f"{{{_PACE}}}updateFrequency").text = str(frequency)


def add_archive(parent: etree._Element, frame: Frame) -> None:
    """Archive documents "SHOULD also contain an fh:archive element", which is empty (RFC 5005, section 4)."""
    if frame.archive is not None:
        etree.SubElement(parent, f"{{{_HISTORY}}}archive")
