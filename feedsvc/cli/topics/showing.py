"""What these commands share: tables that are lines where nobody looks, and numbers of things."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from feedsvc.cli.show import console


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
