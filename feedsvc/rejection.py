"""What becomes of a file that cannot be published: it is named, with the line, what is wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from feedsvc.errors import Rejected


@dataclass(frozen=True, slots=True)
class Rejection:
    """A source file that could not be published, and why."""

    path: str
    """As it can be shown: bytes that are not UTF-8 and control characters are escaped."""
    problem: str
    remedy: str
    line: int | None = None

    @classmethod
    def of(cls, path: str, why: Rejected) -> Rejection:
        return cls(path, why.problem, why.remedy, why.line)

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.problem}. {self.remedy}"
