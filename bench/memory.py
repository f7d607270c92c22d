"""What the web workers' memory grows by when the same feeds are asked for in 100,000 different ways."""

from __future__ import annotations

import http.client
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, product
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from rich.table import Table

from bench.asking import Ask
from bench.folders import write_text
from bench.servers import Server, free_port, running
from bench.site import Bench

SETS = 100_000
"""Of `limit`, 1 to 1000, and `brief`, in a hundred lengths: each is a document of its own, asked for once."""

ENTRIES = 5
"""Few, because each is rendered anew for each length: with fifty this would take an hour, and would keep no more."""

CONNECTIONS = 16
"""The system spreads them over the workers."""

ASKED = 50
"""Megabytes, for each worker."""

_FORMATS = ("atom", "rss", "json")
_CODINGS = ("identity", "gzip", "br")


def measure(where: Path, smaller: int) -> Table:
    """100,000 sets of parameters, over a few connections at once."""
    bench = Bench(where)
    port = free_port()
    bench.configure(topics=10, port=port)
    write_text(bench.articles, ENTRIES)
    bench.scan()
    asks = _asks(SETS // smaller)
    with running([sys.executable, "-m", "feedsvc", "serve"], where, port) as server:
        _ask_all(port, asks[:CONNECTIONS])
        before = _resident(server)
        begun = time.perf_counter()
        _ask_all(port, asks)
        seconds = time.perf_counter() - begun
        after = _resident(server)
        prepared = _sum(server, "feedsvc_prepared_bytes")
    title = f"Memory, and {len(asks):,} sets of parameters (asked: a growth of {ASKED} MB at most)"
    table = Table("web worker", "before, MB", "after, MB", "growth, MB", title=title)
    for number, pid in enumerate(sorted(after), 1):
        found = before[pid], after[pid], after[pid] - before[pid]
        table.add_row(str(number), *(f"{value / 1e6:.1f}" for value in found))
    table.caption = f"{prepared / 1e6:.1f} MB of prepared answers in all; {len(asks) / seconds:,.0f} answers/s"
    return table


def _asks(count: int) -> list[Ask]:
    """In no order, so that neither formats nor codings nor lengths come together."""
    sets = [f"limit={limit}&brief={brief}" for limit, brief in product(range(1, 1001), range(100, 1100, 10))]
    source = random.Random(6)
    source.shuffle(sets)
    return [
        Ask(f"/feeds/all.{source.choice(_FORMATS)}?{each}", {"Accept-Encoding": source.choice(_CODINGS)})
        for each in islice(sets, count)
    ]


def _ask_all(port: int, asks: list[Ask]) -> None:
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        shares = [asks[first::CONNECTIONS] for first in range(CONNECTIONS)]
        list(threads.map(lambda share: _ask_each(port, share), shares))


def _ask_each(port: int, asks: list[Ask]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for ask in asks:
        connection.request("GET", ask.path, headers=dict(ask.headers))
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"{ask.path} was answered {response.status}")
    connection.close()


def _resident(server: Server) -> dict[str, float]:
    """Bytes of memory that each web worker has, by its process id."""
    return {labels["pid"]: value for labels, value in _samples(server, "process_resident_memory_bytes")}


def _sum(server: Server, name: str) -> float:
    return sum(value for _, value in _samples(server, name))


def _samples(server: Server, name: str) -> list[tuple[dict[str, str], float]]:
    exposed = server.ask(Ask("/metrics")).body.decode()
    families = text_string_to_metric_families(exposed)
    return [(one.labels, one.value) for family in families for one in family.samples if one.name == name]
