"""Told to stop while it is asked from all sides: which answers are cut, and which requests get none."""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from rich.table import Table

from bench.folders import write_text
from bench.servers import PATH, free_port, running
from bench.site import Bench

STOPS = 50

CLIENTS = 6
"""Of each of the two quick kinds; two slow ones come to them."""

PATIENCE = 20.0
"""Seconds without a byte after which a client gives up; what it waited for counts as missing."""


class Fate(Enum):
    """What became of one request."""

    WHOLE = "answered whole"
    CUT = "cut"
    """Some of the answer came, the rest never did."""
    LOST = "lost"
    """Sent whole over a new connection, and nothing came back."""
    CLOSED = "idle connection closed"
    """Sent over a connection that was kept after an earlier answer, and closed before anything came back: RFC 9112,
    section 9.6, has clients ask again."""
    REFUSED = "refused"
    """No connection, so nothing was sent."""


@dataclass(slots=True)
class Tally:
    """What became of all requests of all clients; `pause` is a slow reader's, between two sips, in seconds."""

    port: int
    ends: threading.Event = field(default_factory=threading.Event)
    fates: Counter[Fate] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask_on(self, *, keeps: bool, pause: float = 0.0) -> None:
        """Be a client: ask until nobody is there."""
        connection: socket.socket | None = None
        while not self.ends.is_set():
            fresh = connection is None
            connection = connection or _connect(self.port, narrow=pause > 0)
            if connection is None:
                self._count(Fate.REFUSED)
                return
            fate, stays = _ask(connection, keeps, fresh, pause)
            self._count(fate)
            if not (stays and keeps):
                connection.close()
                connection = None

    def _count(self, fate: Fate) -> None:
        with self._lock:
            self.fates[fate] += 1


def measure(where: Path, smaller: int) -> Table:
    """50 stops of `feedsvc serve`, each at a random moment of a load on a feed of some 100 KB."""
    stops = STOPS if smaller == 1 else 3
    bench = Bench(where)
    write_text(bench.articles, 30)
    fates: Counter[Fate] = Counter()
    seconds = []
    for _ in range(stops):
        port = free_port()
        bench.configure(topics=20, port=port)
        found, took = _stop_under_load(where, port)
        fates += found
        seconds.append(took)
    table = Table("", "requests", title=f"{stops} stops with SIGTERM under load")
    for fate in Fate:
        table.add_row(fate.value, f"{fates[fate]:,}")
    table.caption = f"slowest stop {max(seconds):.1f} s, with two readers that take 2 s for the feed"
    return table


def _stop_under_load(where: Path, port: int) -> tuple[Counter[Fate], float]:
    tally = Tally(port)
    quick = [threading.Thread(target=tally.ask_on, kwargs={"keeps": number % 2 == 0}) for number in range(2 * CLIENTS)]
    slow = [threading.Thread(target=tally.ask_on, kwargs={"keeps": keeps, "pause": 0.1}) for keeps in (True, False)]
    with running([sys.executable, "-m", "feedsvc", "serve"], where, port) as server:
        for client in (*quick, *slow):
            client.start()
        time.sleep(random.uniform(0.3, 1.0))  # so that the stop comes at any moment of an answer
        begun = time.perf_counter()
        os.kill(server.pid, signal.SIGTERM)
        for client in (*quick, *slow):
            client.join(3 * PATIENCE)
        tally.ends.set()
    return tally.fates, time.perf_counter() - begun


def _connect(port: int, *, narrow: bool) -> socket.socket | None:
    """None where nobody listens; a narrow one buffers next to nothing, as the far end of a slow line."""
    connection = socket.socket()
    if narrow:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(PATIENCE)
    try:
        connection.connect(("127.0.0.1", port))
    except OSError:
        connection.close()
        return None
    return connection


def _ask(connection: socket.socket, keeps: bool, fresh: bool, pause: float) -> tuple[Fate, bool]:
    """One request and its answer; whether another may follow over the same connection."""
    manner = "keep-alive" if keeps else "close"
    request = f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: {manner}\r\n\r\n"
    got = b""
    try:
        connection.sendall(request.encode())
        while not _is_whole(got):
            some = connection.recv(8192 if pause else 1 << 18)
            if not some:
                break
            got += some
            time.sleep(pause)  # as a slow reader: the answer takes so much longer
    except OSError:  # reset, or nothing for too long
        pass
    if _is_whole(got):
        return Fate.WHOLE, b"connection: close" not in got.partition(b"\r\n\r\n")[0].lower()
    if got:
        return Fate.CUT, False
    return (Fate.LOST if fresh else Fate.CLOSED), False


def _is_whole(got: bytes) -> bool:
    head, blank, body = got.partition(b"\r\n\r\n")
    if not blank:
        return False
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return len(lengths) == 1 and len(body) == int(lengths[0])
