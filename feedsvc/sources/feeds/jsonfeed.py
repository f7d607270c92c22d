"""JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/) as a source."""

from __future__ import annotations

from typing import Any

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Enclosure, SourceFeed, SourceFile
from feedsvc.sources import containers
from feedsvc.sources._json import Document, document, dumped
from feedsvc.sources.containers import Part
from feedsvc.sources.feeds import places
from feedsvc.sources.feeds.moments import dated

_OF_THE_FEED = ("version", "title", "home_page_url", "feed_url", "language", "authors", "author")
_REMEMBERED = "_feedsvc"
"""How the encoding of the container was told, which a member, being UTF-8, does not show."""
_VERSION = "https://jsonfeed.org/version/1"

_MOST = 10**18
"""Bytes or seconds: every store holds integers of 64 bits."""

Json = dict[str, Any]


def takes(value: object) -> bool:
    """Whether a JSON document is a feed."""
    return isinstance(value, dict) and str(value.get("version", "")).startswith(_VERSION)


def split(source: SourceFile) -> list[SourceFile]:
    """One member for each item, a feed of its own. Raises Rejected where `items` are none."""
    found = document(source.data)
    of_the_feed = {name: found.value[name] for name in _OF_THE_FEED if name in found.value}
    of_the_feed[_REMEMBERED] = found.origins
    parts = (_part(item, of_the_feed) for item in _items(found))
    return containers.members(source, source.media_type, parts)


def read(found: Document, _chrome: frozenset[str]) -> Article:
    """The article that a feed of one item is. Raises Rejected where it says nothing."""
    remembered = found.value.get(_REMEMBERED)
    return _article(found.value, _only(found), remembered if isinstance(remembered, dict) else found.origins)


def _items(found: Document) -> list[Json]:
    items = found.value.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        remedy = "Correct it as JSON Feed 1.1 has it, or remove the file"
        raise Rejected("items is no list of objects", remedy, found.line("items") or 1)
    return items


def _only(found: Document) -> Json:
    items = _items(found)
    if len(items) != 1:
        remedy = "Put the feed among the articles: there each of its items is one"
        raise Rejected(f"the feed holds {len(items) or 'no'} items, and is not one article", remedy, 1)
    return items[0]


def _article(feed: Json, item: Json, origins: dict[str, str]) -> Article:
    body, body_type = _body(item)
    home = places.absolute(_text(feed, "home_page_url"), _text(feed, "feed_url"))
    link = places.address(_text(item, "url"), home) or places.address(_text(item, "external_url"), home)
    enclosures = (_enclosure(each, link or home) for each in _list(item, "attachments"))
    found = Article(
        body=body,
        body_type=body_type,
        base=None if link else home,
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        id=_text(item, "id"),
        link=link,
        language=_text(item, "language") or _text(feed, "language"),
        published=dated(_text(item, "date_published")) or dated(_text(item, "date_modified")),
        updated=dated(_text(item, "date_modified")),
        authors=_authors(item) or _authors(feed),
        topics=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        image=places.address(_text(item, "image") or _text(item, "banner_image"), link or home),
        enclosures=tuple(filter(None, enclosures)),
        source=_source(feed),
        origins=origins | _origins(item),
    )
    if not (found.body or found.title or found.summary):
        raise Rejected("the item holds neither a title nor text", "Remove it, or give it content_html or content_text")
    return found


def _part(item: Json, of_the_feed: Json) -> Part:
    own = dumped(item, in_order=True)
    identifier = _text(item, "id") or _text(item, "url")
    written = identifier or "\n".join((_text(item, "title") or "", _text(item, "date_published") or ""))
    return Part(containers.key_of(written), dumped({**of_the_feed, "items": [item]}), own)


def _body(item: Json) -> tuple[str, str]:
    if html := _text(item, "content_html"):
        return html, "text/html"
    return _text(item, "content_text") or "", "text/plain"


def _authors(holder: Json) -> tuple[Author, ...]:
    """Of version 1.1, else the single one of version 1."""
    people = _list(holder, "authors") or [holder.get("author")]
    named = ((_text(person, "name") or _text(person, "url"), _text(person, "url")) for person in people)
    return tuple(Author(name, uri=url) for name, url in named if name)


def _enclosure(attachment: Json, around: str | None) -> Enclosure | None:
    href = places.address(_text(attachment, "url"), around)
    if href is None:
        return None
    return Enclosure(
        href=href,
        type=_text(attachment, "mime_type") or "",
        length=_number(attachment, "size_in_bytes") or 0,
        duration=_number(attachment, "duration_in_seconds"),
        title=_text(attachment, "title"),
    )


def _source(feed: Json) -> SourceFeed | None:
    title, url = _text(feed, "title"), _text(feed, "feed_url")
    page = _text(feed, "home_page_url")
    return SourceFeed(title, url or page, url, page) if title else None


def _origins(item: Json) -> dict[str, str]:
    named = {"title": "title", "published": "date_published", "updated": "date_modified", "id": "id", "link": "url"}
    return {field: f"`{name}` of the item" for field, name in named.items() if _text(item, name)}


def _text(holder: object, name: str) -> str | None:
    """A member that is text; an id may be a number, which "should be coerced to a string" (JSON Feed 1.1, items)."""
    value = holder.get(name) if isinstance(holder, dict) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _number(holder: object, name: str) -> int | None:
    """A whole number of bytes or seconds; None for what is none, or longer than every store can hold."""
    value = holder.get(name) if isinstance(holder, dict) else None
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return int(value) if 0 <= value < _MOST else None


def _list(holder: Json, name: str) -> list[Any]:
    value = holder.get(name)
    return value if isinstance(value, list) else []
