"""Files beside an article: what it shows of them is served from its entry's address."""

from __future__ import annotations

from dataclasses import replace

from feedsvc.addresses import ATTACHMENT_SCHEME
from feedsvc.model import Article, Enclosure


def placed(article: Article, permalink: str) -> Article:
    """The article with the addresses of its attachments below its entry's page."""
    if not article.attachments:
        return article
    at = f"{permalink}/"
    return replace(
        article,
        body=article.body.replace(f'="{ATTACHMENT_SCHEME}', f'="{at}'),
        image=_placed(article.image, at) if article.image else None,
        enclosures=tuple(_enclosure(enclosure, at) for enclosure in article.enclosures),
        media=tuple(_enclosure(picture, at) for picture in article.media),
    )


def _enclosure(enclosure: Enclosure, at: str) -> Enclosure:
    return replace(enclosure, href=_placed(enclosure.href, at))


def _placed(address: str, at: str) -> str:
    return at + address.removeprefix(ATTACHMENT_SCHEME) if address.startswith(ATTACHMENT_SCHEME) else address
