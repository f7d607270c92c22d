"""What a poll costs us with few topics and entries, and with many: requests are spread over the feeds."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from rich.table import Table

from bench.asking import Ask
from bench.contenders import Contender, Cost, compete
from bench.peers import ours
from bench.servers import Server
from feedsvc.addresses import ALL

ROUNDS = 5
SECONDS = 4
WARM = 15
"""Seconds: each of two processes prepares a thousand documents."""

SIZE = 1_500
"""Bytes of an article: enough words for every second of ten topics to have fifty articles among a thousand."""

FULL = 50
"""Entries in a document. Only feeds that fill theirs are asked for: documents of one length cost the same to send."""

ASKED = 1.2

GZIP = {"Accept-Encoding": "gzip"}


def measure(where: Path, smaller: int) -> Table:
    """10 topics and 1,000 entries; 1,000 and 100,000."""
    many = 1_000 // smaller
    rounds, seconds, warm = (1, 2, 3) if smaller > 1 else (ROUNDS, SECONDS, WARM)
    with ExitStack() as servers:
        few = _contender(servers, where / "few", entries=1_000, topics=10)
        full = _contender(servers, where / "many", entries=100_000 // smaller, topics=many)
        costs = compete([few, full], rounds, seconds, warm)
    title = f"What one poll costs (asked: with many, {ASKED} times that with few, at most)"
    table = Table("", "store", "feeds asked for", "answers/s", "CPU µs", "of few", title=title)
    for kind in few.asks:
        for one in (few, full):
            ratio = costs[one.name, kind].cpu / costs[few.name, kind].cpu
            table.add_row(kind, one.name, f"{len(one.asks[kind]):,}", *_row(costs[one.name, kind]), f"{ratio:.2f}")
        table.add_section()
    return table


def _row(cost: Cost) -> tuple[str, str]:
    return f"{cost.rate:,.0f}", f"{cost.cpu * 1e6:.1f}"


def _contender(servers: ExitStack, folder: Path, entries: int, topics: int) -> Contender:
    peer = ours.peer(folder, entries, topics, SIZE)
    server = servers.enter_context(peer.start())
    return Contender(f"{topics:,} topics, {entries:,} entries", server, _asks(server, topics))


def _asks(server: Server, topics: int) -> dict[str, list[Ask]]:
    """For each feed whose document is full, the poll of who has it, and of who has not."""
    fetches = [Ask(f"/feeds/{feed}.atom", GZIP) for feed in (ALL, *(f"rule-{number}" for number in range(topics)))]
    full = [ask for ask in fetches if server.ask(Ask(ask.path)).body.count(b"<entry") == FULL]
    polls = [replace(ask, headers={**GZIP, "If-None-Match": server.ask(ask).get("ETag") or "none"}) for ask in full]
    return {"304": polls, "200 gzip": full}
