"""The worker's day, with a real folder, a real store and a real scheduler."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from apscheduler.triggers.interval import IntervalTrigger
from newsroom import SITE, agency

from feedsvc import schedule
from feedsvc.errors import StoreError
from feedsvc.model import Topic
from feedsvc.pipeline import Pipeline, Report, Settings, resorting
from feedsvc.schedule import Desk, Duty, Wanted, Work
from feedsvc.selections import EVERYTHING, of_topic
from feedsvc.sources.scan import Folder
from feedsvc.store import connect
from feedsvc.store.base import Store
from feedsvc.watch import Watcher

WITHIN = 60
"""Seconds until something that must happen counts as not happening."""


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    store = connect(sqlite_url)
    yield store
    store.close()


def duty(root: Path, store: Store, seconds: int, *topics: Topic) -> Duty:
    folder = Folder(root, ("**/*.txt", "**/*.md"))
    settings = Settings.of(SITE, (), topics)
    return Duty(Pipeline(folder, store, settings), folder, IntervalTrigger(seconds=seconds, timezone=UTC))


@contextmanager
def working(latest: Callable[[], Duty]) -> Iterator[None]:
    """As long as this lasts, a worker is at work."""
    ending = threading.Event()
    thread = threading.Thread(target=Work(latest, lambda: not ending.is_set()).run)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join(WITHIN)
    assert not thread.is_alive()


@pytest.fixture
def at_work(tmp_path: Path, store: Store) -> Iterator[Path]:
    """The article folder of a worker that is at work, and scans by itself once an hour."""
    root = tmp_path / "articles"
    root.mkdir()
    its_duty = duty(root, store, 3600)
    with working(lambda: its_duty):
        yield root


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def titles(store: Store) -> list[str]:
    return [listed.title for listed in store.listing(EVERYTHING, 100)]


def test_a_saved_file_is_published_without_waiting_for_the_next_scan(at_work: Path, store: Store) -> None:
    (at_work / "a.txt").write_text(agency("Talks"))
    eventually(lambda: titles(store) == ["Talks"])


def test_a_file_that_is_written_slowly_is_not_published_half(at_work: Path, store: Store) -> None:
    with (at_work / "a.txt").open("w") as file:
        for part in agency("Talks", text="One. Two. Three. Four. Five.").split(" "):
            file.write(f"{part} ")
            file.flush()
            time.sleep(0.15)
            assert titles(store) == []
    eventually(lambda: titles(store) == ["Talks"])
    (entry,) = store.listing(EVERYTHING, 1)
    assert entry.summary == "One. Two. Three. Four. Five."


def test_an_embargo_ends_at_its_moment(at_work: Path, store: Store) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=3)
    (at_work / "a.md").write_text(f"---\ntitle: Plans\nembargo: {moment.isoformat()}\n---\nText\n")
    eventually(lambda: store.counts().held == 1)
    eventually(lambda: titles(store) == ["Plans"])
    assert datetime.now(UTC) >= moment.replace(microsecond=0)


def test_stored_entries_are_sorted_by_changed_topics_while_new_ones_are_published(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new article waits for one step of it, and not for the rest."""
    monkeypatch.setattr(resorting, "BATCH", 1)
    root = tmp_path / "articles"
    root.mkdir()
    for number in range(300):
        (root / f"{number}.txt").write_text(agency(f"Fog {number}", text="There was fog."))
        os.utime(root / f"{number}.txt", (1, 1))
    duties = [duty(root, store, 3600), duty(root, store, 3600, Topic("fog", "Fog", rule="fog"))]
    with working(lambda: duties[0]):
        eventually(lambda: store.counts().published == 300)
        del duties[0]
        eventually(lambda: bool(fog(store)))
        unfinished = root / ".new.txt"
        unfinished.write_text(agency("New Fog", text="There is fog."))
        os.utime(unfinished, (1, 1))
        unfinished.rename(root / "new.txt")
        eventually(lambda: "New Fog" in fog(store))
        sorted_by_then = len(fog(store))
        eventually(lambda: len(fog(store)) == 301)
    assert sorted_by_then < 301


def fog(store: Store) -> list[str]:
    return [listed.title for listed in store.listing(of_topic("fog"), 400)]


