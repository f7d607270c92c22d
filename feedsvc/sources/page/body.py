"""Which element of a page is its article."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from feedsvc.sources.page import extractor
from feedsvc.sources.page.lengths import lengths

_MOST = 0.6
"""Of a page's text, links not counted: an element that says it is the article must hold as much to be believed."""

_NEARLY_ALL = 0.9
"""Of the text around it: what an element must hold so that nothing is lost by looking at it alone."""

_LEAST_EXTRACTED = 0.25
"""Of the page's text: an extractor that finds less has taken a part for the whole."""


_CLASSES = ("h-entry", "e-content", "entry-content", "post-content", "article-body", "article-content")
_CALLED: tuple[Callable[[etree._Element], Any], ...] = (
    etree.XPath(".//article"),
    etree.XPath(".//*[@itemprop][contains(concat(' ', @itemprop, ' '), ' articleBody ')]"),
    etree.XPath(".//main | .//*[@role='main' or @role='article']"),
    etree.XPath(
        ".//*[@class][" + " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in _CLASSES) + "]"
    ),
)
"""What is called the article by HTML itself, schema.org, roles, or the classes that many sites share: in this order."""

_BOXES = frozenset({"div", "section", "main", "article", "center", "table", "tbody", "tr", "td", "form", "span"})


def article(body: etree._Element) -> tuple[etree._Element, str]:
    """The element that holds the article of a stripped page, and in words how it was found."""
    said = lengths(body)
    if (called := _called(body, said)) is not None:
        return called, f"the page's <{called.tag}>, which holds most of its text"
    narrow = _narrowest(body, said)
    if not _is_set_in_text(narrow, said):
        found = extractor.extracted(narrow)
        if found is not None and lengths(found)[found] >= said[narrow] * _LEAST_EXTRACTED:
            return found, "what readability takes for the article"
    return narrow, f"the <{narrow.tag}> that holds nearly all of the page's text"


def _called(body: etree._Element, said: dict[etree._Element, int]) -> etree._Element | None:
    for find in _CALLED:
        found: list[etree._Element] = find(body)
        largest = max(found, key=said.__getitem__, default=None)
        if largest is not None and said[largest] and said[largest] >= said[body] * _MOST:
            return _innermost(largest, found, said)
    return None


def _innermost(largest: etree._Element, found: list[etree._Element], said: dict[etree._Element, int]) -> etree._Element:
    """Of elements of one name within each other, the last that holds all of the text."""
    return next(element for element in reversed(found) if said[element] == said[largest])


def _narrowest(body: etree._Element, said: dict[etree._Element, int]) -> etree._Element:
    """Go down from the body as long as one box holds nearly all."""
    here, below = body, _main_box(body, said)
    while below is not None:
        here, below = below, _main_box(below, said)
    return here


def _main_box(element: etree._Element, said: dict[etree._Element, int]) -> etree._Element | None:
    enough = max(said[element] * _NEARLY_ALL, 1)
    return next((child for child in element if child.tag in _BOXES and said[child] >= enough), None)


def _is_set_in_text(element: etree._Element, said: dict[etree._Element, int]) -> bool:
    """Whether most of what an element holds stands in it as text, and not in boxes beside each other."""
    return sum(said[child] for child in element if child.tag in _BOXES) * 2 <= said[element]
