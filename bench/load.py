"""Load from wrk: one thread that asks over sixteen connections as fast as it is answered."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import missing
from bench.asking import Ask

CONNECTIONS = 16

SPREAD = 10_000
"""Requests of a mixed load before it begins anew; their order is drawn once and is the same in every run."""

_SCRIPT = Path(__file__).with_suffix(".lua")


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it: complete answers, and how long one took, in seconds."""

    requests: int
    seconds: float
    received: int
    """Bytes, headers included."""
    p50: float
    p99: float
    most: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds

    @property
    def size(self) -> float:
        """Bytes of an answer, on average."""
        return self.received / self.requests


def drive(port: int, asks: Sequence[Ask], seconds: int, connections: int = CONNECTIONS) -> Load:
    """Ask for one thing again and again, or for several in a random order.

    Raises Missing, and SystemExit where an answer was an error or a connection broke.
    """
    command = (
        missing.program("wrk", "wrk"),
        f"--connections={connections}", "--threads=1", f"--duration={seconds}s", f"--script={_SCRIPT}",
        f"http://127.0.0.1:{port}",
    )  # fmt: skip
    lines = "\n".join(map(_line, _mixed(asks)))
    told = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout
    report = json.loads(told.splitlines()[-1])
    if report.pop("errors"):
        raise SystemExit(f"answers failed under load, at {asks[0].path}:\n{told}")
    return Load(**report)


def _mixed(asks: Sequence[Ask]) -> Sequence[Ask]:
    return asks if len(asks) == 1 else random.Random(5).choices(asks, k=SPREAD)


def _line(ask: Ask) -> str:
    return "\t".join([ask.path, *(f"{name}: {value}" for name, value in ask.headers.items())])
