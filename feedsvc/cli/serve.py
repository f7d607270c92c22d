"""feedsvc serve: everything in one command."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import click
import structlog

from feedsvc import app, log
from feedsvc.cli.options import Given, configured
from feedsvc.cli.server import GRACE, listen
from feedsvc.cli.show import welcome
from feedsvc.cli.sockets import demand_free
from feedsvc.config import Config

PATIENCE = 1.0
"""Seconds before a worker that died is started again: a broken store is not asked a hundred times a second."""

_log = structlog.get_logger("feedsvc.serve")


@click.command()
@configured
def serve(given: Given) -> None:
    """Watch the folder, publish, and answer requests: everything in one command.

    \b
    Examples:
      feedsvc serve
      feedsvc serve --articles /srv/news/articles --port 8080
    """
    config = given.load()
    log.setup()
    demand_free(config.server.host, config.server.port)
    app.open_store(config).close()
    given.pass_on()
    worker = Worker()
    worker.start()
    threading.Thread(target=_welcome, args=(config, datetime.now(UTC)), daemon=True).start()
    try:
        listen(config)
    finally:
        worker.stop()


class Worker:
    """`feedsvc work` as a process of its own, started again when it dies."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._spawn()

    def start(self) -> None:
        threading.Thread(target=self._keep, name="keep worker", daemon=True).start()

    def stop(self) -> None:
        """Let it finish what it is doing; end it where that takes too long."""
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _spawn(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "feedsvc", "work", "--with-parent", str(os.getpid())]
        return subprocess.Popen(command)  # noqa: S603 (nothing in it comes from outside)

    def _keep(self) -> None:
        while True:
            code = self._process.wait()
            # One that ended well was told to: by whoever tells us too, most likely, as Ctrl-C tells all. We may be
            # busy for a while with finishing answers.
            if self._stopping.wait(PATIENCE if code else 2 * GRACE):
                return
            _log.error("worker died", code=code, remedy="it is started again")
            self._process = self._spawn()


def _welcome(config: Config, since: datetime) -> None:
    """Tell what was found, once the first scan has found it."""
    store = app.open_store(config)
    while (store.recollect("last_scan") or "") < since.replace(microsecond=0).isoformat():
        time.sleep(0.1)
    welcome(config, store)
    store.close()
