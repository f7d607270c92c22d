"""Many files made at once: in other processes where there are enough of them to pay for it, else right here."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from multiprocessing import get_context

from feedsvc.lifeline import end_with_parent
from feedsvc.pipeline.garbage import collect_seldom
from feedsvc.pipeline.make import Job, Outcome, Settings, make

PAYS_FROM = 1_000
"""Files. Starting the processes costs half a second, in which one process alone makes about as many."""

_AHEAD = 2
"""Batches handed out per process: enough that none waits for the store, few enough to bound the memory."""

Batch = Sequence[Job]


class Crew:
    """Makes batches of jobs in order; `expected` is about how many files there will be."""

    def __init__(self, settings: Settings, now: datetime, expected: int) -> None:
        self._settings = settings
        self._now = now
        self._size = min(os.cpu_count() or 1, 4) if expected >= PAYS_FROM else 1

    def make(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Outcome]]]:
        """Each batch with its outcomes, in the order in which the batches came."""
        if self._size == 1:
            for batch in batches:
                yield batch, make(batch, self._settings, self._now)
        else:
            yield from self._make_apart(batches)

    def _make_apart(self, batches: Iterable[Batch]) -> Iterator[tuple[Batch, list[Outcome]]]:
        # spawn: a fork of a process with threads (watcher, scheduler, SQL) inherits locks that nobody will release.
        pool = ProcessPoolExecutor(self._size, get_context("spawn"), _begin, (self._settings, self._now, os.getpid()))
        pending: deque[tuple[Batch, Future[list[Outcome]]]] = deque()
        with pool:
            for batch in batches:
                with _interrupts_held():  # the first one starts the processes
                    pending.append((batch, pool.submit(_make_batch, batch)))
                if len(pending) > _AHEAD * self._size:
                    yield _finished(pending)
            while pending:
                yield _finished(pending)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes that start meanwhile never hear of Ctrl-C, which a terminal sends to all: this one will end them."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _finished(pending: deque[tuple[Batch, Future[list[Outcome]]]]) -> tuple[Batch, list[Outcome]]:
    batch, future = pending.popleft()
    return batch, future.result()


_here: tuple[Settings, datetime]


def _begin(settings: Settings, now: datetime, parent: int) -> None:
    """Prepare a process: the settings once, not with every batch; and an end when its parent is killed."""
    global _here
    _here = settings, now
    collect_seldom()
    # A pool's process waits for work on a pipe that it holds open itself, and would outlive a killed parent for ever.
    end_with_parent(parent)


def _make_batch(batch: Batch) -> list[Outcome]:
    settings, now = _here
    return make(batch, settings, now)
