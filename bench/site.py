"""A feedsvc of its own in a scratch folder: its configuration, its commands, its parts in this process."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.folders import rules
from feedsvc import app
from feedsvc.pipeline import Pipeline
from feedsvc.store.base import Store


@dataclass(frozen=True, slots=True)
class Run:
    """How long a command took, in seconds, and the most memory that it and its children held at once, in bytes."""

    seconds: float
    peak: int


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder with config.toml and articles/."""

    folder: Path

    @property
    def articles(self) -> Path:
        return self.folder / "articles"

    def configure(self, topics: int, port: int = 8000) -> None:
        """Write the configuration, with as many topics of one rule each."""
        self.articles.mkdir(parents=True, exist_ok=True)
        lines = ["[site]", 'authority = "example.org,2026"', "[server]", f"port = {port}", "[schedule]", 'scan = "1h"']
        for number, rule in enumerate(rules(topics)):
            lines += ["[[topics]]", f'slug = "rule-{number}"', f"rule = {json.dumps(rule)}"]
        (self.folder / "config.toml").write_text("\n".join(lines) + "\n")

    def scan(self) -> Run:
        """`feedsvc scan` from start to end, as a whole process."""
        return timed([sys.executable, "-m", "feedsvc", "scan"], self.folder)

    def forget(self) -> None:
        """Remove the store, so that the next scan is a first one."""
        for file in (self.folder / "var").glob("*"):
            file.unlink()

    def parts(self) -> tuple[Pipeline, Store]:
        """The pipeline and the store, in this process."""
        config = app.load(self.folder / "config.toml")
        store = app.open_store(config)
        return app.pipeline(config, store), store


def timed(command: Sequence[str], folder: Path) -> Run:
    """Run a command to its end; the sum of its processes' resident memory is looked at forty times a second."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    peak = _Peak(process.pid)
    status = process.wait()
    run = Run(time.perf_counter() - begun, peak.stop())
    if status != 0:
        raise SystemExit(f"{command[0]} failed in {folder}")
    return run


def middle(runs: Sequence[Run]) -> Run:
    """The medians of several runs."""
    return Run(median(run.seconds for run in runs), int(median(run.peak for run in runs)))


class _Peak:
    def __init__(self, pid: int) -> None:
        self._peak = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, args=(pid,))
        self._thread.start()

    def stop(self) -> int:
        self._ended.set()
        self._thread.join()
        return self._peak

    def _sample(self, pid: int) -> None:
        while not self._ended.wait(0.025):
            self._peak = max(self._peak, sum(map(_resident, _family(pid))))


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(int(child)))]


def _resident(pid: int) -> int:
    """Proportional: pages that two processes share count once."""
    try:
        found = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in found.splitlines() if line.startswith("Pss:")), 0)
