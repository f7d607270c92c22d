"""The machine: memory, processors and open files, against what the server is told to use."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from feedsvc.config import Config
from feedsvc.config.shape import usable_cores
from feedsvc.doctor.finding import Area, Finding

_AREA = Area("machine")

_PROCESS = 110
"""Megabytes of a web worker with nothing prepared; the parent and the worker that publishes take some less."""

_BESIDE_WORKERS = 2
"""Processes of `feedsvc serve`: its parent, and the worker that publishes."""

_CROWD = 4
"""Workers for each core, beyond which they only take turns and memory."""

_FILES = 1024
"""Open files of a process: what is left of them are its connections, which wait where there are more."""

_MB = 1024 * 1024

_CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is, and what `feedsvc serve` would take."""

    workers: int
    cores: int
    prepared: int
    """Megabytes for prepared answers, of all workers together."""
    memory: int | None
    """Megabytes that this process and its children may have; None where the system does not tell."""
    files: int
    """That a process may have open, at most."""


def look(config: Config) -> Seen:
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    unlimited = files == resource.RLIM_INFINITY
    return Seen(
        config.server.workers, usable_cores(), config.server.memory, _memory(), _FILES * _FILES if unlimited else files
    )


def judge(seen: Seen) -> Iterator[Finding]:
    yield _judge_workers(seen)
    yield from _judge_memory(seen)
    if seen.files < _FILES:
        what = f"A process may open {seen.files:,} files, connections among them."
        yield _AREA.warning(what, "Raise it: `ulimit -n`, LimitNOFILE= of systemd, --ulimit of Docker")


def _judge_workers(seen: Seen) -> Finding:
    what = f"{_counted(seen.workers, 'web worker')} on {_counted(seen.cores, 'core')}."
    if seen.workers > seen.cores * _CROWD:
        return _AREA.warning(what, f"Set server.workers to {seen.cores}: more only share the same cores")
    return _AREA.ok(what)


def _judge_memory(seen: Seen) -> Iterator[Finding]:
    if seen.memory is None:
        return
    needed = (seen.workers + _BESIDE_WORKERS) * _PROCESS + seen.prepared
    what = f"`feedsvc serve` takes some {needed:,} MB, and {seen.memory:,} MB can be had."
    if needed > seen.memory:
        yield _AREA.warning(what, "Lower server.workers or server.memory, or give it more")
    else:
        yield _AREA.ok(what)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _memory() -> int | None:
    """All that the machine has, or what its container may have of that."""
    try:
        there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError):
        return None
    return min(there, _limit() or there) // _MB


def _limit() -> int | None:
    """Of the control group (version 2) that this process is in, as containers have it mounted."""
    try:
        return int((_CGROUP / "memory.max").read_text())
    except (OSError, ValueError):
        return None  # none, or "max"
