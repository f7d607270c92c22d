"""YAML front matter, from parser events: scalars stay text, and an alias is refused before anything is built of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from feedsvc.errors import Rejected
from feedsvc.shorten import excerpt
from feedsvc.sources.front_matter.block import DEEPEST, Block, Keys, Value, given_twice, too_deep

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})  # YAML 1.2, section 10.3.2; only where no quotes are around it
_PAIRS = "Write it as lines of `key: value`; if no front matter was meant, put an empty line above the first ---"


def read(block: Block) -> Keys:
    try:
        return _Reader(block).document()
    except yaml.MarkedYAMLError as error:
        row = _row(block, error)
        raise Rejected(
            f"the front matter is not YAML: {excerpt(str(error.problem))}", _advice(block, row), block.first + row
        ) from None
    except yaml.YAMLError as error:
        raise Rejected(f"the front matter is not YAML: {excerpt(str(error))}", _PAIRS, block.first) from None


def _row(block: Block, error: yaml.MarkedYAMLError) -> int:
    """Where the problem showed; where that is the block's end, where the thing began that was never closed."""
    marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark]
    return next((row for row in marks if row < block.text.count("\n")), 0)


def _advice(block: Block, row: int) -> str:
    if block.text.split("\n")[row].count(": ") > 1:  # the commonest slip by far
        return "Put quotes around a value that holds a colon"
    return "Correct it: one `key: value` a line, and quotes around values with special characters"


class _Reader:
    def __init__(self, block: Block) -> None:
        # YAML 1.1 ends lines at U+2028 and U+2029, too; editors do not, and would number them otherwise.
        text = block.text.replace("\u2028", " ").replace("\u2029", " ")
        self._events: Iterator[Any] = yaml.parse(text, Loader=yaml.CBaseLoader)
        self._first = block.first

    def document(self) -> Keys:
        lines: dict[str, int] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingStartEvent):
                values = self._mapping(1, lines)
                self._expect_end()
                return Keys(values, lines)
            if isinstance(event, yaml.NodeEvent):
                kind = "a list" if isinstance(event, yaml.SequenceStartEvent) else "text without keys"
                raise Rejected(f"the front matter is {kind}", _PAIRS, self._line(event))
        return Keys({}, {})

    def _expect_end(self) -> None:
        for event in self._events:  # reading on is also what finds an error behind the mapping
            if isinstance(event, yaml.NodeEvent):
                raise Rejected("the front matter holds two documents", _PAIRS, self._line(event))

    def _mapping(self, depth: int, lines: dict[str, int]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise Rejected("a key of the front matter is not text", _PAIRS, self._line(event))
            if event.value in values:
                raise given_twice(event.value, self._line(event))
            lines[event.value] = self._line(event)
            values[event.value] = self._value(next(self._events), depth)
        return values

    def _sequence(self, depth: int) -> list[Value]:
        values: list[Value] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._value(event, depth))
        return values

    def _value(self, event: Any, depth: int) -> Value:
        if isinstance(event, yaml.ScalarEvent):
            text: str = event.value
            return None if event.implicit[0] and text in _NOTHING else text
        if isinstance(event, yaml.AliasEvent):
            problem = f"the front matter uses the alias *{excerpt(event.anchor or '')}"
            raise Rejected(problem, "Write the value out where it belongs", self._line(event))
        if depth == DEEPEST:
            raise too_deep(self._line(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(depth + 1)
        return self._mapping(depth + 1, {})

    def _line(self, event: Any) -> int:
        return self._first + int(event.start_mark.line)
