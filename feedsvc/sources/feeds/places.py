"""Where things are: addresses in a feed as seen from it, and the lines of its file on which an article stands."""

from __future__ import annotations

from lxml import etree

from feedsvc import sanitize
from feedsvc.sources import _xml

BASE = "{http://www.w3.org/XML/1998/namespace}base"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LINE = "{urn:feedsvc:member}line"
"""Says of a member, which is a document by itself, on which line of its container it began."""
_ENCODING = "{urn:feedsvc:member}encoding"
"""And how the encoding of the container was told, as Article.origins has it."""


def address(written: str | None, base: str | None) -> str | None:
    """An address of the web, absolute where that can be told; None for what is none, such as `about:blank`."""
    written = " ".join((written or "").split())
    if not written:
        return None
    if base is None:
        return written if sanitize.absolute(written, "https://feed.invalid/", sanitize.WEB) else None
    return sanitize.absolute(written, base, sanitize.WEB)


def base(element: etree._Element, otherwise: str | None) -> str | None:
    """What addresses in an element are seen from: its xml:base, with those around it, else `otherwise`."""
    given = element.base
    return (address(given, otherwise) if given else None) or otherwise


def absolute(*written: str | None) -> str | None:
    """The first of these that is an absolute address, such as a base must be."""
    return next((each for each in written if each and sanitize.absolute(each, "", sanitize.WEB)), None)


def remember(member: etree._Element, original: etree._Element, encoding: str | None) -> None:
    """Have a member know where it came from, so that messages name lines that can be found."""
    if line := _xml.line(original):
        member.set(_LINE, str(line))
    if encoding:
        member.set(_ENCODING, encoding)


def origins(member: etree._Element) -> dict[str, str]:
    """What is remembered of its encoding, as Article.origins has it."""
    encoding = member.get(_ENCODING)
    return {"encoding": encoding} if encoding else {}


def line(element: etree._Element, member: etree._Element) -> int | None:
    """The line of the container's file that an element of a member stands on."""
    here, first = _xml.line(element), _xml.line(member)
    told = member.get(_LINE, "")
    if here is None or first is None or not told.isdecimal():
        return here
    return int(told) + here - first
