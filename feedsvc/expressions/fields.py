"""The fields of an entry that rules look at, and how each is cut into words.

A bare word looks at the three of TEXT. The others have to be named, `author:smith`.

    title, summary, content    words, in order
    author, source, path       words, in order; of several authors one after the other
    language, topic            tags: each a word as a whole, `en-gb`, `north-korea`
"""

from __future__ import annotations

from collections.abc import Iterable

from feedsvc import languages, names, sanitize
from feedsvc.expressions.tokens import located, tokens
from feedsvc.model import Entry

TEXT = ("title", "summary", "content")
TAGS = ("language", "topic")
FIELDS = (*TEXT, "author", "source", *TAGS, "path")

BETWEEN = "-"
"""A word between two authors that is in no rule, so that no phrase reaches from one to the next. No token is like it,
and no tag."""


def values(entry: Entry, topics: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """What each field says, as text; `topics` are the slugs of those that the entry is known to have."""
    return {
        "title": (entry.title,),
        "summary": (entry.summary,),
        "content": (sanitize.untagged(entry.content),),
        "author": tuple(author.name for author in entry.authors),
        "source": (_host(entry.link),),
        "language": (entry.language,),
        "topic": tuple(topics),
        "path": (entry.path,),
    }


def cut(field: str, said: Iterable[str]) -> list[str]:
    """The words of a field, in order."""
    if field == "topic":
        return list(said)
    if field == "language":
        return [tag for language in said for tag in _ever_narrower(language.lower())]
    words: list[str] = []
    for value in said:
        words += [BETWEEN, *tokens(value)] if words else tokens(value)
    return words


Origin = tuple[str, int, int]
"""Where a word comes from: what the field says there, and where in this it begins and ends, in characters."""


def origins(field: str, said: Iterable[str]) -> list[Origin]:
    """Where each of the words of `cut` comes from; for those who show it to people, it takes its time."""
    if field == "topic":
        return [(slug, 0, len(slug)) for slug in said]
    if field == "language":
        return [(language, 0, len(tag)) for language in said for tag in _ever_narrower(language.lower())]
    found: list[Origin] = []
    for value in said:
        found += [("", 0, 0)] if found else []
        found += [(value, start, end) for _, start, end in located(value)]
    return found


def asked(field: str | None, written: str) -> tuple[str, ...]:
    """The words that a rule asks of a field (None: of TEXT) when it says this; empty where it says none."""
    if field == "topic":
        return tuple(filter(None, [names.slug(written)]))
    if field == "language":
        tag = languages.tag(written.strip().replace("_", "-"))
        return (tag.lower(),) if tag else ()
    return tuple(tokens(written))


def _host(link: str) -> str:
    return link.partition("://")[2].partition("/")[0]


def _ever_narrower(tag: str) -> list[str]:
    """`zh-hant-tw` is also `zh-hant` and `zh`: so `language:zh` finds it as it finds every other word."""
    parts = tag.split("-")
    return ["-".join(parts[:end]) for end in range(1, len(parts) + 1)]
