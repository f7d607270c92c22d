"""How things look: progress, reports and tables for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from feedsvc import addresses
from feedsvc.config import Config
from feedsvc.config.loading import own_address
from feedsvc.model import Format
from feedsvc.pipeline import Report
from feedsvc.rejection import Rejection
from feedsvc.store.base import Store

_LISTED = 20
"""Paths of one kind that a report lists; a first scan of thousands is told by its numbers."""


def as_json(facts: Any) -> None:
    click.echo(json.dumps(facts, indent=2, ensure_ascii=False))


def console(*, stderr: bool = False) -> Console:
    """Colours on a terminal, unless NO_COLOR or TERM=dumb ask for none; plain lines elsewhere."""
    return _Console(stderr=stderr, soft_wrap=True, highlight=False)


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Where rich would end the program: `ending` does."""
        raise BrokenPipeError


@contextmanager
def progress(doing: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar with rate and time left on a terminal, nothing elsewhere; `doing` is what is being done.

    Yields what is to be told how many are done, of how many.
    """
    columns = (TextColumn(doing), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    terminal = console(stderr=True)
    shows = terminal.is_terminal and not terminal.is_dumb_terminal
    with Progress(*columns, console=terminal, transient=True, disable=not shows) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", "progress.data.speed")


def report_lines(report: Report, *, dry: bool) -> Iterator[str]:
    """What a scan did, a line for each kind and path."""
    for kind in report.counts():
        if kind != "rejected":
            yield from _kind_lines(kind, getattr(report, kind))
    yield from (f"alarm: {alarm}" for alarm in report.alarms)
    yield from (f"still being written: {path}" for path in sorted(report.again))
    counts = ", ".join(f"{count} {kind}" for kind, count in report.counts().items()) or "nothing new"
    would = "would be: " if dry else ""
    yield f"{would}{counts}; {report.same} unchanged; {report.seconds:.2f} s"


def _kind_lines(kind: str, paths: Sequence[str]) -> Iterator[str]:
    yield from (f"{kind:9} {path}" for path in paths[:_LISTED])
    if len(paths) > _LISTED:
        yield f"{kind:9} … and {len(paths) - _LISTED} more"


def rejection_lines(rejections: Sequence[Rejection]) -> Iterator[str]:
    """Each rejection: where, what is wrong, what to do."""
    if rejections:
        yield f"\n{len(rejections)} rejected:"
    yield from (f"  {rejection}" for rejection in rejections)


def topics_table(config: Config, store: Store) -> Table:
    """Every feed with its size and its addresses."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("topic")
    table.add_column("entries", justify="right")
    table.add_column("feed", overflow="fold")
    sizes = store.sizes()
    for selection in [addresses.ALL, *(feed.selection for feed in store.feeds())]:
        entries = sizes[selection][0] if selection in sizes else 0
        table.add_row(selection, str(entries), addresses.feed(config.site.base_url, selection, Format.ATOM))
    return table


def _here(config: Config, home: str) -> str:
    """Where this machine finds it, if elsewhere."""
    own = addresses.home(own_address(config.server))
    return "" if own == home else f", on this machine at [bold]{own}[/]"


def welcome(config: Config, store: Store) -> None:
    """What a newcomer wants to know once it runs: what was found, where the feeds are, where to look next."""
    counts, rejections, out = store.counts(), store.rejections(), console()
    home = addresses.home(config.site.base_url)
    out.print(f"\n[bold]{config.site.title}[/] is served on [bold]{home}[/]{_here(config, home)}")
    held = f" ({counts.held} more held until their embargo ends)" if counts.held else ""
    out.print(f"entries: {counts.published}{held}, topics: {counts.topics}, from {config.articles.path}\n")
    out.print(topics_table(config, store))
    out.print("\nEach feed also ends in .rss and .json; all of them as one file for a feed reader: ", end="")
    out.print(addresses.opml(config.site.base_url))
    if rejections:
        were = "1 file was" if len(rejections) == 1 else f"{len(rejections):,} files were"
        out.print(f"[yellow]{were} rejected: `feedsvc status` says why and what to do[/]")
    out.print(f"Drop a file into {config.articles.path}, and see it at {home} a second later. Ctrl-C stops.\n")
