"""What search engines are told of an entry: a NewsArticle (https://schema.org/NewsArticle) in JSON-LD 1.1. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from feedsvc import addresses
from feedsvc.model import Author, Enclosure, Entry, Site
from feedsvc.render import facts
from feedsvc.web.pictures import picture

_CLOSING = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})
"""What could end the element that holds it, or a line of a script; JSON needs none of them outside of text."""

_MEDIA = {"audio": "AudioObject", "video": "VideoObject", "image": "ImageObject"}


def article(entry: Entry, topics: Iterable[str], site: Site, permalink: str) -> dict[str, object]:
    """An entry with its topics' titles, as Google asks for an article, and further what we know."""
    return _given(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": entry.title,
            "description": entry.summary,
            "url": permalink,
            "mainEntityOfPage": {"@type": "WebPage", "@id": entry.link},
            "isBasedOn": entry.link if entry.link != permalink else None,
            "datePublished": entry.published.isoformat(),
            "dateModified": entry.updated.isoformat(),
            "expires": entry.expires.isoformat() if entry.expires else None,
            "inLanguage": entry.language,
            "keywords": list(topics),
            "author": [_author(author, site) for author in facts.authors(entry, site)],
            "publisher": _organization(site),
            "image": _image(entry),
            "associatedMedia": [_file(each) for each in entry.enclosures if each.medium != "image"],
        }
    )


def script(data: dict[str, object]) -> str:
    """The text of a script element that holds this, whatever is in it (HTML, section 4.12.1.3)."""
    return orjson.dumps(data).decode().translate(_CLOSING)


def duration(seconds: int) -> str:
    """As ISO 8601 writes it: PT12M5S."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0S")


def _author(author: Author, site: Site) -> dict[str, object]:
    """The desk is no person; of all others we know no better."""
    kind = "Organization" if author.name in {site.author.name, site.title} else "Person"
    return _given({"@type": kind, "name": author.name, "url": author.uri})


def _organization(site: Site) -> dict[str, object]:
    return {"@type": "NewsMediaOrganization", "name": site.title, "url": addresses.home(site.base_url)}


def _image(entry: Entry) -> dict[str, object] | None:
    found = picture(entry)
    if found is None:
        return None
    sizes = {"width": found.width, "height": found.height}
    return _given({"@type": "ImageObject", "url": found.href, "caption": found.title, **sizes})


def _file(enclosure: Enclosure) -> dict[str, object]:
    return _given(
        {
            "@type": _MEDIA.get(enclosure.medium, "MediaObject"),
            "name": enclosure.title,
            "contentUrl": enclosure.href,
            "encodingFormat": enclosure.type,
            "contentSize": f"{enclosure.length} B" if enclosure.length else None,
            "duration": None if enclosure.duration is None else duration(enclosure.duration),
        }
    )


def _given(members: dict[str, object]) -> dict[str, object]:
    """Without the members that there is nothing to say of."""
    return {name: value for name, value in members.items() if value not in (None, "", [])}
