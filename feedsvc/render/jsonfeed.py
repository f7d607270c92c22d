"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): an item as a fragment, a feed as a shell around them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import orjson

from feedsvc import addresses
from feedsvc.feed import Feed
from feedsvc.model import Assignment, Author, Enclosure, Entry, Format, Site
from feedsvc.render import facts
from feedsvc.render.frame import Frame

_VERSION = "https://jsonfeed.org/version/1.1"
_END = b"]}"


def fragment(entry: Entry, assignments: Sequence[Assignment], site: Site) -> bytes:
    """One item object in UTF-8."""
    return orjson.dumps(_entry(entry, assignments, site))


def document(feed: Feed, fragments: Iterable[bytes], site: Site, frame: Frame) -> bytes:
    """A feed document: the bytes that the encoder would make of the same entries, at the cost of a join."""
    shell = orjson.dumps({**_feed(feed, site, frame), "items": []})
    return b"".join((shell.removesuffix(_END), b",".join(fragments), _END))


def _entry(entry: Entry, assignments: Sequence[Assignment], site: Site) -> dict[str, object]:
    return _given(
        {
            "id": entry.id,
            "url": entry.link,
            "title": entry.title,
            "content_html": entry.content,
            "summary": facts.summary(entry),
            "image": entry.image,
            "date_published": entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": [_person(author) for author in facts.authors(entry, site)],
            "tags": [topic.topic for topic in assignments],
            "language": facts.language(entry, site),
            "attachments": [_attachment(enclosure) for enclosure in entry.enclosures],
        }
    )


def _feed(feed: Feed, site: Site, frame: Frame) -> dict[str, object]:
    return _given(
        {
            "version": _VERSION,
            "title": facts.title(feed, site),
            "home_page_url": facts.page(feed, site, frame),
            "feed_url": facts.itself(feed, Format.JSON, site, frame),
            "description": facts.description(feed, site),
            "next_url": facts.history(feed, Format.JSON, site, frame).get("prev-archive"),
            "favicon": addresses.favicon(site.base_url),
            "authors": [_person(site.author)],
            "language": site.language,
        }
    )


def _attachment(enclosure: Enclosure) -> dict[str, object]:
    return _given(
        {
            "url": enclosure.href,
            "mime_type": enclosure.type,
            "title": enclosure.title,
            "size_in_bytes": enclosure.length or None,
            "duration_in_seconds": enclosure.duration,
        }
    )


def _person(author: Author) -> dict[str, object]:
    return _given({"name": author.name, "url": author.uri})


def _given(members: dict[str, object]) -> dict[str, object]:
    """Without the members that there is nothing to say of; an empty `content_html` stays, for it is required."""
    return {name: value for name, value in members.items() if value is not None and value != []}
