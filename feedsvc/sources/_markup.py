"""A tree of elements -> the HTML of an article's body, which normalize makes safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from lxml import etree

from feedsvc.model import Enclosure, Line
from feedsvc.sources._chrome import take_out
from feedsvc.sources._xml import line, text

_INDENT = re.compile(r"\n\s+")
"""How XML is set out on the page, which says nothing but within `<pre>`."""


def html(content: etree._Element) -> str:
    """The HTML of what an element holds. Takes the children away from it."""
    holder = etree.Element("div")
    holder.text = content.text
    holder.extend(list(content))
    etree.cleanup_namespaces(holder)
    markup = written(holder)[len("<div>") : -len("</div>")].strip()
    return markup if "<pre" in markup else _INDENT.sub("\n", markup)


def paragraphs(written: str) -> str:
    """Plain text as HTML: paragraphs between blank lines, or one in each line where there are no blank ones."""
    blocks = re.split(r"\n\s*\n" if "\n\n" in written.replace("\r", "") else r"\n", written.strip())
    return "\n".join(f"<p>{escape(' '.join(block.split()), quote=False)}</p>" for block in blocks if block.strip())


def without_in(chrome: frozenset[str], markup: str, first: int) -> tuple[str, tuple[Line, ...]]:
    """The same for HTML in one piece, which begins on a line of its file: what is left, and what was dropped."""
    found = _paragraphs(markup) if chrome else []
    dropped = take_out([plain(markup[start:end]) for start, end in found], chrome, first=0) if found else []
    for gone in reversed(dropped):
        start, end = found[gone.number]
        markup = markup[:start] + markup[end:]
    return markup, tuple(Line(first, gone.text, gone.why) for gone in dropped)


def plain(markup: str) -> str:
    """The text of a piece of HTML, with single spaces."""
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def heading(markup: str) -> tuple[int, int] | None:
    """Where the first heading of level 1 begins and ends."""
    return next(_elements(markup, _H1, _H1_END), None)


def _paragraphs(markup: str) -> list[tuple[int, int]]:
    return list(_elements(markup, _P, _P_END))


def _elements(markup: str, opens: re.Pattern[str], closes: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where elements begin and end: two searches, since one expression for both looks to the end from each opening."""
    at = 0
    while (start := opens.search(markup, at)) and (end := closes.search(markup, start.end())):
        yield start.start(), end.end()
        at = end.end()


_P, _P_END = re.compile(r"<p[\s>]", re.IGNORECASE), re.compile(r"</p\s*>", re.IGNORECASE)
_H1, _H1_END = re.compile(r"<h1[\s>]", re.IGNORECASE), re.compile(r"</h1\s*>\s*", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def without(chrome: frozenset[str], content: etree._Element, tag: str = "p") -> tuple[Line, ...]:
    """Take out every paragraph that equals a configured line; return these, by the lines of the file."""
    if not chrome:
        return ()
    elements = list(content.iter(tag))
    rows = [text(element) for element in elements]
    dropped = take_out(rows, chrome, first=0)
    found = [elements[gone.number] for gone in dropped]
    for element in found:
        remove(element)
    return tuple(Line(line(element) or 1, gone.text, gone.why) for element, gone in zip(found, dropped, strict=True))


def remove(element: etree._Element) -> None:
    """Take an element out, and leave the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def written(element: etree._Element) -> str:
    """One element as HTML, less the text behind it."""
    found: str = etree.tostring(element, method="html", encoding="unicode", with_tail=False)
    return found


def figure(media: Enclosure, caption: str = "", credit: str = "") -> etree._Element:
    """A picture or recording as HTML shows it, with what is said below it."""
    shown = etree.Element("figure")
    kind = media.medium
    if kind == "image":
        etree.SubElement(shown, "img", {"src": media.href, "alt": media.title or ""} | _measures(media))
    elif kind in {"audio", "video"}:
        etree.SubElement(shown, kind, src=media.href, controls="controls")
    else:
        link = etree.SubElement(shown, "a", href=media.href)
        link.text = media.title or media.href.rpartition("/")[2] or media.href
    words = " ".join(filter(None, (caption, f"({credit})" if credit else "")))
    if words:
        etree.SubElement(shown, "figcaption").text = words
    return shown


def _measures(media: Enclosure) -> dict[str, str]:
    return {name: str(value) for name, value in (("width", media.width), ("height", media.height)) if value}
