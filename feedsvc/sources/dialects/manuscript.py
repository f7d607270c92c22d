"""A Markdown text on its way out of a dialect: what is rewritten, and what is left out of it and told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from feedsvc.model import Line
from feedsvc.sources.dialects.code import Shelter, fenced
from feedsvc.sources.front_matter import Keys, Value

_FIGURE = re.compile(r"<figure>(?:(?!</?figure>).)*+</figure>")
_WITHIN = re.compile(r"[ \t>|]|(?:[-*+]|[0-9]{1,9}[.)])[ \t]")
"""How a line of a list, a quotation or a table begins."""
_LONGEST_SHOWN = 200
"""Characters of a thing left out that is shown: enough to know it by."""


@dataclass(slots=True)
class Manuscript:
    """The body of one article; `first` is the line of the file on which it begins. Its code is out of reach."""

    path: str
    keys: Keys
    body: str
    first: int
    is_html: bool = False
    """Whether it is HTML in place of Markdown."""
    dropped: list[Line] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    """Names of topics that stand in the text."""
    shelter: Shelter = field(init=False)

    def __post_init__(self) -> None:
        self.shelter = Shelter(self.body, sheltering=not self.is_html)
        self.body = self.shelter.text

    def replace(
        self,
        pattern: re.Pattern[str],
        by: Callable[[re.Match[str]], str | None],
        why: str | Callable[[re.Match[str]], str] = "",
    ) -> None:
        """Put something in the place of each match; None leaves it out and says so, with its line and the reason."""

        line, at = self.first, 0  # counted on from match to match: from the top each time it would cost their square

        def put(found: re.Match[str]) -> str:
            nonlocal line, at
            made = by(found)
            if made is None:
                line, at = line + found.string.count("\n", at, found.start()), found.start()
                self._tell(found, line, why if isinstance(why, str) else why(found))
                return "\n" * found[0].count("\n")  # so that what is told later has its line
            return made

        self.body = pattern.sub(put, self.body)

    def value(self, name: str) -> str | None:
        """What the front matter says under a key, where it is text."""
        value: Value = self.keys.values
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value if isinstance(value, str) else None

    def code(self, written: str, language: str = "") -> str:
        """Code as the text has it: between fences, or as an element of HTML."""
        if self.is_html:
            return f"<pre><code>{escape(written.strip(chr(10)))}</code></pre>"
        return fenced(written, language)

    def finished(self) -> str:
        if not self.is_html and "<figure>" in self.body:
            self.body = "\n".join(map(_set_apart, self.body.split("\n")))
        return self.shelter.restored(self.body)

    def _tell(self, found: re.Match[str], line: int, why: str) -> None:
        text = " ".join(self.shelter.restored(found[0]).split())
        shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
        self.dropped.append(Line(line, shown, why))


def _set_apart(line: str) -> str:
    """A line with blank ones around each figure, which ends the paragraph that it stands in. In a list or a quotation
    they would end that."""
    return line if "<figure>" not in line or _WITHIN.match(line) else _FIGURE.sub(r"\n\n\g<0>\n\n", line)
