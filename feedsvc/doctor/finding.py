"""What an examination finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """It works, but not for long, or not for everyone."""
    ERROR = "error"
    """Something does not work."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: a sentence of how it is, and what to do where it is not as it should be."""

    area: str
    """The examination, by its module's name."""
    verdict: Verdict
    sentence: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """One examination, as it makes its findings."""

    name: str

    def ok(self, sentence: str) -> Finding:
        return Finding(self.name, Verdict.OK, sentence)

    def warning(self, sentence: str, remedy: str) -> Finding:
        return Finding(self.name, Verdict.WARNING, sentence, remedy)

    def error(self, sentence: str, remedy: str) -> Finding:
        return Finding(self.name, Verdict.ERROR, sentence, remedy)


def worst(findings: Iterable[Finding]) -> Verdict:
    order = list(Verdict)
    return max((finding.verdict for finding in findings), key=order.index, default=Verdict.OK)
