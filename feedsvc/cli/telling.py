"""How an account looks: titled blocks of rows on a terminal, plain lines in a pipe, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

import click
from rich.table import Table
from rich.text import Text

from feedsvc.cli.show import console
from feedsvc.expressions.passages import Passage, Piece
from feedsvc.model import Origin
from feedsvc.pipeline.account import Account, Given, NearMiss, Reason, Sorting, Value
from feedsvc.shorten import shortened

_LONGEST_RULE = 300
"""Characters shown of a rule: some have hundreds of words, and which of them matter is told below."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a block: what it is about, and what is said of it; what explains another row is `quiet`."""

    label: str
    pieces: tuple[Piece, ...]
    quiet: bool = False

    def __str__(self) -> str:
        return "".join(f"*{piece.text}*" if piece.matched else piece.text for piece in self.pieces)


class Block(NamedTuple):
    """One step of an account."""

    title: str
    rows: Sequence[Row]


def tell(account: Account) -> None:
    """Print it."""
    out = console()
    for number, block in enumerate(blocks(account)):
        if number:
            click.echo()
        if out.is_terminal:
            out.print(Text(block.title, "bold"))
            out.print(_grid(block), soft_wrap=False)
        else:
            _print_plain(block)


def facts(account: Account) -> dict[str, Any]:
    """The same for programs: the steps by their names, moments in UTC (RFC 3339)."""
    told = asdict(account)
    del told["entry"], told["assignments"]  # the values and the topics say it, and more
    until = account.verdict.until
    told["verdict"]["until"] = _moment(until) if until else None
    return told


def blocks(account: Account) -> Iterator[Block]:
    """The steps in their order; one that has nothing to say says so."""
    yield Block("What was read", list(_reading(account)))
    dropped = [_row(str(line.number), f"{line.text}: {line.why}") for line in account.dropped]
    yield Block("Lines left out", dropped or _NONE)
    says = "What the entry says" if account.entry else "What the file says, as far as it was read"
    yield Block(says, list(_values(account.values)) or _NONE)
    yield Block("What becomes of it", list(_verdict(account)))
    if account.entry is not None:
        yield Block("Topics, and why", [row for given in account.topics for row in _given(given)] or _NONE)
        yield Block("Rules that missed by one condition", list(_near(account)) or _NONE)


def _row(label: str, text: str, *, quiet: bool = False) -> Row:
    return Row(label, (Piece(text),), quiet)


_NONE = [_row("", "none", quiet=True)]


def _reading(account: Account) -> Iterator[Row]:
    reading = account.reading
    lines = f", {reading.lines:,} lines" if reading.lines is not None else ""
    yield _row("file", reading.path)
    yield _row("type", f"{reading.media_type}, {reading.size:,} bytes{lines}")
    if reading.encoding:
        yield _row("encoding", reading.encoding)


def _values(values: Sequence[Value]) -> Iterator[Row]:
    """Each field with its reasons below; those of which nothing is said share a row."""
    said = [value for value in values if value.value or value.written or value.why]
    for value in said:
        yield _row(value.field, value.value or value.written or "none")
        yield from (_row("", reason, quiet=True) for reason in _reasons(value))
    silent = [value.field for value in values if value not in said]
    if silent:
        yield _row("none", ", ".join(silent))


def _reasons(value: Value) -> Iterator[str]:
    if value.written and value.value:
        yield f"written as {value.written!r}"
    where = f"line {value.line}" if value.line else ""
    if where and not value.why:
        yield where
    for number, reason in enumerate(value.why):
        yield f"{where}: {reason}" if where and not number else reason


def _verdict(account: Account) -> Iterator[Row]:
    verdict = account.verdict
    until = f" until {_moment(verdict.until)}" if verdict.until else ""
    rejection = verdict.rejection
    if rejection is None:
        yield _row(verdict.fate + until, verdict.why)
    else:
        where = f"line {rejection.line}: " if rejection.line else ""
        yield _row(verdict.fate, f"{where}{rejection.problem}")
        yield _row("", verdict.why, quiet=True)
        yield _row("remedy", rejection.remedy)
    if account.sorting is not None:
        yield _row("sorting", _sorting(account.sorting))


def _sorting(sorting: Sorting) -> str:
    gained = f" Now also: {', '.join(sorting.gained)}." if sorting.gained else ""
    lost = f" No longer: {', '.join(sorting.lost)}." if sorting.lost else ""
    return f"The rules have changed since it was last sorted.{gained}{lost}"


def _given(given: Given) -> Iterator[Row]:
    yield _row(given.topic, given.title)
    for reason in given.reasons:
        yield _row("  rule", _rule(reason.why)) if reason.origin is Origin.RULE else _row("", reason.why, quiet=True)
        yield from _places(reason)


def _places(reason: Reason) -> Iterator[Row]:
    yield from map(_passage, reason.passages)
    if reason.elsewhere:
        yield _row("", f"and in {reason.elsewhere} more place{'s' * (reason.elsewhere > 1)}", quiet=True)


def _passage(passage: Passage) -> Row:
    return Row("", (Piece(f"{passage.field}: "), *passage.pieces), quiet=True)


def _near(account: Account) -> Iterator[Row]:
    for miss in account.near:
        yield from _near_miss(miss)
    if account.farther:
        yield _row("", f"and {account.farther:,} more")


def _near_miss(miss: NearMiss) -> Iterator[Row]:
    yield _row(miss.topic, miss.title)
    yield _row("  not met", " or ".join(miss.missing))
    yield _row("  rule", _rule(miss.rule))
    yield from map(_passage, miss.passages)


def _rule(rule: str) -> str:
    return shortened(" ".join(rule.split()), _LONGEST_RULE)


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _grid(block: Block) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for row in block.rows:
        text = Text(style="dim" if row.quiet else "")
        for piece in row.pieces:
            text.append(piece.text, "bold not dim" if piece.matched else None)
        grid.add_row(Text(f"  {row.label}", "cyan" if row.label and not row.quiet else "dim"), text)
    return grid


def _print_plain(block: Block) -> None:
    click.echo(block.title)
    width = max(len(row.label) for row in block.rows)
    for row in block.rows:
        click.echo(f"  {row.label:{width}}  {row}".rstrip())
