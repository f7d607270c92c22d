"""HTML: whole pages, of which the article is found and the chrome left out, and pieces of a page, taken as they are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from lxml import etree

from feedsvc.errors import Rejected
from feedsvc.model import Article, Attachment, Line, SourceFile
from feedsvc.shorten import excerpt
from feedsvc.sources import _fields, _place, dialects, references
from feedsvc.sources._markup import html, paragraphs
from feedsvc.sources._rows import fields, said
from feedsvc.sources._xml import line
from feedsvc.sources.front_matter import FrontMatter, split
from feedsvc.sources.markdown import beside
from feedsvc.sources.page import addresses, chrome, headline, pictures
from feedsvc.sources.page.body import article
from feedsvc.sources.page.encoding import decoded
from feedsvc.sources.page.linked_data import text as plain
from feedsvc.sources.page.metadata import Metadata, without_site
from feedsvc.sources.page.table import ROWS
from feedsvc.sources.page.tree import Tree, tree

_SENT_ON = re.compile(r"\s*+(\d{0,9}+)[\d.]*+[;,\s]*+url\s*+=\s*+[\"']?\s*+([^\"'\s]+)", re.IGNORECASE)
_FENCES = ("---", "+++", "{")
"""How front matter begins."""

_SOON = 5
"""Seconds. A page that sends its readers on before they can have read it is no article."""

_OF_THE_PAGE = frozenset(map(said, ("page/title", "meta/og:title", "meta/twitter:title", "meta/dc.title")))
"""Titles that many sites end with their own name."""

_SHOWN = ("img", "picture", "video", "audio", "amp-img")


def parse(source: SourceFile, configured: frozenset[str], kind: str = dialects.AUTO) -> Article:
    """Read a file of HTML. Raises Rejected, with its line, where it is too deep, sends readers on, or says nothing."""
    text, encoding = decoded(source.data)
    matter, unfilled = _matter(text, source.path, kind) if text.startswith(_FENCES) else (None, ())
    page = tree("\n" * (matter.first - 1) + matter.body if matter else text)  # the lines stay what they are
    _refuse_redirect(page.root)
    metadata = Metadata(page.root)
    if page.whole:
        chrome.strip(page.body)
    given = fields(ROWS, metadata.places)
    _complete(given, metadata)
    if matter:
        _prefer(_fields.fields(matter.keys), given)
    content = _content(page, given)
    dropped = chrome.lines(configured, content)
    pictures.mend(content)
    _head(content, given)
    body, attachments, referred = _body(page, content, given, source.path)
    if not body:
        body = _from_linked_data(given, metadata)
    _place.complete(given, source.path)
    given["origins"]["encoding"] = encoding
    return Article(
        body=body,
        body_type="text/html",
        dropped=(*metadata.linked.broken, *unfilled, *dropped),
        attachments=(*attachments, *beside(given, source.path)),
        references=referred,
        **given,
    )


def _matter(text: str, path: str, kind: str) -> tuple[FrontMatter, tuple[Line, ...]]:
    """What stands above the page, and the page without the tags that a generator fills in, of which some are left
    out."""
    matter = split(text)
    dialect = dialects.in_html(kind)
    if dialect is None:
        return matter, ()
    keys = dialect.keys(matter.keys, path)
    manuscript = dialects.Manuscript(path, keys, matter.body, matter.first, is_html=True)
    dialect.rewrite(manuscript)
    return replace(matter, keys=keys, body=manuscript.finished()), tuple(manuscript.dropped)


def _prefer(matter: dict[str, Any], given: dict[str, Any]) -> None:
    """Put what an author wrote above the page, as Jekyll, Hugo and Eleventy let them, in the place of what it says."""
    for told in ("lines", "origins"):
        matter[told] = given[told] | matter[told]
    given |= matter


def _refuse_redirect(root: etree._Element) -> None:
    for meta in root.iter("meta"):
        sent = _SENT_ON.match(meta.get("content", "")) if meta.get("http-equiv", "").lower() == "refresh" else None
        if sent and int(sent[1] or 0) <= _SOON and next(meta.iterancestors("noscript"), None) is None:
            problem = f"the page only sends its readers on to {excerpt(sent[2])}"
            raise Rejected(problem, "Leave it out with articles.exclude", line(meta))


def _complete(given: dict[str, Any], metadata: Metadata) -> None:
    """Settle what the table alone cannot: the site's name in the title, and the picture's size."""
    if given["origins"].get("title") in _OF_THE_PAGE:
        given["title"] = without_site(given["title"], metadata.site)
    if picture := given.get("image"):
        if given["origins"]["image"].startswith("og:image"):
            picture = replace(picture, width=metadata.pixels("width"), height=metadata.pixels("height"))
        picture = replace(picture, href=addresses.joined(given.get("link", ""), picture.href))
        given["image"] = picture.href
        if picture.href.startswith(("https://", "http://")):
            given["media"] = (picture,)
            given["origins"]["media"] = given["origins"]["image"]


def _content(page: Tree, given: dict[str, Any]) -> etree._Element:
    if not page.whole:
        return page.body
    content, given["origins"]["body"] = article(page.body)
    return content


def _head(content: etree._Element, given: dict[str, Any]) -> None:
    """Take the headline, what stands below it and tags out of the content, as far as the fields say the same."""
    if "title" in given:
        headline.take_out(content, given["title"])
    elif title := headline.title(content):
        given["title"] = title
        given["origins"]["title"] = "the heading at the top"
    if "authors" in given or "published" in given:
        headline.take_out_byline(content)
    if "topics" in given:
        headline.take_out_tags(content)


def _body(
    page: Tree, content: etree._Element, given: dict[str, Any], path: str
) -> tuple[str, tuple[Attachment, ...], tuple[str, ...]]:
    """The content as HTML. Without an address of its own, what is relative in it means what lies beside the file."""
    if not _says_anything(content):
        return "", (), ()
    if base := addresses.base(page.root, given.get("link")):
        given["base"] = base
    if base or "link" in given:
        return html(content), (), ()
    referred = addresses.lead_to_articles(content, path)
    body, attachments, others = references.settle(html(content), path)
    return body, attachments, tuple(dict.fromkeys((*referred, *others)))


def _says_anything(content: etree._Element) -> bool:
    return any(map(str.strip, map(str, content.itertext()))) or next(content.iter(*_SHOWN), None) is not None


def _from_linked_data(given: dict[str, Any], metadata: Metadata) -> str:
    """The text that a page, which a script would fill, gives to search engines. Raises Rejected where it gives none."""
    written = next((str(value) for value in metadata.linked.values("articleBody") if plain(value)), "")
    if not written:
        remedy = "Save it as it shows itself, after its scripts have run, or leave it out with articles.exclude"
        raise Rejected("the page shows no text", remedy)
    given["origins"]["body"] = "articleBody in JSON-LD"
    return paragraphs(written)
