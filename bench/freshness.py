"""From saving a file to seeing it in the feed that is served, with many entries published."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from rich.table import Table

from bench.folders import article, write_text
from bench.site import Bench

SAVES = 40


def measure(where: Path, smaller: int) -> Table:
    """20,000 entries; each save is awaited by polling /feeds/all.atom."""
    count = 20_000 // smaller
    bench = Bench(where)
    port = _free_port()
    bench.configure(topics=100, port=port)
    write_text(bench.articles, count)
    bench.scan()
    server = subprocess.Popen(
        [sys.executable, "-m", "feedsvc", "serve"], cwd=where, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _await(port, b"<feed")
        time.sleep(3)  # the worker's first scan, which finds nothing new: it would add to the first save
        saved = [_seen_after(bench, port, number, _save) for number in range(SAVES)]
        renamed = [_seen_after(bench, port, SAVES + number, _rename) for number in range(SAVES)]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
    table = Table("", "p50, ms", "p95, ms", "most, ms", title=f"From file to served feed, {count:,} entries published")
    table.add_row("saved in place", *_row(saved))
    table.add_row("renamed into place", *_row(renamed))
    return table


def _row(seconds: list[float]) -> tuple[str, ...]:
    return tuple(f"{value * 1000:.0f}" for value in (median(seconds), quantiles(seconds, n=20)[18], max(seconds)))


def _seen_after(bench: Bench, port: int, number: int, put: Callable[[Path, str], None]) -> float:
    begun = time.perf_counter()
    put(bench.articles / f"sighting-{number}.txt", article(number))
    _await(port, f"Sighting {number} Is".encode())
    return time.perf_counter() - begun


def _save(path: Path, text: str) -> None:
    path.write_text(text)


def _rename(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}")
    unfinished.write_text(text)
    os.utime(unfinished, (1, 1))
    unfinished.rename(path)


def _await(port: int, mark: bytes) -> None:
    deadline = time.monotonic() + 30
    while mark not in _get(port):
        if time.monotonic() > deadline:
            raise SystemExit(f"{mark!r} never appeared")
        time.sleep(0.005)  # as exact as the figure is to be; asking on and on would slow what is measured


def _get(port: int) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/feeds/all.atom")
        return connection.getresponse().read()
    except ConnectionRefusedError:
        return b""
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
