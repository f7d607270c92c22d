"""Clients that drip their headers and clients that say nothing, and what those who behave notice of them."""

from __future__ import annotations

import http.client
import resource
import socket
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from rich.table import Table

from bench.folders import write_text
from bench.servers import free_port, running
from bench.site import Bench

DRIPPING, SILENT = 500, 500
SECONDS = 60.0

POLL_EVERY = 0.02
"""Seconds between two polls of those who behave, each over a connection of its own."""

_HEADERS = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Patience: " + b"p" * 10_000


@dataclass(slots=True)
class Crowd:
    """The slow clients, all in one thread; one whose connection is closed comes again."""

    port: int
    closed: int = 0
    _open: dict[socket.socket, int | None] = field(default_factory=dict)
    """How many bytes each has sent; None for the silent."""

    def press(self, ends: threading.Event) -> None:
        """A byte a second from each that drips, until the end."""
        for _ in range(DRIPPING):
            self._come(0)
        for _ in range(SILENT):
            self._come(None)
        while not ends.wait(1.0):
            for connection, sent in list(self._open.items()):
                if _is_closed(connection) or not self._drip(connection, sent):
                    self._leave(connection)
                    self.closed += 1
                    self._come(None if sent is None else 0)
        for connection in list(self._open):
            self._leave(connection)

    def _come(self, sent: int | None) -> None:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.setblocking(False)
        self._open[connection] = sent

    def _leave(self, connection: socket.socket) -> None:
        del self._open[connection]
        connection.close()

    def _drip(self, connection: socket.socket, sent: int | None) -> bool:
        if sent is None:
            return True
        try:
            connection.send(_HEADERS[sent : sent + 1])
        except OSError:
            return False
        self._open[connection] = sent + 1
        return True


def measure(where: Path, smaller: int) -> Table:
    """500 that drip, 500 that say nothing, for a minute; healthz polled 50 times a second meanwhile."""
    _allow_files(DRIPPING + SILENT + 100)
    bench = Bench(where)
    port = free_port()
    bench.configure(topics=20, port=port)
    write_text(bench.articles, 30)
    seconds = SECONDS if smaller == 1 else 5.0
    with running([sys.executable, "-m", "feedsvc", "serve"], where, port):
        alone = _poll(port, seconds / 4)
        crowd, ends = Crowd(port), threading.Event()
        pressing = threading.Thread(target=crowd.press, args=(ends,))
        pressing.start()
        time.sleep(1)  # until all have come
        beside = _poll(port, seconds)
        ends.set()
        pressing.join()
    title = f"healthz beside {DRIPPING} clients that drip and {SILENT} that say nothing, {seconds:.0f} s"
    table = Table("", "polls", "failed", "p50, ms", "p99, ms", "worst, ms", title=title)
    table.add_row("alone", *_row(alone))
    table.add_row("beside them", *_row(beside))
    table.caption = f"{crowd.closed:,} slow clients were sent away, and came again"
    return table


def _allow_files(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(count, hard)), hard))


def _poll(port: int, seconds: float) -> list[float | None]:
    """How long each answer took; None for one that was none."""
    found: list[float | None] = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found.append(_healthz(port))
        time.sleep(POLL_EVERY)
    return found


def _healthz(port: int) -> float | None:
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        healthy = connection.getresponse().read() == b"ok\n"
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return time.perf_counter() - begun if healthy else None


def _row(polls: list[float | None]) -> tuple[str, ...]:
    good = [seconds * 1000 for seconds in polls if seconds is not None]
    hundredths = quantiles(good, n=100, method="inclusive")
    times = (f"{value:.1f}" for value in (hundredths[49], hundredths[98], max(good)))
    return (str(len(polls)), str(len(polls) - len(good)), *times)


def _is_closed(connection: socket.socket) -> bool:
    try:
        return connection.recv(4096) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
