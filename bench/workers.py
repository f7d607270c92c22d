"""How soon every web worker serves a new revision, counted from the moment at which the store has it."""

from __future__ import annotations

import http.client
import random
import sys
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from rich.table import Table

from bench.folders import write_text
from bench.servers import PATH, free_port, running
from bench.site import Bench

REVISIONS = 200
CONNECTIONS = 16
"""The system spreads them over the workers: that one of two gets none happens once in 30,000 runs."""

ASKED = 100
"""Milliseconds."""


@dataclass(slots=True)
class Subscriber:
    """One connection, which stays with the worker that took it."""

    connection: http.client.HTTPConnection

    def tag(self) -> str | None:
        """What it is told now."""
        self.connection.request("HEAD", PATH)
        response = self.connection.getresponse()
        response.read()
        return response.headers["ETag"]


def measure(where: Path, smaller: int) -> Table:
    """200 revisions, each awaited by polling over 16 connections."""
    count = REVISIONS // smaller
    bench = Bench(where)
    port = free_port()
    bench.configure(topics=100, port=port)
    write_text(bench.articles, 1000 // smaller)
    bench.scan()
    with ExitStack() as held:
        held.enter_context(running([sys.executable, "-m", "feedsvc", "serve"], where, port))
        _, store = bench.parts()
        held.enter_context(closing(store))
        subscribers = [Subscriber(held.enter_context(closing(_connect(port)))) for _ in range(CONNECTIONS)]
        pauses = random.Random(7)
        seen = []
        for _ in range(count):
            time.sleep(pauses.uniform(0.05, 0.15))  # at any moment between two looks at the store
            before = subscribers[0].tag()
            store.touch(datetime.now(UTC))
            seen.append(_seen_by_all(subscribers, before))
    title = f"From commit to every web worker, {count} revisions (asked: {ASKED} ms)"
    table = Table("", "p50, ms", "p99, ms", "most, ms", title=title)
    row = (median(seen), quantiles(seen, n=100, method="inclusive")[98], max(seen))
    table.add_row(f"{CONNECTIONS} connections", *(f"{value * 1000:.0f}" for value in row))
    return table


def _connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=30)


def _seen_by_all(subscribers: list[Subscriber], before: str | None) -> float:
    """Seconds until the last of them was told something else."""
    begun = time.perf_counter()
    unaware = subscribers
    while unaware := [each for each in unaware if each.tag() == before]:
        if time.perf_counter() - begun > 30:
            raise SystemExit("a web worker never saw a new revision")
    return time.perf_counter() - begun
