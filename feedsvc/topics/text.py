"""A text as rules see it: its words, and which of them follow one another."""

from __future__ import annotations

from feedsvc.topics.tokens import tokens

_BOUNDARY = " \n "
"""Stands between two fields where the words of all stand in a line: no token is a line break, so no phrase spans it."""


class Text:
    """The fields of an entry, cut into words."""

    __slots__ = ("_fields", "_line", "words")

    def __init__(self, *fields: str) -> None:
        self._fields = [tokens(field) for field in fields]
        self._line: str | None = None
        self.words = frozenset().union(*self._fields)
        """Every distinct word of any field."""

    def has(self, words: tuple[str, ...]) -> bool:
        """Whether these words follow one another somewhere within one field."""
        if len(words) == 1:
            return words[0] in self.words
        return self.words.issuperset(words) and f" {' '.join(words)} " in self._in_line()

    def _in_line(self) -> str:
        """All words in order with a space around each: made only when the words of a phrase are all there."""
        if self._line is None:
            self._line = f" {_BOUNDARY.join(map(' '.join, self._fields))} "
        return self._line
