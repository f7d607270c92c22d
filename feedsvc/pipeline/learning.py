"""Page chrome, learnt at the beginning of whole scans, and the entries that it changes made anew from their originals.

It comes before the scan makes anything, so that what is new comes out without chrome at once. It costs a count of the
folder's paths where a scan has found any news, and some reading of folders that have grown or shrunk by a tenth since
they were last learnt from.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from heapq import nsmallest
from typing import Any
from zlib import crc32

import orjson

from feedsvc.errors import Rejected
from feedsvc.model import SourceFile, State
from feedsvc.pipeline.batches import in_batches
from feedsvc.pipeline.crew import Crew
from feedsvc.pipeline.make import Job, Settings
from feedsvc.pipeline.whereabouts import Whereabouts
from feedsvc.sources.learning import FEWEST, Sheet, learn, sheet
from feedsvc.sources.learnt import End, Learnt, Recurring, body_of, dropped, folder_of, is_read
from feedsvc.sources.scan import Folder, Seen
from feedsvc.store.base import Store
from feedsvc.store.changes import Publish

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


def learnt(store: Store) -> Learnt:
    """What the store remembers of it."""
    return _lines(_recollected(store))


def in_force(settings: Settings, store: Store) -> Settings:
    """The settings with what was learnt, where they ask for it."""
    return replace(settings, learnt=learnt(store) if settings.learns else {})


def is_followed(settings: Settings, store: Store) -> bool:
    """Whether the last whole scan learnt, or did not, as these settings say."""
    return settings.learns is bool(store.recollect(_KEY))


def sampled(files: Iterable[Seen], folders: Collection[str]) -> dict[str, list[Seen]]:
    """Some files of each folder: always the same ones, as long as they are there."""
    found: dict[str, list[Seen]] = {folder: [] for folder in folders}
    for seen in files if found else ():
        if is_read(seen.path) and (folder := folder_of(seen.path)) in found:
            found[folder].append(seen)
    return {folder: nsmallest(SAMPLE, some, key=_drawn) for folder, some in found.items()}


def sheets(files: Iterable[Seen], folder: Folder) -> Iterator[Sheet]:
    """What is compared of these files, as far as they can be read."""
    for seen in files:
        try:
            source = folder.read(seen)
        except Rejected:
            continue  # the scan tells why
        if source and (found := sheet(source)):
            yield found


def _drawn(seen: Seen) -> tuple[int, str]:
    """By lot, in which names that go by date or section have no part."""
    return crc32(os.fsencode(seen.path)), seen.path


class Learning:
    """One pipeline's learning. What it knows is in the store, so that it outlasts the process."""

    def __init__(self, folder: Folder, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._is_behind = True
        """Whether folders may be left to learn from though nothing has come: at the start, after a busy scan, and after
        one that did not come to its end."""

    def follow(self, settings: Settings, files: Mapping[str, Seen], now: datetime, *, news: bool) -> Settings:
        """Learn if that is due, and make anew what comes out otherwise; the settings from now on.

        `files` are those of the whole folder. Where the process ends half way, the next scan does all of it again.
        """
        known = _recollected(self._store)
        if settings.learns and is_followed(settings, self._store) and not (news or self._is_behind):
            return settings
        self._is_behind = True
        lessons, is_behind = self._learn(known, settings, files) if settings.learns else ({}, False)
        latest = replace(settings, learnt=_lines(lessons))
        changed = {folder for folder in {*known, *lessons} if _drops(known, folder) != _drops(lessons, folder)}
        if changed:
            self._make_anew(changed, _lines(known), latest, files, now)
        if lessons != known or not is_followed(settings, self._store):
            self._store.remember(_KEY, _written(lessons) if settings.learns else "")
        self._is_behind = is_behind
        return latest

    def _learn(self, known: Lessons, settings: Settings, files: Mapping[str, Seen]) -> tuple[Lessons, bool]:
        """What is known from now on, and whether there is more to learn from than is at once.

        A folder that is not there keeps what it has learnt: it may be a mount that failed.
        """
        counts = Counter(folder_of(path) for path in files if is_read(path))
        due = sorted(folder for folder, count in counts.items() if _is_due(count, known.get(folder)))
        lessons = dict(known)
        for folder, some in sampled(files.values(), due[:AT_ONCE]).items():
            former = lessons.get(folder, _NONE).lines
            lessons[folder] = Lesson(counts[folder], learn(sheets(some, self._folder), settings.kind, former))
        return lessons, len(due) > AT_ONCE

    def _make_anew(
        self, folders: Collection[str], former: Learnt, latest: Settings, files: Mapping[str, Seen], now: datetime
    ) -> None:
        """Make those entries again of which other lines go now. The file is the same, so it is news to nobody."""
        tracked = self._store.files()
        ids = [file.entry_id for path, file in tracked.items() if file.entry_id and folder_of(path) in folders]
        whereabouts = Whereabouts(self._store, latest, now, files.keys, lambda _: None)
        jobs = self._jobs(ids, former, latest.learnt, whereabouts)
        for _, outcomes in Crew(latest, now, len(ids)).make(in_batches(jobs, BATCH)):
            made = [replace(outcome, quiet=True) for outcome in outcomes if isinstance(outcome, Publish)]
            self._store.apply(made, now)

    def _jobs(self, ids: Sequence[str], former: Learnt, latest: Learnt, whereabouts: Whereabouts) -> Iterator[Job]:
        for some in in_batches(ids, BATCH):
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
    return _read(store.recollect(_KEY) or "{}")


@lru_cache(maxsize=2)  # every scan asks, also of a single file, and what was learnt seldom changes
def _read(written: str) -> Lessons:
    return {folder: _lesson(**lesson) for folder, lesson in orjson.loads(written).items()}


def _lesson(files: int, lines: Sequence[dict[str, Any]]) -> Lesson:
    return Lesson(files, tuple(Recurring(**(one | {"end": End(one["end"])})) for one in lines))


def _written(lessons: Lessons) -> str:
    return orjson.dumps({folder: asdict(lesson) for folder, lesson in lessons.items()}).decode()
