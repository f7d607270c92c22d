"""RSS 2.0 and its elders (0.90 to 1.0) as a source; each item becomes a channel of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace

from lxml import etree

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Enclosure, SourceFeed, SourceFile
from feedsvc.sources import _xml, containers
from feedsvc.sources._xml import Document
from feedsvc.sources.containers import Part
from feedsvc.sources.feeds import media, places, wording, wxr
from feedsvc.sources.feeds.moments import first_given
from feedsvc.sources.feeds.people import author
from feedsvc.sources.feeds.places import BASE

_NAMESPACES = (
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2",
    "http://backend.userland.com/RSS2",
    "http://blogs.law.harvard.edu/tech/rss",
)
"""RSS 2.0 has none, and yet some give it one."""
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
ROOTS = ("rss", f"{_RDF}RDF", *(f"{{{namespace}}}rss" for namespace in _NAMESPACES))

_ATOM = "{http://www.w3.org/2005/Atom}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_FEEDBURNER = "{http://rssnamespace.org/feedburner/ext/1.0}"

_AUTHORS = (f"{_DC}creator", "author", f"{_ATOM}author/{_ATOM}name", f"{_ITUNES}author")
"""One says what the next does: the first that is there counts."""
_AUTHORS_OF_ALL = (*_AUTHORS, "managingEditor")
_OF_THE_CHANNEL = (
    *("title", "link", "language", "generator", "managingEditor", f"{_DC}language"),
    *(f"{_ATOM}link", f"{_DC}creator", f"{_ATOM}author", f"{_ITUNES}author"),
)
_SUMMARIES = ("description", f"{_ITUNES}summary", f"{_ITUNES}subtitle", f"{_TERMS}abstract")
_PUBLISHED = ("pubDate", f"{_DC}date", f"{_TERMS}issued", f"{_TERMS}created", f"{_ATOM}published")
_UPDATED = (f"{_ATOM}updated", f"{_TERMS}modified")

_TAKEN_FROM = "{urn:feedsvc:member}from"
"""Says of a guid that it is none of the item's own."""

_OURS = "feedsvc "
"""The generator whose titles are text, whatever they look like: it is known, since it is this program."""


def split(source: SourceFile) -> list[SourceFile]:
    """One member for each item; of what WordPress exports, for each post. Raises Rejected where there is no channel."""
    document = _xml.document(source.data)
    root, encoding = document.root, document.origins.get("encoding")
    _xml.bare(root, *_NAMESPACES)
    media.modern(root)
    channel = root.find("channel")
    if channel is None:
        raise Rejected("the feed has no channel", "Have it exported again, or remove the file", _xml.line(root))
    items = list(wxr.posts(channel) if wxr.is_one(channel) else root.iterfind(".//item"))
    shared = Counter(_text(item, "link") for item in items if _text(item, "guid") is None)
    head = [child for name in _OF_THE_CHANNEL for child in channel.iterfind(name)]  # once: it looks at every item
    parts = (_part(item, head, _identifier(item, shared), encoding) for item in items)
    return containers.members(source, source.media_type, parts)


def read(document: Document, _chrome: frozenset[str]) -> Article:
    """The article that an RSS document of one item is. Raises Rejected where it says nothing."""
    channel, item = _only(document.root)
    around = places.base(item, places.absolute(_text(channel, "link")))
    body, body_type = _body(item)
    pictures, recordings = media.contents(item, around)
    found = Article(
        body=body,
        body_type=body_type,
        base=places.base(item, None) or (None if _text(item, "link") else around),
        title=_title(item, channel),
        summary=_summary(item, body),
        id=_text(item, "guid"),
        link=_link(item, around),
        language=_text(item, f"{_DC}language") or _text(channel, "language") or _text(channel, f"{_DC}language"),
        published=first_given(*(_text(item, name) for name in _PUBLISHED)),
        updated=first_given(*(_text(item, name) for name in _UPDATED)),
        authors=_authors(item, _AUTHORS) or _authors(channel, _AUTHORS_OF_ALL),
        topics=tuple(_topics(item)),
        image=media.image(item, around),
        enclosures=tuple(_once(*_enclosures(item, around), *recordings)),
        media=pictures,
        source=_source(item, channel),
        lines=dict(_lines(item)),
        origins=document.origins | places.origins(item) | dict(_origins(item)),
    )
    if wxr.is_one(item):
        found = replace(found, **wxr.fields(item))
    if not (found.body or found.title or found.summary or found.draft):
        remedy = "Remove it, or give it a description"
        raise Rejected("the item holds neither a title nor text", remedy, places.line(item, item))
    return found


def _only(root: etree._Element) -> tuple[etree._Element, etree._Element]:
    channel = root.find("channel")
    items = [] if channel is None else channel.findall("item")
    if channel is None or len(items) != 1:
        remedy = "Put the feed among the articles: there each of its items is one"
        raise Rejected(f"the feed holds {len(items) or 'no'} items, and is not one article", remedy, _xml.line(root))
    return channel, items[0]


