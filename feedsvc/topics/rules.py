"""Many rules at once: only those are evaluated that the words of a text wake (docs/decisions/0002)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from feedsvc.topics.expression import Expression
from feedsvc.topics.text import Text


class Rules:
    """Expressions, each woken by any of the words that it cannot hold without."""

    def __init__(self, expressions: Sequence[Expression]) -> None:
        self._expressions = tuple(expressions)
        self._always: set[int] = set()
        self._woken_by: dict[str, list[int]] = defaultdict(list)
        for number, expression in enumerate(self._expressions):
            self._register(number, expression.required())

    def _register(self, number: int, words: frozenset[str] | None) -> None:
        if words is None:
            self._always.add(number)
            return
        for word in words:
            self._woken_by[word].append(number)

    def woken(self, text: Text) -> list[int]:
        """Which expressions may hold, as indexes in the order given: every one that holds is among them."""
        numbers = self._always.copy()
        for word in self._woken_by.keys() & text.words:
            numbers.update(self._woken_by[word])
        return sorted(numbers)

    def holding(self, text: Text) -> list[int]:
        """Which expressions hold, as indexes in the order given."""
        return [number for number in self.woken(text) if self._expressions[number].holds(text)]
