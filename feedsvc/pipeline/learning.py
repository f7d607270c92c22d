"""Page chrome, learnt from the stored originals at the end of whole scans, and the entries that it changes made anew.

It costs a count of the folder's paths where a scan has found any news, and reading of the originals only of folders
that have grown or shrunk by a tenth since they were last learnt from: so of each article, in all its life, a few times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from heapq import nsmallest
from itertools import islice
from typing import Any
from zlib import crc32

import orjson

from feedsvc.errors import Rejected
from feedsvc.model import SourceFile, State
from feedsvc.pipeline.crew import Crew
from feedsvc.pipeline.make import Job, Settings
from feedsvc.pipeline.whereabouts import Whereabouts
from feedsvc.sources.learning import FEWEST, learn, sheet
from feedsvc.sources.learnt import End, Learnt, Recurring, body_of, dropped, folder_of, is_read
from feedsvc.store.base import Publish, Store

SAMPLE = 400
"""Files of one folder that are compared, some 0.3 s: what two thirds of these have, hardly fewer of all do."""

AT_ONCE = 20
"""Folders that are learnt from in one scan, some seconds; the next scan goes on."""

BATCH = 100
"""Entries made anew in one transaction."""

_GROWN = 10
"""One part in so many by which a folder must have grown or shrunk to be learnt from again."""

_KEY = "chrome learnt"


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt of a folder when it had so many files."""

    files: int
    lines: tuple[Recurring, ...] = ()

    def is_stale(self, files: int) -> bool:
        return files != self.files and abs(files - self.files) * _GROWN >= self.files

    @property
    def drops(self) -> frozenset[tuple[str, End, int]]:
        return frozenset(one.drop for one in self.lines)


Lessons = Mapping[str, Lesson]
"""By folder."""

_NONE = Lesson(0)


def in_force(settings: Settings, store: Store) -> Settings:
    """The settings with what was learnt, where they ask for it."""
    return replace(settings, learnt=_lines(_recollected(store)) if settings.learns else {})


class Learning:
    """One pipeline's learning. What it knows is in the store, so that it outlasts the process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._is_behind = True
        """Whether folders may be left to learn from though nothing has come: at the start, and after a busy scan."""

    def follow(self, settings: Settings, paths: Collection[str], now: datetime, *, news: bool) -> Settings:
        """Learn from what is stored if that is due, and make anew what comes out otherwise; the settings from now on.

        `paths` are those of the whole folder. Where the process ends half way, the next scan does all of it again.
        """
        known = _recollected(self._store)
        if settings.learns and not (news or self._is_behind):
            return settings
        lessons = self._learn(known, settings, paths) if settings.learns else {}
        latest = replace(settings, learnt=_lines(lessons))
        changed = {folder for folder in {*known, *lessons} if _drops(known, folder) != _drops(lessons, folder)}
        if changed:
            self._make_anew(changed, _lines(known), latest, paths, now)
        if lessons != known:
            self._store.remember(_KEY, _written(lessons))
        return latest

    def _learn(self, known: Lessons, settings: Settings, paths: Collection[str]) -> Lessons:
        counts = Counter(folder_of(path) for path in paths if is_read(path))
        due = sorted(folder for folder, count in counts.items() if _is_due(count, known.get(folder)))
        self._is_behind = len(due) > AT_ONCE
        lessons = {folder: lesson for folder, lesson in known.items() if folder in counts}
        entries = self._entries(set(due[:AT_ONCE]))
        for folder, ids in entries.items():
            former = lessons.get(folder, _NONE).lines
            sheets = filter(None, map(sheet, self._sources(ids)))
            lessons[folder] = Lesson(counts[folder], learn(sheets, settings.kind, former))
        return lessons

    def _entries(self, folders: Collection[str]) -> dict[str, list[str]]:
        """The ids of some entries of each folder, always the same ones, as long as they are there."""
        found: dict[str, list[tuple[int, str]]] = {folder: [] for folder in folders}
        for path, file in self._store.files().items() if folders else ():
            if file.entry_id and is_read(path) and (folder := folder_of(path)) in found:
                found[folder].append((crc32(path.encode(errors="surrogateescape")), file.entry_id))
        return {folder: [entry_id for _, entry_id in nsmallest(SAMPLE, some)] for folder, some in found.items()}

    def _sources(self, ids: Sequence[str]) -> Iterator[SourceFile]:
        for stored, source in self._store.stored(ids):
            if stored.state is not State.WITHDRAWN:
                yield source

    def _make_anew(
        self, folders: Collection[str], former: Learnt, latest: Settings, paths: Collection[str], now: datetime
    ) -> None:
        """Make those entries again of which other lines go now. The file is the same, so it is news to nobody."""
        tracked = self._store.files()
        ids = [file.entry_id for path, file in tracked.items() if file.entry_id and folder_of(path) in folders]
        whereabouts = Whereabouts(self._store, latest, now, lambda: paths, lambda _: None)
        jobs = self._jobs(ids, former, latest.learnt, whereabouts)
        for _, outcomes in Crew(latest, now, len(ids)).make(_batches(jobs)):
            made = [replace(outcome, quiet=True) for outcome in outcomes if isinstance(outcome, Publish)]
            self._store.apply(made, now)

    def _jobs(self, ids: Sequence[str], former: Learnt, latest: Learnt, whereabouts: Whereabouts) -> Iterator[Job]:
        remaining = iter(ids)
        while some := list(islice(remaining, BATCH)):
            known = self._store.identities(some)
            for stored, source in self._store.stored(some):
                if stored.state is not State.WITHDRAWN and _goes(source, former) != _goes(source, latest):
                    yield Job(source, known[stored.entry.id], whereabouts.of(source))


def _goes(source: SourceFile, learnt: Learnt) -> Collection[int]:
    """The rows of a file that go."""
    folder = folder_of(source.path)
    if folder not in learnt:
        return ()
    try:
        body = body_of(source)
    except Rejected:
        return ()  # what was read once and is no longer stays as it is published
    return dropped(body, learnt[folder]).keys() if body else ()


def _lines(lessons: Lessons) -> Learnt:
    return {folder: lesson.lines for folder, lesson in lessons.items() if lesson.lines}


def _drops(lessons: Lessons, folder: str) -> frozenset[tuple[str, End, int]]:
    return lessons.get(folder, _NONE).drops


def _is_due(files: int, lesson: Lesson | None) -> bool:
    return files >= FEWEST if lesson is None else lesson.is_stale(files)


def _recollected(store: Store) -> Lessons:
    remembered = store.recollect(_KEY)
    told = orjson.loads(remembered) if remembered else {}
    return {folder: _lesson(**lesson) for folder, lesson in told.items()}


def _lesson(files: int, lines: Sequence[dict[str, Any]]) -> Lesson:
    return Lesson(files, tuple(Recurring(**(one | {"end": End(one["end"])})) for one in lines))


def _written(lessons: Lessons) -> str:
    return orjson.dumps({folder: asdict(lesson) for folder, lesson in lessons.items()}).decode()


def _batches(jobs: Iterator[Job]) -> Iterator[list[Job]]:
    while batch := list(islice(jobs, BATCH)):
        yield batch
