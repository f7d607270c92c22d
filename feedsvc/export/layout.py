"""Which file an address is kept in, and which addresses are answered alike. Pure.

An address is a path as it is requested, percent-encoded: `/entries/new-ferry`. A file is relative to the folder.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote

from feedsvc import addresses
from feedsvc.model import Format
from feedsvc.web.negotiate import Coding

OWN = ".feedsvc"
"""What is no page of the site but belongs to its keeping: manifest, nginx's rules, marks of what is gone."""

SUFFIXES = {Coding.GZIP: ".gz", Coding.BR: ".br", Coding.ZSTD: ".zst"}
"""What web servers look for beside a file, by the coding that it is in."""

PAGES = r"^/(?:topics|entries)/[^/]+$"
FEEDS = {each: rf"^/feeds/[^/]+\.{each}$" for each in Format}
ARCHIVES = {each: rf"^/feeds/[^/]+/archive/[0-9]+\.{each}$" for each in Format}
"""Decoded addresses that are answered alike, as regular expressions of Python and of nginx."""

ATTACHMENTS = r"^(/entries/[^/]+)/.*[^/]$"
"""Those of the files beside articles, which are copied and not asked for; the group is their entry's page."""

NAVIGABLE = frozenset(patterns[each] for patterns in (FEEDS, ARCHIVES) for each in (Format.ATOM, Format.RSS))
"""Those that a browser which is to show them gets as another type."""

_ALIKE = [re.compile(pattern) for pattern in (*FEEDS.values(), *ARCHIVES.values(), PAGES)]
_PAGES = re.compile(PAGES)
_REFUSALS = re.compile(r"/(?:404|405|410)\.(?:html|txt)")
_ATTACHMENTS = re.compile(r"/entries/([^/]+)/.")
_ARCHIVES = re.compile(r"/feeds/([^/]+)/archive/([0-9]+)\.")

_LONGEST_NAME = 255 - max(map(len, SUFFIXES.values()))
"""Bytes of a file's name, with room for the suffix of a coding (Linux, macOS and Windows allow 255, or more)."""


def file_of(address: str) -> str:
    """The file that an address is kept in. Raises ValueError for one that would lie outside of the folder."""
    decoded = unquote(address)
    if decoded == "/":
        return "index.html"
    path = f"{decoded}.html" if _PAGES.match(decoded) else decoded
    parts = path.removeprefix("/").split("/")
    if parts[0] == OWN or any(part in {"", ".", ".."} or "\0" in part for part in parts):
        raise ValueError(f"{address!r} is no address of a file")
    return "/".join(parts if entry_of(address) else map(_short, parts))  # an attachment is called as a file is already


def is_refusal(address: str) -> bool:
    """Whether it is that of a file with what is told to those who ask for what is not there."""
    return _REFUSALS.fullmatch(address) is not None


def is_short(address: str) -> bool:
    """The file's name is what the address says; a longer one would be no name of a file."""
    return len(address) < _LONGEST_NAME or all(_short(part) == part for part in f"{unquote(address)}.html".split("/"))


def _short(name: str) -> str:
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    mark = hashlib.sha256(name.encode()).hexdigest()[:10]
    return f"{stem.encode()[: _LONGEST_NAME - 30].decode(errors='ignore')}-{mark}{dot}{suffix}"


def pattern_of(address: str) -> str | None:
    """The pattern of the addresses that are answered alike with this one; None: it stands for itself."""
    if address.startswith("/entries/"):  # most of them
        return PAGES
    decoded = unquote(address)
    return next((each.pattern for each in _ALIKE if each.match(decoded)), None)


def is_listing(address: str) -> bool:
    """Whether it shows the newest of something, and so changes with each of them."""
    return not address.startswith(("/entries/", "/static/")) and archive_of(address) is None


def archive_of(address: str) -> tuple[str, int] | None:
    """The selection and the number of an archive document."""
    found = _ARCHIVES.match(unquote(address))
    return (found[1], int(found[2])) if found else None


def entry_of(address: str) -> str | None:
    """The slug of the entry that this is the address of an attachment of; None: it is that of something else."""
    found = _ATTACHMENTS.match(address)
    return unquote(found[1]) if found else None


def stem_of(address: str) -> str:
    """What the addresses of a document and of its sisters in other formats begin with."""
    return address.rpartition(".")[0] if pattern_of(address) not in {None, PAGES} else address


def feed_addresses(selection: str) -> list[str]:
    """Of the feed's documents in every format."""
    return [addresses.feed("", selection, each) for each in Format]


def archive_addresses(selection: str, number: int) -> list[str]:
    return [addresses.archive("", selection, number, each) for each in Format]


def page_address(selection: str) -> str:
    return addresses.page("", selection)


def entry_address(slug: str) -> str:
    return addresses.entry("", slug)


def attachment_address(slug: str, name: str) -> str:
    return addresses.attachment(entry_address(slug), name)
