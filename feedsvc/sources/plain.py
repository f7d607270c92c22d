"""A file of plain text: which parser reads it, by its first bytes."""

from __future__ import annotations

from feedsvc.model import Article, SourceFile
from feedsvc.sources import text, wire


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read a file of text: a message of the wire where it begins as one, else agency copy. Raises Rejected."""
    return wire.parse(source, chrome) if wire.is_wire(source.data) else text.parse(source, chrome)
