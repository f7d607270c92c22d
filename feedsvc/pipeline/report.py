"""What one pass over the article folder did."""

from __future__ import annotations

from dataclasses import dataclass, field

from feedsvc.rejection import Rejection

KINDS = ("new", "changed", "renamed", "restored", "gone", "drafts", "superseded", "expired", "rejected")
"""What can become of a file, each a list in the report."""


@dataclass(slots=True)
class Report:
    """Paths by what became of their files; every list in the order in which things were done."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    """Versions older than the one that is published."""
    expired: list[str] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    decided: list[tuple[str, str]] = field(default_factory=list)
    """What had to be decided for want of certainty, such as of what zone a date is: a path, and a sentence."""
    same: int = 0
    """Files that are as they were."""
    again: set[str] = field(default_factory=set)
    """Paths to be looked at again a second later: still being written, or missing for less than that."""
    alarms: list[str] = field(default_factory=list)
    seconds: float = 0.0
    revision: int = 0

    def take_in(self, later: Report) -> None:
        """Add what a later look at the paths of `again` did."""
        for kind in KINDS:
            getattr(self, kind).extend(getattr(later, kind))
        self.decided.extend(later.decided)
        self.same += later.same
        self.again = later.again
        self.seconds += later.seconds
        self.revision = max(self.revision, later.revision)

    def counts(self) -> dict[str, int]:
        """How many of each, those that are not nought."""
        return {kind: count for kind in KINDS if (count := len(getattr(self, kind)))}
