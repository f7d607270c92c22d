"""A scan of files that are as they were, beside a bare scandir and stat of the same folder."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rich.table import Table

from bench.folders import write_text
from bench.site import Bench

RUNS = 15


def measure(where: Path, smaller: int) -> Table:
    """20,000 files."""
    count = 20_000 // smaller
    bench = Bench(where)
    bench.configure(topics=100)
    write_text(bench.articles, count)
    bench.scan()
    pipeline, store = bench.parts()
    limits, scans = [], []
    for _ in range(RUNS):  # in turn, so that a noisy second falls on both
        limits.append(_seconds(lambda: _bare(bench.articles)))
        scans.append(_seconds(pipeline.scan))
    store.close()
    limit, scan = median(limits), median(scans)
    table = Table("", "ms", "ratio", title=f"Nothing changed among {count:,} files")
    table.add_row("bare scandir and stat", f"{limit * 1000:.0f}", "1")
    table.add_row("feedsvc scan", f"{scan * 1000:.0f}", f"{scan / limit:.2f}")
    return table


def _seconds(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def _bare(folder: Path | str) -> None:
    with os.scandir(folder) as items:
        for item in items:
            if item.is_dir(follow_symlinks=False):
                _bare(item.path)
            else:
                item.stat(follow_symlinks=False)
