"""Atom 1.0 (RFC 4287) by feedgen: an entry as a fragment, a feed as a shell with fragments in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from feedsvc import __version__, addresses
from feedsvc.feed import Feed
from feedsvc.model import Assignment, Author, Enclosure, Entry, Format, Site, SourceFeed
from feedsvc.render import extensions, facts
from feedsvc.render.frame import Frame

_END = b"</feed>"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def fragment(entry: Entry, assignments: Sequence[Assignment], site: Site) -> bytes:
    """One `entry` element in UTF-8, which the document's root gives its namespace."""
    return etree.tostring(_entry(entry, assignments, site).atom_entry(), encoding="UTF-8")


def document(feed: Feed, fragments: Iterable[bytes], site: Site, frame: Frame) -> bytes:
    """A feed document: the bytes that feedgen would make of the same entries, at the cost of a join."""
    shell: bytes = _feed(feed, site, frame).atom_str()
    return b"".join((shell.removesuffix(_END), *fragments, _END))


@dataclass(frozen=True, slots=True)
class _Feed:
    """What feedgen leaves out of a feed, as an extension of it: all that is in other namespaces, before any entry."""

    page: str
    frame: Frame

    def extend_ns(self) -> dict[str, str]:
        own = {"at": _TOMBSTONES} if self.frame.tombstones else {}
        return {**extensions.namespaces(self.frame), **own}

    def extend_atom(self, feed: etree._Element) -> None:
        extensions.add_stylesheet(feed, self.frame)
        extensions.add_page(feed, self.page, self.frame)
        extensions.add_pace(feed, self.frame)
        extensions.add_archive(feed, self.frame)
        for tombstone in self.frame.tombstones:
            buried = {"ref": tombstone.entry_id, "when": tombstone.when.isoformat()}
            etree.SubElement(feed, f"{{{_TOMBSTONES}}}deleted-entry", buried)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What feedgen leaves out of an entry, as an extension of it: xml:lang, all of a link but its address, a source."""

    language: str | None
    links: list[dict[str, str]]
    source: SourceFeed | None

    def extend_atom(self, entry: etree._Element) -> None:
        if self.language:
            entry.set(_XML_LANG, self.language)
        for element, link in zip(entry.iterchildren("link"), self.links, strict=True):
            for name, value in link.items():
                element.set(name, value)
        if self.source:
            _add_source(entry, self.source)


def _add_source(entry: etree._Element, source: SourceFeed) -> None:
    """Where the entry was taken over from, with whatever is known of that feed (RFC 4287, section 4.2.11; A13)."""
    told = etree.SubElement(entry, "source")
    for name in ("id", "title", "updated"):
        if value := getattr(source, name):
            etree.SubElement(told, name).text = value
    for rel, address in (("self", source.url), ("alternate", source.link)):
        if address:
            etree.SubElement(told, "link", rel=rel, href=address)


def _entry(entry: Entry, assignments: Sequence[Assignment], site: Site) -> FeedEntry:
    page = {"href": entry.link, "rel": "alternate", "type": "text/html"}
    links = [page, *(_enclosure(enclosure) for enclosure in entry.enclosures)]
    made = FeedEntry()
    made.id(entry.id)
    made.title(entry.title)
    made.updated(entry.updated)
    made.published(entry.published)
    made.link(links)
    made.author([_person(author) for author in facts.authors(entry, site)])
    made.category([_category(topic, site) for topic in assignments])
    made.summary(facts.summary(entry))
    made.content(entry.content or None, type="html")  # never CDATA: feedgen would write it as a type (A8)
    made.register_extension("entry", partial(_Entry, facts.language(entry, site), links, entry.source), rss=False)
    return made


def _feed(feed: Feed, site: Site, frame: Frame) -> FeedGenerator:
    made = FeedGenerator()
    made.id(facts.identity(feed, site, frame))
    made.title(facts.title(feed, site))
    made.subtitle(facts.description(feed, site))
    made.updated(feed.updated)
    made.author(_person(site.author))
    made.link(_links(feed, site, frame))
    made.language(site.language)
    made.icon(addresses.favicon(site.base_url))
    made.generator("feedsvc", version=__version__)
    made.register_extension("feed", partial(_Feed, facts.page(feed, site, frame), frame), rss=False)
    return made


def _links(feed: Feed, site: Site, frame: Frame) -> list[dict[str, str]]:
    """Itself, its sisters, its page and its history: no two alternates share a type (RFC 4287, section 4.1.1)."""
    history = facts.history(feed, Format.ATOM, site, frame)
    return [
        _document_link(Format.ATOM, facts.itself(feed, Format.ATOM, site, frame), "self"),
        _document_link(Format.RSS, facts.itself(feed, Format.RSS, site, frame), "alternate"),
        _document_link(Format.JSON, facts.itself(feed, Format.JSON, site, frame), "alternate"),
        # The last of the alternates, because newsboat takes that for the site, whatever its type.
        {"href": facts.page(feed, site, frame), "rel": "alternate", "type": "text/html"},
        *(_document_link(Format.ATOM, address, rel) for rel, address in history.items()),
    ]


def _document_link(format: Format, address: str, rel: str) -> dict[str, str]:
    return {"href": address, "rel": rel, "type": format.media_type}


def _enclosure(enclosure: Enclosure) -> dict[str, str]:
    return {"href": enclosure.href, "rel": "enclosure", "type": enclosure.type, "length": str(enclosure.length)}


def _person(author: Author) -> dict[str, str | None]:
    return {"name": author.name, "email": author.email, "uri": author.uri}


def _category(topic: Assignment, site: Site) -> dict[str, str]:
    return {"term": topic.topic, "scheme": addresses.topics(site.base_url), "label": topic.title}
