"""The tree of topics: found by the names that people give them, each with its parent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from feedsvc import addresses, codes, names
from feedsvc.model import Topic

_code_of = lru_cache(maxsize=4096)(codes.canonical)


class Tree:
    """The configured topics. Where two go by one name, the first goes before the next.

    But before that, a slug goes before an alias, and an alias before a title: what an article calls by a topic's former
    name is in the topic, wherever the address of that name leads. A code goes before them all: it was written down for
    nothing else.
    """

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._by_code = {_code_of(code): topic for topic in reversed(topics) for code in topic.codes}
        self._by_slug = {topic.slug: topic for topic in reversed(topics)}
        self._by_alias = {alias: topic for topic in reversed(topics) for alias in topic.aliases}
        self._by_title = {names.slug(topic.title): topic for topic in reversed(topics)}

    def configured(self, slug: str) -> Topic | None:
        """The topic of the configuration that has this slug, or had it, or whose title is this as a slug."""
        if not slug:
            return None  # what titles without a letter or a digit have in common
        return self._by_slug.get(slug) or self._by_alias.get(slug) or self._by_title.get(slug)

    def named(self, name: str) -> Topic | None:
        """The topic that a name or a code in an article's metadata stands for: a configured one, else one that exists
        by this name alone.

        None where the name holds no letter or digit, or is reserved, or is a code that no topic has: a
        feed titled "medtop:20000065" tells nobody anything.
        """
        coded = self._by_code.get(_code_of(name))
        if coded or codes.is_code(name):
            return coded
        slug = names.slug(name)
        if not slug or slug in addresses.RESERVED:
            return None
        return self.configured(slug) or Topic(slug=slug, title=" ".join(name.split()))

    def parent(self, slug: str) -> Topic | None:
        """The topic that every entry of this one is in too."""
        topic = self._by_slug.get(slug)
        return self._by_slug.get(topic.parent) if topic and topic.parent else None
