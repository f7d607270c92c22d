"""Files that hold many articles, such as a feed or an archive: each is taken apart into source files of their own.

A member lies inside of its container as a file in a folder does, behind two slashes, which no path on disk has:
`archive.xml//4f1c09ab52`. From there on it is a source file like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

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


def members(source: SourceFile, media_type: str, parts: Iterable[tuple[str, bytes]]) -> list[SourceFile]:
    """The members of a container: of each its key, and its bytes as a document by itself.

    Where two share a key, the later ones are numbered: the claim to one id is settled as it is between files.
    """
    return [
        SourceFile(f"{source.path}{INSIDE}{key}", media_type, data, hashlib.sha256(data).hexdigest())
        for key, data in _numbered(parts)
    ]


def _numbered(parts: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    met: dict[str, int] = {}
    for key, data in parts:
        met[key] = met.get(key, 0) + 1
        yield (key if met[key] == 1 else f"{key}-{met[key]}"), data
