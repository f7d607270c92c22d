"""The real program, started as its users start it, and what it serves, asked for over HTTP."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any

import feedparser

PATIENCE = 60
"""Seconds until something that must happen counts as not happening; a busy machine is slow."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def eventually(holds: Callable[[], Any], within: float = PATIENCE) -> Any:
    """What `holds` returns once it is true; fails after so many seconds."""
    deadline = time.monotonic() + within
    while not (result := holds()):
        assert time.monotonic() < deadline, f"not true within {within} s"
        time.sleep(0.02)
    return result


@dataclass
class Program:
    """feedsvc in a folder of its own, with a config.toml and an articles/ folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def articles(self) -> Path:
        return self.folder / "articles"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def write(self, path: str, text: str | bytes) -> Path:
        """Put an article in place, by renaming, as a careful program does."""
        target = self.articles / path
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.tmp")
        unfinished.write_bytes(text.encode() if isinstance(text, str) else text)
        os.utime(unfinished, (1, 1))
        return unfinished.rename(target)

    def configure(self, text: str) -> None:
        (self.folder / "config.toml").write_text(text)

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command, to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "feedsvc", *arguments],
            cwd=self.folder, env=self._environ(), capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert not check or done.returncode == 0, done.stderr + done.stdout
        return done

    def status(self) -> dict[str, Any]:
        return dict(json.loads(self.run("status", "--json").stdout))

    def start(self, *arguments: str) -> None:
        """`feedsvc serve`, until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "feedsvc", "serve", "--port", str(self.port), *arguments],
                cwd=self.folder, env=self._environ(), stdout=log, stderr=log,
            )  # fmt: skip
        eventually(self._is_ready)

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(timeout=PATIENCE)
        self.process = None
        return code

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def feed(self, selection: str = "all", format: str = "atom") -> Any:
        return feedparser.parse(self.get(f"/feeds/{selection}.{format}").body)

    def titles(self, selection: str = "all") -> list[str]:
        return [entry.title for entry in self.feed(selection).entries]

    def _is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.get("/readyz").status == 200
        except OSError:
            return False

    def _environ(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("FEEDSVC")}
        return inherited | {"PYTHONUNBUFFERED": "1"} | self.environ


@contextmanager
def installed(folder: Path) -> Iterator[Program]:
    """Not yet started; ended with the block."""
    program = Program(folder, free_port())
    program.articles.mkdir()
    try:
        yield program
    finally:
        if program.process is not None:
            program.stop(signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


CONFIG = """
[site]
title = "The Tidewater Post"
base_url = "https://post.example.org"
authority = "post.example.org,2026"
timezone = "Europe/Paris"

[server]
workers = 1

[[topics]]
slug = "shipping"
title = "Shipping"
rule = 'harbour OR "container ship"'

[[topics]]
slug = "empty"
title = "Nothing yet"
"""
