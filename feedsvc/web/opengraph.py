"""What those are told of an entry who show a link to it: the Open Graph protocol (https://ogp.me/). Pure.

X reads the same properties, and one of its own, which says how large its card is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from feedsvc.model import Entry, Site
from feedsvc.web.pictures import picture

Property = tuple[str, str]


def properties(entry: Entry, topics: Iterable[str], site: Site) -> list[Property]:
    """Of an entry with its topics' titles, in the order in which they are written; those of one picture together."""
    return [
        ("og:type", "article"),
        ("og:site_name", site.title),
        ("og:title", entry.title),
        *_given("og:description", entry.summary),
        ("og:url", entry.link),
        ("og:locale", locale(entry.language)),
        *_picture(entry),
        *_recording(entry, "audio"),
        *_recording(entry, "video"),
        ("article:published_time", entry.published.isoformat()),
        ("article:modified_time", entry.updated.isoformat()),
        *_given("article:expiration_time", entry.expires.isoformat() if entry.expires else None),
        *(("article:author", author.uri) for author in entry.authors if author.uri),
        *(("article:tag", topic) for topic in topics),
    ]


def locale(language: str) -> str:
    """`en_GB` of en-GB, `zh_TW` of zh-Hant-TW; of a language without a region, the language: to guess one is to err."""
    first, *others = language.split("-")
    region = next((part for part in others if len(part) == 2 and part.isupper()), None)
    return f"{first}_{region}" if region else first


def _picture(entry: Entry) -> Iterator[Property]:
    found = picture(entry)
    yield "twitter:card", "summary_large_image" if found else "summary"
    if found:
        yield "og:image", found.href
        yield from _given("og:image:width", found.width)
        yield from _given("og:image:height", found.height)
        yield from _given("og:image:alt", found.title)


def _recording(entry: Entry, kind: str) -> Iterator[Property]:
    for each in entry.enclosures:
        if each.medium == kind:
            yield f"og:{kind}", each.href
            yield f"og:{kind}:type", each.type


def _given(name: str, value: str | int | None) -> Iterator[Property]:
    if value:
        yield name, str(value)
