"""The straight line, from the article folder to the store: look, compare, read, identify, make, settle, apply."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime

from feedsvc.errors import FeedsvcError, ScanAlarm
from feedsvc.model import Topic
from feedsvc.pipeline import alarms
from feedsvc.pipeline.batches import in_batches
from feedsvc.pipeline.clock import Clock, utc_now
from feedsvc.pipeline.compare import Difference, compare
from feedsvc.pipeline.crew import Crew
from feedsvc.pipeline.garbage import collecting_seldom
from feedsvc.pipeline.learning import Learning, in_force, is_followed
from feedsvc.pipeline.make import Job, Settings
from feedsvc.pipeline.report import Report
from feedsvc.pipeline.resorting import Resorting
from feedsvc.pipeline.scanning import BATCH, Pass, Progress
from feedsvc.pipeline.whereabouts import Whereabouts
from feedsvc.sources.scan import SETTLING, Folder, Look
from feedsvc.store.base import Store
from feedsvc.store.changes import Change, Publish, Registered, Release, TrackedFile, Withdraw
from feedsvc.topics.changes import Changes, changes, definitions, doubted, read, written

__all__ = ["Pipeline", "Report", "Resorting", "Settings", "would_change"]

# What a store remembers of the settings, by key.
_SETTINGS = "settings"
"""The fingerprint of those that every entry was made by; of all but the topics."""
_TOPICS = "topics"
"""The fingerprint of the topics that are in force for whatever is published."""
_SORTED_BY = "sorted by"
"""The topics by which every entry is sorted, with doubts while a change of them is under way: see topics/changes.py."""

_FEW = 10
"""Articles. A folder that held as many and is suddenly bare is a mount that failed, not a publisher at work."""


class Pipeline:
    """Keeps the store true to the article folder. For one thread; other processes are kept out by the store's lock."""

    def __init__(self, folder: Folder, store: Store, settings: Settings, clock: Clock = utc_now) -> None:
        self._folder = folder
        self._store = store
        self._settings = settings
        self._clock = clock
        self._missed: dict[str, int] = {}
        """When a path was first missed, in nanoseconds since 1970."""
        self._learning = Learning(folder, store)
        self._concerned = Changes()
        self._resorting: Resorting | None = None

    @property
    def settings(self) -> Settings:
        return self._settings

    def adopt(self, progress: Progress | None = None) -> bool:
        """Make the store follow the settings; True where entries had to be made anew because these changed.

        Where only topics changed, what is published from now on is sorted by them, and `resort` is left to be called.
        """
        with self._store.scanning(), collecting_seldom():
            self._settings = in_force(self._settings, self._store)
            self._store.register(_registered(self._settings), self._clock())
            former, latest = self._store.recollect(_SETTINGS), self._settings.fingerprint()
            is_other, are_sorted = former not in {None, latest}, former is None
            if is_other:
                self._store.remember(_SETTINGS, "")  # neither's, until the last entry is made
                are_sorted = self._make_anew(progress or _silent)
                self._store.touch(self._clock())
            self._adopt_topics(are_sorted=are_sorted)
            self._remember(_SETTINGS, latest)
        return is_other

    def is_adopted(self) -> bool:
        """Whether what the store holds is made by these settings, or is being sorted by them."""
        adopted = {_SETTINGS: self._settings.fingerprint(), _TOPICS: self._settings.fingerprint_of_topics()}
        return all(self._store.recollect(key) in {None, fingerprint} for key, fingerprint in adopted.items())

    @property
    def is_learnt(self) -> bool:
        """Whether no whole scan is owed because page chrome is to be learnt from now on, or no longer."""
        return is_followed(self._settings, self._store)

    @property
    def is_sorted(self) -> bool:
        """Whether no stored entry is left that may be sorted by other topics."""
        return self._resorting is None

    def resort(self, seconds: float = math.inf, progress: Progress | None = None) -> Resorting | None:
        """Sort stored entries anew, for about so long; what it came to, once that is done.

        What is left undone, also by an end of the process, is done by the next call, or the next `adopt` and its calls.
        """
        resorting, until = self._resorting, time.perf_counter() + seconds
        try:
            while resorting is not None and self._step(resorting):
                (progress or _silent)(resorting.looked_at, resorting.expected)
                if time.perf_counter() >= until:
                    return None
        except FeedsvcError:
            self._begin_resorting()
            raise
        self._resorting = None
        return resorting

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

        `retry` reads every rejected file once more, `emptied` believes that a bare folder, or a file that holds no
        articles any more, is meant to be so. Raises ScanAlarm where the folder cannot be trusted; nothing is withdrawn
        then.
        """
        started = time.perf_counter()
        with self._store.scanning(), self._alarming(dry=dry), collecting_seldom():
            self._settings = in_force(self._settings, self._store)
            tracked = self._store.files(paths)
            look = self._folder.look() if paths is None else self._folder.glance(paths)
            if look.bare and not emptied:
                self._demand_plausible(tracked)
            now_ns = time.time_ns()
            difference = compare(look, tracked, now_ns, retry=retry or emptied)
            if paths is None and not dry:
                news = bool(difference.to_read or difference.gone)
                self._settings = self._learning.follow(self._settings, look.files, self._clock(), news=news)
            there, now = self._paths_there(look, paths), self._clock()
            run = Pass(self._folder, self._store, self._settings, tracked, there, now, dry=dry, emptied=emptied)
            run.take(difference.to_read, progress or _silent)
            run.refuse(difference.refused)
            run.withdraw(self._long_gone(difference, look, now_ns, run.report))
            run.report.seconds = time.perf_counter() - started
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

    def _adopt_topics(self, *, are_sorted: bool) -> None:
        """Put the topics in force, and begin to sort by them what is stored, unless that is sorted by them."""
        latest, remembered = definitions(self._settings.topics), self._store.recollect(_SORTED_BY)
        former = latest if are_sorted or remembered is None else read(remembered)
        self._concerned = changes(former, self._settings.topics)
        self._remember(_SORTED_BY, written(doubted(former, latest) if self._concerned else latest))
        self._remember(_TOPICS, self._settings.fingerprint_of_topics())
        self._begin_resorting()

    def _begin_resorting(self) -> None:
        self._resorting = Resorting(self._store, self._settings, self._concerned) if self._concerned else None

    def _step(self, resorting: Resorting) -> bool:
        with self._store.scanning(), collecting_seldom():
            goes_on = resorting.step(self._clock())
            if not goes_on:
                self._remember(_SORTED_BY, written(definitions(self._settings.topics)))
        return goes_on

    def _remember(self, key: str, value: str) -> None:
        if self._store.recollect(key) != value:
            self._store.remember(key, value)

    def _make_anew(self, progress: Progress) -> bool:
        """Make every entry again from its stored original; what cannot be made any more stays as it was.

        Whether all could be made, and so are sorted by these topics.
        """
        all_made = True
        total, done, now = self._store.counts().published, 0, self._clock()
        whereabouts = Whereabouts(self._store, self._settings, now, lambda: self._store.files().keys(), lambda _: None)
        jobs = (Job(source, identity, whereabouts.of(source)) for identity, source in self._store.originals())
        for _, outcomes in Crew(self._settings, now, total).make(in_batches(jobs, BATCH)):
            made = [outcome for outcome in outcomes if isinstance(outcome, Publish)]
            self._store.apply(made, now)
            all_made &= len(made) == len(outcomes)
            done += len(outcomes)
            progress(min(done, total), total)
        return all_made

    def _paths_there(self, look: Look, glanced_at: Collection[str] | None) -> Callable[[], Collection[str]]:
        """Lists the articles of the folder: after a glance at some, those, and what is known of the others."""
        if glanced_at is None:
            return look.files.keys
        return lambda: self._store.files().keys() - set(glanced_at) | look.files.keys()

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
    def _alarming(self, *, dry: bool) -> Iterator[None]:
        """Keep the alarm, so that `status` tells of it as long as it lasts."""
        try:
            yield
        except ScanAlarm as alarm:
            if not dry:
                alarms.remember(self._store, [str(alarm)])
            raise

    def _finish(self, report: Report, difference: Difference, look: Look, *, whole: bool) -> None:
        report.same += difference.same
        report.again.update(difference.unsettled)
        report.alarms.extend(f"{folder} cannot be read; nothing in it is withdrawn" for folder in look.unreadable)
        if whole:
            with suppress(OSError):  # it has vanished since: the next scan tells of it
                self._store.remember("folder", self._folder.identity())
            self._store.remember("last_scan", self._clock().isoformat())
            self._store.remember("last_scan_took", f"{report.seconds:.3f}")
            alarms.remember(self._store, report.alarms)


def would_change(store: Store, topics: Sequence[Topic]) -> Changes:
    """What would be looked at again if these topics were in force; everything, where nobody knows what are now."""
    remembered = store.recollect(_SORTED_BY)
    return changes(None if remembered is None else read(remembered), topics)


def _registered(settings: Settings) -> Iterable[Registered]:
    yield Registered("all", settings.site.title, settings.site.description)
    for topic in settings.topics:
        yield Registered(topic.slug, topic.title, topic.description)


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
