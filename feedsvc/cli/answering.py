"""What runs in each web worker: the application, and the manner of its leaving."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from granian.server import MPServer

from feedsvc.app.serving import serving_web
from feedsvc.cli import sockets
from feedsvc.log import AccessLog

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LAST_CALL = 0.5
"""Seconds from being told to stop to closing idle connections. Whoever polls meanwhile learns that its connection
closes, and sends nothing into its end; and a handshake that was under way is done."""

SWITCH = 0.0005
"""Seconds until a thread that computes lets another one answer. Python's own 5 ms were most of the p99 of a 304 beside
a view of 20 ms: 8 ms, and 4.5 so. Shorter turns cost nothing that could be measured."""

_STOPS = {signal.SIGINT, signal.SIGTERM}


def run(worker_id: int, process_name: str | None, loader: Loader, *rest: Any) -> None:
    """The life of a web worker, a process of its own."""
    # Blocked, and so for every thread that starts from here on: Loader's thread is the one that hears of them.
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    sys.setswitchinterval(SWITCH)
    MPServer._spawn_wsgi_worker(worker_id, process_name, loader, *rest)
    loader.close()
    logging.shutdown()
    # A thread that still computes, for a client that has gone, would abort a Python that ends in the usual way.
    os._exit(0)


class Loader:
    """Loads the application in a worker, and ends it."""

    def __init__(self, port: int, access_log: bool) -> None:
        self._port = port
        self._logs = access_log

    def __call__(self) -> WSGIApplication:
        self._log = AccessLog() if self._logs else None
        self._web = serving_web()
        leaving = Leaving(self._web)
        threading.Thread(target=_await_stop, args=(leaving, self._port), name="await stop", daemon=True).start()
        return Logged(leaving, self._log) if self._log else leaving

    def close(self) -> None:
        self._web.close()
        if self._log:
            self._log.close()


class Leaving:
    """The application; once it is about to leave, its answers say that the connection closes (RFC 9112, 9.6)."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self.is_last_call = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if self.is_last_call:
            start_response = _closing(start_response)
        return self._application(environ, start_response)


class Logged:
    """The application, with a line in the log for every answer."""

    def __init__(self, application: WSGIApplication, log: AccessLog) -> None:
        self._application = application
        self._write = log.write

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        said = ""

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: OptExcInfo | None = None, /
        ) -> Callable[[bytes], object]:
            nonlocal said
            said = status
            return start_response(status, headers, exc_info)

        begun = time.perf_counter()
        body = self._application(environ, start)
        self._write(
            method=environ["REQUEST_METHOD"],
            path=environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),  # undoes what PEP 3333 asks for
            query=environ["QUERY_STRING"],
            status=int(said[:3]),
            seconds=round(time.perf_counter() - begun, 6),
            client=environ["REMOTE_ADDR"],
            agent=environ.get("HTTP_USER_AGENT"),
        )
        return body


def _closing(start_response: StartResponse) -> StartResponse:
    def start(
        status: str, headers: list[tuple[str, str]], exc_info: OptExcInfo | None = None, /
    ) -> Callable[[bytes], object]:
        return start_response(status, [*headers, ("Connection", "close")], exc_info)

    return start


def _await_stop(leaving: Leaving, port: int) -> None:
    """Wait for SIGTERM, give the last call, and pass the signal on to granian.

    SIGINT is no word for us: a terminal sends it to every process, and our parent will tell us.
    """
    signal.sigwait({signal.SIGTERM})
    leaving.is_last_call = True
    time.sleep(LAST_CALL)
    stop = signal.getsignal(signal.SIGTERM)
    if not callable(stop):
        os._exit(0)  # told so early that granian has not begun
    stop(signal.SIGTERM, None)
    sockets.hang_up_on_the_silent(port)
