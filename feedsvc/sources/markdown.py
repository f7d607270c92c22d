"""Markdown with front matter: the keys become fields, the body HTML that is not yet safe."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pyromark

from feedsvc.errors import Rejected
from feedsvc.model import Article, Attachment, Enclosure, Line, SourceFile
from feedsvc.sources import _place, dialects, references
from feedsvc.sources._chrome import fold, take_out
from feedsvc.sources._decode import decoded
from feedsvc.sources._fields import fields, unread
from feedsvc.sources.dialects import Dialect, Manuscript
from feedsvc.sources.front_matter import FrontMatter, Keys, split

MDX = "text/mdx"
"""Markdown with components in it, whatever the folder's kind."""

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_STRIKETHROUGH
_TAG = re.compile(r"<[^<>]*>")
_MORE = re.compile(r"<!--\s*(?:more|excerpt|end-?excerpt|PELICAN_END_SUMMARY)\s*-->", re.IGNORECASE)
_SEPARATOR = "excerpt_separator"


def parse(source: SourceFile, chrome: frozenset[str], kind: str = dialects.AUTO) -> Article:
    """Read a Markdown file: CommonMark with tables, footnotes and strikethrough, and what its dialect adds.

    Raises Rejected, with its line.
    """
    text, encoding = decoded(source.data)
    matter = split(text)
    dialect = dialects.named(kind, mdx=source.media_type == MDX) or dialects.told(source.path, text)
    keys = dialect.keys(matter.keys, source.path) if dialect else matter.keys
    given = fields(keys)
    body, dropped = _without(chrome, matter.body, matter.first)
    if dialect:
        body, dropped = _plain(dialect, replace(matter, keys=keys, body=body), source.path, given, dropped)
    if _SEPARATOR in keys.values:
        body = _marked(body, keys)
    own = dialect.title(source.path) if dialect and dialect.title else None
    options = _OPTIONS | dialect.options if dialect else _OPTIONS
    title, content = _headed(given.pop("title", None), pyromark.html(body, options=options), own)
    if title is None and not content.strip():
        raise Rejected("the file holds neither a title nor text", "Write the article below the front matter")
    if "<!--" in content:
        content = _cut(content, given)
    content, attachments, referred = references.settle(content, source.path)
    _place.complete(given, source.path)
    given["origins"]["encoding"] = encoding
    return Article(
        body=content,
        body_type="text/html",
        title=title,
        dropped=dropped,
        attachments=(*attachments, *beside(given, source.path)),
        references=referred,
        **given,
    )


def unread_keys(source: SourceFile) -> list[str]:
    """The keys of a file's front matter that mean nothing here. Raises Rejected."""
    return unread(split(decoded(source.data).text).keys)


def _without(chrome: frozenset[str], body: str, first: int) -> tuple[str, tuple[Line, ...]]:
    if not chrome:
        return body, ()
    rows = body.split("\n")
    taken = take_out(rows, chrome, first)
    return ("\n".join(rows), tuple(taken)) if taken else (body, ())


def _plain(
    dialect: Dialect, matter: FrontMatter, path: str, given: dict[str, Any], dropped: tuple[Line, ...]
) -> tuple[str, tuple[Line, ...]]:
    """The body as any Markdown has it, and the lines left out; topics that stand in it join those given."""
    manuscript = Manuscript(path, matter.keys, matter.body, matter.first)
    dialect.rewrite(manuscript)
    if manuscript.topics:
        given["topics"] = tuple(dict.fromkeys((*given.get("topics", ()), *manuscript.topics)))
        given["origins"]["topics"] = " and ".join(filter(None, (given["origins"].get("topics"), "tags in the text")))
    told = sorted((*dropped, *manuscript.dropped), key=lambda line: line.number)
    return manuscript.finished(), tuple(told)


def _marked(body: str, keys: Keys) -> str:
    """The body with the one mark that we look for, where the author chose another one."""
    chosen = keys.values[_SEPARATOR]
    return body.replace(chosen, "\n\n<!--more-->\n\n", 1) if isinstance(chosen, str) and chosen.strip() else body


def _cut(content: str, given: dict[str, Any]) -> str:
    """The content without the mark that ends its summary, which becomes the summary where there is none."""
    mark = _MORE.search(content)
    if mark is None:
        return content
    above = content[: mark.start()].strip()
    if above and "summary" not in given:
        given["summary"] = above
        given["origins"]["summary"] = f"the text above {mark[0]}"
    return content[: mark.start()] + content[mark.end() :].lstrip("\n")


def _headed(title: str | None, content: str, own: str | None) -> tuple[str | None, str]:
    """The title, and the content without the heading that says it: the first of level 1 where none was given.

    Where a file is called by its `own` name, a heading further down is no title.
    """
    start = content.find("<h1")
    end = content.find("</h1>", start)
    if start < 0 or end < 0:
        return title or own, content
    heading = " ".join(html.unescape(_TAG.sub("", content[start:end])).split())
    leads = not content[:start].strip()
    rest = content[:start] + content[end + len("</h1>") :].lstrip("\n")
    if title is None and own and not leads:
        return own, content
    if title is None:
        return heading or own, rest
    return title, rest if fold(heading) == fold(title) and leads else content


def beside(given: dict[str, Any], path: str) -> tuple[Attachment, ...]:
    """The image and the enclosures that front matter gives by their place in the folder, put under their names.

    An image that lies outside of it, where nobody could be sent, is left out.
    """
    found: list[Attachment] = []
    if image := given.get("image"):
        if attachment := references.attachment(image, path):
            given["image"] = references.BESIDE + quote(attachment.name)
            found.append(attachment)
        elif references.leads_out(image):
            del given["image"]
    if "enclosures" in given:
        given["enclosures"] = tuple(_named(enclosure, path, found) for enclosure in given["enclosures"])
    return tuple(found)


def _named(enclosure: Enclosure, path: str, found: list[Attachment]) -> Enclosure:
    attachment = references.attachment(enclosure.href, path)
    if attachment is None:
        return enclosure
    found.append(attachment)
    return replace(enclosure, href=references.BESIDE + quote(attachment.name))
