"""feedsvc web: the half that answers requests."""

from __future__ import annotations

import errno
import multiprocessing
import socket
import threading

import click
from granian.constants import Interfaces
from granian.server import MPServer

from feedsvc import app, log
from feedsvc.cli.options import Given, configured
from feedsvc.config import Config

GRACE = 10
"""Seconds that a web worker has to finish its answers when it is told to stop."""

THREADS = 4
"""In each web worker. An answer is computed, not waited for; more threads would only share the same core."""


@click.command()
@configured(server=True)
def web(given: Given) -> None:
    """Answer requests; `feedsvc work` publishes, on this machine or another."""
    config = given.load()
    log.setup()
    app.open_store(config).close()  # a store that cannot be reached is told here, once, not by every worker
    given.pass_on()
    listen(config)


def listen(config: Config) -> None:
    """Serve until told to stop by SIGTERM or SIGINT."""
    demand_free(config.server.host, config.server.port)
    # Forked workers would inherit locks that threads of this process hold, and wait for them for ever.
    multiprocessing.set_start_method("spawn", force=True)
    _Server(
        "feedsvc.app:serving_web",
        address=config.server.host,
        port=config.server.port,
        interface=Interfaces.WSGI,
        workers=config.server.workers,
        blocking_threads=THREADS,
        factory=True,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_dictconfig=log.dict_config(),
        websockets=False,
    ).serve()


class _Server(MPServer):
    """Stops at a signal, however many follow. Granian sets an Event in the handler itself: where a second signal finds
    the main thread inside of the first one's handler, it waits for ever for a lock that it holds."""

    def signal_handler_interrupt(self, *args: object, **kwargs: object) -> None:
        threading.Thread(target=super().signal_handler_interrupt, args=args, kwargs=kwargs).start()


def demand_free(host: str, port: int) -> None:
    """Raises a ClickException where this address cannot be listened on, which a web worker would tell badly."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            is_taken = error.errno == errno.EADDRINUSE
            remedy = "choose another port with --port" if is_taken else "check server.host and server.port"
            raise click.ClickException(f"cannot listen on {host}:{port} ({error.strerror}): {remedy}") from error
