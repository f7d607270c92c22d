"""Markdown with front matter: the keys become fields, the body HTML that is not yet safe."""

from __future__ import annotations

import html
import re

import pyromark

from feedsvc.errors import Rejected
from feedsvc.model import Article, Line, SourceFile
from feedsvc.sources._chrome import fold, take_out
from feedsvc.sources._decode import decode
from feedsvc.sources._fields import fields
from feedsvc.sources.front_matter import split

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_STRIKETHROUGH
_TAG = re.compile(r"<[^<>]*>")


def parse(source: SourceFile, chrome: frozenset[str]) -> Article:
    """Read a Markdown file: CommonMark with tables, footnotes and strikethrough. Raises Rejected, with its line."""
    matter = split(decode(source.data))
    given = fields(matter.keys)
    body, dropped = _without(chrome, matter.body, matter.first)
    title, content = _headed(given.pop("title", None), pyromark.html(body, options=_OPTIONS))
    if title is None and not content.strip():
        raise Rejected("the file holds neither a title nor text", "Write the article below the front matter")
    return Article(body=content, body_type="text/html", title=title, dropped=dropped, **given)


def _without(chrome: frozenset[str], body: str, first: int) -> tuple[str, tuple[Line, ...]]:
    if not chrome:
        return body, ()
    rows = body.split("\n")
    taken = take_out(rows, chrome, first)
    return ("\n".join(rows), tuple(taken)) if taken else (body, ())


def _headed(title: str | None, content: str) -> tuple[str | None, str]:
    """The title, and the content without the heading that says it: the first of level 1 where none was given."""
    start = content.find("<h1")
    end = content.find("</h1>", start)
    if start < 0 or end < 0:
        return title, content
    heading = " ".join(html.unescape(_TAG.sub("", content[start:end])).split())
    rest = content[:start] + content[end + len("</h1>") :].lstrip("\n")
    if title is None:
        return heading or None, rest
    return title, rest if fold(heading) == fold(title) and not content[:start].strip() else content
