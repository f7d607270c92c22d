"""What lies beside a file of XML or JSON: pictures and recordings that its article names by their place. Pure."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from feedsvc.model import Article, Attachment, Enclosure
from feedsvc.sources import references
from feedsvc.sources.containers import container_of


def attached(article: Article, path: str) -> Article:
    """The article with the files beside it as its attachments, as those of Markdown are.

    One that has an address of its own, as those of feeds have, says by it what is relative to what, and stays.
    """
    if article.link or article.base:
        return article
    place = container_of(path) or path
    body, shown, referred = (
        references.settle(article.body, place) if article.body_type == "text/html" else (article.body, (), ())
    )
    found = {file.name: file for file in shown}
    return replace(
        article,
        body=body,
        image=_placed(article.image, place, found) if article.image else None,
        media=tuple(_medium(each, place, found) for each in article.media),
        enclosures=tuple(_medium(each, place, found) for each in article.enclosures),
        attachments=(*article.attachments, *found.values()),
        references=(*article.references, *referred),
    )


def _medium(medium: Enclosure, path: str, found: dict[str, Attachment]) -> Enclosure:
    return replace(medium, href=_placed(medium.href, path, found))


def _placed(written: str, path: str, found: dict[str, Attachment]) -> str:
    """The attachment's address, or what was written."""
    file = references.attachment(written, path)
    if file is None:
        return written
    found.setdefault(file.name, file)
    return references.BESIDE + quote(file.name)
