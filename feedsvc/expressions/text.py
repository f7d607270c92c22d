"""A text as rules see it: the words of each field, and which of them follow one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from feedsvc.expressions import fields
from feedsvc.expressions.fields import FIELDS, TEXT, values
from feedsvc.model import Entry

_BOUNDARY = " \n "
"""Stands between two fields where the words of all stand in a line: no token is a line break, so no phrase spans it."""

Span = tuple[int, int]
"""Of words in a field: the place of the first, from 0, and of the one behind the last."""


class Text:
    """An entry, cut into words; fields other than title, summary and content only when a rule asks for them."""

    __slots__ = ("_cut", "_distinct", "_lines", "said", "words")

    def __init__(self, title: str = "", summary: str = "", content: str = "", **others: Sequence[str]) -> None:
        self.said: dict[str, Sequence[str]] = {
            "title": (title,),
            "summary": (summary,),
            "content": (content,),
            **others,
        }
        """What each field says, before it is cut."""
        self._cut: dict[str, list[str]] = {}
        self._distinct: dict[str, frozenset[str]] = {}
        self._lines: dict[str | None, str] = {}
        self.words: frozenset[str] = frozenset().union(*map(self.cut, TEXT))
        """Every distinct word of title, summary and content."""

    @classmethod
    def of(cls, entry: Entry, topics: Iterable[str] = ()) -> Text:
        """An entry as rules see it, with the topics that are decided before."""
        said = values(entry, topics)
        title, summary, content = ("".join(said.pop(field)) for field in TEXT)
        return cls(title, summary, content, **said)

    @classmethod
    def indexed(cls, lines: Mapping[str, str]) -> Text:
        """An entry as a store's index holds it: of what `index` gave, the same text again, but for what it said."""
        text = cls()
        text._cut = {field: line.split(" ") if line else [] for field, line in lines.items()}
        text.words = frozenset().union(*map(text.cut, TEXT))
        return text

    def index(self) -> dict[str, str]:
        """Each field as a store's index holds it: its words with one space between, and nothing left to be cut.

        A word that is asked for is in a field exactly where it stands in this line with a space or an end on either
        side; so does a phrase; before a prefix there is a space or the beginning. The hyphen is a letter here, as tags
        have it.
        """
        return {field: " ".join(self.cut(field)) for field in FIELDS}

    def decided(self, topics: Iterable[str]) -> None:
        """From now on, the entry is in these topics."""
        self.said["topic"] = tuple(topics)
        for known in (self._cut, self._distinct, self._lines):
            known.pop("topic", None)

    def cut(self, field: str) -> list[str]:
        """The words of a field in order."""
        words = self._cut.get(field)
        if words is None:
            words = self._cut[field] = fields.cut(field, self.said.get(field, ()))
        return words

    def distinct(self, field: str | None) -> frozenset[str]:
        """The distinct words of a field; of title, summary and content where none is named."""
        if field is None:
            return self.words
        words = self._distinct.get(field)
        if words is None:
            words = self._distinct[field] = frozenset(self.cut(field))
        return words

    def line(self, field: str | None) -> str:
        """All words of a field in order, with a space around each. Made only when a phrase or a prefix asks."""
        line = self._lines.get(field)
        if line is None:
            parts = [" ".join(self.cut(name)) for name in places(field)]
            line = self._lines[field] = f" {_BOUNDARY.join(parts)} "
        return line

    def has(self, words: tuple[str, ...], field: str | None = None, prefix: bool = False) -> bool:
        """Whether these words follow one another somewhere in the field; the last need only begin so if a `prefix`."""
        known = self.words if field is None else self.distinct(field)
        if prefix:
            return known.issuperset(words[:-1]) and f" {' '.join(words)}" in self.line(field)
        if words[0] not in known:  # nearly always so, and cheaper than the whole question
            return False
        return len(words) == 1 or (known.issuperset(words) and f" {' '.join(words)} " in self.line(field))

    def spans(self, words: tuple[str, ...], field: str, *, prefix: bool = False) -> Iterator[Span]:
        """Every place where these words follow one another in a field."""
        line = self.cut(field)
        count, last = len(words), words[-1]
        for start in _starts(line, words[0], prefix=prefix and count == 1):
            found = line[start : start + count]
            is_last = len(found) == count and (found[-1] == last or (prefix and found[-1].startswith(last)))
            if is_last and found[:-1] == list(words[:-1]):
                yield start, start + count


def places(field: str | None) -> tuple[str, ...]:
    """The fields to look at where a rule names this one, or none."""
    return TEXT if field is None else (field,)


def _starts(line: list[str], word: str, *, prefix: bool) -> Iterator[int]:
    if prefix:
        yield from (place for place, other in enumerate(line) if other.startswith(word))
        return
    place = -1
    for _ in range(line.count(word)):
        place = line.index(word, place + 1)
        yield place
