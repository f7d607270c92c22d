"""Which call runs when: scans at their interval and at a hint of the watcher, releases and expiries at their moment.

APScheduler says when; one thread does it all, because a Pipeline is for one thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from feedsvc.errors import FeedsvcError
from feedsvc.pipeline import Pipeline, Report
from feedsvc.sources.scan import Folder
from feedsvc.watch import Watcher

AGAIN = timedelta(seconds=1.02)
"""After which a file that was still being written is looked at again: the second of settling, and a little."""

CHECK = 0.25
"""Seconds between two questions whether the configuration changed and whether to go on at all."""

SLICE = 0.05
"""Seconds of sorting stored entries anew, between two looks at what else is wanted: by whoever publishes meanwhile."""

LONGEST_PAUSE = 60.0
"""Seconds between two tries of what could not be done. Each pause is twice the one before: a folder that stays empty
should not be walked without end."""

LOGGED = 20
"""Paths of one kind that are logged for each scan; a first scan of thousands is told by its numbers."""

_log = structlog.get_logger("feedsvc.work")


@dataclass(frozen=True, slots=True)
class Duty:
    """What is to be kept true, and how often to make certain of it."""

    pipeline: Pipeline
    folder: Folder
    trigger: BaseTrigger


@dataclass(slots=True)
class Wanted:
    """What has been asked for and is not done yet."""

    paths: set[str] = field(default_factory=set)
    whole: bool = False
    retry: bool = False
    """Whatever was rejected is read once more."""
    turn: bool = False

    def take_in(self, later: Wanted) -> None:
        self.paths |= later.paths
        self.whole |= later.whole
        self.retry |= later.retry
        self.turn |= later.turn


class Desk:
    """Where scheduler and watcher leave what they want, and the worker picks all of it up at once."""

    def __init__(self) -> None:
        self._wanted = Wanted()
        self._arrived = threading.Condition()

    def want(self, paths: set[str] | None = None, *, turn: bool = False, retry: bool = False) -> None:
        """Ask for a turn, or for a scan: of these paths, or of the whole folder."""
        with self._arrived:
            self._wanted.take_in(Wanted(paths or set(), paths is None and not turn, retry, turn))
            self._arrived.notify()

    def pick_up(self, patience: float) -> Wanted:
        """Everything asked for by now; waits for something for so many seconds."""
        with self._arrived:
            self._arrived.wait_for(lambda: self._wanted != Wanted(), patience)
            wanted, self._wanted = self._wanted, Wanted()
            return wanted


class Work:
    """The worker's day. `duty` gives what is to be done: another one whenever the configuration has changed."""

    def __init__(self, duty: Callable[[], Duty], goes_on: Callable[[], bool]) -> None:
        self._latest = duty
        self._goes_on = goes_on
        self._desk = Desk()
        self._owed = Wanted()
        self._pause = CHECK
        self._tries_again_at = 0.0
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})
        self._duty: Duty | None = None
        self._is_adopted = False
        self._is_resorting = True
        self._watcher: Watcher | None = None
        self._hindrance: str | None = None

    def run(self) -> None:
        """Work until `goes_on` says no. What feedsvc foresaw is logged and outlived, anything else ends the worker."""
        self._scheduler.start()
        try:
            while self._goes_on():
                self._take_up(self._latest())
                self._attend(self._desk.pick_up(self._patience()))
                self._resort()
        finally:
            self._scheduler.remove_all_jobs()  # one that comes due meanwhile would end its thread with an error
            self._scheduler.shutdown()
            if self._watcher is not None:
                self._watcher.stop()

    def _take_up(self, duty: Duty) -> None:
        """Begin a new duty: follow its settings, watch its folder, and look at everything once."""
        if duty is not self._duty:
            self._begin(duty)
        if not self._is_adopted:
            self._outlive(lambda: self._adopt(duty.pipeline))

    def _begin(self, duty: Duty) -> None:
        former, self._duty, self._is_adopted = self._duty, duty, False
        if former is None or former.folder != duty.folder:
            self._watch(duty.folder)
        self._scheduler.add_job(self._desk.want, duty.trigger, id="scan", replace_existing=True)

    def _watch(self, folder: Folder) -> None:
        """And look at everything once: what happened before is told by nobody."""
        if self._watcher is not None:
            self._watcher.stop()
        self._watcher = Watcher(folder, self._desk.want)
        self._watcher.start()
        self._desk.want()

    def _attend(self, wanted: Wanted) -> None:
        """Do what was asked for, and what could not be done before: at once where there is news, else after a pause.

        Nothing is published by settings that the store does not follow yet: what is asked for meanwhile is owed.
        """
        self._owed.take_in(wanted)
        duty, is_news = self._duty, wanted != Wanted()
        if duty is None or not self._is_adopted or self._owed == Wanted():
            return
        if is_news or time.monotonic() >= self._tries_again_at:
            is_done = self._outlive(lambda: self._do(duty.pipeline))
            self._pause = CHECK if is_done else min(2 * self._pause, LONGEST_PAUSE)
            self._tries_again_at = time.monotonic() + self._pause

    def _patience(self) -> float:
        """Seconds: 0 while there are entries to be sorted anew, unless the last try failed."""
        is_idle = self._duty is None or self._duty.pipeline.is_sorted or not self._is_resorting
        return CHECK if is_idle else 0

    def _resort(self) -> None:
        duty = self._duty
        if duty is not None and not duty.pipeline.is_sorted:
            self._is_resorting = self._outlive(lambda: self._go_on_resorting(duty.pipeline))

    def _go_on_resorting(self, pipeline: Pipeline) -> None:
        done = pipeline.resort(SLICE)
        if done is not None:
            _log.info("sorted anew", looked_at=done.looked_at, moved=done.moved, seconds=round(done.seconds, 3))

    def _do(self, pipeline: Pipeline) -> None:
        """All that is owed, which it no longer is once it is done; a turn also where nothing can be scanned."""
        owed = self._owed
        try:
            if owed.whole or owed.paths:
                self._scan(pipeline, None if owed.whole else owed.paths, retry=owed.retry)
            self._owed = Wanted(turn=True)
        finally:
            self._turn(pipeline)
        self._owed = Wanted()

    def _adopt(self, pipeline: Pipeline) -> None:
        if pipeline.adopt():
            self._desk.want(retry=True)  # what was rejected may be read by these settings
        if not pipeline.is_learnt:
            self._desk.want()
        self._turn(pipeline)
        self._is_adopted = True

    def _scan(self, pipeline: Pipeline, paths: set[str] | None, *, retry: bool) -> None:
        report = pipeline.scan(paths, retry=retry)
        _log_report(report)
        if report.again:
            self._scheduler.add_job(self._desk.want, "date", run_date=datetime.now(UTC) + AGAIN, args=[report.again])

    def _turn(self, pipeline: Pipeline) -> None:
        moment = pipeline.turn()
        if moment is not None:
            self._scheduler.add_job(
                self._desk.want, "date", run_date=moment, kwargs={"turn": True}, id="turn", replace_existing=True
            )

    def _outlive(self, deed: Callable[[], None]) -> bool:
        """Do it; log what hinders it when it begins, not as often as it is met with. Whether it was done."""
        try:
            deed()
            self._hindrance = None
        except FeedsvcError as error:
            if str(error) != self._hindrance:
                _log.error("could not be done", reason=str(error))
            self._hindrance = str(error)
        return self._hindrance is None


def _log_report(report: Report) -> None:
    for rejection in report.rejected:
        _log.warning("rejected", **asdict(rejection))
    for alarm in report.alarms:
        _log.error("alarm", reason=alarm)
    for kind in report.counts():
        if kind != "rejected":
            _log_paths(kind, getattr(report, kind))
    if report.counts():
        _log.info("scanned", **report.counts(), revision=report.revision, seconds=round(report.seconds, 3))


def _log_paths(kind: str, paths: list[str]) -> None:
    for path in paths[:LOGGED]:
        _log.info(kind, path=path)
    if len(paths) > LOGGED:
        _log.info(kind, more=len(paths) - LOGGED)
