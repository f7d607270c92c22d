"""What these commands share: the store that they look into, and tables that are lines where nobody looks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.cells import cell_len
from rich.text import Text

from feedsvc import app
from feedsvc.cli.options import Given
from feedsvc.cli.show import console
from feedsvc.config import Config
from feedsvc.store.base import Store


@contextmanager
def looking(given: Given) -> Iterator[tuple[Config, Store]]:
    """The configuration and the store as it stands, of which nothing is changed."""
    config = app.load(given.path, given.flags)
    store = app.look_into_store(config)
    try:
        yield config, store
    finally:
        store.close()


def as_json(facts: Any) -> None:
    click.echo(json.dumps(facts, indent=2, ensure_ascii=False))


def counted(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[str] = ()) -> None:
    """Rows under their columns, those of `right` flush right; on a terminal, lines that are too long are cut."""
    out = console()
    widths = [max(map(cell_len, column)) for column in zip(columns, *rows, strict=True)]
    for number, row in enumerate((columns, *rows)):
        cells = [
            _padded(cell, width, left=name in right) for name, cell, width in zip(columns, row, widths, strict=True)
        ]
        line = Text("  ".join(cells).rstrip(), "" if number else "bold")
        if out.is_terminal:
            line.truncate(out.width, overflow="ellipsis")
        out.print(line)


def _padded(cell: str, width: int, *, left: bool) -> str:
    """With spaces to its width: of letters that take two places each, `ljust` would put too many."""
    space = " " * (width - cell_len(cell))
    return space + cell if left else cell + space
