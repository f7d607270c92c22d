"""What each decision may look at, and what it leaves behind besides its result: reasons, notes, or a rejection."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from feedsvc.errors import Rejected
from feedsvc.model import Article, Identity, Site, SourceFile


@dataclass(frozen=True, slots=True)
class Case:
    """One article on its way to become an entry; `now` is in UTC and whole seconds."""

    article: Article
    source: SourceFile
    known: Identity | None
    site: Site
    now: datetime
    notes: list[str] = field(default_factory=list)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    """By field, for those who ask why; the notes are among them."""

    @property
    def received(self) -> datetime:
        """When the article was first seen: kept for good."""
        return self.known.received if self.known else self.now

    def because(self, field: str, reason: str) -> None:
        """Leave word, once, of where something that the article does not say came from."""
        reasons = self.reasons.setdefault(field, [])
        if reason not in reasons:
            reasons.append(reason)

    def note(self, field: str, sentence: str) -> None:
        """The same of what was decided for want of certainty, which stays with the entry."""
        self.because(field, sentence)
        if sentence not in self.notes:
            self.notes.append(sentence)

    def rejection(self, field: str, problem: str, remedy: str) -> Rejected:
        """What to raise where a field makes the article unfit, with the line that it stands on."""
        return Rejected(f"{field}: {problem}", remedy, self.article.lines.get(field))
