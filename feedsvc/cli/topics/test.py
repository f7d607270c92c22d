"""feedsvc topics test: what an expression would match."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.text import Text as Styled

from feedsvc.cli.options import Given, configured, looking
from feedsvc.cli.show import as_json, console
from feedsvc.cli.topics.showing import counted
from feedsvc.errors import ExpressionError
from feedsvc.expressions import Expression, Hit, Text, explain, parse
from feedsvc.expressions.passages import Passage, Piece, passages
from feedsvc.model import State
from feedsvc.store.base import Store
from feedsvc.store.values import Found, Related, StoredEntry

_MONTHS = 24
"""Shown, the newest; the rest is a line. They fit a terminal."""
_BAR = 40  # characters of the longest bar
_PASSAGES = 2
"""Of each entry: what shows that the right thing was found."""
_OVERLAPS = 10  # topics that are named


@dataclass(frozen=True, slots=True)
class _Matched:
    """An entry, and where it says what was asked for."""

    found: Found
    title: tuple[Piece, ...]
    passages: tuple[Passage, ...]
    """Of its other fields."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """What an expression found."""

    expression: str
    found: list[Found]
    among: int
    """All entries there are."""
    newest: list[_Matched]
    topics: list[Related]
    zone: ZoneInfo

    def months(self) -> dict[str, int]:
        """How many were published in each month, from the first to the last, none left out between."""
        counts = Counter(f"{entry.published.astimezone(self.zone):%Y-%m}" for entry in self.found)
        return {month: counts[month] for month in _months_between(min(counts), max(counts))} if counts else {}


# An expression may begin with a minus: `-harbour` is no unknown flag, and does not ask for help.
@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("expression")
@configured
@click.option("--limit", default=10, show_default=True, type=click.IntRange(0), help="Entries to show, the newest.")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def test(given: Given, expression: str, limit: int, json_: bool) -> None:
    """What an EXPRESSION would match among the entries there are, as a rule or as a search.

    It stands in single quotes, so that the shell leaves its signs alone.

    \b
    Example:
      feedsvc topics test '(ferry OR ferries) (strike OR timetable)'
    """
    parsed = _parsed(expression)
    with looking(given) as (config, store):
        trial = _tried(expression, parsed, store, limit, config.site.timezone)
    if json_:
        as_json(_facts(trial))
    else:
        _print(trial)


def _parsed(expression: str) -> Expression:
    try:
        return parse(expression)
    except ExpressionError as error:
        click.echo(f"feedsvc: the expression does not parse at column {error.column}:\n{error.pointed()}", err=True)
        sys.exit(2)


def _tried(written: str, expression: Expression, store: Store, limit: int, zone: ZoneInfo) -> _Trial:
    found, counts = store.found(expression), store.counts()
    newest = found[:limit]
    whole = {stored.entry.id: stored for stored in store.stored_entries(entry.id for entry in newest)}
    return _Trial(
        expression=written,
        found=found,
        among=counts.published + counts.held,
        newest=[_matched(entry, expression, whole[entry.id]) for entry in newest if entry.id in whole],
        topics=store.topics_among(entry.id for entry in found),
        zone=zone,
    )


def _matched(found: Found, expression: Expression, stored: StoredEntry) -> _Matched:
    hits = explain(expression, Text.of(stored.entry, [assignment.topic for assignment in stored.assignments])).hits
    others = [hit for hit in hits if hit.field != "title"]
    return _Matched(found, tuple(_pieces(found.title, hits)), passages(others, _PASSAGES))


def _pieces(title: str, hits: Iterable[Hit]) -> Iterator[Piece]:
    """The whole title, with the words that matched set apart."""
    at = 0
    for start, end in sorted((hit.start, hit.end) for hit in hits if hit.field == "title"):
        yield Piece(title[at : max(start, at)])
        yield Piece(title[max(start, at) : end], matched=True)
        at = max(end, at)
    yield Piece(title[at:])


def _months_between(first: str, last: str) -> Iterator[str]:
    year, month = map(int, first.split("-"))
    while (here := f"{year:04}-{month:02}") <= last:
        yield here
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _facts(trial: _Trial) -> dict[str, Any]:
    return {
        "expression": trial.expression,
        "matches": len(trial.found),
        "entries": trial.among,
        "months": trial.months(),
        "newest": [
            {
                "id": matched.found.id,
                "slug": matched.found.slug,
                "title": matched.found.title,
                "published": matched.found.published.isoformat(),
                "held": matched.found.state is State.HELD,
                "passages": [
                    {"field": field, "pieces": [asdict(piece) for piece in pieces if piece.text]}
                    for field, pieces in [("title", matched.title), *_by_field(matched.passages)]
                ],
            }
            for matched in trial.newest
        ],
        "topics": [asdict(topic) for topic in trial.topics],
    }


def _by_field(passages: Iterable[Passage]) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    yield from ((passage.field, passage.pieces) for passage in passages)


def _print(trial: _Trial) -> None:
    out = console()
    for line in _lines(trial, bars=out.is_terminal):
        out.print(line)


def _lines(trial: _Trial, *, bars: bool) -> Iterator[Styled]:
    verb = "matches" if len(trial.found) == 1 else "match"
    yield Styled(f"{len(trial.found):,} of {counted(trial.among, 'entry', 'entries')} {verb}", "bold")
    if not trial.among:
        yield Styled("Nothing is published here yet: run `feedsvc scan`, or `feedsvc serve`")
        return
    if not trial.found:
        yield Styled("Nothing says this yet: try fewer words, other forms of them (sail*), or OR between them")
        return
    yield Styled()
    yield from _month_lines(trial.months(), bars=bars)
    yield from _topic_lines(trial.topics, len(trial.found))
    for matched in trial.newest:
        yield from _entry_lines(matched, trial.zone)
    if len(trial.found) > len(trial.newest):
        yield Styled(f"\n… and {len(trial.found) - len(trial.newest):,} more: --limit shows them", "dim")


def _month_lines(months: dict[str, int], *, bars: bool) -> Iterator[Styled]:
    shown = dict(list(months.items())[-_MONTHS:])
    before = sum(months.values()) - sum(shown.values())
    if before:
        yield Styled(f"before   {before:6,}")
    most = max(shown.values())
    for month, count in shown.items():
        bar = "█" * -(-count * _BAR // most) if bars else ""
        yield Styled.assemble(f"{month}  {count:6,}  ", (bar, "cyan")) if bar else Styled(f"{month}  {count:6,}")


def _topic_lines(topics: Sequence[Related], found: int) -> Iterator[Styled]:
    named = ", ".join(f"{topic.selection} {_share(topic.shared, found)}" for topic in topics[:_OVERLAPS])
    more = f", and {len(topics) - _OVERLAPS} more" if len(topics) > _OVERLAPS else ""
    yield Styled(f"\nthese are already in: {named or 'no topic'}{more}")


def _share(shared: int, found: int) -> str:
    return "(all)" if shared == found else f"({shared:,})"


def _entry_lines(matched: _Matched, zone: ZoneInfo) -> Iterator[Styled]:
    entry = matched.found
    held = "  (held until its embargo ends)" if entry.state is State.HELD else ""
    title = _highlighted(matched.title, "bold")
    yield Styled.assemble("\n", f"{entry.published.astimezone(zone):%Y-%m-%d}  ", *title, held)
    for passage in matched.passages:
        yield Styled.assemble(f"  {passage.field}: ", *_highlighted(passage.pieces))


def _highlighted(pieces: Iterable[Piece], otherwise: str = "") -> Iterator[tuple[str, str]]:
    yield from ((piece.text, "bold yellow" if piece.matched else otherwise) for piece in pieces)
