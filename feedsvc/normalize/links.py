"""Where an entry leads: the article's own page, its image, its media files. Every address absolute, http or https."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote, urlsplit

from feedsvc import dates, media_types, sanitize
from feedsvc.model import Enclosure, SourceFeed
from feedsvc.normalize.case import Case
from feedsvc.normalize.identity import absolute_iri
from feedsvc.shorten import quoted

_URI_CHARACTERS = "%!#$&'()*+,/:;=?@[]~"
"""What RFC 3986 lets stand in a URI besides letters, digits, - . _; the rest is percent-encoded."""

_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)


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
            case.note("enclosures", "An enclosure without an address was left out.")
        elif href not in found:
            found[href] = replace(
                enclosure,
                href=href,
                type=_media_type(enclosure.type, href),
                length=max(enclosure.length, 0),
                title=sanitize.line(enclosure.title) or None,
            )
    return tuple(found.values())


def media(case: Case) -> tuple[Enclosure, ...]:
    """Pictures and recordings that the entry shows, each address once; what is no address is left out."""
    found: dict[str, Enclosure] = {}
    for picture in case.article.media:
        url = sanitize.absolute(sanitize.line(picture.href), f"{case.site.base_url}/", sanitize.WEB)
        if url and (href := as_uri(url)) not in found:
            title = sanitize.line(picture.title) or None
            found[href] = replace(picture, href=href, type=_media_type(picture.type, href), title=title)
    return tuple(found.values())


def source(case: Case) -> SourceFeed | None:
    """The feed that the article was taken over from, its addresses as the formats need them, its date as Atom does."""
    given = case.article.source
    title = sanitize.line(given.title) if given else ""
    if given is None or not title:
        return None
    url, link = (_web(case, address) for address in (given.url, given.link))
    return SourceFeed(title, _identifier(given.id) or url, url, link, _rfc3339(case, given.updated))


def _web(case: Case, written: str | None) -> str | None:
    url = sanitize.absolute(sanitize.line(written), f"{case.site.base_url}/", sanitize.WEB) if written else None
    return as_uri(url) if url else None


def _identifier(written: str | None) -> str | None:
    return absolute_iri(sanitize.line(written)) if written else None


def _rfc3339(case: Case, written: str | None) -> str | None:
    if not written:
        return None
    try:
        return dates.interpret(written, case.site.timezone, case.site.day_first).at.isoformat()
    except ValueError:
        return None


def _media_type(written: str, href: str) -> str:
    """The type that the author gave, if it is one, else what the suffix stands for."""
    written = written.strip().lower()
    if _MEDIA_TYPE.fullmatch(written):
        return written
    return media_types.of(href)


def _address(case: Case, field: str, written: str | None) -> str | None:
    """An absolute URI made of what the author wrote for `field`; None where nothing is written."""
    written = sanitize.line(written)
    if not written:
        return None
    url = sanitize.absolute(written, f"{case.site.base_url}/", sanitize.WEB)
    if url is None:
        remedy = "Write one that begins with https:// or http://, or a path on the site"
        raise case.rejection(field, f"{quoted(written)} is no web address", remedy)
    return as_uri(url)


def as_uri(url: str) -> str:
    """The URI of an IRI (RFC 3987, section 3.1), its host in the letters of the DNS: RSS knows no other."""
    parts = urlsplit(url)
    if not parts.netloc.isascii():
        with suppress(UnicodeError):  # no such host can exist: percent-encoded it is as wrong, but well-formed
            parts = parts._replace(netloc=parts.netloc.encode("idna").decode("ascii"))
    return quote(parts.geturl(), safe=_URI_CHARACTERS)
