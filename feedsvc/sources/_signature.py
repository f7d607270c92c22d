"""What is no text of an e-mail in HTML: signatures, and pictures of one pixel that tell of readers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from feedsvc.model import Line
from feedsvc.sources._markup import html, plain, remove, written
from feedsvc.sources.page.tree import tree

_NAME = re.compile(r"(?:^|[\s_-]|mail)signature(?:$|[\s_-])", re.IGNORECASE)
"""Of a class or an id, as programs call it: `gmail_signature`, `moz-signature`, `AppleMailSignature`, `Signature`."""
_RULE = "--"
"""As in mail.py (RFC 3676, section 4.3)."""
_PIXEL = re.compile(r"\s*[01](?:px)?\s*", re.IGNORECASE)
_STYLED = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*[01](?:px)?\s*(?=;|$|!)", re.IGNORECASE)
_SIGN = re.compile(r"signature|(?:>|\s)--(?:<|\s|&nbsp;)|<img\b", re.IGNORECASE)
"""Without any of these there is nothing to look for."""
_SIGNATURE, _TRACKER = "is a signature", "is a picture of one pixel, by which senders see who reads"
_LONGEST_SHOWN = 200


def without_signature(markup: str, first: int) -> tuple[str, tuple[Line, ...]]:
    """The HTML without them, and these, all by its first line; as it was where nothing would be left.

    Raises Rejected for HTML that is too large or too deep.
    """
    if not _SIGN.search(markup):
        return markup, ()
    body = tree(markup).body
    told = [*_trackers(body), *_named(body), *_ruled(body)]
    if not told or not (_text(body) or body.find(".//img") is not None):
        return markup, ()
    return html(body), tuple(Line(first, said[:_LONGEST_SHOWN], why) for said, why in told)


def _trackers(body: etree._Element) -> Iterator[tuple[str, str]]:
    for image in list(body.iter("img")):
        sizes = {name for name in ("width", "height") if _PIXEL.fullmatch(image.get(name, ""))}
        sizes |= {name.lower() for name in _STYLED.findall(image.get("style", ""))}
        if len(sizes) == 2:
            yield image.get("src", "")[:_LONGEST_SHOWN], _TRACKER
            remove(image)


def _named(body: etree._Element) -> Iterator[tuple[str, str]]:
    for element in list(body.iter(etree.Element)):
        if _NAME.search(element.get("class", "")) or _NAME.search(element.get("id", "")):
            if said := _text(element):
                yield said, _SIGNATURE
            remove(element)


def _ruled(body: etree._Element) -> Iterator[tuple[str, str]]:
    """All from the last line that is the rule above a signature to the end of what it stands in."""
    behind = [each for each in body.iter("br") if (each.tail or "").strip() == _RULE]
    within = [each for each in body.iter("div", "p", "span") if (each.text or "").strip() == _RULE]
    if behind:
        behind[-1].tail = ""
        yield from _from(behind[-1].getnext())
    elif within:
        yield from _from(within[-1])


def _from(element: etree._Element | None) -> Iterator[tuple[str, str]]:
    """Take out an element and all that stands behind it in the same one."""
    while element is not None:
        following = element.getnext()
        said = " ".join(filter(None, (_text(element), (element.tail or "").strip())))
        element.tail = None
        if said:
            yield said, _SIGNATURE
        remove(element)
        element = following


def _text(element: etree._Element) -> str:
    return plain(written(element))
