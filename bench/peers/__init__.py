"""What else could serve the same feed. Each module is one way to do it, with the same part as its sisters:

`peers(folder, sample)` lays out in a folder what a server needs, and says how it is started; where a server runs code
of ours, the code is in the same module. Raises Missing where something is not installed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from bench.servers import Server, free_port, running
from feedsvc.config.shape import default_workers

WORKERS = default_workers()
"""Processes of every server: as many as ours has by default."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A server to compare with, ready to be started."""

    name: str
    folder: Path
    port: int
    command: tuple[str, ...]
    builds: bool = False
    """It makes a document of its own from the same entries, where the others serve the very bytes that we do."""

    def start(self) -> AbstractContextManager[Server]:
        return running(self.command, self.folder, self.port)


def peer(name: str, folder: Path, command: Callable[[int], list[str]], *, builds: bool = False) -> Peer:
    """One on a free port, which its command is told."""
    port = free_port()
    return Peer(name, folder, port, tuple(command(port)), builds)
