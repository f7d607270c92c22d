"""Addresses that mean the same wherever they are read: absolute, of a scheme that runs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
WEB = frozenset({"http", "https"})

_HALF = re.compile(r"\s*https?:(?!//[^/?#\s])", re.IGNORECASE)
_HOST = re.compile(r"[^\s<>\"{}|\\^`%]+")

_CANDIDATE = re.compile(r"[\s,]*+(\S++)((?:(?<!,)[^,]*+)?)")
"""One image of a srcset and its descriptor. A comma right behind the address ends the candidate."""
_DESCRIPTOR = re.compile(r"(?:\d+[wh]|\d*\.?\d+x)?", re.ASCII)


def is_half(url: str) -> bool:
    """Whether it is like `http:page`, which one reader takes as relative and the next as the host `page`."""
    return _HALF.match(url) is not None


def absolute(url: str, base: str, schemes: frozenset[str] = SCHEMES) -> str | None:
    """`url` as seen from `base` (RFC 3986, section 5); None where it is no address, or of no scheme in `schemes`."""
    if is_half(url):
        return None
    try:
        found = urljoin(base, url.strip())
        parts = urlsplit(found)
        host, _ = parts.hostname, parts.port  # the port is read for its ValueError, where it is no number
    except ValueError:
        return None
    if parts.scheme not in schemes or (parts.scheme in WEB and not _HOST.fullmatch(host or "")):
        return None
    return found


def candidates(srcset: str) -> Iterator[tuple[str, str]]:
    """The addresses of a srcset (HTML, section 4.8.4.2.1) as written, each with its descriptor: `2x`, `640w`, or none.

    A data: URI may hold commas, so candidates are not what stands between commas.
    """
    for written, behind in _CANDIDATE.findall(srcset.strip(" \t\n,")):
        descriptor = behind.strip()
        if _DESCRIPTOR.fullmatch(descriptor):
            yield written.rstrip(","), descriptor


def absolute_candidates(srcset: str, base: str) -> str | None:
    """A srcset with each address absolute; None where no candidate is left."""
    found = [(absolute(written, base), descriptor) for written, descriptor in candidates(srcset)]
    return ", ".join(f"{url} {descriptor}".rstrip() for url, descriptor in found if url) or None
