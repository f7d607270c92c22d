"""The worker's day, with a real folder, a real store and a real scheduler."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.triggers.interval import IntervalTrigger
from newsroom import SITE, agency

from feedsvc.pipeline import Pipeline, Settings
from feedsvc.schedule import Desk, Duty, Wanted, Work
from feedsvc.selections import EVERYTHING
from feedsvc.sources.scan import Folder
from feedsvc.store import connect
from feedsvc.store.base import Store

WITHIN = 15
"""Seconds until something that must happen counts as not happening."""


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    store = connect(sqlite_url)
    yield store
    store.close()


def duty(root: Path, store: Store, seconds: int) -> Duty:
    folder = Folder(root, ("**/*.txt", "**/*.md"))
    settings = Settings.of(SITE, (), ())
    return Duty(Pipeline(folder, store, settings), folder, IntervalTrigger(seconds=seconds, timezone=UTC))


@pytest.fixture
def at_work(tmp_path: Path, store: Store) -> Iterator[Path]:
    """The article folder of a worker that is at work, and scans by itself once an hour."""
    root = tmp_path / "articles"
    root.mkdir()
    ending = threading.Event()
    its_duty = duty(root, store, 3600)
    work = Work(lambda: its_duty, lambda: not ending.is_set())
    thread = threading.Thread(target=work.run)
    thread.start()
    yield root
    ending.set()
    thread.join(WITHIN)
    assert not thread.is_alive()


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
