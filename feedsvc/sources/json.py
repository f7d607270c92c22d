"""A file of JSON: which parser reads it, by its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from feedsvc.errors import Rejected
from feedsvc.model import Article, SourceFile
from feedsvc.sources import ninjs
from feedsvc.sources._attached import attached
from feedsvc.sources._json import Document, document
from feedsvc.sources.containers import Split
from feedsvc.sources.feeds import jsonfeed


class Kind(NamedTuple):
    """One form of JSON: how it is known, and what reads it."""

    takes: Callable[[Any], bool]
    read: Callable[[Document, frozenset[str]], Article]
    split: Split


KINDS: list[Kind] = [
    Kind(jsonfeed.takes, jsonfeed.read, jsonfeed.split),
    Kind(ninjs.takes, ninjs.read, ninjs.split),
]
"""The first that takes what a file holds reads it."""


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read a file of JSON. Raises Rejected, with its line, where it is broken or no article in a form that is known."""
    found = document(source.data)
    kind = _kind(found.value)
    if kind is None:
        remedy = 'Send ninjs, with "uri" and "headline", or leave it out with articles.exclude'
        raise Rejected("the JSON is no article: it has none of the keys of ninjs", remedy, 1)
    return attached(kind.read(found, chrome), source.path)


def split(source: SourceFile) -> list[SourceFile] | None:
    """The articles of a file that holds many; None where it is one article. Raises Rejected, with its line."""
    kind = _kind(document(source.data).value)
    return kind.split(source) if kind else None


def _kind(value: Any) -> Kind | None:
    return next((kind for kind in KINDS if kind.takes(value)), None)
