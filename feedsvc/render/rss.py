"""RSS 2.0 by feedgen: an item as a fragment, a channel as a shell with fragments in it. Pure.

`guid`, `channel` and `pubDate` are this format's words, and live here alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from html import escape

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from feedsvc import __version__, addresses
from feedsvc.feed import Feed
from feedsvc.model import Assignment, Enclosure, Entry, Format, Site
from feedsvc.render import extensions, facts, media
from feedsvc.render.frame import Frame

_END = b"</channel></rss>"
_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_NAMESPACES = {  # on every root, used or not: an item cut out of one document fits into any other
    "dc": _DC,
    "atom": _ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    **media.NAMESPACES,
}
_ROOT = etree.tostring(etree.Element("rss", nsmap=_NAMESPACES)).removesuffix(b"/>") + b">"
_TITLE = re.compile(rb"<title>[^<]*")  # as lxml writes XML, this is never anything but the element


def fragment(entry: Entry, assignments: Sequence[Assignment], site: Site) -> bytes:
    """One `item` element in UTF-8, whose prefixes the document's root declares."""
    root = etree.Element("rss", nsmap=_NAMESPACES)
    root.append(_entry(entry, assignments, site).rss_entry())
    return _numbered(etree.tostring(root, encoding="UTF-8").removeprefix(_ROOT).removesuffix(b"</rss>"))


def document(feed: Feed, fragments: Iterable[bytes], site: Site, frame: Frame) -> bytes:
    """A feed document: the bytes that feedgen would make of the same entries, titles aside, at the cost of a join."""
    shell = _numbered(_feed(feed, site, frame).rss_str())
    return b"".join((shell.removesuffix(_END), *fragments, _END))


def _numbered(xml: bytes) -> bytes:
    """With `&`, `<` and `>` in titles as numbers, which more readers show right than names (RSS Profile, R10)."""
    return _TITLE.sub(_numbered_title, xml)


def _numbered_title(title: re.Match[bytes]) -> bytes:
    return title[0].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;").replace(b"&gt;", b"&#x3E;")


class _LeftOut(datetime):
    """A date that feedgen leaves out because it is false.

    To write one, feedgen changes the locale of the whole process for a moment (feedgen.util.formatRFC2822), under the
    feet of every other thread. So the dates of RSS are written here.
    """

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class _Channel:
    """What feedgen leaves out of a channel, as an extension of it: lastBuildDate, and all that is in namespaces."""

    updated: datetime
    page: str
    history: list[dict[str, str]]
    frame: Frame

    def extend_ns(self) -> dict[str, str]:
        return {**_NAMESPACES, **extensions.namespaces(self.frame)}

    def extend_rss(self, root: etree._Element) -> None:
        channel = root[0]
        etree.SubElement(channel, "lastBuildDate").text = facts.rfc822(self.updated)
        for link in self.history:
            etree.SubElement(channel, f"{{{_ATOM}}}link", link)
        extensions.add_stylesheet(root, self.frame)
        extensions.add_page(channel, self.page, self.frame)
        extensions.add_pace(channel, self.frame)
        extensions.add_archive(channel, self.frame)


@dataclass(frozen=True, slots=True)
class _Item:
    """What feedgen leaves out of an item, as an extension of it.

    pubDate, the feed that it was taken from, authors without an e-mail address, its language, Media RSS and iTunes.
    """

    entry: Entry
    creators: tuple[str, ...]
    language: str | None

    def extend_rss(self, item: etree._Element) -> None:
        etree.SubElement(item, "pubDate").text = facts.rfc822(self.entry.published)
        if (source := self.entry.source) and source.url:
            etree.SubElement(item, "source", url=source.url).text = source.title
        for creator in self.creators:
            etree.SubElement(item, f"{{{_DC}}}creator").text = creator
        if self.language:
            etree.SubElement(item, f"{{{_DC}}}language").text = self.language
        media.add_contents(item, media.shown(self.entry))
        media.add_recording(item, self.entry)


def _entry(entry: Entry, assignments: Sequence[Assignment], site: Site) -> FeedEntry:
    made = FeedEntry()
    made.id(entry.id)  # as a guid that is no permalink
    made.title(entry.title)
    made.link([{"href": entry.link}, *(_enclosure(first) for first in entry.enclosures[:1])])  # one at most (R15)
    made.category([_category(topic, site) for topic in assignments])
    made.summary(_html(facts.summary(entry)))
    made.content(entry.content or None)  # alone it becomes the description, which must never be empty (R8)
    creators = tuple(author.name for author in facts.authors(entry, site))
    made.register_extension("item", partial(_Item, entry, creators, facts.language(entry, site)), atom=False)
    return made


def _feed(feed: Feed, site: Site, frame: Frame) -> FeedGenerator:
    made = FeedGenerator()
    made.title(facts.title(feed, site))
    made.description(facts.description(feed, site))
    made.updated(_LeftOut.fromtimestamp(0, UTC))
    made.link(_links(feed, site, frame))
    made.language(site.language)
    made.generator(f"feedsvc {__version__}")
    made.ttl(facts.minutes(frame))
    page, history = facts.page(feed, site, frame), _history(feed, site, frame)
    made.register_extension("channel", partial(_Channel, feed.updated, page, history, frame), atom=False)
    return made


def _links(feed: Feed, site: Site, frame: Frame) -> list[dict[str, str]]:
    """Itself and its page, which must come last: feedgen makes the last one the channel's own link."""
    page = {"href": facts.page(feed, site, frame), "rel": "alternate"}
    return [_document_link(facts.itself(feed, Format.RSS, site, frame), "self"), page]


def _history(feed: Feed, site: Site, frame: Frame) -> list[dict[str, str]]:
    """Of all links, feedgen writes that to the document itself and no other."""
    return [_document_link(address, rel) for rel, address in facts.history(feed, Format.RSS, site, frame).items()]


def _document_link(address: str, rel: str) -> dict[str, str]:
    return {"href": address, "rel": rel, "type": Format.RSS.media_type}


def _enclosure(enclosure: Enclosure) -> dict[str, str]:
    """Its length may not be left out: where it is unknown, it is 0 (R15)."""
    return {"href": enclosure.href, "rel": "enclosure", "type": enclosure.type, "length": str(enclosure.length)}


def _category(topic: Assignment, site: Site) -> dict[str, str]:
    """Without the label: feedgen would put it in the term's place, and the three formats name the same terms (S2)."""
    return {"term": topic.topic, "scheme": addresses.topics(site.base_url)}


def _html(plain: str | None) -> str | None:
    """Plain text as HTML, which is what readers take a description for (RSS 2.0, description)."""
    return escape(plain, quote=False) if plain else None
