"""What each decision may look at, and what it leaves behind besides its result: a note, or a rejection."""

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

    @property
    def received(self) -> datetime:
        """When the article was first seen: kept for good."""
        return self.known.received if self.known else self.now

    def note(self, sentence: str) -> None:
        """Leave word, once, of what was decided for want of certainty."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def rejection(self, field: str, problem: str, remedy: str) -> Rejected:
        """What to raise where a field makes the article unfit, with the line that it stands on."""
        return Rejected(f"{field}: {problem}", remedy, self.article.lines.get(field))
