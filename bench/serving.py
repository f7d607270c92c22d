"""Polls answered a second and what one costs: us, nginx on static files, a bare WSGI callable, Flask and Django."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from rich import box
from rich.table import Table

from bench.contenders import Contender, Cost, Costs, compete
from bench.missing import Missing
from bench.peers import Peer, bare_wsgi, django_view, flask_view, nginx, ours
from bench.peers.sample import Sample

ROUNDS = 5
SECONDS = 3
ENTRIES = 50

SISTERS = (nginx, bare_wsgi, flask_view, django_view)
YARDSTICKS = (bare_wsgi.NAME, nginx.NAME, f"{flask_view.NAME}, gunicorn")
_OF_THEIRS = ("of\nbare", "of\nnginx", "of\nFlask")

_ASKED = (
    "Asked of us, answers a second: 0.85 of the bare callable; of nginx 0.28 (304), 0.33 (gzip), 0.40 (identity); "
    "5 times Flask under gunicorn, which is the Flask of the ratios. No server writes a log of requests."
)


def measure(where: Path, smaller: int) -> Table:
    """One feed of 50 entries, asked for over sixteen connections; every server has as many processes as ours."""
    rounds, seconds = (1, 1) if smaller > 1 else (ROUNDS, SECONDS)
    with ExitStack() as servers:
        us = ours.peer(where / "feedsvc", ENTRIES, topics=10)
        server = servers.enter_context(us.start())
        sample = Sample.of(server)
        peers, absent = _peers(where, sample)
        contenders = [Contender(us.name, server, sample.asks)]
        contenders += [_contender(peer, servers, sample) for peer in peers]
        return _table(compete(contenders, rounds, seconds), len(sample.identity.body), absent)


def _peers(where: Path, sample: Sample) -> tuple[list[Peer], list[str]]:
    """Those that can be had, and what is missing for the others."""
    peers: list[Peer] = []
    absent: list[str] = []
    for sister in SISTERS:
        try:
            peers += sister.peers(where / sister.__name__, sample)
        except Missing as missing:
            absent.append(str(missing))
    return peers, absent


def _contender(peer: Peer, servers: ExitStack, sample: Sample) -> Contender:
    """Started, and found to answer as we do. Raises SystemExit where it does not."""
    server = servers.enter_context(peer.start())
    own = Sample.of(server)
    if own.titles != sample.titles or not (peer.builds or own.identity.body == sample.identity.body):
        raise SystemExit(f"{peer.name} serves another document")
    return Contender(peer.name, server, own.asks)


def _table(costs: Costs, size: int, absent: list[str]) -> Table:
    title = f"Serving a feed of {ENTRIES} entries, {size / 1000:.0f} KB"
    caption = " ".join((_ASKED, *(f"{what}." for what in absent)))
    table = Table(title=title, caption=caption, box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(no_wrap=True)
    for heading in ("answers/s", *_OF_THEIRS, "CPU µs", *_OF_THEIRS[:2]):
        table.add_column(heading, justify="right", no_wrap=True)
    for kind in dict.fromkeys(kind for _, kind in costs):
        of_kind = {name: cost for (name, each), cost in costs.items() if each == kind}
        table.add_row(kind, style="bold")
        for name, cost in of_kind.items():
            table.add_row(name, *_row(cost, [of_kind.get(yardstick) for yardstick in YARDSTICKS]))
        table.add_section()
    return table


def _row(cost: Cost, yardsticks: list[Cost | None]) -> Iterator[str]:
    """Both figures, each with its ratios."""
    yield f"{cost.rate:,.0f}"
    yield from ("" if other is None else _ratio(cost.rate / other.rate) for other in yardsticks)
    yield f"{cost.cpu * 1e6:,.1f}" if cost.cpu < 0.001 else f"{cost.cpu * 1e6:,.0f}"
    yield from ("" if other is None else _ratio(cost.cpu / other.cpu) for other in yardsticks[:2])


def _ratio(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2f}"
