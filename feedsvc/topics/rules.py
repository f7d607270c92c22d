"""Many rules at once: only those are evaluated that the words of a text wake (docs/decisions/0002 and 0010)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from feedsvc.expressions.expression import Expression, leaves
from feedsvc.expressions.text import Text

# Words that have been looked up among the prefixes: nearly all of an article's have, and a lookup costs 0.1 us where
# trying each of their beginnings costs 1. Some 5 MB.
_REMEMBERED = 50_000


class Rules:
    """Expressions, each woken by any of the keys that it cannot hold without."""

    def __init__(self, expressions: Sequence[Expression]) -> None:
        self._expressions = tuple(expressions)
        self._always: set[int] = set()
        self._fields: dict[str | None, _Wakers] = defaultdict(_Wakers)
        usual = Counter(key for expression in expressions for leaf in leaves(expression) for key in leaf.keys())  # noqa: SIM118 (no dictionary)
        for number, expression in enumerate(self._expressions):
            self._register(number, expression.required(usual))

    def _register(self, number: int, keys: frozenset[str] | None) -> None:
        if keys is None:
            self._always.add(number)
            return
        for key in keys:
            field, _, word = key.rpartition(":")
            self._fields[field or None].add(word, number)

    def woken(self, text: Text) -> list[int]:
        """Which expressions may hold, as indexes in the order given: every one that holds is among them."""
        numbers = self._always.copy()
        for field, wakers in self._fields.items():
            for found in wakers.woken(text.distinct(field)):
                numbers.update(found)
        return sorted(numbers)

    def holding(self, text: Text) -> list[int]:
        """Which expressions hold, as indexes in the order given."""
        return [number for number in self.woken(text) if self._expressions[number].holds(text)]


class _Wakers:
    """The words and the prefixes of one field, each with the rules that it wakes."""

    def __init__(self) -> None:
        self._words: dict[str, list[int]] = {}
        self._prefixes = _Prefixes({})

    def add(self, word: str, number: int) -> None:
        if word.endswith("*"):
            self._prefixes.add(word[:-1], number)
        else:
            self._words.setdefault(word, []).append(number)

    def woken(self, words: frozenset[str]) -> Iterator[list[int]]:
        for word in self._words.keys() & words:
            yield self._words[word]
        yield from self._prefixes.woken(words)


class _Prefixes:
    """Prefixes, each with the rules that it wakes; what was found for a word is remembered."""

    def __init__(self, rules: dict[str, list[int]]) -> None:
        self._rules = rules
        self._lengths = {len(prefix) for prefix in rules}
        self._met: set[str] = set()
        self._begun: dict[str, list[int]] = {}  # those of the words met that begin with a prefix

    def __reduce__(self) -> tuple[Any, ...]:
        return _Prefixes, (self._rules,)  # without what it remembers

    def add(self, prefix: str, number: int) -> None:
        self._rules.setdefault(prefix, []).append(number)
        self._lengths.add(len(prefix))

    def woken(self, words: frozenset[str]) -> Iterator[list[int]]:
        if self._rules:
            if len(self._met) > _REMEMBERED:
                self._met, self._begun = set(), {}
            self._meet(words - self._met)
            for word in self._begun.keys() & words:
                yield self._begun[word]

    def _meet(self, words: frozenset[str]) -> None:
        self._met |= words
        for word in words:
            found = [number for length in self._lengths for number in self._rules.get(word[:length], ())]
            if found:
                self._begun[word] = found
