"""Ourselves: `feedsvc serve` as its users start it, with a folder of articles that has been published."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.folders import write_text
from bench.peers import Peer
from bench.servers import free_port
from bench.site import Bench

NAME = "feedsvc"

SIZE = 1_100
"""Bytes of an article: 2 KB with what a feed says of it, and so about 100 KB for a document of fifty."""


def peer(folder: Path, count: int, topics: int, size: int = SIZE, under: str = "") -> Peer:
    """With as many articles of this size, in a folder of the article folder where one is named, and as many topics."""
    bench = Bench(folder)
    port = free_port()
    bench.configure(topics, port)
    write_text(bench.articles / under, count, size)
    bench.scan()
    return Peer(NAME, folder, port, (sys.executable, "-m", "feedsvc", "serve"))
