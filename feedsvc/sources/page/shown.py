"""What a page shows to people that says the same as its metadata: headline, byline, dates, tags."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

_TIME = """time[@datetime][not(ancestor::blockquote)]
    [not(parent::p or parent::li or parent::td) or string-length(normalize-space(..)) < 120]"""
"""A date that stands by itself; within running text it says when something else happens."""

_UPDATED = "[contains(@class, 'updated') or contains(@class, 'modified')][not(contains(@class, 'published'))]"
_PUBLISHED = f"[not(self::node(){_UPDATED})]"


def _of_class(*names: str) -> str:
    return " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in names)


_PLACES: dict[str, Callable[[etree._Element], Any]] = {
    "title": etree.XPath("head/title"),
    "lang": etree.XPath("@lang | @*[name()='xml:lang'] | body/@lang"),
    "h1": etree.XPath("body//h1[normalize-space()]"),
    "byline": etree.XPath(
        f"body//*[@rel='author' or {_of_class('byline', 'p-author', 'author-name', 'post-author')}]"
        "[not(self::article or self::main)]"
    ),
    "time": etree.XPath(
        f"body//article//{_TIME}{_PUBLISHED} | body//main//{_TIME}{_PUBLISHED}"
        f" | body//h1/following::{_TIME}{_PUBLISHED} | body//time[@pubdate] | body//*[{_of_class('dt-published')}]"
    ),
    "updated": etree.XPath(f"body//{_TIME}{_UPDATED} | body//*[{_of_class('dt-updated')}]"),
}
_TAGS = etree.XPath(f"body//a[contains(concat(' ', @rel, ' '), ' tag ') or {_of_class('p-category')}]")

_SAID_IN = {"time": "datetime", "link": "href", "img": "src", "data": "value"}
"""Elements that say what they mean in an attribute (HTML, section 5.2.4), less links, whose text is the name."""


def shown(root: etree._Element, name: str) -> list[Any]:
    """What is shown under a name, in its order. Asked when navigation and comments are gone: they have dates, too."""
    found: Any = _PLACES[name](root)
    return list(found)


def tags(root: etree._Element) -> list[Any]:
    """Links that are tags; they stand where chrome does, so they are asked for before it is gone."""
    found: Any = _TAGS(root)
    return list(found)


def said_by(element: etree._Element) -> str:
    """What an element says, to people or in its attribute for machines."""
    attribute = _SAID_IN.get(str(element.tag))
    written = element.get("content") or (element.get(attribute) if attribute else None)
    return " ".join((written or "".join(map(str, element.itertext()))).split())
