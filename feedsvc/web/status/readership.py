"""What traffic says of readers and feeds: shares, and how many subscribe. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from feedsvc.store.values import Traffic
from feedsvc.web.sketch import estimate, joined

Key = TypeVar("Key", date, str)


@dataclass(frozen=True, slots=True)
class Readership:
    """What was counted of something: a day, a feed, a reader, or all of them."""

    name: str
    requests: int
    not_modified: int
    wasted: int
    reported: int
    """Subscribers for whom readers said they ask."""
    distinct: int
    """Different clients, on the day with the most, of readers that ask for one: an estimate."""

    @property
    def subscribers(self) -> int:
        return self.reported + self.distinct

    @property
    def known(self) -> float:
        """The share answered 304: the client had it, and said so."""
        return self.not_modified / self.requests if self.requests else 0.0

    @property
    def waste(self) -> float:
        """The share answered with what the client had, since it did not say so."""
        return self.wasted / self.requests if self.requests else 0.0


def overall(traffic: Iterable[Traffic]) -> Readership:
    return _of("", list(traffic))


def by_day(traffic: Iterable[Traffic]) -> dict[date, Readership]:
    return {day: _of(day.isoformat(), rows) for day, rows in _grouped(traffic, lambda each: each.day).items()}


def by_feed(traffic: Iterable[Traffic]) -> list[Readership]:
    return _ranked(_grouped(traffic, lambda each: each.feed))


def by_reader(traffic: Iterable[Traffic]) -> list[Readership]:
    return _ranked(_grouped(traffic, lambda each: each.reader))


def _grouped(traffic: Iterable[Traffic], key: Callable[[Traffic], Key]) -> dict[Key, list[Traffic]]:
    groups: dict[Key, list[Traffic]] = defaultdict(list)
    for each in traffic:
        groups[key(each)].append(each)
    return groups


def _ranked(groups: dict[str, list[Traffic]]) -> list[Readership]:
    found = [_of(name, rows) for name, rows in groups.items()]
    return sorted(found, key=lambda each: (-each.requests, each.name))


def _of(name: str, rows: list[Traffic]) -> Readership:
    return Readership(
        name=name,
        requests=sum(row.requests for row in rows),
        not_modified=sum(row.not_modified for row in rows),
        wasted=sum(row.wasted for row in rows),
        reported=_reported(rows),
        distinct=_distinct(rows),
    )


def _reported(rows: list[Traffic]) -> int:
    """What each reader said last of each feed in each format: it polls them one by one, for the subscribers of each."""
    newest: dict[tuple[str, str, str], tuple[date, int]] = {}
    for row in rows:
        if row.subscribers is not None:
            key = row.feed, row.format, row.reader
            newest[key] = max(newest.get(key, (row.day, row.subscribers)), (row.day, row.subscribers))
    return sum(subscribers for _, subscribers in newest.values())


def _distinct(rows: list[Traffic]) -> int:
    """Within a day: over many, whoever gets another address each night would count again and again."""
    registers: dict[date, bytes] = defaultdict(bytes)
    for row in rows:
        registers[row.day] = joined(registers[row.day], row.clients)
    return max(map(estimate, registers.values()), default=0)
