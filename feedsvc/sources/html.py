"""HTML: whole pages, of which the article is found and the chrome left out, and pieces of a page, taken as they are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from lxml import etree

from feedsvc.errors import Rejected
from feedsvc.model import Article, Attachment, SourceFile
from feedsvc.sources import references
from feedsvc.sources._markup import html, paragraphs
from feedsvc.sources._rows import fields
from feedsvc.sources._xml import line
from feedsvc.sources.markdown import beside
from feedsvc.sources.page import addresses, chrome, headline, pictures
from feedsvc.sources.page.body import article
from feedsvc.sources.page.linked_data import text
from feedsvc.sources.page.metadata import Metadata, without_site
from feedsvc.sources.page.table import ROWS
from feedsvc.sources.page.tree import Tree, tree

_SENT_ON = re.compile(r"\s*+(\d*+)[\d.]*+[;,\s]*+url\s*+=\s*+[\"']?\s*+([^\"'\s]+)", re.IGNORECASE)
_SOON = 5
"""Seconds. A page that sends its readers on before they can have read it is no article."""

_SHOWN = ("img", "picture", "video", "audio", "amp-img")


def parse(source: SourceFile, configured: frozenset[str]) -> Article:
    """Read a file of HTML. Raises Rejected, with its line, where it is too deep, sends readers on, or says nothing."""
    page = tree(source.data)
    _refuse_redirect(page.root)
    said = Metadata(page.root)
    if page.whole:
        chrome.strip(page.body)
    given = fields(ROWS, said.places)
    _complete(given, said)
    content = _content(page, given)
    dropped = chrome.lines(configured, content)
    pictures.mend(content)
    _head(content, given)
    body, attachments, referred = _body(page, content, given, source.path)
    if not body:
        body = _from_linked_data(given, said)
    given["origins"]["encoding"] = page.encoding
    return Article(
        body=body,
        body_type="text/html",
        dropped=dropped,
        attachments=(*attachments, *beside(given, source.path)),
        references=referred,
        **given,
    )


def _refuse_redirect(root: etree._Element) -> None:
    for meta in root.iter("meta"):
        sent = _SENT_ON.match(meta.get("content", "")) if meta.get("http-equiv", "").lower() == "refresh" else None
        if sent and int(sent[1] or 0) <= _SOON and next(meta.iterancestors("noscript"), None) is None:
            problem = f"the page only sends its readers on to {sent[2]}"
            raise Rejected(problem, "Leave it out with articles.exclude", line(meta))


def _complete(given: dict[str, Any], said: Metadata) -> None:
    """Settle what the table alone cannot: the site's name in the title, the picture's size, what was broken."""
    if "title" in given:
        given["title"] = without_site(given["title"], said.site)
    if picture := given.get("image"):
        if given["origins"]["image"].startswith("og:image"):
            picture = replace(picture, width=said.pixels("width"), height=said.pixels("height"))
        picture = replace(picture, href=addresses.joined(given.get("link", ""), picture.href))
        given["image"] = picture.href
        if picture.href.startswith(("https://", "http://")):
            given["media"] = (picture,)
            given["origins"]["media"] = given["origins"]["image"]
    if said.linked.broken:
        given["origins"]["JSON-LD"] = f"not read: {said.linked.broken} of the page's scripts of it are broken"


def _content(page: Tree, given: dict[str, Any]) -> etree._Element:
    if not page.whole:
        return page.body
    content, given["origins"]["body"] = article(page.body)
    return content


def _head(content: etree._Element, given: dict[str, Any]) -> None:
    """Take the headline and what stands below it out of the content, as far as the fields say the same."""
    if "title" in given:
        headline.take_out(content, given["title"])
    elif title := headline.title(content):
        given["title"] = title
        given["origins"]["title"] = "the heading at the top"
    if "authors" in given or "published" in given:
        headline.take_out_byline(content)


def _body(
    page: Tree, content: etree._Element, given: dict[str, Any], path: str
) -> tuple[str, tuple[Attachment, ...], tuple[str, ...]]:
    """The content as HTML. Without an address of its own, what is relative in it means what lies beside the file."""
    if not _says_anything(content):
        return "", (), ()
    if base := addresses.base(page.root, given.get("link")):
        addresses.rebase(content, base)
    if "link" in given:
        return html(content), (), ()
    referred = addresses.lead_to_articles(content, path)
    body, attachments, others = references.settle(html(content), path)
    return body, attachments, tuple(dict.fromkeys((*referred, *others)))


def _says_anything(content: etree._Element) -> bool:
    return any(map(str.strip, map(str, content.itertext()))) or next(content.iter(*_SHOWN), None) is not None


def _from_linked_data(given: dict[str, Any], said: Metadata) -> str:
    """The text that a page, which a script would fill, gives to search engines. Raises Rejected where it gives none."""
    written = next((str(value) for value in said.linked.values("articleBody") if text(value)), "")
    if not written:
        remedy = "Save it as it shows itself, after its scripts have run, or leave it out with articles.exclude"
        raise Rejected("the page shows no text", remedy)
    given["origins"]["body"] = "articleBody in JSON-LD"
    return paragraphs(written)
