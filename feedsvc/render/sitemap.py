"""Sitemaps (https://www.sitemaps.org/protocol.html, version 0.9) and Google's extension for news. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from lxml import etree

from feedsvc.model import Site

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_DEFAULT: dict[Any, str] = {None: NAMESPACE}  # Any: lxml's stubs do not know of the namespace without a prefix

MOST = 50_000
"""Addresses that a sitemap may have, and an index sitemaps (protocol); the other limit, 50 MB, is far."""

MOST_NEWS = 1000
"""Articles in a news sitemap (N2)."""

_TRADITIONAL = frozenset({"tw", "hk", "mo", "hant"})
"""Where Chinese is written so: Google wants it told apart, as zh-tw and zh-cn, and no other language with a country."""

_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})
"""Codes that name none (ISO 639-2)."""


class Place(NamedTuple):
    """An address, and when what is there last changed; None: nobody knows."""

    address: str
    changed: datetime | None


class Article(NamedTuple):
    """What a news sitemap says of one."""

    address: str
    title: str
    language: str
    """A language tag (RFC 5646)."""
    published: datetime


def urlset(places: Iterable[Place]) -> bytes:
    return _listing("urlset", "url", places)


def index(sitemaps: Iterable[Place]) -> bytes:
    """The sitemap of sitemaps."""
    return _listing("sitemapindex", "sitemap", sitemaps)


def news(articles: Iterable[Article], site: Site) -> bytes:
    """Valid also where there are none (N4)."""
    root = etree.Element(f"{{{NAMESPACE}}}urlset", nsmap={**_DEFAULT, "news": NEWS})
    for article in articles:
        url = etree.SubElement(root, f"{{{NAMESPACE}}}url")
        etree.SubElement(url, f"{{{NAMESPACE}}}loc").text = article.address
        about = etree.SubElement(url, f"{{{NEWS}}}news")
        publication = etree.SubElement(about, f"{{{NEWS}}}publication")
        etree.SubElement(publication, f"{{{NEWS}}}name").text = site.title
        etree.SubElement(publication, f"{{{NEWS}}}language").text = news_language(article.language, site.language)
        etree.SubElement(about, f"{{{NEWS}}}publication_date").text = article.published.isoformat()
        etree.SubElement(about, f"{{{NEWS}}}title").text = article.title
    return _written(root)


def news_language(language: str, otherwise: str) -> str:
    """A code of ISO 639 with two or three letters (N3); `otherwise` is asked where this names no language."""
    code, *rest = language.lower().split("-")
    if code in _NO_LANGUAGE or not 2 <= len(code) <= 3:
        return "en" if language == otherwise else news_language(otherwise, otherwise)
    if code == "zh":
        return "zh-cn" if _TRADITIONAL.isdisjoint(rest) else "zh-tw"
    return code


def _listing(name: str, each: str, places: Iterable[Place]) -> bytes:
    root = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap=_DEFAULT)
    item, loc, lastmod = (f"{{{NAMESPACE}}}{tag}" for tag in (each, "loc", "lastmod"))
    for place in places:
        child = etree.SubElement(root, item)
        etree.SubElement(child, loc).text = place.address
        if place.changed is not None:
            etree.SubElement(child, lastmod).text = place.changed.isoformat()
    return _written(root)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
