"""Media RSS (https://www.rssboard.org/media-rss) and iTunes in feeds that are sources, Atom and RSS alike."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from feedsvc.model import Enclosure

_MEDIA = "{http://search.yahoo.com/mrss/}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def contents(item: etree._Element) -> tuple[tuple[Enclosure, ...], tuple[Enclosure, ...]]:
    """The pictures of an item, and its recordings, films and documents; each address once."""
    found = {each.href: each for each in _contents(item)}
    pictures = tuple(each for each in found.values() if each.type.startswith("image/"))
    return pictures, tuple(each for each in found.values() if each not in pictures)


def image(item: etree._Element) -> str | None:
    """The picture that stands for an item: its thumbnail, its iTunes image, else the first that it shows."""
    for element in (*item.iter(f"{_MEDIA}thumbnail"), *item.iterfind(f"{_ITUNES}image")):
        if address := element.get("url") or element.get("href"):
            return address
    return next((picture.href for picture in contents(item)[0]), None)


def number(written: str | None) -> int | None:
    """A whole number that is not negative; None for anything else."""
    written = (written or "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def seconds(written: str | None) -> int | None:
    """`3661`, `61:01` or `1:01:01` as seconds."""
    parts = [number(part) for part in (written or "").split(":")]
    if not parts or len(parts) > 3 or None in parts:
        return None
    total = 0
    for part in parts:
        total = total * 60 + (part or 0)
    return total


def _contents(item: etree._Element) -> Iterator[Enclosure]:
    for element in item.iter(f"{_MEDIA}content"):
        href = element.get("url")
        if href:
            yield Enclosure(
                href,
                element.get("type") or _TYPES.get(element.get("medium", ""), ""),
                number(element.get("fileSize")) or 0,
                number(element.get("width")),
                number(element.get("height")),
                seconds(element.get("duration")),
                (element.findtext(f"{_MEDIA}title") or element.findtext(f"{_MEDIA}description") or "").strip() or None,
            )


_TYPES = {"image": "image/*", "audio": "audio/*", "video": "video/*"}
"""Where only the medium is given: normalize finds the rest by the suffix."""
