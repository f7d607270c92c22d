"""The recording that a text plays: who subscribes by a podcast player gets it as an enclosure, and not from HTML."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from html import unescape

from feedsvc import media_types
from feedsvc.model import Enclosure
from feedsvc.normalize.links import as_uri

_PLAYER = re.compile(r'<(?P<tag>audio|video)(?P<own>(?:\s(?:[^<>"]|"[^"]*")*)?)>(?P<inner>.*?)</(?P=tag)>', re.DOTALL)
"""As the sanitizer writes it."""
_SOURCE = re.compile(r'<source((?:\s(?:[^<>"]|"[^"]*")*)?)>')
_SRC = re.compile(r'\ssrc="([^"]+)"')
_TYPE = re.compile(r'\stype="\s*([\w.+-]+/[\w.+-]+)')

Enclosures = tuple[Enclosure, ...]


def enclosed(
    enclosures: Enclosures, media: Enclosures, content: str, missing: Collection[str] = ()
) -> tuple[Enclosures, Enclosures]:
    """The enclosures with the first recording that safe HTML plays, where none of them is one; and the other media.

    What is known of it from `media`, where the file beside the article was measured, comes along. `missing` are
    addresses at which nothing is.
    """
    if "</audio>" not in content and "</video>" not in content:
        return enclosures, media
    played = None if any(map(_is_recording, enclosures)) else _played(content, missing)
    if played is None:
        return enclosures, media
    known = next((each for each in media if each.href == played.href), played)
    told = known if _is_recording(known) else replace(known, type=played.type)
    return (*enclosures, told), tuple(each for each in media if each.href != played.href)


def _is_recording(enclosure: Enclosure) -> bool:
    return enclosure.type.startswith(("audio/", "video/"))


def _played(content: str, missing: Collection[str]) -> Enclosure | None:
    for player in _PLAYER.finditer(content):
        for attributes in (player["own"], *_SOURCE.findall(player["inner"])):
            if src := _SRC.search(attributes):
                href = as_uri(unescape(src[1]))
                if href.partition("#")[0] not in missing:
                    return Enclosure(href, _type(player["tag"], attributes, href))
    return None


def _type(tag: str, attributes: str, href: str) -> str:
    written = _TYPE.search(attributes)
    return written[1].lower() if written else media_types.likely(href, tag)
