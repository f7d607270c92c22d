"""From saving a changed rule to all stored entries sorted by it, with the polls that are answered meanwhile."""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles

from rich.table import Table

from bench.asking import Ask
from bench.newsroom import Newsroom
from bench.servers import Server, free_port, running
from bench.site import Bench
from feedsvc import sanitize
from feedsvc.expressions import parse
from feedsvc.expressions.tokens import tokens
from feedsvc.store.base import Store

ENTRIES = 20_000
RULES = 1_000
MOST = 3.0
"""Seconds, as asked."""

EDITS = 5
"""Of each kind."""

SHARES = {"one hundredth": 100, "one twentieth": 20}
"""The part of all entries that a rule matches which is tried, beside rules as the newsroom has them: most of these
match a handful of 20,000 entries."""

TRIED = "tried"
NOTHING = "nothingofthekind"
QUIET = "/feeds/quiet.atom"
"""A feed that no edit concerns."""

EVERY = 0.02
"""Seconds between two polls: fifty a second, which one client alone never makes."""

PATIENCE = 120.0


@dataclass
class Poller:
    """One client on one connection that asks again and again for what it has."""

    server: Server
    waits: list[float] = field(default_factory=list)
    others: int = 0
    """Answers that were no 304."""

    def __post_init__(self) -> None:
        self._known = self.server.ask(Ask(QUIET)).get("ETag") or ""
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        while not self._stopped.wait(EVERY):
            begun = time.perf_counter()
            connection.request("GET", QUIET, headers={"If-None-Match": self._known})
            response = connection.getresponse()
            response.read()
            self.waits.append(time.perf_counter() - begun)
            self.others += response.status != 304
        connection.close()


def measure(where: Path, smaller: int) -> Table:
    """20,000 entries, 1,000 rules; one of them is edited again and again, in a file of its own."""
    bench, port = Bench(where), free_port()
    usual, words = _write(bench, ENTRIES // smaller, port)
    bench.scan()
    _, store = bench.parts()
    edits = {"from one of the newsroom's own to another": usual}
    for share, some in words.items():
        edits[f"from {share} to another"] = some[1 : EDITS + 1]
        edits[f"from none to {share}"] = [rule for word in some[EDITS + 1 :] for rule in (NOTHING, word)]
    with running([sys.executable, "-m", "feedsvc", "serve"], where, port) as server:
        _seconds(bench, store, usual[0])
        peace = _polled_in_peace(server)
        poller = Poller(server)
        taken = {}
        for kind, rules in edits.items():
            seconds = [_seconds(bench, store, rule) for rule in rules]
            taken[kind] = seconds[1::2] if NOTHING in rules else seconds[1:]
        poller.stop()
    store.close()
    return _table(taken, peace, poller, ENTRIES // smaller)


def _write(bench: Bench, count: int, port: int) -> tuple[list[str], dict[str, list[str]]]:
    """The configuration and the articles; rules that the newsroom would write, and words of each share of entries."""
    newsroom = Newsroom(4)
    bench.articles.mkdir(parents=True)
    holders: Counter[str] = Counter()
    for number in range(count):
        entry = newsroom.entry(number)
        day = date(2016, 1, 1) + timedelta(days=number % 3650)
        paragraphs = sanitize.untagged(entry.content).replace("\n", "\n\n")
        (bench.articles / f"{number:06}.txt").write_text(f"{entry.title} - {day}\n\n{paragraphs}\n")
        holders.update(set(tokens(f"{entry.title} {paragraphs}")))
    _write_quiet(bench)
    bench.configure(topics=0, port=port)
    rules = bench.folder / "topics" / "rules.toml"
    rules.parent.mkdir()
    written = newsroom.rules(RULES + EDITS + 1)
    rules.write_text("".join(_topic(f"rule-{number}", rule) for number, rule in enumerate(written[:RULES])))
    _edit(bench, NOTHING)
    words = {
        kind: sorted(holders, key=lambda word, share=share: (abs(holders[word] - count / share), word))[: 2 * EDITS + 1]
        for kind, share in SHARES.items()
    }
    return written[RULES:], words


def _write_quiet(bench: Bench) -> None:
    quiet = bench.articles / "quiet" / "a.txt"
    quiet.parent.mkdir()
    quiet.write_text("Nothing Happens - 2016-01-01\n\nNot here.\n")


def _topic(slug: str, rule: str) -> str:
    return f"[[topics]]\nslug = {json.dumps(slug)}\nrule = {json.dumps(rule)}\n"


def _edit(bench: Bench, rule: str) -> None:
    """Save it as editors do: renamed into place."""
    file = bench.folder / "topics" / "tried.toml"
    unfinished = file.with_suffix(".tmp")
    unfinished.write_text(_topic(TRIED, rule))
    unfinished.rename(file)


def _seconds(bench: Bench, store: Store, rule: str) -> float:
    """Until every stored entry that the rule matches is in the topic, and no other."""
    expected = {found.id for found in store.found(parse(rule))}
    begun = time.perf_counter()
    _edit(bench, rule)
    while {found.id for found in store.about([TRIED])} != expected:
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"after {PATIENCE:.0f} s, entries are not sorted by {rule!r}")
        time.sleep(0.05)  # as exact as seconds need; asking costs the store
    return time.perf_counter() - begun


def _polled_in_peace(server: Server) -> Poller:
    poller = Poller(server)
    time.sleep(5)  # some thousand polls, enough for the slowest in a hundred
    poller.stop()
    return poller


def _table(taken: dict[str, list[float]], peace: Poller, poller: Poller, count: int) -> Table:
    waits = f"p99 of a 304: {_p99(peace.waits):.1f} ms in peace, {_p99(poller.waits):.1f} ms meanwhile (asked: 20)"
    polls = f"{len(poller.waits):,} polls, {poller.others} of them answered with no 304"
    title = f"One of {RULES:,} rules edited, {count:,} entries stored (asked: {MOST} s at most)"
    table = Table("", "median, s", "most, s", "asked", title=title, caption=f"{waits}; {polls}.")
    for kind, seconds in taken.items():
        verdict = "reached" if median(seconds) < MOST else "NOT reached"
        table.add_row(kind, f"{median(seconds):.2f}", f"{max(seconds):.2f}", verdict)
    return table


def _p99(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100)[98] * 1000
