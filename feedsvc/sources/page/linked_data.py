"""JSON-LD of a page (schema.org): which of its objects is the article, and what that says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree

from feedsvc.model import Line
from feedsvc.sources._xml import line

Node = dict[str, Any]

_OPENED = re.compile(r"(?://)?\s*+<!(?:\[CDATA\[|--)")
_CLOSINGS = ("]]>", "-->")
"""What authors put around scripts to hide them from parsers of old."""

_ARTICLE = re.compile(r"(?:\w*Article|(?:Social|Live)?\w*(?:Blog)?Posting|Report)", re.ASCII)
_NO_ARTICLE = frozenset({"JobPosting"})
_OF_THE_PAGE = ("datePublished", "dateModified", "inLanguage")
"""What the page as a whole says and is true of its article, too; its name and description may be the site's."""

_WITHIN = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST_SCRIPTS = 100
"""Of one page; three are usual."""
_SHOWN = 80
"""Characters of a script that is broken."""
_DEEPEST = 8
"""Objects within objects: graphs have two."""


@dataclass(slots=True)
class LinkedData:
    """What was found: the article's own properties, the site's name, and the scripts that were broken."""

    article: Node = field(default_factory=dict)
    site: str = ""
    broken: list[Line] = field(default_factory=list)
    _by_id: dict[str, Node] = field(default_factory=dict)

    def values(self, name: str) -> list[Any]:
        """What the article says under a name; objects that it only points at are looked up."""
        value = self.article.get(name)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        return [self._whole(one) for one in listed]

    def _whole(self, value: Any) -> Any:
        known = self._by_id.get(value["@id"]) if isinstance(value, dict) and isinstance(value.get("@id"), str) else None
        return {**known, **value} if known else value


def linked_data(root: etree._Element, address: str | None) -> LinkedData:
    """All that the page's scripts say. Of several articles the one at the page's own address counts, else the first."""
    found = LinkedData()
    nodes: list[Node] = []
    scripts = (script for script in root.iter("script") if "ld+json" in script.get("type", "").lower())
    for script in islice(scripts, _MOST_SCRIPTS):
        read = _read(script.text or "")
        if read is None:
            found.broken.append(
                Line(line(script) or 1, _start(script.text or ""), "is broken JSON-LD, and was not read")
            )
        nodes += _nodes(read, _DEEPEST)
    for node in nodes:
        if isinstance(node.get("@id"), str) and len(node) > 1:
            found._by_id.setdefault(node["@id"], node)
    articles = [node for node in nodes if _is_article(node)]
    pages = [node for node in nodes if _has_type(node, "WebPage")]
    own = next((node for node in articles if address and address in _addresses(node)), articles[0] if articles else {})
    of_page = {name: page[name] for page in pages[:1] for name in _OF_THE_PAGE if name in page}
    found.article = of_page | own
    found.site = next((text(node.get("name")) for node in nodes if _has_type(node, "WebSite")), "")
    return found


def text(value: Any) -> str:
    """A value as one line of text. What systems escape for HTML before they write it as JSON is resolved."""
    if isinstance(value, dict):
        value = value.get("@value", value.get("name", ""))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    return " ".join(unescape(value).split()) if isinstance(value, str) else ""


def _start(written: str) -> str:
    """How a script begins, on one line."""
    return " ".join(written[:_SHOWN].split())


def _read(written: str) -> Any:
    """What a script says; None where it is broken."""
    try:
        # Not orjson: line breaks within strings are a fault that many systems have, and this reader forgives.
        return json.loads(_unwrapped(written.strip()), strict=False)
    except (ValueError, RecursionError):
        return None


def _unwrapped(written: str) -> str:
    if written.endswith(_CLOSINGS):
        written = written[:-3].rstrip().removesuffix("//")
    opened = _OPENED.match(written)
    return written[opened.end() :] if opened else written


def _nodes(value: Any, deepest: int) -> Iterator[Node]:
    """Every object of a script that may be the article, in its order."""
    if isinstance(value, list) and deepest:
        for one in value:
            yield from _nodes(one, deepest - 1)
    elif isinstance(value, dict) and deepest:
        yield value
        for name in _WITHIN:
            yield from _nodes(value.get(name), deepest - 1)


def _types(node: Node) -> list[str]:
    written = node.get("@type")
    listed = written if isinstance(written, list) else [written]
    return [name.rpartition("/")[2] for name in listed if isinstance(name, str)]


def _is_article(node: Node) -> bool:
    return any(_ARTICLE.fullmatch(name) and name not in _NO_ARTICLE for name in _types(node))


def _has_type(node: Node, name: str) -> bool:
    return name in _types(node)


def _addresses(node: Node) -> set[str]:
    page = node.get("mainEntityOfPage")
    written = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return {address for address in written if isinstance(address, str)}
