"""Where an entry leads: the article's own page, its image, its media files. Every address absolute, http or https."""

from __future__ import annotations

import re
from contextlib import suppress
from mimetypes import MimeTypes
from urllib.parse import quote, urlsplit

from feedsvc import sanitize
from feedsvc.model import Enclosure
from feedsvc.normalize.case import Case

_URI_CHARACTERS = "%!#$&'()*+,/:;=?@[]~"
"""What RFC 3986 lets stand in a URI besides letters, digits, - . _; the rest is percent-encoded."""

_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)
_UNKNOWN_TYPE = "application/octet-stream"

_SUFFIXES = MimeTypes(filenames=())
"""Python's own table, not the machine's: the same file has the same type everywhere."""
for _suffix, _type in {
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".epub": "application/epub+zip",
    ".webp": "image/webp",
}.items():
    _SUFFIXES.add_type(_type, _suffix)


def link(case: Case) -> str | None:
    """The article's own address, if it has one. Raises Rejected where it is none."""
    return _address(case, "link", case.article.link)


def image(case: Case) -> str | None:
    return _address(case, "image", case.article.image)


def enclosures(case: Case) -> tuple[Enclosure, ...]:
    """The media files, each address once."""
    found: dict[str, Enclosure] = {}
    for enclosure in case.article.enclosures:
        href = _address(case, "enclosures", enclosure.href)
        if href is None:
            case.note("An enclosure without an address was left out.")
        elif href not in found:
            found[href] = Enclosure(href, _media_type(enclosure.type, href), max(enclosure.length, 0))
    return tuple(found.values())


def _media_type(written: str, href: str) -> str:
    """The type that the author gave, if it is one, else what the suffix stands for."""
    written = written.strip().lower()
    if _MEDIA_TYPE.fullmatch(written):
        return written
    return _SUFFIXES.guess_type(urlsplit(href).path)[0] or _UNKNOWN_TYPE


def _address(case: Case, field: str, written: str | None) -> str | None:
    """An absolute URI made of what the author wrote for `field`; None where nothing is written."""
    written = sanitize.line(written)
    if not written:
        return None
    url = sanitize.absolute(written, f"{case.site.base_url}/", sanitize.WEB)
    if url is None:
        remedy = "Write one that begins with https:// or http://, or a path on the site"
        raise case.rejection(field, f"{written!r} is no web address", remedy)
    return _as_uri(url)


def _as_uri(url: str) -> str:
    """The URI of an IRI (RFC 3987, section 3.1), its host in the letters of the DNS: RSS knows no other."""
    parts = urlsplit(url)
    if not parts.netloc.isascii():
        with suppress(UnicodeError):  # no such host can exist: percent-encoded it is as wrong, but well-formed
            parts = parts._replace(netloc=parts.netloc.encode("idna").decode("ascii"))
    return quote(parts.geturl(), safe=_URI_CHARACTERS)
