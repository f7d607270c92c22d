"""The list of all feeds (OPML 2.0, http://opml.org/spec2.opml), for readers to import. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from feedsvc import addresses
from feedsvc.addresses import ALL
from feedsvc.model import Feed, Format, Site
from feedsvc.render import facts


def document(site: Site, feeds: Sequence[Feed]) -> bytes:
    """One outline for each feed, in the order given, after the one of everything, which need not be among `feeds`.

    Each names its Atom document alone: a reader that imported three formats would subscribe three times (O5).
    """
    root = etree.Element("opml", version="2.0")
    _add_head(root, site, feeds)
    body = etree.SubElement(root, "body")
    _add_outline(body, ALL, site.title, site.description or site.title, site)
    for feed in feeds:
        if feed.selection != ALL:
            _add_outline(body, feed.selection, facts.title(feed, site), facts.description(feed, site), site)
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


def _add_outline(body: etree._Element, selection: str, title: str, description: str, site: Site) -> None:
    etree.SubElement(
        body,
        "outline",
        type="rss",  # of any format: OPML 2.0 has no other type for a subscription
        text=title,
        title=title,
        description=description,
        language=site.language,
        xmlUrl=addresses.feed(site.base_url, selection, Format.ATOM),
        htmlUrl=addresses.page(site.base_url, selection),
    )
