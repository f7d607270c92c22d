"""Article -> Entry: what an author wrote, made complete, in UTC, safe, and known by a permanent id. Pure.

Each field is decided by a function of its own; what had to be decided for want of certainty leaves a note. The same
article, source file, identity and site give the same entry, for ever: `now` matters only to what is new or changed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from feedsvc import addresses
from feedsvc.model import Article, Entry, Identity, Site, SourceFile
from feedsvc.normalize import identity, links, moments, people
from feedsvc.normalize.case import Case
from feedsvc.normalize.digest import digest_of
from feedsvc.normalize.language import language
from feedsvc.normalize.wording import subjects, wording

__all__ = ["normalize"]


def normalize(article: Article, source: SourceFile, known: Identity | None, site: Site, now: datetime) -> Entry:
    """The entry that an article is; `known` is the one it was before. Raises Rejected with the line at fault."""
    case = Case(article, source, known, site, now.astimezone(UTC).replace(microsecond=0))
    entry_id = identity.entry_id(case)
    slug = identity.slug(case, entry_id)
    link = links.link(case) or addresses.entry(site.base_url, slug)
    words = wording(case, link)
    published = moments.published(case)
    entry = Entry(
        id=entry_id,
        slug=slug,
        path=source.path,
        link=link,
        title=words.title,
        summary=words.summary,
        content=words.content,
        language=language(case),
        published=published,
        updated=published,
        received=case.received,
        digest="",
        authors=people.authors(case),
        subjects=subjects(case),
        image=links.image(case),
        enclosures=links.enclosures(case),
        embargo=moments.embargo(case, published),
        expires=moments.expires(case),
    )
    digest = digest_of(entry, site)
    updated = moments.updated(case, published, digest)
    return replace(entry, digest=digest, updated=updated, notes=tuple(case.notes))
