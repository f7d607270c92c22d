"""The pictures of a page as feeds can show them: at the address that a script would have put in, and once each."""

from __future__ import annotations

import re

from lxml import etree

from feedsvc import sanitize
from feedsvc.sources._markup import remove

_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-src", "data-hi-res-src", "data-url")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
_PLACEHOLDER = re.compile(r"\b(?:blank|spacer|placeholder|lazy[\w-]*|pixel|1x1|grey|transparent)\b", re.IGNORECASE)
"""What stands in the place of a picture until a script runs, by the name of its file."""

_NO_FILE = ("data:", "about:")
_LONGEST_NAME = 200
"""Characters that are looked at: a placeholder has a short name."""

_AMP = {"amp-img": "img", "amp-anim": "img", "amp-video": "video", "amp-audio": "audio"}
_DOT = frozenset({"0", "1", "0px", "1px"})
"""The sizes of pictures that only count who looks."""


def mend(content: etree._Element) -> None:
    """Give every picture its address, take out those that show nothing, and let `<noscript>` speak where it must."""
    for element in content.iter(*_AMP):
        element.tag = _AMP[str(element.tag)]
    for element in content.iter("img", "source", "video", "audio"):
        _wake(element)
    for element in list(content.iter("noscript")):
        _resolve(element)
    for element in list(content.iter("img")):
        if not element.get("src") or _is_dot(element):
            remove(element)


def _wake(element: etree._Element) -> None:
    """Put the addresses in, of which a script would take care when the reader comes near."""
    srcset = next(filter(None, map(element.get, _LAZY_SETS)), None)
    if srcset:
        element.set("srcset", srcset)
    if _is_waiting(element):
        lazy = next(filter(None, map(element.get, _LAZY)), None) or _widest(element.get("srcset", ""))
        if lazy:
            element.set("src", lazy)
        elif element.tag == "img":
            element.attrib.pop("src", "")


def _is_waiting(element: etree._Element) -> bool:
    src = element.get("src", "").strip()
    if not src:
        return element.tag == "img" or element.get("data-src") is not None
    return element.tag == "img" and _is_placeholder(src)


def _is_placeholder(src: str) -> bool:
    name = src.partition("#")[0].partition("?")[0].rpartition("/")[2]
    return src[:_LONGEST_NAME].lower().startswith(_NO_FILE) or _PLACEHOLDER.search(name[:_LONGEST_NAME]) is not None


def _widest(srcset: str) -> str | None:
    """The address of the widest or densest candidate, of those that are alike the first."""
    found = max(sanitize.candidates(srcset), key=lambda candidate: float(candidate[1][:-1] or 1), default=None)
    return found[0] if found else None


def _resolve(noscript: etree._Element) -> None:
    """Keep what is for readers without scripts only where it is a picture that would be missing otherwise."""
    pictures = list(noscript.iter("img", "amp-img"))
    before = noscript.getprevious()
    shown = before is not None and (before.tag in {"img", "picture"} or before.find(".//img") is not None)
    waiting = before is not None and before.tag == "img" and not before.get("src")
    if pictures and (not shown or waiting) and not "".join(map(str, noscript.itertext())).strip():
        noscript.tag = "span"
    else:
        remove(noscript)


def _is_dot(picture: etree._Element) -> bool:
    return picture.get("width", "") in _DOT and picture.get("height", "") in _DOT
