"""WordPress's export format (WXR 1.0 to 1.2): RSS with words of its own, and posts that want their paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from feedsvc.model import Author

_WP = re.compile(r"\{http://wordpress\.org/export/1\.[0-9]/\}")
_EXCERPT = re.compile(r"\{http://wordpress\.org/export/1\.[0-9]/excerpt/\}encoded")
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_THUMBNAIL = "{http://search.yahoo.com/mrss/}thumbnail"
_PUBLIC = frozenset({"publish", "future", "inherit", None})
_NEVER = "0000-00-00 00:00:00"
"""How WordPress writes that there is no date."""

_BLOCK = (
    r"(?:address|article|aside|blockquote|dl|div|fieldset|figure|form|h[1-6]|hr|ol|p|pre|section|style|table|ul|video)"
)
_BEGINS_WITH_BLOCK = re.compile(rf"\s*<(?:/)?{_BLOCK}\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CAPTION = re.compile(r"\[caption\b[^\]]*\](.*?)\[/caption\]", re.DOTALL)
_IMAGE_AND_CAPTION = re.compile(r"\s*(<a\b[^>]*>\s*<img\b[^>]*>\s*</a>|<img\b[^>]*>)\s*(.*)", re.DOTALL)
_SHORTCODE = re.compile(r"\[/?[a-z][a-z0-9_-]*(?:\s[^\[\]]*)?/?\](?!\()")


def is_one(holder: etree._Element) -> bool:
    """Whether a channel, or an item, is of an export of WordPress."""
    return any(_WP.match(str(child.tag)) for child in holder)


def posts(channel: etree._Element) -> Iterator[etree._Element]:
    """The posts, each with its author's full name and the address of its image: both stand elsewhere in an export."""
    names = dict(_names(channel))
    images = {_said(item, "post_id"): _said(item, "attachment_url") for item in channel.iterfind("item")}
    for item in channel.iterfind("item"):
        if _said(item, "post_type") in {"post", None}:
            for creator in item.iterfind(_CREATOR):
                creator.text = names.get((creator.text or "").strip(), creator.text)
            if address := images.get(_meta(item, "_thumbnail_id")):
                etree.SubElement(item, _THUMBNAIL, url=address)
            yield item


def fields(item: etree._Element) -> dict[str, Any]:
    """What WordPress says better than its RSS does."""
    found: dict[str, Any] = {
        "body": paragraphs(item.findtext(_ENCODED) or ""),
        "summary": next(((each.text or "").strip() for each in item if _EXCERPT.fullmatch(str(each.tag))), "") or None,
        "draft": _said(item, "status") not in _PUBLIC or _said(item, "post_password") is not None,
        "authors": tuple(Author(name) for each in item.iterfind(_CREATOR) if (name := (each.text or "").strip())),
        "slug": _said(item, "post_name"),
    }
    for field, name in (("published", "post_date_gmt"), ("updated", "post_modified_gmt")):
        moment = _said(item, name)
        if moment and moment != _NEVER:
            found[field] = f"{moment.replace(' ', 'T')}Z"
    return found


def paragraphs(content: str) -> str:
    """The HTML of a post: blank lines divide paragraphs, unless blocks do; comments and shortcodes are not shown."""
    content = _CAPTION.sub(_figure, _COMMENT.sub("", content.replace("\r\n", "\n")))
    content = _SHORTCODE.sub("", content).strip()
    if not content:
        return ""
    return "\n".join(_block(part) for part in _BLANK_LINES.split(content))


def _block(part: str) -> str:
    return part if _BEGINS_WITH_BLOCK.match(part) else "<p>{}</p>".format(part.strip().replace("\n", "<br>\n"))


def _figure(found: re.Match[str]) -> str:
    parts = _IMAGE_AND_CAPTION.fullmatch(found[1])
    return f"<figure>{parts[1]}<figcaption>{parts[2].strip()}</figcaption></figure>" if parts else found[1]


def _names(channel: etree._Element) -> Iterator[tuple[str, str]]:
    """Display names by login."""
    for child in channel:
        if _WP.match(str(child.tag)) and str(child.tag).endswith("}author"):
            login, name = _said(child, "author_login"), _said(child, "author_display_name")
            if login and name:
                yield login, name


def _meta(item: etree._Element, key: str) -> str | None:
    for child in item:
        if str(child.tag).endswith("}postmeta") and _said(child, "meta_key") == key:
            return _said(child, "meta_value")
    return None


def _said(holder: etree._Element, name: str) -> str | None:
    """A word of WordPress's own, whatever the version of the export."""
    for child in holder:
        tag = str(child.tag)
        if tag.endswith(f"}}{name}") and _WP.match(tag):
            return (child.text or "").strip() or None
    return None