class Refusing:
    """A real store that refuses one thing as often as is said."""

    def __init__(self, store: Store, what: str, times: int) -> None:
        self._store = store
        self._what = what
        self.times = times

    def __getattr__(self, name: str) -> Any:
        if name == self._what:
            self.times -= 1
            if self.times >= 0:
                raise StoreError("the database is locked")
        return getattr(self._store, name)


class Deaf(Watcher):
    """Hears of nothing, as on a file system that tells nothing."""

    def start(self) -> None:
        pass


@pytest.fixture
def nobody_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of any file: so nothing is scanned but what the worker itself remembers to."""
    monkeypatch.setattr(schedule, "Watcher", Deaf)


@pytest.mark.usefixtures("nobody_tells")
@pytest.mark.parametrize("what", ["register", "next_moment"])
def test_what_is_asked_for_before_the_store_can_follow_the_settings_is_done_once_it_does(
    tmp_path: Path, store: Store, what: str
) -> None:
    root = tmp_path / "articles"
    root.mkdir()
    (root / "a.txt").write_text(agency("Talks"))
    refusing = Refusing(store, what, 2)
    its_duty = duty(root, cast(Store, refusing), 3600)
    with working(lambda: its_duty):
        eventually(lambda: titles(store) == ["Talks"])
    assert refusing.times < 0


@pytest.mark.usefixtures("nobody_tells")
def test_a_scan_that_could_not_be_done_is_made_up(tmp_path: Path, store: Store) -> None:
    root = tmp_path / "articles"
    root.mkdir()
    (root / "a.txt").write_text(agency("Talks"))
    refusing = Refusing(store, "files", 3)
    its_duty = duty(root, cast(Store, refusing), 3600)
    with working(lambda: its_duty):
        eventually(lambda: titles(store) == ["Talks"])
    assert refusing.times < 0


class Noting(Pipeline):
    """Notes which whole scans came to their end, and fails in the first that retries."""

    fails = True
    done: list[bool]

    def scan(self, paths: Collection[str] | None = None, *, retry: bool = False, **flags: Any) -> Report:
        if retry and self.fails:
            self.fails = False
            raise StoreError("the database is locked")
        report = super().scan(paths, retry=retry, **flags)
        self.done.append(retry)
        return report


@pytest.mark.usefixtures("nobody_tells")
def test_what_was_rejected_is_read_again_by_other_settings_though_the_first_try_failed(
    tmp_path: Path, store: Store
) -> None:
    (tmp_path / "articles").mkdir()
    former = duty(tmp_path / "articles", store, 3600)
    former.pipeline.adopt()
    line = Noting(former.folder, store, Settings.of(replace(SITE, title="Another"), (), ()))
    line.done = []
    its_duty = Duty(line, former.folder, former.trigger)
    with working(lambda: its_duty):
        eventually(lambda: True in line.done)
    assert not line.fails


@pytest.mark.usefixtures("nobody_tells")
def test_an_embargo_ends_though_the_folder_is_gone(tmp_path: Path, store: Store) -> None:
    root = tmp_path / "articles"
    root.mkdir()
    moment = datetime.now(UTC) + timedelta(seconds=4)
    (root / "a.md").write_text(f"---\ntitle: Plans\nembargo: {moment.isoformat()}\n---\nText\n")
    its_duty = duty(root, store, 3600)
    with working(lambda: its_duty):
        eventually(lambda: bool(store.files()) and store.recollect("last_scan") is not None)
        root.rename(tmp_path / "away")
        eventually(lambda: titles(store) == ["Plans"])


def test_what_is_asked_for_while_the_worker_is_busy_is_picked_up_at_once() -> None:
    desk = Desk()
    desk.want({"a.txt"})
    desk.want({"b.txt"})
    desk.want(turn=True)
    assert desk.pick_up(0) == Wanted({"a.txt", "b.txt"}, whole=False, turn=True)
    assert desk.pick_up(0) == Wanted()
    desk.want(None)
    assert desk.pick_up(0) == Wanted(whole=True)


def test_a_process_ends_with_its_parent() -> None:
    child = "from feedsvc.lifeline import end_with_parent; import os, time; end_with_parent(%s); time.sleep(60)"
    parent = (
        "import os, subprocess, sys;"
        f"print(subprocess.Popen([sys.executable, '-c', {child!r} % os.getpid()], stdout=subprocess.DEVNULL).pid)"
    )
    pid = int(subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, check=True).stdout)
    eventually(lambda: not is_alive(pid))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
