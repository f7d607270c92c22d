"""Atom 1.0 (RFC 4287) as a source; of a feed, each entry becomes an Atom Entry Document with its atom:source."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lxml import etree

from feedsvc import dates
from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Enclosure, SourceFeed, SourceFile
from feedsvc.sources import _xml, containers
from feedsvc.sources._xml import Document
from feedsvc.sources.containers import Part
from feedsvc.sources.feeds import atom_03, blogger, media, places, wording
from feedsvc.sources.feeds.moments import dated
from feedsvc.sources.feeds.places import BASE, LANG

NAMESPACE = "http://www.w3.org/2005/Atom"
NAMESPACES = (NAMESPACE, atom_03.NAMESPACE)

_OF_THE_FEED = ("id", "title", "updated", "link", "author", "rights")
"""What an entry without a source of its own is given as its source (RFC 4287, section 4.2.11)."""
_XHTML = "http://www.w3.org/1999/xhtml"
_HTML = frozenset({"html", "text/html", "CDATA"})
"""CDATA is no type, but a mistake of feedgen's that many feeds have (A8)."""


def split(source: SourceFile) -> list[SourceFile]:
    """One member for each entry, an Atom Entry Document. Raises Rejected, with its line, where the XML is broken."""
    document = _xml.document(source.data)
    root, encoding = document.root, document.origins.get("encoding")
    atom_03.modern(root)
    media.modern(root)
    entries = _newest(entry for entry in root.iterfind(_in("entry")) if blogger.is_article(entry))
    head = _head(root)
    return containers.members(source, source.media_type, (_part(entry, head, encoding) for entry in entries))


def read(document: Document, _chrome: frozenset[str]) -> Article:
    """The article that an Atom Entry Document is. Raises Rejected where it says nothing."""
    entry = document.root
    atom_03.modern(entry)
    around = places.base(entry, None)
    body, body_type = _content(entry)
    pictures, recordings = media.contents(entry, around)
    found = Article(
        body=body,
        body_type=body_type,
        base=_base(entry, around),
        title=_title(entry),
        summary=_summary(entry),
        id=_text(entry, "id"),
        link=_link(entry, "alternate", around),
        language=_language(entry),
        published=dated(_text(entry, "published")) or dated(_text(entry, "updated")),
        updated=dated(_text(entry, "updated")),
        authors=tuple(_people(entry)),
        topics=tuple(_topics(entry)),
        image=media.image(entry, around),
        enclosures=(*_enclosures(entry, around), *recordings),
        media=pictures,
        source=_source(entry, around),
        draft=blogger.is_draft(entry),
        lines=dict(_lines(entry)),
        origins=document.origins | places.origins(entry) | dict(_origins(entry)),
    )
    if not (found.body or found.title or found.summary or found.draft):
        remedy = "Remove it, or give it an atom:content"
        raise Rejected("the entry holds neither a title nor text", remedy, places.line(entry, entry))
    return found


def _newest(entries: Iterator[etree._Element]) -> list[etree._Element]:
    """Entries that share an id "represent the same entry" (section 4.1.1): the one with the latest `updated` counts."""
    found: dict[str | int, etree._Element] = {}
    for place, entry in enumerate(entries):
        key = _text(entry, "id") or place
        if key not in found or _updated(entry) > _updated(found[key]):
            found[key] = entry
    return list(found.values())


def _updated(entry: etree._Element) -> datetime:
    try:
        return dates.interpret(_text(entry, "updated") or "", ZoneInfo("UTC"), day_first=True).at
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _head(root: etree._Element) -> etree._Element:
    """The feed without its entries: looking for something in it takes no longer the more of these there are."""
    head = etree.Element(root.tag, {str(name): str(value) for name, value in root.attrib.items()})
    head.extend(deepcopy(child) for name in _OF_THE_FEED for child in root.iterfind(_in(name)))
    return head


def _part(entry: etree._Element, feed: etree._Element, encoding: str | None) -> Part:
    own = etree.tostring(entry, with_tail=False)
    around = places.absolute(feed.base, _link(feed, "self", None), _link(feed, "alternate", None))
    made = deepcopy(entry)
    if base := places.base(entry, around):
        made.set(BASE, base)
    if made.get(LANG) is None and (language := feed.get(LANG)):
        made.set(LANG, language)
    told = made.find(_in("source"))
    if made.find(_in("author")) is None:
        people = [] if told is None else told.findall(_in("author"))
        made.extend(deepcopy(person) for person in people or feed.findall(_in("author")))
    if told is None:
        told = etree.SubElement(made, _in("source"))
        told.extend(deepcopy(child) for name in _OF_THE_FEED for child in feed.iterfind(_in(name)))
    places.remember(made, entry, encoding)
    key = containers.key_of(_identifier(entry))
    return Part(key, etree.tostring(made, encoding="UTF-8", with_tail=False), own)


def _identifier(entry: etree._Element) -> str:
    """Its id; where the feed gives none, though it must, what changes the least."""
    named = _text(entry, "id") or _link(entry, "alternate", None)
    return named or "\n".join((_title(entry) or "", _text(entry, "published") or _text(entry, "updated") or ""))


