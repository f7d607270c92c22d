"""A search of three terms among many entries: from the expression's text to the fragments of a feed of 50, uncached."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from rich.table import Table

from bench.newsroom import Newsroom
from feedsvc.expressions import Text, parse
from feedsvc.model import Assignment, Format, Fragment, Origin, SourceFile
from feedsvc.store import connect
from feedsvc.store.base import Store
from feedsvc.store.changes import Publish
from feedsvc.store.values import Search

ENTRIES = 100_000
LIMIT = 50
SEARCHES = 200
"""Of each kind, no two alike."""
ALLOWED = 30.0
"""Milliseconds that 95 of 100 searches may take."""

_AT_ONCE = 500
_EVERY = timedelta(minutes=43)  # so that 100,000 entries are of eight years
_BEGINNING = datetime(2018, 1, 1, tzinfo=UTC)
_TOPICS = ("world", "economy", "science", "sport", "culture")


def measure(where: Path, smaller: int) -> Table:
    """Words as usual as those that people look for, and rarer ones, joined in every way."""
    count = ENTRIES // smaller
    title = f"A search of three terms over {count:,} entries as a feed of {LIMIT}, uncached, SQLite; ms"
    table = Table("terms", "example", "found", "median", "p95", "allowed", "median, processor", "p95", title=title)
    with closing(connect(f"sqlite:///{where}/feedsvc.db")) as store:
        fill(store, count)
        everything: list[Answer] = []
        for kind, rules in SEARCHED.items():
            asked = list(rules(random.Random(7), Newsroom(7)))
            answers = [_asked(store, rule) for rule in asked]
            everything += answers
            found = median(answer.shown for answer in answers)
            table.add_row(kind, asked[0], f"{found:.0f}", *_figures(answers))
        table.add_row("all of these", "", "", *_figures(everything))
    return table


def fill(store: Store, count: int) -> None:
    """Entries with texts of 3 KB, of eight years, each in a topic."""
    newsroom = Newsroom(6)
    for start in range(0, count, _AT_ONCE):
        some = range(start, min(start + _AT_ONCE, count))
        store.apply([_publish(newsroom, number) for number in some], _BEGINNING)


def _publish(newsroom: Newsroom, number: int) -> Publish:
    published = _BEGINNING + number * _EVERY
    entry = replace(newsroom.entry(number), published=published, updated=published, received=published)
    topic = _TOPICS[number % len(_TOPICS)]
    fragments = tuple(Fragment(suffix, f"<{suffix} {number}>".encode()) for suffix in Format)
    source = SourceFile(entry.path, "text/plain", str(number).encode(), str(number))
    assignments = (Assignment(topic, topic, Origin.FOLDER, ""),)
    return Publish(entry, assignments, fragments, source, Text.of(entry, [topic]).index())


class Answer(NamedTuple):
    """Milliseconds by the clock, and of the processor alone, for a machine has other work; entries that were shown."""

    taken: float
    worked: float
    shown: int


def _asked(store: Store, rule: str) -> Answer:
    begun, busy = time.perf_counter(), time.thread_time()
    window = store.search(Search(parse(rule)), Format.ATOM, LIMIT)
    taken, worked = time.perf_counter() - begun, time.thread_time() - busy
    if window is None:
        raise SystemExit(f"{rule}: nothing came of it")
    return Answer(taken * 1000, worked * 1000, len(window.shown))


def _figures(answers: Sequence[Answer]) -> Iterator[str]:
    yield from _spread([answer.taken for answer in answers])
    yield f"{ALLOWED:.0f}"
    yield from _spread([answer.worked for answer in answers])


def _spread(figures: Sequence[float]) -> Iterator[str]:
    yield f"{median(figures):.1f}"
    yield f"{quantiles(figures, n=20)[-1]:.1f}"


def _rules(pattern: str) -> Callable[[random.Random, Newsroom], Iterator[str]]:
    """`{common}` is a word of thousands of entries in 100,000, `{usual}` of a hundred and more, `{name}` a phrase."""

    def rules(source: random.Random, newsroom: Newsroom) -> Iterator[str]:
        for _ in range(SEARCHES):
            common = [newsroom.words[source.randrange(20, 300)] for _ in range(3)]
            usual = [newsroom.words[source.randrange(300, 3_000)] for _ in range(3)]
            rare = [newsroom.words[source.randrange(3_000, 60_000)] for _ in range(3)]
            names = [newsroom.names[source.randrange(2_000)] for _ in range(3)]
            yield pattern.format(common=common, usual=usual, rare=rare, name=names)

    return rules


SEARCHED = {
    "three common words": _rules("{common[0]} {common[1]} {common[2]}"),
    "a common word, but two": _rules("{common[0]} -{common[1]} -{common[2]}"),
    "three usual words": _rules("{usual[0]} {usual[1]} {usual[2]}"),
    "one of three": _rules("{usual[0]} OR {usual[1]} OR {rare[0]}"),
    "one of two, and a rare one": _rules("({usual[0]} OR {usual[1]}) {rare[0]}"),
    "a name and two words": _rules('"{name[0]}" ({usual[0]} OR {usual[1]})'),
    "three names": _rules('"{name[0]}" OR "{name[1]}" OR "{name[2]}"'),
    "near, and in a title": _rules("{common[0]} NEAR/5 {common[1]} title:{common[2]}"),
}
