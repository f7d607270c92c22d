"""The web server: granian with our limits, and a stop that cuts no answer.

A stop begins with SIGTERM or SIGINT and takes three steps. No new connection is let in (`sockets.turn_away`). For half
a second, the last call, the workers go on answering, and each answer says that the connection closes. Then granian
stops: it closes idle connections, finishes the answers that it has begun, and ends; after GRACE seconds it is ended.

What granian alone would cut: connections that wait to be accepted, when it closes its sockets; a request on its way
over a connection that it holds to be idle; and everything at once, where a terminal or a supervisor sends the signal to
every process. Granian keeps what this builds upon private: constraints.txt says which version it was tried with.
"""

from __future__ import annotations

import multiprocessing
import resource
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.server import MPServer
from granian.server.mp import WorkerProcess

from feedsvc import log, metrics
from feedsvc.cli import sockets
from feedsvc.cli.answering import LAST_CALL, Loader, run
from feedsvc.config import Config

GRACE = 10
"""Seconds that a web worker has to finish its answers when it is told to stop."""

THREADS = 4
"""In each web worker. With one, an answer that takes 20 ms to make holds up every 304 behind it (p99 20 ms; 8 with two
or four); up to three slow ones at a time leave a way past them. More would only share the same core."""

CONNECTIONS = 4096
"""Open in each web worker; more wait to be accepted. Clients that say nothing hold one each, until they time out."""

RESERVED = 128
"""Open files of a web worker that are no connections: the store's, the server's, a margin."""

HTTP1 = HTTP1Settings(
    # Milliseconds from the beginning of a connection, or from the last answer on it, to the end of the next request's
    # headers. Readers send them in one packet; who drips them is a fault or an attack. It is also how long an idle
    # connection is kept, which proxies in front use again within a second or two.
    header_read_timeout=10_000,
    # Bytes of the request line and the headers together: 431 beyond. As nginx has it: other sites' cookies fit.
    max_buffer_size=32 * 1024,
    keep_alive=True,
)


def listen(config: Config) -> None:
    """Serve until told to stop by SIGTERM or SIGINT."""
    sockets.demand_free(config.server.host, config.server.port)
    # Forked workers would inherit locks that threads of this process hold, and wait for them for ever.
    multiprocessing.set_start_method("spawn", force=True)
    files = _open_files()
    with metrics.shared_folder() as folder:
        Server(config, min(CONNECTIONS, files - RESERVED), folder).serve(
            run, Loader(config.server.port, config.server.access_log), wrap_loader=False
        )


def _open_files() -> int:
    """How many files each process may have open, after raising that to what the system allows; workers inherit it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # macOS says "infinity" and takes less
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    return soft if soft != resource.RLIM_INFINITY else CONNECTIONS + RESERVED


class Server(MPServer):
    """The parent of the web workers: starts them, starts those anew that die, and stops them all."""

    def __init__(self, config: Config, connections: int, metrics_folder: Path) -> None:
        super().__init__(
            "feedsvc.app.serving:serving_web",  # a name only: Loader loads it
            address=config.server.host,
            port=config.server.port,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,  # granian waits for ever for the first byte where it has to guess the version
            websockets=False,
            workers=config.server.workers,
            runtime_mode=RuntimeModes.st,  # as fast, and its stop has no race that ends in waiting until GRACE is over
            blocking_threads=THREADS,
            backlog=sockets.BACKLOG,
            backpressure=connections,  # which counts connections, idle ones too
            http1_settings=HTTP1,
            respawn_failed_workers=True,
            workers_kill_timeout=GRACE,
            log_dictconfig=log.dict_config(),
        )
        self._metrics_folder = metrics_folder
        self._listeners: list[socket.socket] = []

    def signal_handler_interrupt(self, *args: object, **kwargs: object) -> None:
        """Stop, however many signals follow. Granian sets an Event in the handler itself: where a second signal finds
        the main thread inside of the first one's handler, it waits for ever for a lock that it holds."""
        threading.Thread(target=super().signal_handler_interrupt, args=args, kwargs=kwargs).start()

    def _init_shared_socket(self) -> None:
        self._ssp = None
        self._listeners = [sockets.listen(self.bind_addr, self.bind_port) for _ in range(self.workers)]

    def _spawn_worker(  # type: ignore[override]  # MPServer's signature, which is not its parent's
        self, idx: int, target: Any, callback_loader: Any
    ) -> WorkerProcess:
        metrics.forget_all_but([worker.inner.pid for worker in self.wrks], self._metrics_folder)
        self._sso = self._listeners[idx]
        self._shd: Any = SocketHolder(self._sso.fileno(), False, sockets.BACKLOG)  # type: ignore[call-arg]  # its stub lags
        return super()._spawn_worker(idx, target, callback_loader)

    def _drop_shared_socket(self) -> None:
        for listener in self._listeners:
            sockets.turn_away(listener)

    def _stop_workers(self) -> None:
        for worker in self.wrks:
            worker.terminate()
        time.sleep(LAST_CALL)
        for listener in self._listeners:  # workers close theirs now too: who comes later is refused at once
            listener.close()
        super()._stop_workers()  # type: ignore[no-untyped-call]  # granian's own methods are not annotated
