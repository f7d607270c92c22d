"""Pictures and recordings that a structured format names -> what is known of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from feedsvc import media_types, sanitize
from feedsvc.model import Enclosure

_ADDRESS = re.compile(r"(?:https?:)?//|[^:]*(?:[/?#]|$)", re.IGNORECASE)
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no address holds and no XML can carry."""
_DIGITS = re.compile(r"[0-9]{1,18}")

Read = Callable[[Any], tuple[Enclosure, ...]]
"""From one thing of a format to the media that it names, as a row of its table has it."""


def medium(
    href: str, kind: str = "", size: Any = None, *, width: Any = None, height: Any = None, title: str = ""
) -> tuple[Enclosure, ...]:
    """A picture or recording at an address of the web or in the folder; nothing where it leads elsewhere, as `urn:`.

    `kind` is a media type, or the first half of one; `size` is in bytes, `width` and `height` in pixels, as written.
    """
    href = href.strip()
    if not href or _ADDRESS.match(href) is None or _UNSAFE.search(href):
        return ()
    media_type = _type(kind.strip().lower(), href)
    size, width, height = map(_digits, (size, width, height))
    return (Enclosure(href, media_type, size or 0, width, height, title=sanitize.line(title) or None),)


def is_picture(media: Enclosure) -> bool:
    return media.type.startswith("image/")


def is_recording(media: Enclosure) -> bool:
    return media.type.startswith(("audio/", "video/"))


def picture_of(read: Read) -> Callable[[Any], str | None]:
    """The reader of the address of the first picture among what another one reads."""
    return lambda thing: next((media.href for media in read(thing) if is_picture(media)), None)


def recordings_of(read: Read) -> Read:
    """The reader of sound and film among what another one reads."""
    return lambda thing: tuple(filter(is_recording, read(thing)))


def _type(kind: str, href: str) -> str:
    return kind if "/" in kind else media_types.likely(href, kind)


def _digits(written: Any) -> int | None:
    found = _DIGITS.match(str(written).strip()) if written is not None else None
    return int(found[0]) if found else None
