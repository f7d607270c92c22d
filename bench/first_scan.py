"""A first scan of text files: articles a second from file to feed, and the memory that takes."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table

from bench.folders import write_text
from bench.site import Bench, middle

RUNS = 3


def measure(where: Path, smaller: int) -> Table:
    """20,000 files of 3 KB, 100 rules."""
    count = 20_000 // smaller
    bench = Bench(where)
    bench.configure(topics=100)
    write_text(bench.articles, count)
    runs = []
    for _ in range(RUNS):
        bench.forget()
        runs.append(bench.scan())
    run = middle(runs)
    table = Table("articles", "rules", "seconds", "articles/s", "peak MB", title="First scan, from file to feed")
    table.add_row(f"{count:,}", "100", f"{run.seconds:.1f}", f"{count / run.seconds:,.0f}", f"{run.peak / 1e6:.0f}")
    return table
