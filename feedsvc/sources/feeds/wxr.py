"""WordPress's export format (WXR 1.0 to 1.2): RSS with words of its own, which say what it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from lxml import etree

from feedsvc.model import Author, Enclosure, Line
from feedsvc.sources.feeds import media, places, wordpress
from feedsvc.sources.feeds.moments import dated

_WP = re.compile(r"\{https?://wordpress\.org/export/1\.[0-9]/\}")
_EXCERPT = re.compile(r"\{https?://wordpress\.org/export/1\.[0-9]/excerpt/\}encoded")
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_PUBLIC = frozenset({"publish", "future", None})
"""States of a post, of which `future` waits for its date; draft, pending, private, trash and others are not shown."""

_IDS = re.compile(r"\b(?:ids|include)\s*=\s*[\"']?([\d, ]+)")
_NO_TOPICS = frozenset({"author", "language", "nav_menu", "post_format", "post_translations"})
"""What is kept as taxonomies and says nothing of a subject."""

_NOT_FILLED_IN = "a shortcode, which only WordPress can fill in"


class _Attachment(NamedTuple):
    """A picture, as an item of the export has it."""

    parent: str | None
    address: str


def is_one(holder: etree._Element) -> bool:
    """Whether a channel, or an item, is of an export of WordPress."""
    return any(_WP.match(str(child.tag)) for child in holder)


def posts(channel: etree._Element) -> Iterator[etree._Element]:
    """The posts, each with what stands elsewhere in an export: its authors' names, its image, its gallery.

    Comments are taken out: they are not the author's, and hold addresses of those who wrote them.
    """
    names = dict(_names(channel))
    pictures = dict(_attachments(channel))
    for item in channel.iterfind("item"):
        if _said(item, "post_type") in {"post", None}:
            _name_authors(item, names)
            _show_pictures(item, pictures)
            for child in list(item):
                if str(child.tag).endswith(("}comment", "}commentmeta")) and _WP.match(str(child.tag)):
                    item.remove(child)
            yield item


def fields(item: etree._Element) -> dict[str, Any]:
    """What WordPress says better than its RSS does, as fields of an Article."""
    encoded = item.find(_ENCODED)
    written = item.findtext(_ENCODED) or ""
    post = wordpress.shown(written, _pictures(item, written))
    first = (None if encoded is None else places.line(encoded, item)) or 1
    found: dict[str, Any] = {
        "body": post.html,
        "body_type": "text/html",
        "summary": next(((each.text or "").strip() for each in item if _EXCERPT.fullmatch(str(each.tag))), "") or None,
        "draft": _said(item, "status") not in _PUBLIC or _said(item, "post_password") is not None,
        "slug": unquote(_said(item, "post_name") or "") or None,
        "topics": tuple(dict.fromkeys(_topics(item))),
        "enclosures": tuple(_enclosures(item)),
        "media": (),
        "dropped": tuple(Line(first + line, text, _NOT_FILLED_IN) for line, text in post.dropped),
    }
    if authors := tuple(Author(name) for name in _authors(item)):
        found["authors"] = authors
    for language in _terms(item, "language"):
        found["language"] = language.get("nicename")
    for field, name in (("published", "post_date_gmt"), ("updated", "post_modified_gmt")):
        if moment := dated(_said(item, name)):
            found[field] = f"{moment.replace(' ', 'T')}Z"
    return found


def _name_authors(item: etree._Element, names: dict[str, str]) -> None:
    """Logins say nothing to readers, and something to those who try passwords."""
    for element in (*item.iterfind(_CREATOR), *_terms(item, "author")):
        element.text = names.get((element.text or "").strip(), element.text)


def _show_pictures(item: etree._Element, pictures: dict[str, _Attachment]) -> None:
    if featured := pictures.get(_meta(item, "_thumbnail_id") or ""):
        etree.SubElement(item, f"{_MEDIA}thumbnail", url=featured.address)
    for gallery in wordpress.galleries(item.findtext(_ENCODED) or ""):
        named = _IDS.search(gallery)
        keys = re.findall(r"\d+", named[1]) if named else _children(_said(item, "post_id"), pictures)
        group = etree.SubElement(item, f"{_MEDIA}group")
        for key in keys:
            if key in pictures:
                etree.SubElement(group, f"{_MEDIA}content", url=pictures[key].address, medium="image")


def _children(post: str | None, pictures: dict[str, _Attachment]) -> list[str]:
    """Those that were uploaded for a post, which a gallery without numbers shows."""
    return [key for key, picture in pictures.items() if post and picture.parent == post]


def _pictures(item: etree._Element, written: str) -> wordpress.Galleries:
    """What `_show_pictures` has put in: a group for each gallery, in their order."""
    shown = ([each.get("url", "") for each in group] for group in item.iterfind(f"{_MEDIA}group"))
    return dict(zip(wordpress.galleries(written), shown, strict=False))  # as many, unless an export has its own groups


def _attachments(channel: etree._Element) -> Iterator[tuple[str, _Attachment]]:
    for item in channel.iterfind("item"):
        key, address = _said(item, "post_id"), _said(item, "attachment_url")
        if key and address:
            yield key, _Attachment(_said(item, "post_parent"), address)


def _names(channel: etree._Element) -> Iterator[tuple[str, str]]:
    """Display names by login."""
    for child in channel:
        if _WP.match(str(child.tag)) and str(child.tag).endswith("}author"):
            login, name = _said(child, "author_login"), _said(child, "author_display_name")
            if login and name:
                yield login, name


def _authors(item: etree._Element) -> Iterator[str]:
    """Several, where a plugin keeps them as a taxonomy; else the one that WordPress itself has."""
    elements = list(_terms(item, "author")) or item.findall(_CREATOR)
    yield from filter(None, ((element.text or "").strip() for element in elements))


def _topics(item: etree._Element) -> Iterator[str]:
    for category in item.iterfind("category"):
        if category.get("domain") not in _NO_TOPICS and (name := (category.text or "").strip()):
            yield name


def _terms(item: etree._Element, domain: str) -> Iterator[etree._Element]:
    return (category for category in item.iterfind("category") if category.get("domain") == domain)


def _enclosures(item: etree._Element) -> Iterator[Enclosure]:
    """`address`, length and type, on lines of their own, as WordPress keeps what a post leads to for its own feed."""
    for written in _metas(item, "enclosure"):
        address, length, kind = (*(line.strip() for line in written.splitlines()), "", "", "")[:3]
        if href := places.address(address, None):
            yield Enclosure(href, kind, media.number(length) or 0)


def _meta(item: etree._Element, key: str) -> str | None:
    return next(_metas(item, key), None)


def _metas(item: etree._Element, key: str) -> Iterator[str]:
    for child in item:
        if str(child.tag).endswith("}postmeta") and _said(child, "meta_key") == key:
            yield _said(child, "meta_value") or ""


def _said(holder: etree._Element, name: str) -> str | None:
    """A word of WordPress's own, whatever the version of the export."""
    for child in holder:
        tag = str(child.tag)
        if tag.endswith(f"}}{name}") and _WP.match(tag):
            return (child.text or "").strip() or None
    return None
