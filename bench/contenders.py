"""Servers under the same load in turn, round by round, so that a noisy second falls on all alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from bench.asking import Ask
from bench.load import CONNECTIONS, drive
from bench.servers import Server

WARM = 1
"""Seconds of load before it counts: each process of a server has to make what it will keep."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A server that runs, and what it is asked: for each kind of request, those that are sent in a random order."""

    name: str
    server: Server
    asks: Mapping[str, Sequence[Ask]]


@dataclass(frozen=True, slots=True)
class Cost:
    """Answers a second, and seconds of processor time that one took."""

    rate: float
    cpu: float

    @classmethod
    def median(cls, costs: Sequence[Cost]) -> Cost:
        return cls(median(cost.rate for cost in costs), median(cost.cpu for cost in costs))


Costs = dict[tuple[str, str], Cost]
"""By the name of the contender and the kind of request."""


def compete(contenders: Sequence[Contender], rounds: int, seconds: int, warm: int = WARM) -> Costs:
    """The medians of the rounds."""
    pairs = [(contender, kind) for kind in contenders[0].asks for contender in contenders]
    sizes = {(one.name, kind): fmean(one.server.ask(ask).size for ask in one.asks[kind]) for one, kind in pairs}
    for contender, kind in pairs:
        drive(contender.server.port, contender.asks[kind], warm)
    taken: dict[tuple[str, str], list[Cost]] = defaultdict(list)
    for _ in range(rounds):
        for contender, kind in pairs:
            taken[contender.name, kind].append(_round(contender, kind, seconds, sizes[contender.name, kind]))
    return {pair: Cost.median(costs) for pair, costs in taken.items()}


def _round(contender: Contender, kind: str, seconds: int, size: float) -> Cost:
    """Raises SystemExit where the answers are no longer what they were when they were looked at."""
    before = contender.server.cpu()
    load = drive(contender.server.port, contender.asks[kind], seconds)
    used = contender.server.cpu() - before
    # A tenth, and what was on its way on each connection at the end: of a slow server that is not little.
    if abs(load.received - load.requests * size) > 0.1 * load.requests * size + CONNECTIONS * size:
        raise SystemExit(f"{contender.name}, {kind}: {load.size:,.0f} bytes an answer, where {size:,.0f} are right")
    return Cost(load.rate, used / load.requests)
