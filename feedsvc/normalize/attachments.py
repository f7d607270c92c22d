"""Files beside an article: what it shows of them is served from its entry's address."""

from __future__ import annotations

from dataclasses import replace

from feedsvc.addresses import ATTACHMENT_SCHEME, attachment
from feedsvc.model import Article, Enclosure
from feedsvc.normalize.case import Case
from feedsvc.shorten import quoted

_MOST_NAMED = 3
"""Of the files that are missing: whoever forgot to copy a folder knows by then."""


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


def addresses_of_missing(article: Article, permalink: str) -> frozenset[str]:
    """Where the files would be that are not there."""
    return frozenset(attachment(permalink, missing.name) for missing in article.missing)


def tell_missing(case: Case) -> None:
    """Leave word of the files that do not lie where the article looks for them."""
    names = [missing.name for missing in case.article.missing]
    if names:
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        named = ", ".join(map(quoted, names[:_MOST_NAMED]))
        case.note("files", f"The article names files that do not lie beside it, and are not enclosed: {named}{more}.")


def _enclosure(enclosure: Enclosure, at: str) -> Enclosure:
    return replace(enclosure, href=_placed(enclosure.href, at))


def _placed(address: str, at: str) -> str:
    return at + address.removeprefix(ATTACHMENT_SCHEME) if address.startswith(ATTACHMENT_SCHEME) else address
