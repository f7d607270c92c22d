"""Addresses from the root of a site, `/assets/quay.png`, for files that lie in the article folder: as attachments.

Whether one does, no text tells: where none lies, the address is another's, and stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote, unquote

from feedsvc import addresses, media_types
from feedsvc.model import Article, Attachment, Enclosure
from feedsvc.sources._addresses import placed
from feedsvc.sources.beside import Beside

_PLACES = ("", "static/", "public/", "/")
"""Where generators take from what they put at the root of a site: Jekyll; Hugo and Zola; Astro; and what config.toml
names as such."""

_SIGNS = ('="/', "='/", "=/")


def unrooted(article: Article, beside: Beside) -> Article:
    """The article with such addresses as attachments."""
    if not (
        any(sign in article.body for sign in _SIGNS)
        or _is_rooted(article.image)
        or any(map(_is_rooted, _hrefs(article)))
    ):
        return article
    seen = _Seen(beside)
    return replace(
        article,
        body=placed(article.body, seen.place) if article.body_type == "text/html" else article.body,
        image=seen.placed(article.image) if article.image else None,
        enclosures=tuple(replace(each, href=seen.placed(each.href)) for each in article.enclosures),
        media=tuple(replace(each, href=seen.placed(each.href)) for each in article.media),
        attachments=(*article.attachments, *seen.found.values()),
    )


def _hrefs(article: Article) -> list[str]:
    files: tuple[Enclosure, ...] = (*article.enclosures, *article.media)
    return [each.href for each in files]


def _is_rooted(written: str | None) -> bool:
    return written is not None and written.startswith("/") and not written.startswith("//")


class _Seen:
    """Looks for the files, and remembers those that are there."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self.found: dict[str, Attachment] = {}

    def place(self, _tag: str, written: str) -> str | None:
        settled = self.placed(written)
        return None if settled == written else settled

    def placed(self, written: str) -> str:
        """The attachment's address, or what was written."""
        if not _is_rooted(written):
            return written
        name = unquote(re.split(r"[?#]", written, maxsplit=1)[0]).lstrip("/")
        if media_types.of(name) == media_types.UNKNOWN:  # a page, most likely
            return written
        path = next((place + name for place in _PLACES if self._beside.locate(place + name)), None)
        if path is None:
            return written
        self.found[name] = Attachment(name, path)
        return addresses.ATTACHMENT_SCHEME + quote(name)
