"""Many rules at once: only those are evaluated for which a text has the words (docs/decisions/0002 and 0010)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from feedsvc.expressions.expression import Expression, Usual, leaves
from feedsvc.expressions.text import Text

# Words that have been looked up among the prefixes: most of an article's have, and are found again at 0.1 us where
# trying their beginnings costs up to 3. Some 5 MB.
_REMEMBERED = 50_000


_RECOUNTED = 1 / 10
"""Of the rules: where more are new, it is counted again which keys are usual. Below, hardly a choice would be another,
and to count and choose for ten thousand rules takes three times as long as all else here."""

Need = tuple[tuple[str, ...], tuple[str, ...]]
"""The keys of which an expression needs one, so that these wake it, and of which it needs one besides.

Tuples, because sets take three times the memory.
"""


class Rules:
    """Expressions, each woken by any of the keys of which it needs one, where those are there that it needs besides.

    What `former` rules know of the same expressions is taken from them.
    """

    _usual: Usual
    _needs: list[Need]

    def __init__(self, expressions: Sequence[Expression], former: Rules | None = None) -> None:
        self._expressions = tuple(expressions)
        known = former.needs() if former else {}
        new = sum(id(expression) not in known for expression in expressions)
        if former is None or new > _RECOUNTED * len(expressions):
            known, self._usual = {}, _usual(expressions)
        else:
            self._usual = former._usual
        self._needs = [known.get(id(expression)) or _need(expression, self._usual) for expression in expressions]
        self._always: list[int] = []
        self._waking: dict[str, list[int]] = {}
        for number, (waking, _) in enumerate(self._needs):
            self._register(number, waking)
        self._besides = [besides for _, besides in self._needs]  # at hand, with one look into memory less
        self._fields = _fields(chain(self._waking, *self._besides))

    def _register(self, number: int, waking: Iterable[str]) -> None:
        if not waking:
            self._always.append(number)
        for key in waking:
            self._waking.setdefault(key, []).append(number)

    def needs(self) -> dict[int, Need]:
        """What each expression needs, by its `id`: to tell whether two are equal takes as long as to choose again."""
        return dict(zip(map(id, self._expressions), self._needs, strict=True))

    def woken(self, text: Text) -> list[int]:
        """Which expressions may hold, as indexes in the order given: every one that holds is among them."""
        keys = self._keys(text)
        numbers = set(self._always).union(*map(self._waking.__getitem__, self._waking.keys() & keys))
        # A tenth of what evaluating takes: of ten thousand rules eighteen are woken, and ten sleep on.
        besides = self._besides
        return sorted(number for number in numbers if not besides[number] or not keys.isdisjoint(besides[number]))

    def holding(self, text: Text) -> list[int]:
        """Which expressions hold, as indexes in the order given."""
        return [number for number in self.woken(text) if self._expressions[number].holds(text)]

    def _keys(self, text: Text) -> set[str]:
        """Every key of a text by which a rule may be woken, and others."""
        keys = set(text.words)
        for field in self._fields:
            keys.update(*field.keys(text))
        return keys


def _usual(expressions: Iterable[Expression]) -> Usual:
    """How many times each key is named: words that desks put in many rules are in many articles too."""
    return Counter(key for expression in expressions for leaf in leaves(expression) for key in leaf.keys())  # noqa: SIM118 (no dictionary)


def _need(expression: Expression, usual: Usual) -> Need:
    waking, besides = (*expression.required(usual), (), ())[:2]
    return tuple(waking), tuple(besides)


class _Field:
    """The keys that a text has in one field, or in title, summary and content, but for the words in these themselves.

    What was found for a word is remembered.
    """

    def __init__(self, name: str | None, prefixes: Collection[str]) -> None:
        self._name = name
        self._start = f"{name}:" if name else ""
        self._prefixes = prefixes
        self._shortest = min(map(len, prefixes), default=0)
        self._lengths: dict[str, set[int]] = defaultdict(set)  # of the prefixes that begin alike
        for prefix in prefixes:
            self._lengths[prefix[: self._shortest]].add(len(prefix))
        self._met: set[str] = set()
        self._begun: dict[str, list[str]] = {}  # keys of the words met that begin with a prefix

    def __reduce__(self) -> tuple[Any, ...]:
        return _Field, (self._name, self._prefixes)  # without what it remembers

    def keys(self, text: Text) -> Iterator[list[str]]:
        words = text.distinct(self._name)
        if self._name:
            yield [f"{self._start}{word}" for word in words]
        if self._prefixes:
            self._meet(words)
            yield from map(self._begun.__getitem__, self._begun.keys() & words)

    def _meet(self, words: frozenset[str]) -> None:
        if len(self._met) > _REMEMBERED:
            self._met, self._begun = set(), {}
        new = words - self._met
        self._met |= new
        for word in new:
            lengths = self._lengths.get(word[: self._shortest])  # nearly always None
            if lengths and (found := self._begun_by(word, lengths)):
                self._begun[word] = found

    def _begun_by(self, word: str, lengths: Iterable[int]) -> list[str]:
        """The keys of those prefixes, so many letters long, that a word begins with."""
        beginnings = {word[:length] for length in lengths}
        return [f"{self._start}{beginning}*" for beginning in beginnings if beginning in self._prefixes]


def _fields(keys: Iterable[str]) -> tuple[_Field, ...]:
    """The fields that these keys are of, each with the prefixes among them."""
    prefixes: dict[str | None, set[str]] = defaultdict(set)
    for key in keys:
        name, _, word = key.rpartition(":")
        if name or word.endswith("*"):
            prefixes[name or None].update([word[:-1]] if word.endswith("*") else [])
    return tuple(_Field(name, begun) for name, begun in prefixes.items())
