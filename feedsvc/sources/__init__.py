"""SourceFile -> Article: one parser for each media type, all with the same signature."""

from __future__ import annotations

from collections.abc import Callable

from feedsvc.errors import Rejected
from feedsvc.model import Article, SourceFile
from feedsvc.sources.containers import Split
from feedsvc.sources.markdown import parse as parse_markdown
from feedsvc.sources.text import parse as parse_text

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}
"""The suffixes of the files that are read, and what they hold."""

_PARSERS: dict[str, Callable[[SourceFile, frozenset[str]], Article]] = {
    "text/plain": parse_text,
    "text/markdown": parse_markdown,
}


_SPLITTERS: dict[str, Split] = {}
"""Of the media types that may hold many articles."""


def split(source: SourceFile) -> list[SourceFile] | None:
    """The articles in a file that holds many, each as a source file of its own; None where it is one article.

    Raises Rejected for what cannot be read.
    """
    splitter = _SPLITTERS.get(source.media_type)
    return splitter(source) if splitter else None


def may_hold_many(media_type: str) -> bool:
    """Whether files of this type are asked for what is inside of them."""
    return media_type in _SPLITTERS


def parse(source: SourceFile, chrome: frozenset[str] = frozenset()) -> Article:
    """Read what a source file says, without the lines that equal one of `chrome` but for case and spacing.

    Raises Rejected, with the line where there is one, for what cannot be read.
    """
    parser = _PARSERS.get(source.media_type)
    if parser is None:
        raise Rejected(f"files of type {source.media_type} are not read", f"Use one of {', '.join(MEDIA_TYPES)}")
    return parser(source, chrome)
