"""SourceFile -> Article: one parser for each media type, all with the same signature."""

from __future__ import annotations

from collections.abc import Callable

from feedsvc.errors import Rejected
from feedsvc.model import Article, SourceFile
from feedsvc.sources._decode import decoded as decoded
from feedsvc.sources._parts import read
from feedsvc.sources.containers import Split
from feedsvc.sources.dialects import AUTO
from feedsvc.sources.html import parse as parse_html
from feedsvc.sources.json import parse as parse_json
from feedsvc.sources.json import split as split_json
from feedsvc.sources.mail import parse as parse_mail
from feedsvc.sources.markdown import MDX
from feedsvc.sources.markdown import parse as parse_markdown
from feedsvc.sources.plain import parse as parse_plain
from feedsvc.sources.rst import parse as parse_rst
from feedsvc.sources.wire import parse as parse_wire
from feedsvc.sources.wire import split as split_wire
from feedsvc.sources.xml import parse as parse_xml
from feedsvc.sources.xml import split as split_xml

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".mdx": MDX,
    ".rst": "text/x-rst",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".xml": "application/xml",
    ".nitf": "application/xml",
    ".rss": "application/xml",
    ".atom": "application/xml",
    ".wxr": "application/xml",
    ".json": "application/json",
    ".ninjs": "application/json",
    ".iptc": "text/x-wire",
    ".anpa": "text/x-wire",
    ".eml": "message/rfc822",
}
"""The suffixes of the files that are read, and what they hold."""

_PARSERS: dict[str, Callable[[SourceFile, frozenset[str]], Article]] = {
    "text/plain": parse_plain,
    "application/xml": parse_xml,
    "application/json": parse_json,
    "text/x-wire": parse_wire,
    "message/rfc822": parse_mail,
}

_DIALECTAL: dict[str, Callable[[SourceFile, frozenset[str], str], Article]] = {
    "text/html": parse_html,
    "text/markdown": parse_markdown,
    MDX: parse_markdown,
    "text/x-rst": parse_rst,
}
"""Those whose text means more in the folder of one generator than in that of another."""


_SPLITTERS: dict[str, Split] = {
    "application/xml": split_xml,
    "application/json": split_json,
    "text/x-wire": split_wire,
}
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


def is_sent(media_type: str) -> bool:
    """Whether files of this type are what a provider sends, and not what an author writes: a draft among the one takes
    back what was sent, among the other it is not ready yet."""
    return media_type not in _DIALECTAL


def parse(source: SourceFile, chrome: frozenset[str] = frozenset(), kind: str = AUTO) -> Article:
    """Read what a source file says, without the lines that equal one of `chrome` but for case and spacing.

    `kind` is that of the folder, one of dialects.KINDS. Raises Rejected, with the line where there is one, for what
    cannot be read.
    """
    if dialectal := _DIALECTAL.get(source.media_type):
        return dialectal(source, chrome, kind)
    parser = _PARSERS.get(source.media_type)
    if parser is None:
        raise Rejected(f"files of type {source.media_type} are not read", f"Use one of {', '.join(MEDIA_TYPES)}")
    return parser(source, chrome)


def enclosed(source: SourceFile, path: str) -> bytes | None:
    """The bytes of the file at this path inside of an article's own, which is a letter; None where there is none."""
    return read(source, path) if source.media_type == "message/rfc822" else None
