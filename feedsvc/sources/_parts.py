"""The files in an e-mail: what came with it, and the pictures within its text (RFC 2392, `cid:`).

Each is an attachment of its own name inside of the letter: `inbox/talks.eml//map.png`. The bytes stay in the letter,
which the store keeps, and are read from it when somebody asks for them.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from itertools import chain, count
from typing import Any
from urllib.parse import quote, unquote

from feedsvc import addresses, media_types
from feedsvc.errors import Rejected
from feedsvc.model import Enclosure, SourceFile
from feedsvc.sources._letter import letter_of
from feedsvc.sources.containers import INSIDE

Part = Any
"""An EmailMessage, of which the standard library's types say less than is so."""

_SIGNATURES = frozenset(
    {
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-keys",
    }
)
"""For programs that check a letter, not for its readers."""

_SHOWN = frozenset({"image", "audio", "video"})

_UNNAMEABLE = re.compile(r"[\x00-\x1f\x7f/\ud800-\udfff]")
_LONGEST_NAME = 200
"""Bytes: a file's name may have 255, and a number before it."""

_CID = re.compile(
    r"""(<(?:img|video|audio|source)\b[^<>]*?\s(?:src|poster)\s*=\s*)["']?cid:([^"'\s<>]+)["']?""", re.IGNORECASE
)


def parts(letter: EmailMessage) -> dict[str, Part]:
    """The files in a letter, by names that differ."""
    found: dict[str, Part] = {}
    for part in letter.walk():
        if not part.is_multipart() and part.get_content_type() not in _SIGNATURES and (name := _name(part)):
            names = chain([name], (f"{number}-{name}" for number in count(2)))
            found[next(each for each in names if each not in found)] = part
    return found


def enclosure(name: str, part: Part) -> Enclosure:
    href = f"{addresses.ATTACHMENT_SCHEME}{quote(name)}"
    return Enclosure(href, part.get_content_type(), len(_bytes(part)), title=name)


def placed(html: str, files: dict[str, Part]) -> tuple[str, frozenset[str]]:
    """The text with the addresses of the pictures within it, and the names of these."""
    by_id = {_id(part): name for name, part in files.items() if _id(part)}
    shown: set[str] = set()

    def place(found: re.Match[str]) -> str:
        name = by_id.get(unquote(found[2]))
        if name is None:
            return found[0]
        shown.add(name)
        return f'{found[1].rstrip()}"{addresses.ATTACHMENT_SCHEME}{quote(name)}"'

    return _CID.sub(place, html), frozenset(shown)


def read(source: SourceFile, path: str) -> bytes | None:
    """The bytes of the file at this path inside of a letter; None where there is none."""
    try:
        part = parts(letter_of(source.data)).get(path.partition(INSIDE)[2])
    except Rejected:  # another version of us took it for a letter
        return None
    return None if part is None else _bytes(part)


def _bytes(part: Part) -> bytes:
    return part.get_payload(decode=True) or b""


def _id(part: Part) -> str:
    return str(part.get("Content-ID", "")).strip().strip("<>")


def _name(part: Part) -> str:
    """What it is called, and for a picture within the text that has no name, its id; empty for the text itself."""
    named = str(part.get_filename() or "").replace("\\", "/").rpartition("/")[2]
    kind = part.get_content_type()
    if not named and kind.partition("/")[0] in _SHOWN:
        named = _id(part).partition("@")[0]
    name = _short(_UNNAMEABLE.sub("", named).strip().lstrip("."))
    if not name or media_types.of(name) != media_types.UNKNOWN:
        return name
    suffixes = media_types.suffixes().get(kind)
    return f"{name}.{suffixes[0]}" if suffixes else name


def _short(name: str) -> str:
    """With its end, which tells its type."""
    stem, dot, suffix = name.rpartition(".")
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    return f"{(stem or suffix).encode()[: _LONGEST_NAME // 2].decode(errors='ignore')}{dot}{suffix[:10]}"