def _part(item: etree._Element, head: list[etree._Element], identifier: str | None, encoding: str | None) -> Part:
    own = etree.tostring(item, with_tail=False)
    prefixes = {prefix: uri for prefix, uri in item.nsmap.items() if prefix}
    root = etree.Element("rss", version="2.0", nsmap=prefixes)
    made = etree.SubElement(root, "channel")
    made.extend(map(deepcopy, head))
    kept = deepcopy(item)
    kept.tail = None
    made.append(kept)
    if item.base:
        kept.set(BASE, item.base)
    if identifier and kept.find("guid") is None:
        guid = etree.SubElement(
            kept, "guid", {_TAKEN_FROM: "link" if identifier == _text(item, "link") else "rdf:about"}
        )
        guid.text = identifier
    places.remember(kept, item, encoding)
    key = containers.key_of(identifier or "\n".join((_text(item, "title") or "", _published(item) or "")))
    return Part(key, etree.tostring(root, encoding="UTF-8"), own)


def _identifier(item: etree._Element, shared: Counter[str | None]) -> str | None:
    """The guid; else RDF's name for it; else the link, unless other items without a guid have the same."""
    link = _text(item, "link")
    return _text(item, "guid") or item.get(f"{_RDF}about") or (link if shared[link] == 1 else None)


def _published(item: etree._Element) -> str | None:
    return first_given(*(_text(item, name) for name in _PUBLISHED))


def _body(item: etree._Element) -> tuple[str, str]:
    """The full text, else the description, which is HTML; but blank lines and no markup are paragraphs (RSS 0.91)."""
    if encoded := _text(item, _ENCODED):
        return encoded, "text/html"
    body = _first(item, _SUMMARIES) or ""
    return body, "text/plain" if "\n\n" in body and not wording.is_markup(body) else "text/html"


def _summary(item: etree._Element, body: str) -> str | None:
    summary = _first(item, _SUMMARIES)
    return wording.summarized(summary) if summary and summary != body else None


def _title(item: etree._Element, channel: etree._Element) -> str | None:
    """A Media RSS title is one too, as is Dublin Core's, but only where RSS's own is missing."""
    title = _first(item, ("title", f"{_DC}title", f"{_ITUNES}title"))
    if title is None:
        return None
    return title if (_text(channel, "generator") or "").startswith(_OURS) else wording.headline(title) or None


def _link(item: etree._Element, around: str | None) -> str | None:
    """Where it leads before counters of clicks; else a guid that is said to be a link, as it is unless it says not."""
    guid = item.find("guid")
    atom = (link for link in item.iterfind(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate")
    written = (_text(item, f"{_FEEDBURNER}origLink"), _text(item, "link"), *(link.get("href") for link in atom))
    if link := next(filter(None, (places.address(each, around) for each in written)), None):
        return link
    if guid is None or guid.get("isPermaLink", "true").strip().lower() != "true":
        return None
    return places.absolute(_text(item, "guid"))


def _authors(holder: etree._Element, names: tuple[str, ...]) -> tuple[Author, ...]:
    for name in names:
        people = [author(_xml.text(element)) for element in holder.iterfind(name)]
        if found := tuple(filter(None, people)):
            return found
    return ()


def _topics(item: etree._Element) -> Iterator[str]:
    for element in (*item.iterfind("category"), *item.iterfind(f"{_DC}subject")):
        if name := _xml.text(element):
            yield name


def _enclosures(item: etree._Element, around: str | None) -> Iterator[Enclosure]:
    """The duration is that of the one that is played; where that is not to be told, of the only one."""
    duration = media.seconds(item.findtext(f"{_ITUNES}duration"))
    elements = item.findall("enclosure")
    for element in elements:
        if href := places.address(element.get("url"), places.base(element, around)):
            found = Enclosure(href, element.get("type", ""), media.number(element.get("length")) or 0)
            lasts = len(elements) == 1 or found.medium in {"audio", "video"}
            yield replace(found, duration=duration) if lasts else found


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
    itself = (link.get("href") for link in channel.iterfind(f"{_ATOM}link") if link.get("rel") == "self")
    url = places.absolute(*itself)
    title, page = _title(channel, channel), places.absolute(_text(channel, "link"))
    return SourceFeed(title, url or page, url, page) if title else None


def _first(holder: etree._Element, names: tuple[str, ...]) -> str | None:
    return next(filter(None, (_text(holder, name) for name in names)), None)


def _text(holder: etree._Element, name: str) -> str | None:
    return (holder.findtext(name) or "").strip() or None


_NAMED = {"title": ("title",), "id": ("guid",), "link": ("link",), "published": _PUBLISHED, "updated": _UPDATED}


def _found(item: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The element that each of these fields was taken from."""
    for field, names in _NAMED.items():
        elements = (item.find(name) for name in names)
        if (element := next((each for each in elements if each is not None and _xml.text(each)), None)) is not None:
            yield field, element


def _lines(item: etree._Element) -> Iterator[tuple[str, int]]:
    for field, element in _found(item):
        if (line := places.line(element, item)) and element.get(_TAKEN_FROM) is None:
            yield field, line


def _origins(item: etree._Element) -> Iterator[tuple[str, str]]:
    for field, element in _found(item):
        name = element.get(_TAKEN_FROM) or f"{element.prefix}:{etree.QName(element).localname}".removeprefix("None:")
        yield field, f"`{name}` of the item"
