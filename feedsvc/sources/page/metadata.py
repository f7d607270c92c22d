"""What a page says of its article, and where: in JSON-LD, microdata, `<meta>` and `<link>`, or for all to see."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from feedsvc.sources._rows import Places
from feedsvc.sources._xml import line
from feedsvc.sources.page.linked_data import LinkedData, linked_data
from feedsvc.sources.page.shown import said_by, shown, tags

_SEPARATORS = r"\s*(?:[|–—•·»:/-]|::)\s*"
_MARKED = etree.XPath("body//*[@itemprop]")
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report)\b")
_MOST_MARKED = 1000
"""Elements with microdata: articles have 50, and for each its ancestors are looked at."""
_LONGEST_SIZE = 6
"""Digits of a picture's width or height."""


class Metadata:
    """What the page says, gathered before its chrome is taken out; what it shows is looked for after that."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._metas = _metas(root)
        self._links = _links(root)
        self._tags = tags(root)
        self._items = _items(root)
        self.linked: LinkedData = linked_data(root, next(map(said_by, self._links.get("canonical", ())), None))

    @property
    def places(self) -> Places:
        """For the table."""
        return Places(self._at, _line)

    @property
    def site(self) -> str:
        """What the site calls itself, which many pages add to their titles."""
        return next(map(said_by, self._metas.get("og:site_name", ())), "") or self.linked.site

    def pixels(self, name: str) -> int | None:
        """The size of the page's picture as OpenGraph has it: `width` or `height`."""
        written = next(map(said_by, self._metas.get(f"og:image:{name}", ())), "")
        return int(written) if written.isascii() and written.isdigit() and len(written) <= _LONGEST_SIZE else None

    def _at(self, place: str) -> Sequence[Any]:
        kind, _, name = place.partition("/")
        if kind == "JSON-LD":
            return self.linked.values(name)
        if kind == "page":
            return self._shown(name)
        return {"meta": self._metas, "link": self._links, "microdata": self._items}[kind].get(name, ())

    def _shown(self, name: str) -> Sequence[Any]:
        if name == "tag":
            return self._tags
        found = shown(self._root, name)
        return [one for one in found if said_by(one) != self.site] if name == "h1" else found


def without_site(title: str, site: str) -> str:
    """A title without the name of the site at its end or its beginning; where that is not known, without what is
    behind the last bar."""
    if not site:
        return title.rpartition(" | ")[0] or title
    name = re.escape(site)
    return re.sub(rf"{_SEPARATORS}{name}$|^{name}{_SEPARATORS}", "", title, flags=re.IGNORECASE) or title


def _metas(root: etree._Element) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for meta in root.iter("meta"):
        names = {meta.get(name, "").strip().lower() for name in ("name", "property", "http-equiv")}
        for name in filter(None, names):
            if meta.get("content", "").strip():
                found.setdefault(name, []).append(meta)
    return found


def _links(root: etree._Element) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for link in root.iter("link"):
        for name in link.get("rel", "").lower().split():
            found.setdefault(name, []).append(link)
    return found


def _items(root: etree._Element) -> dict[str, list[etree._Element]]:
    """Microdata of the page's articles; what belongs to a person or a picture within them is theirs alone."""
    found: dict[str, list[etree._Element]] = {}
    marked: Any = _MARKED(root)
    for element in marked[:_MOST_MARKED]:
        scope = next((above for above in element.iterancestors() if "itemscope" in above.attrib), None)
        if scope is not None and _ARTICLE.search(scope.get("itemtype", "")):
            for name in element.get("itemprop", "").split():
                found.setdefault(name, []).append(element)
    return found


def _line(_place: str, thing: Any) -> int | None:
    return line(thing) if etree.iselement(thing) or hasattr(thing, "getparent") else None
