"""Files that hold many articles, such as a feed or an archive: each is taken apart into source files of their own.

A member lies inside of its container as a file in a folder does, behind two slashes, which no path on disk has:
`archive.xml//4f1c09ab52`. From there on it is a source file like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import NamedTuple

from feedsvc.model import SourceFile

INSIDE = "//"
"""Between the path of a container and the key of a member."""

LARGEST = 64 * 2**20
"""Bytes of a container: ten years of a newspaper, as its former system exports them."""

Split = Callable[[SourceFile], "list[SourceFile] | None"]
"""The members of a container, in their order; None where the file is one article. Raises Rejected."""


def container_of(path: str) -> str | None:
    """The path of the container that a member lies in; None for a file of its own."""
    container, inside, _ = path.partition(INSIDE)
    return container if inside else None


def key_of(identifier: str) -> str:
    """Ten hex digits for what tells a member from its sisters for good: its guid."""
    return hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:10]


class Part(NamedTuple):
    """One article in a container."""

    key: str
    data: bytes
    """A document by itself."""
    own: bytes
    """What of it is the article's own: while this stays as it is, the member counts as unchanged, whatever else the
    container says of itself, such as when it was last built."""


def members(source: SourceFile, media_type: str, parts: Iterable[Part]) -> list[SourceFile]:
    """The members of a container; a part that is there twice, to the byte, is one.

    Where two share a key, the later ones are numbered: the claim to one id is settled as it is between files.
    """
    met: dict[str, list[str]] = {}
    found = []
    for part in parts:
        sha256 = hashlib.sha256(part.own).hexdigest()
        sisters = met.setdefault(part.key, [])
        if sha256 in sisters:
            continue
        sisters.append(sha256)
        number = f"-{len(sisters)}" if len(sisters) > 1 else ""
        found.append(SourceFile(f"{source.path}{INSIDE}{part.key}{number}", media_type, part.data, sha256))
    return found
