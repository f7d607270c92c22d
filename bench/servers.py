"""Servers on free ports of 127.0.0.1, each a tree of processes: started, watched, and ended whatever happens."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.asking import Answer, Ask, fetch

PATH = "/feeds/all.atom"
"""What every server answers once it is ready."""

READY_WITHIN = 60.0  # seconds: a first look at 100,000 files is slow
ENDED_WITHIN = 15.0  # seconds: the graces of the servers are ten

_CHECKOUT = Path(__file__).parents[1]
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs; `pid` is the root of its tree of processes."""

    port: int
    pid: int

    def ask(self, ask: Ask) -> Answer:
        return fetch(self.port, ask)

    def cpu(self) -> float:
        """Seconds of processor time that the tree has used, its ended processes included."""
        return sum(map(_used, _family(self.pid))) / _TICKS

    def settle(self) -> None:
        """Wait until it has done whatever it does of itself at the start: until a second passes nearly unused."""
        deadline = time.monotonic() + READY_WITHIN
        before = -1.0
        while (now := self.cpu()) - before > 0.05:
            if time.monotonic() > deadline:
                raise SystemExit(f"the server on port {self.port} never came to rest")
            before = now
            time.sleep(1)  # over which its work is counted: 5% of a processor is rest


@contextmanager
def running(command: Sequence[str], folder: Path, port: int) -> Iterator[Server]:
    """Start it in its folder; wait until it answers; end it, and all that it started, at the end."""
    told = folder / "server.log"
    with told.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, "PYTHONPATH": str(_CHECKOUT)},
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        _await(process, port, told)
        server = Server(port, process.pid)
        server.settle()
        yield server
    finally:
        _end(process)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(process: subprocess.Popen[bytes], port: int, told: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{process.args!r} does not serve; it said:\n{told.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)  # a process that starts needs the processor itself


def _answers(port: int) -> bool:
    try:
        return fetch(port, Ask(PATH)).status == 200
    except OSError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end; where that takes too long, kill its session, which is nobody else's."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(ENDED_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _family(pid: int) -> list[int]:
    """The process and all below it; a thread other than the first may be the parent of one."""
    try:
        children = [child for task in Path(f"/proc/{pid}/task").iterdir() for child in _children(task)]
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(child))]


def _children(task: Path) -> list[int]:
    return [int(child) for child in (task / "children").read_text().split()]


def _used(pid: int) -> int:
    """Clock ticks, of itself and of children that have ended: fields 14 to 17 of proc(5)'s stat."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    return sum(map(int, stat.rpartition(")")[2].split()[11:15]))
