"""What the worker's process runs: the one worker of a store, or one that stands by."""

from __future__ import annotations

import signal
import time

import structlog

from feedsvc.app import folder, pipeline
from feedsvc.app.latest import Latest
from feedsvc.app.scans import trigger
from feedsvc.config import Config, Current
from feedsvc.schedule import Duty, Work
from feedsvc.store.base import Store

TAKE_OVER = 1.0
"""Seconds between two tries to become the worker of a store that another one keeps."""

_log = structlog.get_logger("feedsvc.app")


def work(following: Current, store: Store) -> None:
    """Be the store's one worker until SIGTERM or SIGINT, which end it after what it is doing; stand by to become it."""
    told_to_end: list[int] = []  # no Event: a handler that sets one may wait for a lock that its own thread holds
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told_to_end.append(number))
    worker = Work(Latest(following, lambda config, former: _duty(config, store, former)).get, lambda: not told_to_end)
    stands_by = False
    while not told_to_end:
        with store.leading() as leads:
            if leads:
                worker.run()
        if not (leads or stands_by):
            _log.info("standing by", reason="another worker keeps this store")
            stands_by = True
        if not told_to_end:
            time.sleep(TAKE_OVER)


def _duty(config: Config, store: Store, former: Duty | None) -> Duty:
    return Duty(pipeline(config, store, former.pipeline if former else None), folder(config), trigger(config))
