"""Articles matched against many rules: us, a regular expression for each rule, SQLite; and what it takes to load them.

Each in a process of its own.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from typing import TypeVar

from rich.console import Group
from rich.table import Table

from bench.newsroom import Newsroom
from feedsvc.expressions import FIELDS, Expression, Text, parse
from feedsvc.expressions.expression import And, Near, Not, Or, Words
from feedsvc.expressions.fields import TEXT
from feedsvc.model import Entry, Topic
from feedsvc.pipeline.garbage import collecting_seldom
from feedsvc.topics import Classifier

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5
ENTRIES = 400
"""For us, in each round. The others get as many as ASKED asks for, for their time is not ours: they are slow."""

ASKED = 20_000
"""Rules on an article, together: twenty articles with 1,000 rules, one with 10,000 or more."""

THEIR_ROUNDS = 3

_ASKED_OF_US = {1_000: 4_000, 10_000: 2_500, 100_000: 1_000}
_MOST_SECONDS = {10_000: 1.0, 100_000: 10.0}
_MOST_MEMORY = {100_000: 300e6}


@dataclass(frozen=True, slots=True)
class Result:
    """What one contender did with some rules."""

    rate: float
    """Articles a second, of one core."""
    matches: float
    """Rules that held, of an article, in the mean."""
    first: tuple[int, ...]
    """How many rules held of each of the first articles, which all contenders have alike."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What it takes until the first article could be matched."""

    seconds: float
    """From the rules' texts, of one core."""
    memory: float
    """Most bytes of a process that does nothing else, with Python and the rules' texts."""


Measured = TypeVar("Measured")
Holding = Callable[[Entry], int]
"""How many rules hold for an article."""


def measure(where: Path, smaller: int) -> Group:
    """Rules of a realistic mix on articles of 3 KB; with SQLite and regular expressions each rule is asked."""
    return Group(_matching(smaller), "", _loading(where, smaller))


