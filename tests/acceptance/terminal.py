"""A terminal, as a person has one in front of them."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from program import PATIENCE


class Terminal:
    """A program that believes a person watches; `said` is all that it wrote."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self._master = master
        self.said = ""

    def type(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def read_until(self, holds: Callable[[str], bool], within: float = PATIENCE) -> str:
        """What was said until then; fails after so many seconds."""
        deadline = time.monotonic() + within
        while not holds(self.said):
            assert time.monotonic() < deadline, self.said
            if not self._read():
                assert holds(self.said), self.said
        return self.said

    def read_to_end(self, within: float = PATIENCE) -> str:
        deadline = time.monotonic() + within
        while self._read():
            assert time.monotonic() < deadline, self.said
        self.process.wait(timeout=within)
        return self.said

    def _read(self) -> bool:
        if select.select([self._master], [], [], 1)[0]:
            with suppress(OSError):  # Linux: the other end is closed
                data = os.read(self._master, 65536)
                self.said += data.decode(errors="replace")
                return bool(data)
            return False
        return self.process.poll() is None


@contextmanager
def terminal(command: Sequence[str], folder: Path, environ: dict[str, str]) -> Iterator[Terminal]:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command, cwd=folder, env=environ, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(master)
