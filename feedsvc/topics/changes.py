"""What a change of topics makes worth another look among the entries that are stored. Pure.

An entry's topics follow from the entry and from the topics that are configured. Where those change, most entries do not
change with them, and need not even be read: only those do that have one of the topics that differ, or will have it.
Which have it the store knows; which will, a search tells, since it finds what a rule matches (docs/decisions/0015).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from feedsvc import names
from feedsvc.expressions.expression import And, Expression, Words
from feedsvc.expressions.language import parse
from feedsvc.expressions.tokens import tokens
from feedsvc.model import Topic

MOST_ASKED = 100
"""Topics that differ, beyond which everything is looked at again: a search costs as much as a look at some 20 entries,
and a configuration that is written anew has them by the thousand."""

_SPELLED = frozenset({"plus", "sharp"})
"""In a slug, what stands for the signs of C++ and C#: the words of a path have neither."""


class Definition(NamedTuple):
    """What decides who is in a topic and what they say of it; a part is None where it is in doubt.

    Beyond doubt is only what every stored entry was sorted by.
    """

    rule: str | None
    """A digest; empty without a rule."""
    title: str | None
    parent: str | None
    aliases: str | None
    codes: str | None


Definitions = Mapping[str, Definition]
"""By slug, in the order of the configuration."""

_UNKNOWN = Definition(None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class Changes:
    """Topics that differ, by slug; and the entries that may come out otherwise, by how they are found."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    """Entries that have one of these topics now."""
    expressions: tuple[Expression, ...] = ()
    """Entries for which one of these holds."""
    everything: bool = False
    """All of them: no search can tell, or too many would have to."""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.everything)


def definitions(topics: Iterable[Topic]) -> Definitions:
    """What a store remembers of the topics by which its entries are sorted; 10,000 cost some 20 ms."""
    return {topic.slug: _definition(topic) for topic in topics}


def changes(former: Definitions | None, topics: Sequence[Topic]) -> Changes:
    """What is to be looked at again in a store that was sorted by the former ones; None: nobody knows by which."""
    latest = definitions(topics)
    if former is None:
        return Changes(everything=True)
    added = tuple(slug for slug in latest if slug not in former)
    removed = tuple(slug for slug in former if slug not in latest)
    changed = tuple(slug for slug in latest if slug in former and former[slug] != latest[slug])
    if _defies_search(former, latest, len(added) + len(changed)):
        return Changes(added, changed, removed, everything=True)
    differing = [topic for topic in topics if topic.slug in {*added, *changed}]
    ruled = [topic for topic in differing if _differs(former, latest, topic.slug, "rule")]
    renamed = [topic for topic in differing if _differs(former, latest, topic.slug, "title", "aliases")]
    called = {name for topic in renamed for name in _names(topic)}
    about = frozenset({*added, *changed, *removed, *called, *_called(topics, called)})
    expressions = (*_rules(ruled), *map(_in_folder, sorted(called)))
    return Changes(added, changed, removed, about, expressions)


def doubted(former: Definitions | None, latest: Definitions) -> Definitions | None:
    """What is beyond doubt while some entries are sorted by the former topics and some by the latest."""
    if former is None or _is_reordered(former, latest):
        return None
    return {slug: _doubted(former.get(slug), latest.get(slug)) for slug in {**latest, **former}}


def written(sorted_by: Definitions | None) -> str:
    """As JSON, to be remembered; `read` undoes it."""
    return orjson.dumps(sorted_by and {slug: [*definition] for slug, definition in sorted_by.items()}).decode()


def read(text: str) -> Definitions | None:
    remembered = orjson.loads(text)
    return None if remembered is None else {slug: Definition(*parts) for slug, parts in remembered.items()}


def _definition(topic: Topic) -> Definition:
    rule = hashlib.blake2b(topic.rule.encode(), digest_size=8).hexdigest() if topic.rule is not None else ""
    return Definition(rule, topic.title, topic.parent or "", " ".join(topic.aliases), "\n".join(topic.codes))


def _doubted(one: Definition | None, other: Definition | None) -> Definition:
    if one is None or other is None:
        return _UNKNOWN
    return Definition(*(part if part == same else None for part, same in zip(one, other, strict=True)))


def _differs(former: Definitions, latest: Definitions, slug: str, *parts: str) -> bool:
    before, after = former.get(slug, _UNKNOWN), latest[slug]
    return any(getattr(before, part) != getattr(after, part) for part in parts)


def _defies_search(former: Definitions, latest: Definitions, differing: int) -> bool:
    """Codes stand in metadata, which no search looks at; the order of topics is the order in which all entries list
    them, and decides which of two is meant by a title that both have."""
    if differing > MOST_ASKED or _is_reordered(former, latest):
        return True
    return any(definition.codes and _differs(former, latest, slug, "codes") for slug, definition in latest.items())


def _is_reordered(former: Definitions, latest: Definitions) -> bool:
    return [slug for slug in former if slug in latest] != [slug for slug in latest if slug in former]


def _names(topic: Topic) -> Iterator[str]:
    """What metadata and folders may call it."""
    yield from filter(None, (topic.slug, *topic.aliases, names.slug(topic.title)))


def _called(topics: Sequence[Topic], wanted: AbstractSet[str]) -> Iterator[str]:
    """The topics that go by one of these names: what meant one of them may mean another from now on."""
    if wanted:
        yield from (topic.slug for topic in topics if not wanted.isdisjoint(_names(topic)))


def _rules(topics: Iterable[Topic]) -> Iterator[Expression]:
    yield from (parse(topic.rule) for topic in topics if topic.rule is not None)


def _in_folder(slug: str) -> Expression:
    """Holds for each entry in a folder that this slug may be made of, and for some others.

    Its last word may be the beginning of one, since slugs are cut where they grow too long.
    """
    distinct = dict.fromkeys(tokens(slug))
    *first, last = [word for word in distinct if word not in _SPELLED] or distinct
    parts = (*(Words((word,), word, "path") for word in first), Words((last,), last, "path", prefix=True))
    return And(parts) if len(parts) > 1 else parts[0]
