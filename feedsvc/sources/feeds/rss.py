"""RSS 2.0 and its elders (0.91 to 1.0) as a source; each item becomes a channel of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, cast

from lxml import etree

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Enclosure, SourceFeed, SourceFile
from feedsvc.sources import _xml, containers
from feedsvc.sources._xml import Document
from feedsvc.sources.containers import Part
from feedsvc.sources.feeds import media, wxr

ROOTS = ("rss", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF")

_OF_THE_CHANNEL = ("title", "link", "language", "{http://www.w3.org/2005/Atom}link")
_RSS_1 = "http://purl.org/rss/1.0/"
_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_MAIL = re.compile(r"([^\s@()]+@[^\s@()]+)\s*(?:\((.*)\))?")


def split(source: SourceFile) -> list[SourceFile]:
    """One member for each item; of what WordPress exports, for each post. Raises Rejected where there is no channel."""
    root = _xml.document(source.data).root
    _xml.bare(root, _RSS_1)
    channel = root.find("channel")
    if channel is None:
        raise Rejected("the feed has no channel", "Have it exported again, or remove the file", _xml.line(root))
    items = root.iterfind(".//item")
    if wxr.is_one(channel):
        items = wxr.posts(channel)
    return containers.members(source, source.media_type, (_part(item, channel) for item in items))


def read(document: Document, _chrome: frozenset[str]) -> Article:
    """The article that an RSS document of one item is. Raises Rejected where it says nothing."""
    channel, item = _only(document.root)
    given = {**_fields(item, channel), **(wxr.fields(item) if wxr.is_one(item) else {})}
    pictures, recordings = media.contents(item)
    found = Article(
        image=media.image(item),
        enclosures=tuple(_once(*_enclosures(item), *recordings)),
        media=pictures,
        source=_source(item, channel),
        lines=dict(_lines(item)),
        origins=document.origins | dict(_origins(item)),
        **given,
    )
    if not (found.body or found.title or found.summary or found.draft):
        raise Rejected("the item holds neither a title nor text", "Remove it, or give it a description")
    return found


def _only(root: etree._Element) -> tuple[etree._Element, etree._Element]:
    channel = root.find("channel")
    items = [] if channel is None else channel.findall("item")
    if channel is None or len(items) != 1:
        remedy = "Put the feed among the articles: there each of its items is one"
        raise Rejected(f"the feed holds {len(items) or 'no'} items, and is not one article", remedy, _xml.line(root))
    return channel, items[0]


def _fields(item: etree._Element, channel: etree._Element) -> dict[str, Any]:
    encoded, description = item.findtext(_ENCODED), _text(item, "description")
    return {
        "body": encoded or description or "",
        "body_type": "text/html",
        "title": _text(item, "title"),
        "summary": description if encoded else None,
        "id": _text(item, "guid") or _text(item, "link"),
        "link": _link(item),
        "language": _text(item, f"{_DC}language") or _text(channel, "language"),
        "published": _text(item, "pubDate") or _text(item, f"{_DC}date") or _text(item, f"{_ATOM}published"),
        "updated": _text(item, f"{_ATOM}updated") or _text(item, f"{_TERMS}modified"),
        "authors": tuple(_authors(item)),
        "topics": tuple(_topics(item)),
    }


def _part(item: etree._Element, channel: etree._Element) -> Part:
    own = etree.tostring(item, with_tail=False)
    root = etree.Element("rss", version="2.0", nsmap=cast(dict[str, str], channel.nsmap))
    made = etree.SubElement(root, "channel")
    made.extend(deepcopy(child) for name in _OF_THE_CHANNEL for child in channel.iterfind(name))
    made.append(deepcopy(item))
    identifier = _text(item, "guid") or _text(item, "link") or own.decode("utf-8", "replace")
    return Part(containers.key_of(identifier), etree.tostring(root, encoding="UTF-8"), own)


def _link(item: etree._Element) -> str | None:
    """The link, else a guid that is said to be one, as it is unless it says otherwise (RSS 2.0, guid)."""
    guid = item.find("guid")
    if (link := _text(item, "link")) or guid is None:
        return link
    is_link = guid.get("isPermaLink", "true").strip().lower() == "true"
    return _text(item, "guid") if is_link and _xml.text(guid).startswith(("http://", "https://")) else None


def _authors(item: etree._Element) -> Iterator[Author]:
    """`mail@host (Name)` in author, a name alone in dc:creator, and what people write instead."""
    for element in (*item.iterfind(f"{_DC}creator"), *item.iterfind("author"), *item.iterfind(f"{_ITUNES}author")):
        written = _xml.text(element)
        found = _MAIL.fullmatch(written)
        if found:
            yield Author(found[2] or found[1], found[1])
        elif written:
            yield Author(written)
        if found or written:
            return


def _topics(item: etree._Element) -> Iterator[str]:
    for element in (*item.iterfind("category"), *item.iterfind(f"{_DC}subject")):
        if name := _xml.text(element):
            yield name


def _enclosures(item: etree._Element) -> Iterator[Enclosure]:
    duration = media.seconds(item.findtext(f"{_ITUNES}duration"))
    for element in item.iterfind("enclosure"):
        if href := element.get("url"):
            yield Enclosure(href, element.get("type", ""), media.number(element.get("length")) or 0, duration=duration)


def _once(*enclosures: Enclosure) -> Iterator[Enclosure]:
    met = set()
    for enclosure in enclosures:
        if enclosure.href not in met:
            met.add(enclosure.href)
            yield enclosure


def _source(item: etree._Element, channel: etree._Element) -> SourceFeed | None:
    """What the item itself says it was taken from, else this channel."""
    source = item.find("source")
    if source is not None and _xml.text(source):
        url = source.get("url")
        return SourceFeed(_xml.text(source), url, url)
    itself = (link for link in channel.iterfind(f"{_ATOM}link") if link.get("rel") == "self")
    url = next((link.get("href") for link in itself), None)
    title, page = _text(channel, "title"), _text(channel, "link")
    return SourceFeed(title, url or page, url, page) if title else None


def _text(holder: etree._Element, name: str) -> str | None:
    return (holder.findtext(name) or "").strip() or None


_NAMED = {"title": "title", "id": "guid", "link": "link", "published": "pubDate"}


def _lines(item: etree._Element) -> Iterator[tuple[str, int]]:
    for field, name in _NAMED.items():
        element = item.find(name)
        if element is not None and (line := _xml.line(element)):
            yield field, line


def _origins(item: etree._Element) -> Iterator[tuple[str, str]]:
    for field, name in _NAMED.items():
        if _text(item, name):
            yield field, f"`{name}` of the item"
