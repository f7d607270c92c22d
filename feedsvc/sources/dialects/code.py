"""The code in a Markdown text, put out of reach while the rest is rewritten: what looks like markup there is none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

_RUN = re.compile(r"`+|~{3,}")
_MARK = re.compile("\x02([0-9]+)\x03\n*\x04")
REST_OF_ROW = "(?:[^\n\x02]|\x02[0-9]+\x03\n*\x04)*+"
"""Of a pattern: all to the end of a row. What is kept aside is part of it, and a mark is never cut in half."""
_ROW = re.compile(rf"{REST_OF_ROW}\n?")
_RESERVED = re.compile("[\x02\x03\x04]")
_FENCE_INDENT = re.compile(r"[ >]*(?:[-*+] +|[0-9]{1,9}[.)] +)?[ >]*")
"""What may stand before a fence on its line: it can be indented, quoted, or lie in a list."""


class Shelter:
    """A text whose code is kept aside. A mark stands in its place, with as many line ends, so lines still count."""

    def __init__(self, text: str, *, sheltering: bool = True) -> None:
        """Without `sheltering` there is no code that Markdown knows, and what is kept is only what is asked for."""
        self._kept: list[str] = []
        text = _RESERVED.sub("", text)
        self.text = self._sheltered(text) if sheltering else text

    def keep(self, verbatim: str, written: str | None = None) -> str:
        """A mark for a text that nothing is to touch any more, with the lines of what was `written` in its place."""
        self._kept.append(verbatim)
        lines = (verbatim if written is None else written).count("\n")
        return f"\x02{len(self._kept) - 1}\x03{chr(10) * lines}\x04"

    def mend(self, pattern: re.Pattern[str]) -> None:
        """Take out of the code what is no part of it."""
        self._kept = [pattern.sub("", code) for code in self._kept]

    def outdented(self, text: str, columns: int) -> str:
        """The text, with so many columns of indentation taken off the further lines of the code in it."""
        for mark in _MARK.finditer(text):
            kept = int(mark[1])
            first, *rows = self._kept[kept].split("\n")
            self._kept[kept] = "\n".join([first, *(_less(row, columns) for row in rows)])
        return text

    def restored(self, text: str) -> str:
        """The text with everything back in its place, also what was kept within what was kept."""
        while (whole := _MARK.sub(lambda mark: self._kept[int(mark[1])], text)) != text:
            text = whole
        return text

    def _sheltered(self, text: str) -> str:
        parts, at = [], 0
        for start, end in spans(text):
            parts += [text[at:start], self.keep(text[start:end])]
            at = end
        return "".join([*parts, text[at:]])


def rows(sheltered: str) -> list[str]:
    """The lines of a text with their ends; what is kept aside is part of the line on which it begins."""
    return _ROW.findall(sheltered)


def _less(row: str, columns: int) -> str:
    return row[min(columns, len(row) - len(row.lstrip(" "))) :]


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where code begins and ends: fenced blocks, and spans between runs of equally many backticks."""
    runs = [(found.start(), found.end()) for found in _RUN.finditer(text)]
    by_length: dict[int, list[int]] = {}
    for start, end in runs:
        by_length.setdefault(end - start, []).append(start)
    at = 0
    for index, (start, end) in enumerate(runs):
        if start < at:
            continue
        close = _fence_end(text, runs, index) if end - start >= 3 and _begins_line(text, start) else None
        if close is None and text[start] == "`":
            close = _span_end(text, by_length[end - start], start, end)
        if close is not None:
            yield start, close
            at = close


def _begins_line(text: str, start: int) -> bool:
    return _FENCE_INDENT.fullmatch(text, text.rfind("\n", 0, start) + 1, start) is not None


def _fence_end(text: str, runs: list[tuple[int, int]], index: int) -> int | None:
    """Behind the closing fence, or the end of the text; None where a backtick in its line says that it is no fence."""
    start, end = runs[index]
    line_end = text.find("\n", end)
    if line_end < 0:
        return len(text)
    if text[start] == "`" and "`" in text[end:line_end]:
        return None
    for place in range(index + 1, len(runs)):
        later, behind = runs[place]
        alike = text[later] == text[start] and behind - later >= end - start
        if alike and _begins_line(text, later) and not text[behind : _line_end(text, behind)].strip():
            return behind
    return len(text)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _span_end(text: str, starts: list[int], start: int, end: int) -> int | None:
    """Behind the next run of the same length, unless a blank line is in between: a span ends with its paragraph."""
    place = bisect_right(starts, start)
    if place == len(starts) or text.find("\n\n", end, starts[place]) >= 0:
        return None
    return starts[place] + end - start


def between(opening: str, closing: str) -> re.Pattern[str]:
    """Matches from the last opening before a closing to it; its last group is what is between.

    Stopping at the next opening is what keeps a thousand of them without a closing from costing a million looks.
    """
    return re.compile(rf"{opening}((?:(?!{opening}|{closing}).)*+){closing}", re.DOTALL)


def fenced(code: str, language: str = "") -> str:
    """Code as a fenced block, whatever backticks it holds."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"\n{fence}{language}\n{code.strip(chr(10))}\n{fence}\n"
