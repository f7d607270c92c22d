"""Authors by the slugs of their names: whose an entry is, which search finds an author's, what they are about. Pure.

No author is registered anywhere: whoever has written something has a page, and nobody else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from feedsvc import names
from feedsvc.expressions.expression import Words
from feedsvc.expressions.lexer import quotable
from feedsvc.expressions.tokens import tokens
from feedsvc.model import Assignment, Author, Entry
from feedsvc.web.parameters import Parameters


def author_slug(name: str) -> str:
    """The last part of the address of an author's page.

    Empty where the page would not find them: a name without letters, longer than a slug, or with the signs of C++.
    """
    slug = names.slug(name)
    return slug if _words(slug) == tokens(name) else ""


def author_of(entry: Entry, slug: str) -> Author | None:
    """The author of this entry that has this slug."""
    return next((author for author in entry.authors if names.slug(author.name) == slug), None)


def subjects(assigned: Iterable[Assignment], limit: int) -> dict[str, str]:
    """The titles, by slug, of the topics that somebody's entries have most often; of equals those met first."""
    titles = Counter((assignment.topic, assignment.title) for assignment in assigned)
    return dict(topic for topic, _ in titles.most_common(limit))


def named(slug: str) -> Words | None:
    """What every entry of this author is found by; entries of others, whose names hold this one, are found too."""
    words = _words(slug)
    return Words(tuple(words), " ".join(words), "author") if words and names.slug(slug) == slug else None


def search_for(name: str) -> str:
    """The query of the feeds that hold what has this name in its byline."""
    return Parameters(expression=Words(tuple(tokens(name)), quotable(name), "author")).search


def _words(slug: str) -> list[str]:
    return tokens(slug.replace("-", " "))
