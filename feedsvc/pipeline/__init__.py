"""The straight line, from the article folder to the store: look, compare, read, identify, make, settle, apply."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice

from feedsvc.errors import ScanAlarm
from feedsvc.pipeline.compare import Difference, compare
from feedsvc.pipeline.crew import Crew
from feedsvc.pipeline.garbage import collecting_seldom
from feedsvc.pipeline.make import Job, Settings
from feedsvc.pipeline.report import Report
from feedsvc.pipeline.scanning import BATCH, Pass, Progress
from feedsvc.sources.scan import SETTLING, Folder, Look
from feedsvc.store.base import Change, Publish, Registered, Release, Store, TrackedFile, Withdraw

__all__ = ["Pipeline", "Report", "Settings"]

_FEW = 10
"""Articles. A folder that held as many and is suddenly bare is a mount that failed, not a publisher at work."""


class Pipeline:
    """Keeps the store true to the article folder. For one thread; other processes are kept out by the store's lock."""

    def __init__(
        self, folder: Folder, store: Store, settings: Settings, clock: Callable[[], datetime] | None = None
    ) -> None:
        self._folder = folder
        self._store = store
        self._settings = settings
        self._clock = clock or _utc_now
        self._missed: dict[str, int] = {}
        """When a path was first missed, in nanoseconds since 1970."""

    def adopt(self, progress: Progress | None = None) -> bool:
        """Make the store follow the settings; True where entries had to be made anew because these changed."""
        with self._store.scanning():
            self._store.register(_registered(self._settings), self._clock())
            fingerprint = self._settings.fingerprint()
            former = self._store.recollect("settings")
            if former == fingerprint:
                return False
            if former is not None:
                self._make_anew(progress or _silent)
                self._store.touch(self._clock())
            self._store.remember("settings", fingerprint)
            return True

    def is_adopted(self) -> bool:
        """Whether what the store holds was made by these settings."""
        return self._store.recollect("settings") in {None, self._settings.fingerprint()}

    def scan(
        self,
        paths: Collection[str] | None = None,
        *,
        dry: bool = False,
        retry: bool = False,
        emptied: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Take up what is new, changed, moved or gone: in the whole folder, or at `paths` alone.

        `retry` reads every rejected file once more, `emptied` believes that a bare folder is meant to be bare. Raises
        ScanAlarm where the folder cannot be trusted; nothing is withdrawn then.
        """
        started = time.perf_counter()
        with self._store.scanning(), self._alarming(), collecting_seldom():
            tracked = self._store.files(paths)
            look = self._folder.look() if paths is None else self._folder.glance(paths)
            if look.bare and not emptied:
                self._demand_plausible(tracked)
            now_ns = time.time_ns()
            difference = compare(look, tracked, now_ns, retry=retry)
            run = Pass(self._folder, self._store, self._settings, tracked, self._clock(), dry=dry)
            run.take(difference.to_read, progress or _silent)
            run.refuse(difference.refused)
            run.withdraw(self._long_gone(difference, look, now_ns, run.report))
            self._finish(run.report, difference, look, whole=paths is None and not dry)
        run.report.seconds = time.perf_counter() - started
        return run.report

    def turn(self) -> datetime | None:
        """Release what was held until now and withdraw what has expired; return the moment of the next such turn."""
        now = self._clock()
        with self._store.scanning():
            released, expired = self._store.due(now)
            changes: list[Change] = [*map(Release, released), *(Withdraw(entry, "expired") for entry in expired)]
            if changes:
                self._store.apply(changes, now)
        return self._store.next_moment(now)

    def _make_anew(self, progress: Progress) -> None:
        """Make every entry again from its stored original. What cannot be made any more stays as it was."""
        total, done, now = self._store.counts().published, 0, self._clock()
        jobs = (Job(source, identity) for identity, source in self._store.originals())
        for _, outcomes in Crew(self._settings, now, total).make(_batches(jobs)):
            self._store.apply([outcome for outcome in outcomes if isinstance(outcome, Publish)], now)
            done += len(outcomes)
            progress(min(done, total), total)

    def _demand_plausible(self, tracked: dict[str, TrackedFile]) -> None:
        """Believe that a few articles were removed from the folder that held them, and nothing beyond."""
        published = sum(file.entry_id is not None for file in tracked.values())
        is_another = self._store.recollect("folder") not in {None, self._folder.identity()}
        if published >= _FEW or (published and is_another):
            raise ScanAlarm(
                f"the article folder is empty, and held {published} articles before. Nothing is withdrawn; "
                "bring the files back, or confirm with `feedsvc scan --emptied`"
            )

    def _long_gone(self, difference: Difference, look: Look, now_ns: int, report: Report) -> list[TrackedFile]:
        """Those missed for a second by now. An editor that saves by renaming leaves no file for a moment."""
        for path in look.files:
            self._missed.pop(path, None)
        since = {file.path: self._missed.setdefault(file.path, now_ns) for file in difference.gone}
        gone = [file for file in difference.gone if now_ns - since[file.path] >= SETTLING]
        report.again.update(since.keys() - {file.path for file in gone})
        for file in gone:
            del self._missed[file.path]
        return gone

    @contextmanager
    def _alarming(self) -> Iterator[None]:
        """Keep the alarm, so that `status` tells of it as long as it lasts."""
        try:
            yield
        except ScanAlarm as alarm:
            self._store.remember("alarms", str(alarm))
            raise

    def _finish(self, report: Report, difference: Difference, look: Look, *, whole: bool) -> None:
        report.same += difference.same
        report.again.update(difference.unsettled)
        report.alarms.extend(f"{folder} cannot be read; nothing in it is withdrawn" for folder in look.unreadable)
        if whole:
            self._store.remember("folder", self._folder.identity())
            self._store.remember("last_scan", self._clock().isoformat())
            self._store.remember("alarms", "\n".join(report.alarms))


def _registered(settings: Settings) -> Iterable[Registered]:
    yield Registered("all", settings.site.title, settings.site.description)
    for topic in settings.topics:
        yield Registered(topic.slug, topic.title, topic.description)


def _batches(jobs: Iterator[Job]) -> Iterator[list[Job]]:
    while batch := list(islice(jobs, BATCH)):
        yield batch


def _silent(done: int, total: int) -> None:
    """Tell nobody."""


def _utc_now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
