"""What is counted and measured, in the text format that Prometheus reads; right across all web workers.

Each web worker counts in files of its own, in a folder that its parent makes for all of them; whichever is asked for
the exposition adds them up. What a worker counted outlives it, what it held does not. A process without such a folder,
as in tests, counts for itself.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from feedsvc.errors import StoreError

CONTENT_TYPE = CONTENT_TYPE_LATEST
"""Of what `exposition` returns."""

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that prometheus-client looks for when it is imported: it counts in that folder, or in its own memory."""

_PREFIX = "feedsvc-metrics-"

_BUILD_SECONDS = (0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 1.0)
"""A feed of 50 is to be built within 2 ms, one of 1,000 within 8: doubling tells on which side of both it is."""

disable_created_metrics()  # which only a process without a folder would have

_OWN = CollectorRegistry()
"""What this process counted; all there is to tell where there is no folder."""

_REQUESTS = Counter(
    "feedsvc_requests",
    "Requests answered, by feed, status and content coding; the share of status 304 had the feed already.",
    ("feed", "status", "coding"),
    registry=_OWN,
)
_BUILDS = Histogram(
    "feedsvc_document_build_seconds",
    "Time to put a feed document together, by format.",
    ("format",),
    buckets=_BUILD_SECONDS,
    registry=_OWN,
)
_PREPARED = Gauge(
    "feedsvc_prepared_bytes",
    "Prepared answers held in memory, of all web workers together.",
    multiprocess_mode="livesum",
    registry=_OWN,
)


class Requests:
    """Counts answers. It is told of many at a time: a count takes microseconds, and an answer has no more than that."""

    def __init__(self) -> None:
        self._counters: dict[tuple[str, int, str], Counter] = {}

    def add(self, feed: str, status: int, coding: str, count: int) -> None:
        """So many more answers. `feed` is of a bounded set: a topic's slug, or a word for all the rest."""
        counter = self._counters.get((feed, status, coding))
        if counter is None:
            counter = self._counters[feed, status, coding] = _REQUESTS.labels(feed, str(status), coding)
        counter.inc(count)


def observe_build(feed_format: str, seconds: float) -> None:
    """A feed document was put together in so many seconds."""
    _BUILDS.labels(feed_format).observe(seconds)


def set_prepared(size: int) -> None:
    """The prepared answers that this process holds take so many bytes now."""
    _PREPARED.set(size)


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What the store says at the moment of the exposition."""

    revision: int
    published: int
    held: int
    withdrawn: int
    rejections: int
    scan_age: float | None = None
    """Seconds since the last scan ended; None: there was none yet."""


def exposition(store_facts: Callable[[], StoreFacts]) -> bytes:
    """Everything in Prometheus' text format; `feedsvc_store_up` is 0 where `store_facts` raises StoreError."""
    registry = CollectorRegistry()
    folder = os.environ.get(FOLDER)
    registry.register(MultiProcessCollector(None, folder) if folder else _OWN)
    registry.register(_Processes(_live(Path(folder)) if folder else [os.getpid()]))
    registry.register(_Store(store_facts))
    return generate_latest(registry)


class _Store(Collector):
    """Reads the store whenever it is collected."""

    def __init__(self, facts: Callable[[], StoreFacts]) -> None:
        self._facts = facts

    def collect(self) -> Iterator[Metric]:
        try:
            facts = self._facts()
        except StoreError:
            yield GaugeMetricFamily("feedsvc_store_up", _STORE_UP, 0)
            return
        yield GaugeMetricFamily("feedsvc_store_up", _STORE_UP, 1)
        yield GaugeMetricFamily("feedsvc_revision", "The newest revision.", facts.revision)
        yield GaugeMetricFamily("feedsvc_rejections", "Source files that stand rejected.", facts.rejections)
        entries = GaugeMetricFamily("feedsvc_entries", "Entries, by state.", labels=("state",))
        for state in ("published", "held", "withdrawn"):
            entries.add_metric((state,), getattr(facts, state))
        yield entries
        if facts.scan_age is not None:
            yield GaugeMetricFamily("feedsvc_scan_age_seconds", "Time since the last scan ended.", facts.scan_age)


_STORE_UP = "Whether the store answers: 1 if it does."


class _Processes(Collector):
    """Prometheus' customary `process_` metrics, of each web worker: one that is asked knows them of the others too."""

    def __init__(self, pids: Collection[int]) -> None:
        self._pids = pids

    def collect(self) -> Iterator[Metric]:
        families: dict[str, Metric] = {}
        for pid in self._pids:
            for found in ProcessCollector(pid=partial(int, pid), registry=None).collect():
                family = families.setdefault(found.name, Metric(found.name, found.documentation, found.type))
                for sample in found.samples:
                    family.add_sample(sample.name, {"pid": str(pid)}, sample.value)
        yield from families.values()


@contextmanager
def shared_folder() -> Iterator[Path]:
    """The folder of the processes that this one starts meanwhile; removed at the end, as is what killed ones left."""
    _sweep()
    folder, lock = _make()
    os.environ[FOLDER] = str(folder)
    try:
        yield folder
    finally:
        del os.environ[FOLDER]
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def forget_all_but(pids: Collection[int], folder: Path) -> None:
    """Drop what processes held that are no more, and keep what they counted."""
    for pid in _live(folder):
        if pid not in pids:
            mark_process_dead(pid, str(folder))


def _live(folder: Path) -> list[int]:
    """The processes that hold something; the name of a gauge's file ends with the process id."""
    return sorted(int(file.stem.rpartition("_")[2]) for file in folder.glob("gauge_live*.db"))


def _make() -> tuple[Path, int]:
    """A new folder, and the descriptor whose lock says that its maker lives, until the process ends in whatever way.

    systemd-tmpfiles heeds it too, and leaves the folder alone however old it gets.
    """
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_SH)
        if folder.exists():  # no sweep came between
            return folder, lock
        os.close(lock)


def _sweep() -> None:
    """Remove the folders whose makers are no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another user's, another's sweep, or BlockingIOError: its maker lives
            lock = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)
