"""What one more article costs, with few entries in the store and with many."""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median

from rich.table import Table

from bench.folders import article, write_text
from bench.site import Bench

ARTICLES = 60


def measure(where: Path, smaller: int) -> Table:
    """1,000 entries, and 100,000."""
    counts = (1_000 // smaller, 100_000 // smaller)
    benches = [_filled(where / str(count), count) for count in counts]
    parts = [bench.parts() for bench in benches]
    taken: list[list[float]] = [[], []]
    for number in range(ARTICLES):  # in turn, so that a noisy second falls on both
        for index, (bench, (pipeline, _)) in enumerate(zip(benches, parts, strict=True)):
            path = bench.articles / f"more-{number}.txt"
            path.write_text(article(number))
            os.utime(path, (1, 1))
            begun = time.perf_counter()
            report = pipeline.scan({path.name})
            taken[index].append(time.perf_counter() - begun)
            if report.new != [path.name]:
                raise SystemExit(f"the article was not taken: {report}")
    for _, store in parts:
        store.close()
    few, many = map(median, taken)
    table = Table("entries in the store", "one more, ms", "ratio", title="Publishing one article")
    table.add_row(f"{counts[0]:,}", f"{few * 1000:.2f}", "1")
    table.add_row(f"{counts[1]:,}", f"{many * 1000:.2f}", f"{many / few:.2f}")
    return table


def _filled(folder: Path, count: int) -> Bench:
    bench = Bench(folder)
    bench.configure(topics=100)
    write_text(bench.articles, count)
    bench.scan()
    return bench
