"""The list of feeds (OPML 2.0, http://opml.org/spec2.opml), of all or of some, for readers to import. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from lxml import etree

from feedsvc import addresses
from feedsvc.addresses import ALL
from feedsvc.feed import Feed
from feedsvc.model import Format, Site
from feedsvc.render import facts, lineage

_FLAT: Mapping[str, str] = MappingProxyType({})


def document(
    site: Site, feeds: Sequence[Feed], parents: Mapping[str, str] = _FLAT, *, has_everything: bool = True
) -> bytes:
    """One outline for each feed, in the order given, after the one of everything, which need not be among `feeds`.

    A choice of topics is without that one (`has_everything`): whoever imports it would have each entry twice. Each
    outline names its Atom document alone: of three formats, a reader would subscribe to all three (O5).

    `parents` are slugs of topics and of their parents. A topic with children is a folder; its own feed is the first
    thing in it, because importers take an outline for a folder or for a subscription, not for both.
    """
    root = etree.Element("opml", version="2.0")
    _add_head(root, site, feeds)
    body = etree.SubElement(root, "body")
    if has_everything:
        _add_feed(body, ALL, site.title, site.description or site.title, site)
    topics = {feed.selection: feed for feed in feeds if feed.selection != ALL}
    _add_topics(body, topics, parents, site)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _add_head(root: etree._Element, site: Site, feeds: Sequence[Feed]) -> None:
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = site.title
    if feeds:
        etree.SubElement(head, "dateModified").text = facts.rfc822(max(feed.modified for feed in feeds))
    etree.SubElement(head, "ownerName").text = site.author.name
    if site.author.email:
        etree.SubElement(head, "ownerEmail").text = site.author.email
    etree.SubElement(head, "ownerId").text = site.author.uri or addresses.home(site.base_url)


def _add_topics(body: etree._Element, topics: Mapping[str, Feed], parents: Mapping[str, str], site: Site) -> None:
    children = lineage.children(topics, parents)
    waiting = [(slug, body) for slug in reversed(children[None])]
    while waiting:
        slug, place = waiting.pop()
        feed, below = topics[slug], children.get(slug, [])
        if below:
            place = etree.SubElement(place, "outline", text=feed.title, title=feed.title)
        _add_feed(place, slug, facts.title(feed, site), facts.description(feed, site), site)
        waiting += [(child, place) for child in reversed(below)]


def _add_feed(place: etree._Element, selection: str, title: str, description: str, site: Site) -> None:
    etree.SubElement(
        place,
        "outline",
        type="rss",  # of any format: OPML 2.0 has no other type for a subscription
        text=title,
        title=title,
        description=description,
        language=site.language,
        xmlUrl=addresses.feed(site.base_url, selection, Format.ATOM),
        htmlUrl=addresses.page(site.base_url, selection),
    )
