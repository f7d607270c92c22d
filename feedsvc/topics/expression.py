"""An expression: the tree that the text of a rule is parsed into.

    Expression
    ├── Words   one word, or several in a row
    ├── And     every part
    ├── Or      at least one part
    └── Not     the part must not hold

Each kind answers the same three questions, and prints as text that parses into the same tree:

    holds(text)      does it hold for this text?
    evidence(text)   of one that holds: by which words? (Those that must be absent are not among them.)
    required()       of which words must a text have at least one, or it cannot hold? None where it can do without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from feedsvc.topics.text import Text

KEYWORDS = frozenset({"AND", "OR", "NOT", "NEAR"})
"""What the language means something by where it stands bare: in quotes it is looked for."""

_BARE = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several that follow one another."""

    words: tuple[str, ...]
    """As the tokenizer gives them; at least one."""
    written: str = field(compare=False)
    """For people: as in the rule, without its quotation marks."""

    def __str__(self) -> str:
        bare = _BARE.fullmatch(self.written) and self.written not in KEYWORDS
        return self.written if bare else f'"{self.written}"'

    def holds(self, text: Text) -> bool:
        return text.has(self.words)

    def evidence(self, _text: Text) -> Iterator[Words]:
        yield self

    def required(self) -> frozenset[str] | None:
        return frozenset({max(self.words, key=len)})


@dataclass(frozen=True, slots=True)
class And:
    """Every part must hold; two parts or more."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " AND ".join(f"({part})" if isinstance(part, And | Or) else str(part) for part in self.parts)

    def holds(self, text: Text) -> bool:
        return all(part.holds(text) for part in self.parts)

    def evidence(self, text: Text) -> Iterator[Words]:
        for part in self.parts:
            yield from part.evidence(text)

    def required(self) -> frozenset[str] | None:
        """The words of one part are enough: of the part whose words are likely to be the rarest."""
        return max(filter(None, (part.required() for part in self.parts)), key=_rarity, default=None)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part must hold; two parts or more."""

    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return " OR ".join(f"({part})" if isinstance(part, Or) else str(part) for part in self.parts)

    def holds(self, text: Text) -> bool:
        return any(part.holds(text) for part in self.parts)

    def evidence(self, text: Text) -> Iterator[Words]:
        for part in self.parts:
            if part.holds(text):
                yield from part.evidence(text)

    def required(self) -> frozenset[str] | None:
        words: set[str] = set()
        for part in self.parts:
            needed = part.required()
            if needed is None:
                return None
            words |= needed
        return frozenset(words)


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: Expression

    def __str__(self) -> str:
        return f"NOT {self.part}" if isinstance(self.part, Words) else f"NOT ({self.part})"

    def holds(self, text: Text) -> bool:
        return not self.part.holds(text)

    def evidence(self, _text: Text) -> Iterator[Words]:
        return iter(())

    def required(self) -> frozenset[str] | None:
        return None


Expression = Words | And | Or | Not


def _rarity(words: frozenset[str]) -> tuple[int, int]:
    """Higher for long words, then for few of them: long words are rare, and no count of real texts is at hand."""
    return min(map(len, words)), -len(words)
