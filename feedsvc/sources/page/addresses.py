"""The addresses in a page's article, as seen from where they are written: `<base>`, and pages of the same folder."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urljoin

from lxml import etree

from feedsvc.sources import references

_PAGE = re.compile(r"([^:?#]+\.x?html?)(#.*)?", re.IGNORECASE)


def base(root: etree._Element, link: str | None) -> str | None:
    """What `<base>` says that relative addresses are seen from (HTML, section 4.2.3), where that is a whole address."""
    written = next((element.get("href", "") for element in root.iter("base") if element.get("href")), None)
    found = joined(link or "", written) if written else ""
    return found if found.startswith(("https://", "http://")) else None


def joined(base: str, address: str) -> str:
    """An address as seen from a base; as it is where one of them is none."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address


def lead_to_articles(content: etree._Element, path: str) -> tuple[str, ...]:
    """Have links to other pages of the folder lead to the articles that these are; return the keys of these."""
    found: dict[str, None] = {}
    for link in content.iter("a"):
        written = _PAGE.fullmatch(link.get("href", "").strip())
        if written and not written[1].startswith("/"):
            key = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(written[1])))
            if not key.startswith("../"):
                link.set("href", references.address(key, written[2] or ""))
                found[key] = None
    return tuple(found)
