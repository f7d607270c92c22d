"""What other topics would change: for every feed the entries that it would gain and lose. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from feedsvc.model import Assignment, Entry
from feedsvc.topics.classify import Classifier


class Headline(NamedTuple):
    """As much of an entry as says which one it is."""

    slug: str
    title: str
    published: datetime

    @classmethod
    def of(cls, entry: Entry) -> Headline:
        return cls(entry.slug, entry.title, entry.published)


@dataclass(slots=True)
class Difference:
    """What would become of one feed; the entries in the order in which they were given."""

    topic: str
    title: str
    gained: list[Headline] = field(default_factory=list)
    lost: list[Headline] = field(default_factory=list)


@dataclass(slots=True)
class Comparison:
    """What would become of all feeds."""

    looked_at: int = 0
    """Entries that were classified anew."""
    differences: dict[str, Difference] = field(default_factory=dict)
    """By slug, only those feeds that would change."""

    def ordered(self) -> list[Difference]:
        """Those first that most entries would come to or leave."""
        found = self.differences.values()
        return sorted(found, key=lambda each: (-len(each.gained) - len(each.lost), each.topic))

    def difference(self, assignment: Assignment) -> Difference:
        new = Difference(assignment.topic, assignment.title)
        return self.differences.setdefault(assignment.topic, new)


def compare(entries: Iterable[tuple[Entry, Iterable[Assignment]]], classifier: Classifier) -> Comparison:
    """Each entry, with the topics that it has now, classified as it would be when it arrives under the new topics."""
    comparison = Comparison()
    for entry, had in entries:
        before = {assignment.topic: assignment for assignment in had}
        after = {assignment.topic: assignment for assignment in classifier.classify(entry)}
        comparison.looked_at += 1
        for slug in after.keys() - before.keys():
            comparison.difference(after[slug]).gained.append(Headline.of(entry))
        for slug in before.keys() - after.keys():
            comparison.difference(before[slug]).lost.append(Headline.of(entry))
    return comparison
