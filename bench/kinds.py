"""A first scan of each kind of source: articles a second from file to feed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rich.table import Table

from bench.folders import write_markdown, write_nitf, write_pages, write_text
from bench.site import Bench, middle

RUNS = 3


class Kind(NamedTuple):
    """What is written, how many of it, and how many a second were asked for."""

    write: Callable[[Path, int], None]
    count: int
    asked: int


KINDS = {
    "text, 3 KB": Kind(write_text, 10_000, 1_200),
    "Markdown, 3 KB": Kind(write_markdown, 10_000, 1_200),
    "NITF, 4 KB": Kind(write_nitf, 10_000, 1_200),
    "HTML pages, 60 KB": Kind(write_pages, 3_000, 150),
}


def measure(where: Path, smaller: int) -> Table:
    """Each kind in a folder of its own, with 100 rules."""
    table = Table(
        "kind", "articles", "seconds", "articles/s", "asked", "peak MB", title="First scan, by kind of source"
    )
    for number, (name, kind) in enumerate(KINDS.items()):
        bench, count = Bench(where / str(number)), kind.count // smaller
        bench.configure(topics=100)
        kind.write(bench.articles, count)
        runs = []
        for _ in range(RUNS):
            bench.forget()
            runs.append(bench.scan())
        run = middle(runs)
        speed = count / run.seconds
        verdict = f"{kind.asked:,}: {'reached' if speed >= kind.asked else 'NOT reached'}"
        table.add_row(name, f"{count:,}", f"{run.seconds:.1f}", f"{speed:,.0f}", verdict, f"{run.peak / 1e6:.0f}")
    return table
