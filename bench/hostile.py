"""Searches that somebody makes to hold us up: each is refused, or answered in time, and none breaks anything."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.hostilities import requests
from bench.newsroom import Newsroom
from bench.stock import SITE, stocked
from feedsvc import web
from feedsvc.store.base import Store

ENTRIES = 20_000
REQUESTS = 1_000

ASKED = 0.1
"""Seconds of one processor within which what is not refused is to be answered."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How one request went."""

    address: str
    status: int
    seconds: float
    """Of this process, not of the clock: what else the machine does is not measured."""


def measure(where: Path, smaller: int) -> Table:
    """Through the WSGI application, in this process: no answer is prepared, for none is asked for twice."""
    newsroom = Newsroom(9)
    store = stocked(where / "hostile.db", newsroom, ENTRIES // smaller)
    answers = _ask(store, requests(REQUESTS // smaller, newsroom.words))
    store.close()
    table = _table(answers, ENTRIES // smaller)
    _demand(answers, table)
    return table


def _ask(store: Store, addresses: list[str]) -> list[Answered]:
    application = web.create(SITE, store)
    _timed(application, "/feeds/search.atom?q=first")  # compiles statements and templates, once in a process
    answers = [_timed(application, address) for address in addresses]
    application.close()
    return answers


def _timed(application: web.Application, address: str) -> Answered:
    path, _, query = address.partition("?")
    environ = EnvironBuilder(path).get_environ()
    environ["QUERY_STRING"] = query  # as it stands, which a client would encode
    begun = time.process_time()
    body, status, _ = run_wsgi_app(application, environ, buffered=True)
    b"".join(body)
    return Answered(address, int(status[:3]), time.process_time() - begun)


def _demand(answers: list[Answered], table: Table) -> None:
    """Show what went wrong, and end the program with that."""
    broken = [each for each in answers if each.status not in {200, 301, 400}]
    late = [each for each in answers if each.seconds > ASKED]
    for each in sorted([*broken, *late], key=lambda each: -each.seconds)[:20]:
        print(each.status, f"{each.seconds * 1000:.0f} ms", ascii(each.address[:150]))
    if broken or late:
        Console(soft_wrap=True).print(table)
        raise SystemExit(f"{len(broken)} were answered with something else than 200, 301 and 400; {len(late)} late")


def _table(answers: list[Answered], entries: int) -> Table:
    title = f"{len(answers):,} hostile searches of {entries:,} entries, in one process, by WSGI; ms of one processor"
    table = Table(
        "answer", "how many", "median", "slowest", title=title, caption=f"asked: {ASKED * 1000:.0f} ms, no 5xx"
    )
    for status, count in sorted(Counter(each.status for each in answers).items()):
        taken = [each.seconds * 1000 for each in answers if each.status == status]
        table.add_row(str(status), f"{count:,}", f"{median(taken):.1f}", f"{max(taken):.1f}")
    return table
