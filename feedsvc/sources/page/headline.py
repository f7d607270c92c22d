"""The headline of an article, and what stands below it: they go where the article's own fields say the same."""

from __future__ import annotations

import re

from lxml import etree

from feedsvc.sources._chrome import fold
from feedsvc.sources._markup import remove
from feedsvc.sources.page.dateline import below_headline
from feedsvc.sources.page.shown import is_tag

_NO_WORD = re.compile(r"[\W_]+")
_BYLINE = re.compile(
    r"""
    (?<![a-z]) (?: byline | authors? | author-?name | p-author | dateline | dt-published | publish(?:ed)? | posted-?on
    | date | timestamp | (?:post|entry|article)-?(?:meta|date|info) ) (?![a-z])
    """,
    re.VERBOSE,
)
_LONGEST_BYLINE = 160
"""Characters. What is longer tells of the author, and is text."""

_LONGEST_LABEL = 20
"""Characters around tags that are no text: `Filed under:`, and commas."""

_LINES = ("p", "div", "span", "ul", "time", "address", "a")


def title(content: etree._Element) -> str | None:
    """The headline of a piece of a page, taken out of it: the first of level 1, else one of level 2 at the top."""
    heading = next(content.iter("h1"), None)
    if heading is None:
        first = next((element for element in content if element.tag not in {"hr", "br"}), None)
        heading = first if first is not None and first.tag == "h2" and not (content.text or "").strip() else None
    found = _text(heading) if heading is not None else ""
    if heading is not None and found:
        _remove(heading)
    return found or None


def take_out(content: etree._Element, title: str) -> None:
    """Take out the headings that only repeat the title."""
    for heading in list(content.iter("h1", "h2")):
        if _same(_text(heading), title):
            _remove(heading)
            return


def take_out_byline(content: etree._Element) -> None:
    """Take out lines that are called a byline or a date, and the one that holds nothing else, below the headline."""
    dateline = below_headline(content, taken_out=True)
    if dateline is not None and not _shows(dateline.element):
        _remove(dateline.element)
    for element in list(content.iter(*_LINES)):
        if _is_byline(element) and len(_text(element)) <= _LONGEST_BYLINE and not _shows(element):
            _remove(element)


def take_out_tags(content: etree._Element) -> None:
    """Take out lists of links that are the article's tags."""
    for element in list(content.iter("ul", "ol", "p", "div")):
        links = sum(len(_text(link)) for link in element.iter("a") if is_tag(link))
        is_list = bool(links) and len(_text(element)) <= links + _LONGEST_LABEL
        if is_list and element is not content and not _shows(element):
            _remove(element)


def _is_byline(element: etree._Element) -> bool:
    """By its class, or because it stands in the article's head and holds a date or the link to an author."""
    if _BYLINE.search(element.get("class", "").lower()):
        return True
    in_head = next(element.iterancestors("header"), None) is not None
    return in_head and (element.find(".//time") is not None or element.find(".//a[@rel='author']") is not None)


def _same(heading: str, title: str) -> bool:
    """Whether one is the other, but for punctuation, or the other cut short."""
    one, other = _NO_WORD.sub(" ", fold(heading)).strip(), _NO_WORD.sub(" ", fold(title)).strip()
    return bool(one) and bool(other) and (one == other or one.startswith(f"{other} ") or other.startswith(f"{one} "))


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _remove(element: etree._Element) -> None:
    """Take an element out, and a header that it leaves empty."""
    header = next(element.iterancestors("header", "hgroup"), None)
    remove(element)
    if header is not None and header.getparent() is not None and not _text(header) and not _shows(header):
        remove(header)


def _shows(element: etree._Element) -> bool:
    return next(element.iter("img", "picture", "video", "audio"), None) is not None
