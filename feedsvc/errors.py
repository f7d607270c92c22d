"""Every error that feedsvc raises on purpose.

    FeedsvcError
    ├── ConfigError        config.toml, the environment or a flag says what cannot be
    ├── ExportError        what is published cannot be written as files
    ├── ExpressionError    a topic rule does not parse
    ├── Rejected           one source file cannot be published
    ├── RequestError       a request asks for what cannot be
    ├── ScanAlarm          the article folder as a whole cannot be trusted
    ├── SearchError        a search would keep the store too long
    └── StoreError         the store cannot be reached or used

A message says what, where, and what to do next. Errors of libraries never cross a folder's boundary: they are
translated there, into one of these. Three places turn these into something else: web (a status and a page), cli
(one line and an exit code) and pipeline (a rejection).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

_AROUND = 50
"""Characters shown on each side of a mistake in an expression, which may be 20,000 long: they fit a terminal."""


class FeedsvcError(Exception):
    """The root: whoever catches this catches everything that feedsvc foresaw, and nothing else."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions with arguments of their own do not pickle by default, and these travel between processes.
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(kind: type[FeedsvcError], args: tuple[Any, ...], state: dict[str, Any]) -> FeedsvcError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in the configuration: the key (empty: the file itself), where it was read, what to do."""

    key: str
    where: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        what = f"{self.key}: {self.problem}" if self.key else self.problem
        return f"{self.where}: {what}. {self.remedy}"


class ConfigError(FeedsvcError):
    """The configuration cannot be used; `mistakes` holds every one of them, not just the first."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


class ExportError(FeedsvcError):
    """What is published cannot be written as files: the folder is not ours to write in, or the disk refuses."""


class ExpressionError(FeedsvcError):
    """A topic rule does not parse; `column` counts characters from 1."""

    def __init__(self, expression: str, column: int, expected: str) -> None:
        super().__init__(f"column {column}: {expected}")
        self.expression = expression
        self.column = column
        self.expected = expected

    def pointed(self) -> str:
        """The part of the expression around the column, a caret under it, and what was expected there: three lines."""
        before, after = self.expression[: self.column - 1], self.expression[self.column - 1 :]
        if len(before) > _AROUND:
            before = f"…{before[-_AROUND:]}"
        if len(after) > _AROUND:
            after = f"{after[:_AROUND]}…"
        return f"{before}{after}\n{' ' * _cells(before)}^\n{self.expected}"


def _cells(text: str) -> int:
    """How wide a text is in a terminal: Chinese, Japanese and Korean characters take two cells, marks none."""
    marks = sum(unicodedata.category(char) in {"Mn", "Me", "Cf"} for char in text)
    return len(text) - marks + sum(unicodedata.east_asian_width(char) in {"W", "F"} for char in text)


class Rejected(FeedsvcError):
    """One source file cannot be published: what is wrong, on which line (from 1; None = the whole file), what to do."""

    def __init__(self, problem: str, remedy: str, line: int | None = None, *, retry: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.line = line
        self.retry = retry
        """The reason lies outside of the file (a permission, another file): worth another try as it is."""


class _Told(Exception):
    """One sentence for whoever asked, kept apart from what it speaks of, so that a page can say it in its language."""

    def __init__(self, sentence: str, **values: object) -> None:
        """`sentence` names each value as `%(name)s`."""
        super().__init__(sentence % values)
        self.sentence = sentence
        self.values = values


class RequestError(_Told, FeedsvcError):
    """A request asks for what cannot be; whoever asked gets the sentence with a 400."""


class ScanAlarm(FeedsvcError):
    """The article folder has vanished, cannot be read or is suddenly empty: nothing is withdrawn on such evidence."""


class SearchError(_Told, FeedsvcError):
    """A search would keep the store too long; the sentence says how to ask for less."""


class StoreError(FeedsvcError):
    """The store cannot be reached or used; the message names its URL without the password."""
