"""Media RSS (https://www.rssboard.org/media-rss) and iTunes in feeds that are sources, Atom and RSS alike."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from feedsvc import media_types
from feedsvc.model import Enclosure
from feedsvc.sources.feeds.places import address, base

_MEDIA = "{http://search.yahoo.com/mrss/}"
_WITHOUT_SLASH = "http://search.yahoo.com/mrss"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def modern(root: etree._Element) -> None:
    """Write the namespace of Media RSS as it is: many feeds leave out the slash at its end."""
    for element in root.iter(f"{{{_WITHOUT_SLASH}}}*"):
        element.tag = _MEDIA + str(element.tag).rpartition("}")[2]


def contents(item: etree._Element, around: str | None) -> tuple[tuple[Enclosure, ...], tuple[Enclosure, ...]]:
    """The pictures of an item, and its recordings, films and documents; each address once, seen from `around`."""
    found = {each.href: each for element in _chosen(item) for each in _content(element, around)}
    pictures = tuple(each for each in found.values() if each.type.startswith("image/"))
    return pictures, tuple(each for each in found.values() if each not in pictures)


def image(item: etree._Element, around: str | None) -> str | None:
    """The picture that stands for an item: its thumbnail, its iTunes image, else the first that it shows."""
    for element in (*item.iter(f"{_MEDIA}thumbnail"), *item.iterfind(f"{_ITUNES}image")):
        if found := address(element.get("url") or element.get("href"), base(element, around)):
            return found
    return next((picture.href for picture in contents(item, around)[0]), None)


def number(written: str | None) -> int | None:
    """A whole number that is not negative; None for anything else."""
    written = (written or "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def seconds(written: str | None) -> int | None:
    """`3661`, `61:01`, `1:01:01` or `3661.5` as whole seconds."""
    parts = [number(part) for part in (written or "").partition(".")[0].split(":")]
    if not parts or len(parts) > 3 or None in parts:
        return None
    total = 0
    for part in parts:
        total = total * 60 + (part or 0)
    return total


def _chosen(item: etree._Element) -> Iterator[etree._Element]:
    """Every content by itself, and one of each group: those are one recording in several qualities."""
    yield from item.iterfind(f"{_MEDIA}content")
    for group in item.iterfind(f"{_MEDIA}group"):
        renditions = group.findall(f"{_MEDIA}content")
        renditions.sort(key=lambda each: each.get("isDefault") != "true")
        yield from renditions[:1]


def _content(element: etree._Element, around: str | None) -> Iterator[Enclosure]:
    href = address(element.get("url"), base(element, around))
    if href:
        yield Enclosure(
            href,
            _type(element, href),
            number(element.get("fileSize")) or 0,
            number(element.get("width")),
            number(element.get("height")),
            seconds(element.get("duration")),
            _said(element, "title") or _said(element, "description"),
        )


def _type(element: etree._Element, href: str) -> str:
    """The type that is given, else what the address ends in, else what the medium most likely is."""
    return element.get("type", "").strip().lower() or media_types.likely(href, element.get("medium", ""))


def _said(element: etree._Element, name: str) -> str | None:
    return (element.findtext(f"{_MEDIA}{name}") or "").strip() or None
