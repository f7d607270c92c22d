"""An expression: the tree that the text of a rule is parsed into.

    Expression
    ├── Words   one word, or several in a row; the last may be the beginning of a word
    ├── Near    of two lists of Words, one of each, close to one another
    ├── And     every part
    ├── Or      at least one part
    └── Not     the part must not hold

Each kind answers the same three questions, and prints as text that parses into the same tree:

    holds(text)      does it hold for this text?
    evidence(text)   of one that holds: by which words? (Those that must be absent are not among them.)
    required(usual)  sets of keys, of each of which a text must have at least one, or it cannot hold

A key is a word as the text has it (`missile`), the beginning of one (`missil*`), or either with its field where that is
none of title, summary and content (`author:smith`). First come the sets whose keys are the least `usual`, a number for
each key, and the longest of these. There is no set where an expression may hold without any word.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from feedsvc.expressions.fields import TEXT
from feedsvc.expressions.text import Span, Text, places

KEYWORDS = frozenset({"AND", "OR", "NOT", "NEAR"})
"""What the language means something by where it stands bare: in quotes it is looked for."""

Keys = frozenset[str]
Usual = Mapping[str, int]
NOTHING_KNOWN: Usual = {}

_BARE = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several that follow one another in one field."""

    words: tuple[str, ...]
    """As the tokenizer gives them; at least one."""
    written: str = dataclasses.field(compare=False)
    """For people: as in the rule, without its field, its quotation marks and its `*`."""
    field: str | None = None
    """None: title, summary or content."""
    prefix: bool = False
    """Whether the last word may go on: `missil*`."""

    def __str__(self) -> str:
        return f"{self.field}:{self.unfielded()}" if self.field else self.unfielded()

    def unfielded(self) -> str:
        star = "*" if self.prefix else ""
        bare = _BARE.fullmatch(self.written) and self.written not in KEYWORDS
        return f"{self.written}{star}" if bare else f'"{self.written}{star}"'

    @property
    def shown(self) -> str:
        """For people, as in the rule, without its quotation marks."""
        return f"{self.field}:{self.written}" if self.field else self.written + "*" * self.prefix

    def holds(self, text: Text) -> bool:
        if self.field is None and not self.prefix and self.words[0] not in text.words:
            return False  # nearly always so, and cheaper than the whole question
        return text.has(self.words, self.field, self.prefix)

    def evidence(self, _text: Text) -> Iterator[Words]:
        yield self

    def required(self, usual: Usual = NOTHING_KNOWN) -> list[Keys]:
        return _rarest_first([frozenset((key,)) for key in self.keys()], usual)

    def keys(self) -> list[str]:
        """Every one of them is in each text that it holds for."""
        found = list(self.words)
        if self.prefix:
            found[-1] += "*"
        return found if self.field is None or self.field in TEXT else [f"{self.field}:{key}" for key in found]


@dataclass(frozen=True, slots=True)
class Near:
    """One of `left` and one of `right`, in either order, in one field, with at most `distance` words between them.

    Where the two overlap, nothing is between them.
    """

    left: tuple[Words, ...]
    right: tuple[Words, ...]
    """At least one each; all of the same field."""
    distance: int

    def __str__(self) -> str:
        near = f"{_side(self.left)} NEAR/{self.distance} {_side(self.right)}"
        return f"{self.field}:({near})" if self.field else near

    @property
    def field(self) -> str | None:
        return self.left[0].field

    @property
    def shown(self) -> str:
        return str(self).replace('"', "")

    def holds(self, text: Text) -> bool:
        return any(True for _ in self.evidence(text))

    def evidence(self, text: Text) -> Iterator[Near]:
        """Each pair that is near, as a Near by itself."""
        right = [words for words in self.right if words.holds(text)]
        left = [words for words in self.left if words.holds(text)] if right else []
        for one, other in product(left, right):
            if any(True for _ in self.places(text, one, other)):
                yield Near((one,), (other,), self.distance)

    def places(self, text: Text, one: Words, other: Words) -> Iterator[tuple[str, Span, Span]]:
        """Every place where these two are near: the field, and where each of them stands."""
        for name in places(self.field):
            there = list(text.spans(other.words, name, prefix=other.prefix))
            here = text.spans(one.words, name, prefix=one.prefix) if there else ()
            for first, second in product(here, there):
                if _between(first, second) <= self.distance:
                    yield name, first, second

    def required(self, usual: Usual = NOTHING_KNOWN) -> list[Keys]:
        return _rarest_first([_any(self.left, usual), _any(self.right, usual)], usual)


@dataclass(frozen=True, slots=True)
class And:
    """Every part must hold; two parts or more."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " AND ".join(f"({part})" if isinstance(part, And | Or) else str(part) for part in self.parts)

    def holds(self, text: Text) -> bool:
        for part in self.parts:  # noqa: SIM110 (a generator in all() would take twice as long)
            if not part.holds(text):
                return False
        return True

    def evidence(self, text: Text) -> Iterator[Words | Near]:
        for part in self.parts:
            yield from part.evidence(text)

    def required(self, usual: Usual = NOTHING_KNOWN) -> list[Keys]:
        return _rarest_first([keys for part in self.parts for keys in part.required(usual)], usual)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part must hold; two parts or more."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " OR ".join(f"({part})" if isinstance(part, Or) else str(part) for part in self.parts)

    def holds(self, text: Text) -> bool:
        for part in self.parts:  # noqa: SIM110 (as above)
            if part.holds(text):
                return True
        return False

    def evidence(self, text: Text) -> Iterator[Words | Near]:
        for part in self.parts:
            if part.holds(text):
                yield from part.evidence(text)

    def required(self, usual: Usual = NOTHING_KNOWN) -> list[Keys]:
        found = _any(self.parts, usual)
        return [found] if found else []


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: Expression

    def __str__(self) -> str:
        return f"NOT {self.part}" if isinstance(self.part, Words) else f"NOT ({self.part})"

    def holds(self, text: Text) -> bool:
        return not self.part.holds(text)

    def evidence(self, _text: Text) -> Iterator[Words | Near]:
        return iter(())

    def required(self, _usual: Usual = NOTHING_KNOWN) -> list[Keys]:
        return []


Expression = Words | Near | And | Or | Not


def leaves(expression: Expression) -> list[Words]:
    """All the words that an expression names, those that it excludes too."""
    match expression:
        case Words():
            return [expression]
        case Near():
            return [*expression.left, *expression.right]
        case Not():
            return leaves(expression.part)
        case And() | Or():
            return [leaf for part in expression.parts for leaf in leaves(part)]


def _side(words: tuple[Words, ...]) -> str:
    written = " OR ".join(word.unfielded() for word in words)
    return f"({written})" if len(words) > 1 else written


def _between(first: Span, second: Span) -> int:
    """How many words stand between two places: less than one where these touch or overlap."""
    return max(first[0], second[0]) - (first[1] if first[0] <= second[0] else second[1])


def _any(parts: Iterable[Expression], usual: Usual) -> Keys:
    """Of each part the rarest keys, one of which there must be; none where a part may hold without any."""
    found: set[str] = set()
    for part in parts:
        required = part.required(usual)
        if not required:
            return frozenset()
        found |= required[0]
    return frozenset(found)


def _rarest_first(choices: list[Keys], usual: Usual) -> list[Keys]:
    """Those before others that are likely to be in fewer texts."""
    if len(choices) < 2:
        return choices
    return sorted(choices, key=lambda keys: (sum(usual.get(key, 0) for key in keys), -min(map(len, keys)), len(keys)))
