"""The servers that applications in Python run under; a `target` names the function that makes one, `module:function`.

    python -m bench.peers.under bench.peers.bare_wsgi:application 8000

is granian as `feedsvc web` has it, with the same limits, threads and sockets, and another application in it.
"""

from __future__ import annotations

import multiprocessing
import sys
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from bench.missing import demand_module
from bench.peers import WORKERS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def granian(target: str, port: int) -> list[str]:
    """Ours, with its settings."""
    return [sys.executable, "-m", __name__, target, str(port)]


def gunicorn(target: str, port: int) -> list[str]:
    """With the kind of workers that it has by default: one request at a time, and a new connection for each."""
    demand_module("gunicorn")
    address = f"127.0.0.1:{port}"
    command = ["gunicorn", "--no-control-socket", "--bind", address, "--workers", str(WORKERS), f"{target}()"]
    return [sys.executable, "-m", *command]


def _serve(target: str, port: int) -> None:
    from feedsvc import app, metrics
    from feedsvc.cli import server

    multiprocessing.set_start_method("spawn")
    config = app.load(None, {"server.port": port})
    with metrics.shared_folder() as folder:
        server.Server(config, server.CONNECTIONS, folder).serve(None, partial(_load, target), wrap_loader=False)


def _load(target: str) -> WSGIApplication:
    """In a web worker, whose threads take turns as ours do."""
    from feedsvc.cli.answering import SWITCH

    sys.setswitchinterval(SWITCH)
    module, _, function = target.partition(":")
    application: WSGIApplication = getattr(import_module(module), function)()
    return application


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
