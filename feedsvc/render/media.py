"""Pictures, recordings and films of an entry, as Media RSS and iTunes tell of them. Pure.

RSS 2.0 has one enclosure for each item (R15). All others, and the pictures that the entry shows, are media:content
(Media RSS 1.5.1, https://www.rssboard.org/media-rss), which readers take beside it or in its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from feedsvc.model import Enclosure, Entry

NAMESPACES = {
    "media": "http://search.yahoo.com/mrss/",  # with the slash: without, no reader knows it (E2)
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
}
_MEDIUMS = frozenset({"image", "audio", "video"})


def shown(entry: Entry) -> tuple[Enclosure, ...]:
    """What Media RSS tells of: the pictures and recordings that the entry shows, and all of its enclosures but one."""
    found = {each.href: each for each in (*entry.media, *entry.enclosures[1:])}
    return tuple(found.values())


def add_contents(item: etree._Element, contents: tuple[Enclosure, ...]) -> None:
    """A media:content for each, with all that is known of it but its title.

    feedparser takes a media:title for the entry's own, and a media:description for its summary.
    """
    for each in contents:
        etree.SubElement(item, f"{{{NAMESPACES['media']}}}content", dict(_attributes(each)))


def add_recording(item: etree._Element, entry: Entry) -> None:
    """What podcast players ask of an entry whose enclosure is a recording or a film, and RSS itself does not say."""
    recording = next(iter(entry.enclosures), None)
    if recording is None or recording.medium not in {"audio", "video"}:
        return
    if recording.duration is not None:
        etree.SubElement(item, _itunes("duration")).text = str(recording.duration)
    if entry.image:
        etree.SubElement(item, _itunes("image"), href=entry.image)


def _attributes(enclosure: Enclosure) -> Iterator[tuple[str, str]]:
    yield "url", enclosure.href
    if enclosure.length:
        yield "fileSize", str(enclosure.length)
    yield "type", enclosure.type
    yield "medium", enclosure.medium if enclosure.medium in _MEDIUMS else "document"
    for name, value in (("duration", enclosure.duration), ("height", enclosure.height), ("width", enclosure.width)):
        if value is not None:
            yield name, str(value)


def _itunes(name: str) -> str:
    return f"{{{NAMESPACES['itunes']}}}{name}"
