"""Articles matched against many rules, each in a process of its own: us, a regular expression for each rule, SQLite."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median

from rich.table import Table

from bench.newsroom import Newsroom
from feedsvc.expressions import FIELDS, Expression, Text, parse
from feedsvc.expressions.expression import And, Near, Not, Or, Words
from feedsvc.expressions.fields import TEXT
from feedsvc.model import Entry, Topic
from feedsvc.topics import Classifier

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5
ENTRIES = 400
"""For us, in each round. The others get as many as ASKED asks for, for their time is not ours: they are slow."""

ASKED = 100_000
"""Rules on an article, together: a hundred articles with 1,000 rules, one with 100,000."""

_ASKED_OF_US = {1_000: 4_000, 10_000: 2_500, 100_000: 1_000}


@dataclass(frozen=True, slots=True)
class Result:
    """What one contender did with some rules."""

    rate: float
    """Articles a second, of one core."""
    matches: float
    """Rules that held, of an article, in the mean."""
    loading: float
    """Seconds from the rules' texts until the first article could be matched."""
    memory: int
    """Most bytes of the whole process, with Python, the rules' texts and the articles."""
    first: tuple[int, ...]
    """How many rules held of each of the first articles, which all contenders have alike."""


Holding = Callable[[Entry], int]
"""How many rules hold for an article."""


def measure(_where: Path, smaller: int) -> Table:
    """Rules of a realistic mix on articles of 3 KB; with SQLite and regular expressions each rule is asked."""
    title = f"Articles of 3 KB a second on one core, from entry to topics; median of {ROUNDS} rounds"
    table = Table("rules", "", "articles/s", "asked", "rules that held", "loading, s", "memory, MB", title=title)
    for size in SIZES:
        results = {name: _alone(prepare, size // smaller) for name, prepare in CONTENDERS.items()}
        if len({result.first for result in results.values()}) > 1:
            raise SystemExit(f"They do not agree of {size:,} rules: {results}")
        for name, result in results.items():
            asked = f"{_ASKED_OF_US[size]:,}" if name == OURS and smaller == 1 else ""
            table.add_row(f"{size // smaller:,}", name, f"{result.rate:,.3g}", asked, *_figures(result))
    return table


def _figures(result: Result) -> Iterator[str]:
    yield f"{result.matches:.1f}"
    yield f"{result.loading:.2f}"
    yield f"{result.memory / 1e6:.0f}"


def _alone(prepare: Callable[[Sequence[str]], Holding], count: int) -> Result:
    with get_context("spawn").Pool(1) as process:
        return process.apply(_run, (prepare, count))


def _run(prepare: Callable[[Sequence[str]], Holding], count: int) -> Result:
    """Seconds of this process, not of the clock: what else the machine does is not measured."""
    rules = Newsroom(5).rules(count)
    entries = ENTRIES if prepare is _ours else max(ASKED // count, 1)
    newsroom = Newsroom(6)
    rounds = [[newsroom.entry(number) for number in range(entries)] for _ in range(ROUNDS + 1)]
    begun = time.process_time()
    holding = prepare(rules)
    loading = time.process_time() - begun
    first = tuple(map(holding, rounds[0][: max(ASKED // count // 10, 1)]))
    rates = []
    matches = 0
    for some in rounds:
        begun = time.process_time()
        matches += sum(map(holding, some))
        rates.append(len(some) / (time.process_time() - begun))
    memory = getrusage(RUSAGE_SELF).ru_maxrss * 1024
    # The first round is not counted: what is remembered of words is then what a process has that has run for a minute.
    return Result(median(rates[1:]), matches / entries / len(rounds), loading, memory, first)


def _ours(rules: Sequence[str]) -> Holding:
    classifier = Classifier([Topic(f"rule-{number}", "", rule=rule) for number, rule in enumerate(rules)])
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