def _matching(smaller: int) -> Table:
    title = f"Articles of 3 KB on one core, from entry to topics; medians of {ROUNDS} rounds, others' {THEIR_ROUNDS}"
    table = Table("rules", "", "ms each", "articles/s", "asked", "rules that held", title=title)
    for size in SIZES:
        results = {name: _alone(_run, prepare, size // smaller) for name, prepare in CONTENDERS.items()}
        if len({result.first for result in results.values()}) > 1:
            raise SystemExit(f"They do not agree of {size:,} rules: {results}")
        for name, result in results.items():
            asked = _verdict(_ASKED_OF_US[size], result.rate >= _ASKED_OF_US[size]) if name == OURS else ""
            figures = f"{1000 / result.rate:,.2f}", f"{result.rate:,.{0 if result.rate > 10 else 2}f}"
            table.add_row(f"{size // smaller:,}", name, *figures, asked, f"{result.matches:.1f}")
        table.add_section()
    return table


def _loading(where: Path, smaller: int) -> Table:
    table = Table("rules", "seconds", "asked", "memory, MB", "asked", title=f"Loading rules; medians of {ROUNDS} runs")
    for size, most in _MOST_SECONDS.items():
        rules = where / f"rules-{size}.txt"
        rules.write_text("\n".join(Newsroom(5).rules(size // smaller)))
        runs = [_alone(_load, rules) for _ in range(ROUNDS)]
        seconds, memory = median(run.seconds for run in runs), median(run.memory for run in runs)
        bound = _MOST_MEMORY.get(size)
        table.add_row(
            f"{size // smaller:,}", f"{seconds:.2f}", _verdict(most, seconds <= most),
            f"{memory / 1e6:.0f}", _verdict(bound / 1e6, memory <= bound) if bound else "",
        )  # fmt: skip
    return table


def _verdict(asked: float, is_reached: bool) -> str:
    return f"{asked:,.0f}: {'reached' if is_reached else 'NOT reached'}"


def _alone(deed: Callable[..., Measured], *given: object) -> Measured:
    with get_context("spawn").Pool(1) as process:
        return process.apply(deed, given)


def _run(prepare: Callable[[Sequence[str]], Holding], count: int) -> Result:
    """Seconds of this process, not of the clock: what else the machine does is not measured."""
    is_ours = prepare is _ours
    holding = prepare(Newsroom(5).rules(count))
    newsroom = Newsroom(6)
    first = tuple(holding(newsroom.entry(number)) for number in range(max(ASKED // count // 10, 1)))
    if is_ours:  # what is remembered of words is then what a process has that has run for a minute
        _timed(holding, [newsroom.entry(number) for number in range(ENTRIES)])
    newsroom = Newsroom(7)
    entries = ENTRIES if is_ours else max(ASKED // count, 1)
    rounds = [
        _timed(holding, [newsroom.entry(number) for number in range(entries)])
        for _ in range(ROUNDS if is_ours else THEIR_ROUNDS)
    ]
    matches = sum(held for _, held in rounds) / entries / len(rounds)
    return Result(median(entries / seconds for seconds, _ in rounds), matches, first)


def _timed(holding: Holding, entries: Sequence[Entry]) -> tuple[float, int]:
    """Seconds, and how many rules held."""
    begun = time.process_time()
    held = sum(map(holding, entries))
    return time.process_time() - begun, held


def _load(path: Path) -> Loaded:
    rules = path.read_text().splitlines()
    begun = time.process_time()
    with collecting_seldom():  # as the program does
        classifier = _classifier(rules)
    seconds = time.process_time() - begun
    assert len(classifier.ruled) == len(rules)
    return Loaded(seconds, getrusage(RUSAGE_SELF).ru_maxrss * 1024)


def _classifier(rules: Sequence[str]) -> Classifier:
    return Classifier([Topic(f"rule-{number}", "", rule=rule) for number, rule in enumerate(rules)])


def _ours(rules: Sequence[str]) -> Holding:
    classifier = _classifier(rules)
    return lambda entry: sum(assignment.topic.startswith("rule-") for assignment in classifier.classify(entry))


def _regexes(rules: Sequence[str]) -> Holding:
    """Given text that is folded and cut as ours is: what a regular expression would have to do besides is free."""
    patterns = [re.compile(_pattern(parse(rule))) for rule in rules]

    def holding(entry: Entry) -> int:
        text = "\n".join(f" {line} " for line in Text.of(entry).index().values())
        return sum(pattern.match(text) is not None for pattern in patterns)

    return holding


def _pattern(expression: Expression) -> str:
    """A look ahead from the beginning for each condition."""
    match expression:
        case Words(words, _, field, prefix):
            return f"(?={_line_of(field)} {' '.join(words)}{'' if prefix else ' '})"
        case Near(left, right, distance):
            one, other = (f"(?:{'|'.join(' '.join(words.words) for words in side)})" for side in (left, right))
            between = rf" (?:[^ \n]+ ){{0,{distance}}}"
            return f"(?={_line_of(expression.field)} (?:{one}{between}{other}|{other}{between}{one}) )"
        case And(parts):
            return "".join(map(_pattern, parts))
        case Or(parts):
            return f"(?:{'|'.join(map(_pattern, parts))})"
        case Not(part):
            return f"(?!{_pattern(part)})"


def _line_of(field: str | None) -> str:
    """What stands before a word in its field, which is a line: in one of the first three where none is named."""
    before = f"0,{len(TEXT) - 1}" if field is None else str(FIELDS.index(field))
    return rf"(?:[^\n]*\n){{{before}}}[^\n]*"


def _sqlite(rules: Sequence[str]) -> Holding:
    """FTS5, with one article at a time, as they arrive; the index is in memory."""
    store = sqlite3.connect(":memory:")
    store.execute(f"CREATE VIRTUAL TABLE entry USING fts5({', '.join(FIELDS)}, tokenize = \"ascii tokenchars '-'\")")
    asked = [_asked(parse(rule)) for rule in rules]
    insert = f"INSERT INTO entry VALUES ({', '.join('?' * len(FIELDS))})"

    def holding(entry: Entry) -> int:
        store.execute("DELETE FROM entry")
        store.execute(insert, list(Text.of(entry).index().values()))
        rows = (store.execute("SELECT 1 FROM entry WHERE entry MATCH ?", (query,)).fetchone() for query, _ in asked)
        return sum((row is not None) is wanted for row, (_, wanted) in zip(rows, asked, strict=True))

    return holding


def _asked(expression: Expression) -> tuple[str, bool]:
    """A query, and whether it must find the article; it cannot say NOT with nothing before."""
    return (_query(expression.part), False) if isinstance(expression, Not) else (_query(expression), True)


def _query(expression: Expression) -> str:
    match expression:
        case Words(words, _, field, prefix):
            return f'{{{field or " ".join(TEXT)}}} : "{" ".join(words)}"{" *" * prefix}'
        case Near(left, right, distance):
            pairs = (f'NEAR("{" ".join(a.words)}" "{" ".join(b.words)}", {distance})' for a in left for b in right)
            columns = expression.field or " ".join(TEXT)
            return f"({' OR '.join(f'{{{columns}}} : {pair}' for pair in pairs)})"
        case And(parts):
            wanted = " AND ".join(_query(part) for part in parts if not isinstance(part, Not))
            excluded = "".join(f" NOT {_query(part.part)}" for part in parts if isinstance(part, Not))
            return f"(({wanted}){excluded})"
        case Or(parts):
            return f"({' OR '.join(map(_query, parts))})"
        case Not():
            raise ValueError("among conditions that may be met instead, none of the rules has one that excludes")


OURS = "feedsvc"
CONTENDERS = {OURS: _ours, "a regular expression each": _regexes, "SQLite FTS5, asked each": _sqlite}
