"""Article -> Entry: what an author wrote, made complete, in UTC, safe, and known by a permanent id. Pure.

Each field is decided by a function of its own; what had to be decided for want of certainty leaves a note. The same
article, source file, identity and site give the same entry, for ever: `now` matters only to what is new or changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feedsvc import addresses
from feedsvc.model import Article, Entry, Identity, Site, SourceFile
from feedsvc.normalize import identity, links, moments, people, recordings
from feedsvc.normalize.attachments import addresses_of_missing, placed, tell_missing
from feedsvc.normalize.case import Case
from feedsvc.normalize.digest import digest_of
from feedsvc.normalize.language import language
from feedsvc.normalize.wording import subjects, wording

__all__ = ["Reasoned", "normalize", "own_id", "reasoned"]


@dataclass(frozen=True, slots=True)
class Reasoned:
    """An entry, and why its fields are what they are where the article alone does not tell."""

    entry: Entry
    reasons: Mapping[str, list[str]]
    """By the entry's field, in short sentences; the entry's notes are among them."""


def normalize(article: Article, source: SourceFile, known: Identity | None, site: Site, now: datetime) -> Entry:
    """The entry that an article is; `known` is the one it was before. Raises Rejected with the line at fault."""
    return reasoned(article, source, known, site, now).entry


def reasoned(article: Article, source: SourceFile, known: Identity | None, site: Site, now: datetime) -> Reasoned:
    """The same, with the reasons."""
    case = Case(article, source, known, site, now.astimezone(UTC).replace(microsecond=0))
    entry_id = identity.entry_id(case)
    slug = identity.slug(case, entry_id)
    case = replace(case, article=placed(article, addresses.entry(site.base_url, slug)))
    link = links.link(case) or _permalink(case, slug)
    tell_missing(case)
    words = wording(case, case.article.base or link)
    published = moments.published(case)
    missing = addresses_of_missing(case.article, addresses.entry(site.base_url, slug))
    enclosures, media = recordings.enclosed(links.enclosures(case), links.media(case), words.content, missing)
    entry = Entry(
        id=entry_id,
        slug=slug,
        path=source.path,
        link=link,
        title=words.title,
        summary=words.summary,
        content=words.content,
        language=language(case, words),
        published=published,
        updated=published,
        received=case.received,
        digest="",
        authors=people.authors(case),
        subjects=subjects(case),
        image=links.image(case),
        enclosures=enclosures,
        media=media,
        source=links.source(case),
        attachments=case.article.attachments,
        version=case.article.version,
        embargo=moments.embargo(case, published),
        expires=moments.expires(case),
    )
    digest = digest_of(entry, site)
    updated = moments.updated(case, published, digest)
    return Reasoned(replace(entry, digest=digest, updated=updated, notes=tuple(case.notes)), case.reasons)


def own_id(article: Article, source: SourceFile, known: Identity | None, site: Site) -> str | None:
    """The id that the article itself names, as its entry would have it; None where it names none."""
    return identity.own_id(Case(article, source, known, site, datetime.min.replace(tzinfo=UTC)))


def _permalink(case: Case, slug: str) -> str:
    case.because("link", "the entry's own page: the article names no other")
    return addresses.entry(case.site.base_url, slug)
