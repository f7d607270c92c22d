"""An entry's pictures, recordings and documents, as its page shows them: each of them once. Pure."""

from __future__ import annotations

from html import escape

from feedsvc import media_types
from feedsvc.model import Enclosure, Entry


def picture(entry: Entry) -> Enclosure | None:
    """The picture that the entry is known by, with what is known of it: its own, else the first that it has."""
    known = {each.href: each for each in (*entry.enclosures, *entry.media)}
    if entry.image:
        return known.get(entry.image) or Enclosure(entry.image, media_types.of(entry.image))
    return next((each for each in (*entry.media, *entry.enclosures) if each.medium == "image"), None)


def lead(entry: Entry) -> Enclosure | None:
    """The picture that stands above the content; None where that shows it."""
    found = picture(entry)
    return None if found is None or _shows(entry, found) else found


def enclosed(entry: Entry) -> tuple[Enclosure, ...]:
    """What belongs to the entry and is not on its page yet; a document that the text leads to is named once more."""
    above = lead(entry)
    others = (each for each in entry.enclosures if above is None or each.href != above.href)
    return tuple(each for each in others if each.medium not in {"image", "audio", "video"} or not _shows(entry, each))


def _shows(entry: Entry, enclosure: Enclosure) -> bool:
    """Whether the content shows it, and does not merely name its address, or begin another with it."""
    return f'src="{escape(enclosure.href, quote=False)}"' in entry.content
