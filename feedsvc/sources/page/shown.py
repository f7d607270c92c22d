"""What a page shows to people that says the same as its metadata: headline, byline, dates, tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from feedsvc.sources.page.dateline import below_headline

_RUNNING = frozenset({"p", "li", "td", "dd"})
_LONGEST_DATELINE = 120
"""Characters. A `<time>` in a longer paragraph says when something else happens."""

_MOST_TIMES = 100
"""Looked at before one is taken; of articles, the first is."""


def _of_class(*names: str) -> str:
    return " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in names)


_PLACES: dict[str, Callable[[etree._Element], Any]] = {
    "title": etree.XPath("head/title"),
    "lang": etree.XPath("@lang | @*[name()='xml:lang'] | body/@lang"),
    "h1": etree.XPath("(body//h1[normalize-space()])[position() < 10]"),
    "byline": etree.XPath(
        f"(body//*[@class or @rel][@rel='author' or {_of_class('byline', 'p-author', 'author-name', 'post-author')}]"
        "[not(self::article or self::main)])[position() < 10]"
    ),
}
_TAGS = etree.XPath(f"body//a[@rel or @class][contains(concat(' ', @rel, ' '), ' tag ') or {_of_class('p-category')}]")

MOST_TOPICS = 40
"""Of one page. What has more are lists for search engines, of all that the site is about."""

_SAID_IN = {"time": "datetime", "link": "href", "img": "src", "data": "value"}
"""Elements that say what they mean in an attribute (HTML, section 5.2.4), less links, whose text is the name."""


def shown(root: etree._Element, name: str) -> list[Any]:
    """What is shown under a name, in its order. Asked when navigation and comments are gone: they have dates, too."""
    if name in {"time", "updated"}:
        return [time for time in _own_first(_times(root)) if _is_update(time) == (name == "updated")]
    found: Any = _PLACES[name](root)
    if name == "byline":
        line = below_headline(root)
        return [*found, line.byline] if line else list(found)
    return _own_first(found) if name == "h1" else list(found)


def _own_first(found: Iterable[etree._Element]) -> list[etree._Element]:
    """Those of the article before those of its page, which may say what the site is called, and what day it is."""
    return sorted(found, key=lambda element: not _is_in(element, "article", "main"))


def _times(root: etree._Element) -> Iterator[etree._Element]:
    """Dates that stand by themselves, in the article or below a headline."""
    is_below_headline = False
    for element in islice(root.iter("h1", "time"), _MOST_TIMES):
        is_below_headline |= element.tag == "h1"
        belongs = is_below_headline or _is_in(element, "article", "main")
        says = element.get("datetime") or is_below_headline
        if belongs and says and not _is_in(element, "blockquote") and _stands_alone(element):
            yield element


def _is_update(time: etree._Element) -> bool:
    called = time.get("class", "")
    return ("updated" in called or "modified" in called) and "published" not in called


def _is_in(element: etree._Element, *tags: str) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def _stands_alone(time: etree._Element) -> bool:
    parent = time.getparent()
    if parent is None or parent.tag not in _RUNNING:
        return True
    return len("".join(map(str, parent.itertext())).strip()) < _LONGEST_DATELINE


def tags(root: etree._Element) -> list[Any]:
    """Links that are tags; they stand where chrome does, so they are asked for before it is gone."""
    found: Any = _TAGS(root)
    return list(found[:MOST_TOPICS])


def is_tag(link: etree._Element) -> bool:
    """Whether a link is one of these."""
    return "tag" in link.get("rel", "").split() or "p-category" in link.get("class", "").split()


def said_by(element: etree._Element) -> str:
    """What an element says, to people or in its attribute for machines."""
    attribute = _SAID_IN.get(str(element.tag))
    written = element.get("content") or (element.get(attribute) if attribute else None)
    return " ".join((written or "".join(map(str, element.itertext()))).split())