def _content(entry: etree._Element) -> tuple[str, str]:
    """The content, else the summary: its type says what it is (RFC 4287, section 4.1.3)."""
    for name in ("content", "summary"):
        held = entry.find(_in(name))
        if held is not None and (found := _shown(held)):
            return found
    return "", "text/plain"


def _shown(held: etree._Element) -> tuple[str, str] | None:
    """What an element holds and its media type; None where that is elsewhere, or neither text nor XML."""
    kind = held.get("type", "text")
    if held.get("src") is not None:
        return None
    if kind == "xhtml" or (kind.endswith(("+xml", "/xml")) and len(held)):
        return _markup(held), "text/html"
    if kind in _HTML:
        return held.text or "", "text/html"
    return (_written(held), "text/plain") if kind == "text" or kind.startswith("text/") else None


def _written(held: etree._Element) -> str:
    return "".join(map(str, held.itertext()))


def _markup(held: etree._Element) -> str:
    """The inside of the one `div` that XHTML stands in."""
    div = held.find(f"{{{_XHTML}}}div")
    inside = deepcopy(held if div is None else div)
    _xml.bare(inside, _XHTML)
    etree.cleanup_namespaces(inside)
    parts = (etree.tostring(child, encoding="unicode", method="html") for child in inside)
    return (inside.text or "") + "".join(parts)


def _base(entry: etree._Element, around: str | None) -> str | None:
    """What addresses in the body are seen from: that of the innermost element that says so."""
    content = entry.find(_in("content"))
    held = entry.find(_in("summary")) if content is None else content
    if held is None:
        return around
    div = held.find(f"{{{_XHTML}}}div")
    return places.base(held if div is None else div, around)


def _title(entry: etree._Element) -> str | None:
    title = entry.find(_in("title"))
    if title is None:
        return None
    if title.get("type") in _HTML:
        return wording.plain(title.text or "") or None
    return _xml.text(title) or None


def _summary(entry: etree._Element) -> str | None:
    """None where it is all there is, and the body already."""
    summary, content = entry.find(_in("summary")), entry.find(_in("content"))
    if summary is None or content is None or _shown(content) is None:
        return None
    if summary.get("type") in _HTML:
        return wording.summarized(summary.text or "") or None
    return _xml.text(summary) or None


def _language(entry: etree._Element) -> str | None:
    """Of the content, where it is another than that of the entry; an empty one says that it is not known."""
    content = entry.find(_in("content"))
    given = None if content is None else content.get(LANG)
    return (given if given is not None else entry.get(LANG)) or None


def _people(entry: etree._Element) -> Iterator[Author]:
    for person in entry.iterfind(_in("author")):
        if name := _text(person, "name") or _text(person, "email"):
            yield Author(name, _text(person, "email"), _text(person, "uri"))


def _topics(entry: etree._Element) -> Iterator[str]:
    for category in entry.iterfind(_in("category")):
        name = (category.get("label") or category.get("term") or "").strip()
        if name and category.get("scheme") != blogger.KINDS:
            yield name


def _enclosures(entry: etree._Element, around: str | None) -> Iterator[Enclosure]:
    for link in entry.iterfind(_in("link")):
        href = places.address(link.get("href"), places.base(link, around))
        if href and link.get("rel") == "enclosure":
            length = media.number(link.get("length")) or 0
            yield Enclosure(href, link.get("type", ""), length, title=link.get("title") or None)


def _source(entry: etree._Element, around: str | None) -> SourceFeed | None:
    source = entry.find(_in("source"))
    title = None if source is None else _title(source)
    if source is None or not title:
        return None
    itself, page = _link(source, "self", around), _link(source, "alternate", around)
    return SourceFeed(title, _text(source, "id"), itself, page, _text(source, "updated"))


def _link(holder: etree._Element, rel: str, around: str | None) -> str | None:
    """The first link of this kind that leads into the web; of pages, an HTML page first."""
    links = [link for link in holder.iterfind(_in("link")) if link.get("rel", "alternate") == rel]
    links.sort(key=lambda link: link.get("type", "text/html") != "text/html")
    return next(filter(None, (places.address(link.get("href"), places.base(link, around)) for link in links)), None)


def _text(holder: etree._Element, name: str) -> str | None:
    return (holder.findtext(_in(name)) or "").strip() or None


def _lines(entry: etree._Element) -> Iterator[tuple[str, int]]:
    for name in ("title", "summary", "id", "published", "updated"):
        element = entry.find(_in(name))
        if element is not None and (line := places.line(element, entry)):
            yield name, line
            if name == "updated" and entry.find(_in("published")) is None:
                yield "published", line


def _origins(entry: etree._Element) -> Iterator[tuple[str, str]]:
    for name in ("title", "summary", "id", "published", "updated"):
        if entry.find(_in(name)) is not None:
            yield name, f"atom:{name}"
    if entry.find(_in("published")) is None and entry.find(_in("updated")) is not None:
        yield "published", "atom:updated, since there is no atom:published"


def _in(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
