"""One stream of log lines, to stderr: in colour for people at a terminal, JSON for machines.

Everyone logs through `structlog.get_logger("feedsvc.<part>")`. An event is a short fixed phrase in lower case, of what
happened ("scan finished", "config refused"), so that it can be searched for and counted; whatever varies is a key
beside it (`path=`, `revision=`, `seconds=`). Every line has timestamp (UTC, ISO 8601), level, logger and event.
"""

from __future__ import annotations

import logging.config
import os
import select
import sys
import threading
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import orjson
import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

from feedsvc.errors import ConfigError, Mistake

VARIABLE = "FEEDSVC_LOG"
LEVELS = ("debug", "info", "warning", "error")


def setup(json: bool | None = None, level: str = "info") -> None:
    """Let structlog and the standard library's logging write to stderr alike; may be called again.

    Without `json`, FEEDSVC_LOG decides (`json` or `text`), else whether stderr is a terminal. `level` is one of
    LEVELS, for feedsvc's own lines; libraries are heard from warning on. Raises ConfigError for another FEEDSVC_LOG.
    """
    logging.config.dictConfig(dict_config(json, level))
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *_facts(), ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # so that loggers already in use follow a second call
    )


def dict_config(json: bool | None = None, level: str = "info") -> dict[str, Any]:
    """The same for a server that sets up logging by itself, as logging.config.dictConfig takes it; can be pickled."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"feedsvc": {"()": "feedsvc.log.formatter", "json": _is_json() if json is None else json}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "feedsvc", "stream": "ext://sys.stderr"}
        },
        "root": {"handlers": ["stderr"], "level": "ERROR" if level == "error" else "WARNING"},
        "loggers": {"feedsvc": {"level": level.upper()}},
    }


def _is_json() -> bool:
    asked = os.environ.get(VARIABLE) or ("text" if sys.stderr.isatty() else "json")
    if asked not in {"json", "text"}:
        raise ConfigError((Mistake("log", f"environment {VARIABLE}", f'"{asked}" is no format', "Write json or text"),))
    return asked == "json"


def formatter(json: bool) -> ProcessorFormatter:
    """What turns an event, of structlog or of the standard library, into a line."""
    renderers = _for_machines() if json else _for_people()
    return ProcessorFormatter(
        processors=[ProcessorFormatter.remove_processors_meta, *renderers], foreign_pre_chain=_facts()
    )


def _facts() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _for_machines() -> list[Processor]:
    return [structlog.processors.format_exc_info, _in_order, structlog.processors.JSONRenderer(default=str)]


def _in_order(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """The keys that every line has first: JSON lines are read by people too."""
    return {key: event[key] for key in ("timestamp", "level", "logger", "event")} | dict(event)


def _for_people() -> list[Processor]:
    colors = sys.stderr.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)]


class AccessLog:
    """A line for each answer of the web server, in the form of all others.

    For machines the lines go past logging and structlog, and are written together, some moments later. A bare WSGI
    callable keeps two thirds of its rate so, and a fifth where each line is written at once: every write lets go of the
    interpreter, and another thread takes it. Through granian's own access log a line takes ten times as long to make.

    For people each is shown at once.
    """

    def __init__(self, json: bool | None = None) -> None:
        self._lines: deque[bytes] = deque()
        self._ends = threading.Event()
        self.write = self._keep if (_is_json() if json is None else json) else self._show
        self._writer = threading.Thread(target=self._write_often, name="access log", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Write what is still to be written."""
        self._ends.set()
        self._writer.join()

    def _show(self, **facts: object) -> None:
        structlog.get_logger(_ACCESS).info("answered", **facts)

    def _keep(self, **facts: object) -> None:
        line = {"timestamp": datetime.now(UTC), "level": "info", "logger": _ACCESS, "event": "answered", **facts}
        self._lines.append(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z))

    def _write_often(self) -> None:
        while not self._ends.wait(_WRITTEN_EVERY):
            self._write_all()
        self._write_all()

    def _write_all(self) -> None:
        together = b""
        while self._lines:
            line = self._lines.popleft()
            if len(together) + len(line) > select.PIPE_BUF:
                _write(together)
                together = b""
            together += line
        _write(together)


_ACCESS = "feedsvc.access"

_WRITTEN_EVERY = 0.1
"""Seconds. Who follows the log does not notice, and a kill takes no more along."""


def _write(lines: bytes) -> None:
    """Whole lines in one call, no more than a pipe takes at once: those of several workers do not mix."""
    with suppress(OSError):  # nobody reads the log any more: no reason not to answer
        os.write(sys.stderr.fileno(), lines)
