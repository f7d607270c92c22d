"""How long a poll waits for its 304 under load: in peace, and while articles are being published."""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.table import Table

from bench.asking import Ask
from bench.folders import article
from bench.load import CONNECTIONS, drive
from bench.peers import bare_wsgi, ours
from bench.peers.sample import GZIP, Sample
from bench.servers import PATH, Server

ROUNDS = 3
SECONDS = 5
ENTRIES = 1_000

A_SECOND = 50
"""Articles that are published a second."""

STILL = "harbour"
"""A folder, and so a topic, into which nothing more is published."""

SHOWN_WITHIN = 60.0
"""Seconds after the last article was written by when it must be in the feed."""


@dataclass(frozen=True, slots=True)
class Poll:
    """Who is asked what."""

    name: str
    server: Server
    ask: Ask

    def wait(self, seconds: int) -> float:
        """The 99th percentile, in seconds. Raises SystemExit where something else than a 304 came back."""
        answer = self.server.ask(self.ask)
        load = drive(self.server.port, [self.ask], seconds)
        if answer.status != 304 or abs(load.size / answer.size - 1) > 0.1:
            raise SystemExit(f"{self.name}: not every answer was a 304")
        return load.p99


class Publisher(threading.Thread):
    """Renames one article after the other into the folder, at a steady rate, until it is stopped."""

    def __init__(self, articles: Path) -> None:
        super().__init__()
        self._articles = articles
        self._stopped = threading.Event()
        self.published = 0
        self.seconds = 0.0

    def run(self) -> None:
        begun = time.monotonic()
        while not self._stopped.wait(max(0.0, begun + self.published / A_SECOND - time.monotonic())):
            self._publish(f"sighting-{self.published:06}.txt")
            self.published += 1
        self.seconds = time.monotonic() - begun

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def _publish(self, name: str) -> None:
        unfinished = self._articles / f".{name}"
        unfinished.write_text(article(self.published))
        os.utime(unfinished, (1, 1))
        unfinished.rename(self._articles / name)


def measure(where: Path, smaller: int) -> Table:
    """A thousand entries; sixteen connections that poll as fast as they are answered."""
    rounds, seconds = (1, 2) if smaller > 1 else (ROUNDS, SECONDS)
    us = ours.peer(where / "feedsvc", ENTRIES, topics=100, under=STILL)
    with us.start() as server:
        (bare,) = bare_wsgi.peers(where / "bare", Sample.of(server))
        with bare.start() as limit:
            polls = _polls(server, limit)
            peace = _waits(polls, rounds, seconds)
            publisher = Publisher(us.folder / "articles")
            publisher.start()
            try:
                publishing = _waits(polls, rounds, seconds)
            finally:
                publisher.stop()
            late = _until_shown(server, publisher.published - 1)
    rate = publisher.published / publisher.seconds
    return _table(
        peace, publishing, f"{rate:.0f} articles a second; the last was shown {late:.1f} s after it was saved"
    )


def _polls(server: Server, limit: Server) -> list[Poll]:
    still = f"/feeds/{STILL}.atom"
    tag = server.ask(Ask(still, GZIP.headers)).get("ETag") or "none"
    return [
        Poll("a feed that stands still", server, Ask(still, {**GZIP.headers, "If-None-Match": tag})),
        Poll("the feed that all of them enter", server, Ask(PATH, {**GZIP.headers, "If-None-Match": "*"})),
        Poll(bare_wsgi.NAME, limit, Sample.of(limit).poll),
    ]


def _waits(polls: Sequence[Poll], rounds: int, seconds: int) -> dict[str, float]:
    """The median of the rounds, of each; in turn, so that a noisy second falls on all alike."""
    waits: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for poll in polls:
            waits[poll.name].append(poll.wait(seconds))
    return {name: median(taken) for name, taken in waits.items()}


def _until_shown(server: Server, number: int) -> float:
    """Seconds until the feed shows this article."""
    begun = time.monotonic()
    while f"Sighting {number} Is".encode() not in server.ask(Ask(PATH)).body:
        if time.monotonic() - begun > SHOWN_WITHIN:
            raise SystemExit(f"article {number} never appeared")
        time.sleep(0.005)  # as exact as the figure is to be; asking on and on would slow what is measured
    return time.monotonic() - begun


def _table(peace: dict[str, float], publishing: dict[str, float], state: str) -> Table:
    title = f"p99 of a 304 at {CONNECTIONS} connections, ms (asked: 10 at most)"
    table = Table("", "in peace", "of bare", "while publishing", "of bare", title=title, caption=f"Published: {state}.")
    for name in peace:
        cells = [(waits[name], waits[name] / waits[bare_wsgi.NAME]) for waits in (peace, publishing)]
        table.add_row(name, *(cell for p99, ratio in cells for cell in (f"{p99 * 1000:.2f}", f"{ratio:.2f}")))
    return table
