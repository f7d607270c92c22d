"""Atom 1.0 (RFC 4287) as a source; of a feed, each entry becomes an Atom Entry Document with its atom:source."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Enclosure, SourceFeed, SourceFile
from feedsvc.sources import _xml, containers
from feedsvc.sources._xml import Document
from feedsvc.sources.containers import Part
from feedsvc.sources.feeds import media

NAMESPACE = "http://www.w3.org/2005/Atom"
_OF_THE_FEED = ("id", "title", "updated", "link", "author", "rights")
"""What an entry without a source of its own is given as its source (RFC 4287, section 4.2.11)."""
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_XHTML = "http://www.w3.org/1999/xhtml"


def split(source: SourceFile) -> list[SourceFile]:
    """One member for each entry, an Atom Entry Document. Raises Rejected, with its line, where the XML is broken."""
    root = _xml.document(source.data).root
    parts = (_part(entry, root) for entry in root.iterfind(_in("entry")))
    return containers.members(source, source.media_type, parts)


def read(document: Document, _chrome: frozenset[str]) -> Article:
    """The article that an Atom Entry Document is. Raises Rejected where it says nothing."""
    entry = document.root
    body, body_type = _content(entry)
    pictures, recordings = media.contents(entry)
    found = Article(
        body=body,
        body_type=body_type,
        title=_plain(entry.find(_in("title"))),
        summary=_plain(entry.find(_in("summary"))),
        id=_text(entry, "id"),
        link=_link(entry, "alternate"),
        language=entry.get(_LANG),
        published=_text(entry, "published") or _text(entry, "updated"),
        updated=_text(entry, "updated"),
        authors=_authors(entry),
        topics=tuple(_topics(entry)),
        image=media.image(entry),
        enclosures=(*_enclosures(entry), *recordings),
        media=pictures,
        source=_source(entry),
        lines=dict(_lines(entry)),
        origins=document.origins | dict(_origins(entry)),
    )
    if not (found.body or found.title or found.summary):
        raise Rejected("the entry holds neither a title nor text", "Remove it, or give it an atom:content")
    return found


def _part(entry: etree._Element, feed: etree._Element) -> Part:
    own = etree.tostring(entry, with_tail=False)
    made = deepcopy(entry)
    for name in (_LANG, _BASE):
        if made.get(name) is None and (inherited := feed.get(name)):
            made.set(name, inherited)
    if made.find(_in("source")) is None:
        told = etree.SubElement(made, _in("source"))
        told.extend(deepcopy(child) for name in _OF_THE_FEED for child in feed.iterfind(_in(name)))
    identifier = _text(entry, "id") or _link(entry, "alternate") or own.decode("utf-8", "replace")
    return Part(containers.key_of(identifier), etree.tostring(made, encoding="UTF-8", with_tail=False), own)


def _content(entry: etree._Element) -> tuple[str, str]:
    """The content, else the summary: its type says what it is (RFC 4287, section 4.1.3)."""
    content = entry.find(_in("content"))
    held = content if content is not None and content.get("src") is None else entry.find(_in("summary"))
    if held is None:
        return "", "text/plain"
    kind = held.get("type", "text")
    if kind == "xhtml":
        return _markup(held), "text/html"
    return held.text or "", "text/html" if kind in {"html", "text/html", "CDATA"} else "text/plain"


def _markup(held: etree._Element) -> str:
    """The inside of the one `div` that XHTML stands in."""
    div = held.find(f"{{{_XHTML}}}div")
    inside = deepcopy(held if div is None else div)
    _xml.bare(inside, _XHTML)
    etree.cleanup_namespaces(inside)
    parts = (etree.tostring(child, encoding="unicode", method="html") for child in inside)
    return (inside.text or "") + "".join(parts)


def _plain(element: etree._Element | None) -> str | None:
    """A text construct as text; normalize takes the tags out of what is HTML."""
    if element is None:
        return None
    if element.get("type") == "html":
        return element.text
    return _xml.text(element) or None


def _authors(entry: etree._Element) -> tuple[Author, ...]:
    """The entry's own, else those of its source (RFC 4287, section 4.2.1)."""
    source = entry.find(_in("source"))
    people = entry.findall(_in("author")) or ([] if source is None else source.findall(_in("author")))
    named = ((_text(person, "name"), person) for person in people)
    return tuple(Author(name, _text(person, "email"), _text(person, "uri")) for name, person in named if name)


def _topics(entry: etree._Element) -> Iterator[str]:
    for category in entry.iterfind(_in("category")):
        if name := (category.get("label") or category.get("term") or "").strip():
            yield name


def _enclosures(entry: etree._Element) -> tuple[Enclosure, ...]:
    links = (link for link in entry.iterfind(_in("link")) if link.get("rel") == "enclosure" and link.get("href"))
    return tuple(
        Enclosure(link.get("href", ""), link.get("type", ""), media.number(link.get("length")) or 0) for link in links
    )


def _source(entry: etree._Element) -> SourceFeed | None:
    source = entry.find(_in("source"))
    title = None if source is None else _plain(source.find(_in("title")))
    if source is None or not title:
        return None
    updated = _text(source, "updated")
    return SourceFeed(title, _text(source, "id"), _link(source, "self"), _link(source, "alternate"), updated)


def _link(holder: etree._Element, rel: str) -> str | None:
    links = (link for link in holder.iterfind(_in("link")) if link.get("rel", "alternate") == rel)
    return next((link.get("href") for link in links if link.get("href")), None)


def _text(holder: etree._Element, name: str) -> str | None:
    return (holder.findtext(_in(name)) or "").strip() or None


def _lines(entry: etree._Element) -> Iterator[tuple[str, int]]:
    for name in ("title", "summary", "id", "published", "updated"):
        element = entry.find(_in(name))
        if element is not None and (line := _xml.line(element)):
            yield name, line


def _origins(entry: etree._Element) -> Iterator[tuple[str, str]]:
    for name in ("title", "summary", "id", "published", "updated"):
        if entry.find(_in(name)) is not None:
            yield name, f"atom:{name}"
    if entry.find(_in("published")) is None and entry.find(_in("updated")) is not None:
        yield "published", "atom:updated, since there is no atom:published"


def _in(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
