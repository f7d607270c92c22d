"""What the watcher tells of a real folder, and that it goes on through the folder's vanishing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from feedsvc.sources.scan import Folder
from feedsvc.watch import Watcher, has_no_events

WITHIN = 60
"""Seconds until something that must be told counts as not told."""


class Listener:
    """Hears what the watcher tells."""

    def __init__(self) -> None:
        self._heard = threading.Condition()
        self.paths: set[str] = set()
        self.whole = 0

    def __call__(self, paths: set[str] | None) -> None:
        with self._heard:
            self.paths |= paths or set()
            self.whole += paths is None
            self._heard.notify_all()

    def hears(self, what: Callable[[], bool]) -> bool:
        with self._heard:
            return self._heard.wait_for(what, WITHIN)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "articles").mkdir()
    return Folder(tmp_path / "articles", ("**/*.txt",), ())


@pytest.fixture
def listener(folder: Folder) -> Iterator[Listener]:
    """Of a watcher that has begun to watch: it says so by asking for a look at everything."""
    listener = Listener()
    watcher = Watcher(folder, listener)
    watcher.start()
    assert listener.hears(lambda: listener.whole > 0)
    yield listener
    watcher.stop()


def test_a_saved_a_renamed_and_a_removed_file_are_told_by_their_paths(folder: Folder, listener: Listener) -> None:
    (folder.root / "a.txt").write_text("text")
    assert listener.hears(lambda: listener.paths == {"a.txt"})
    (folder.root / "a.txt").rename(folder.root / "b.txt")
    assert listener.hears(lambda: listener.paths == {"a.txt", "b.txt"})
    listener.paths.clear()
    (folder.root / "b.txt").unlink()
    assert listener.hears(lambda: listener.paths == {"b.txt"})


def test_a_folder_that_is_moved_in_asks_for_a_look_at_everything(folder: Folder, listener: Listener) -> None:
    outside = folder.root.parent / "outside"
    outside.mkdir()
    (outside / "a.txt").write_text("text")
    before = listener.whole
    outside.rename(folder.root / "inside")
    assert listener.hears(lambda: listener.whole > before)


def test_files_that_are_no_articles_are_not_told(folder: Folder, listener: Listener) -> None:
    before = listener.whole
    (folder.root / ".a.txt.swp").write_text("text")
    (folder.root / "photo.jpg").write_text("text")
    (folder.root / "mark.txt").write_text("text")
    assert listener.hears(lambda: "mark.txt" in listener.paths)
    assert (listener.paths, listener.whole) == ({"mark.txt"}, before)


def test_a_folder_that_vanishes_and_comes_back_is_watched_again(folder: Folder, listener: Listener) -> None:
    away = folder.root.rename(folder.root.with_name("away"))
    before = listener.whole
    assert listener.hears(lambda: listener.whole > before)
    away.rename(folder.root)
    assert told_of(folder.root / "late.txt", listener)


def test_another_folder_put_in_its_place_is_the_one_that_is_watched(folder: Folder, listener: Listener) -> None:
    folder.root.rename(folder.root.with_name("old"))
    folder.root.mkdir()
    assert told_of(folder.root / "new.txt", listener)


def told_of(file: Path, listener: Listener) -> bool:
    """Save a file until it is told: it takes the watcher a second to see that it must watch anew."""
    deadline = time.monotonic() + WITHIN
    while file.name not in listener.paths and time.monotonic() < deadline:
        file.write_text(str(time.monotonic()))
        time.sleep(0.1)
    return file.name in listener.paths


def test_where_there_are_no_events_the_folder_is_polled(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedsvc.watch.has_no_events", lambda _: True)
    listener = Listener()
    watcher = Watcher(folder, listener)
    watcher.start()
    assert listener.hears(lambda: listener.whole > 0)
    (folder.root / "a.txt").write_text("text")
    assert listener.hears(lambda: "a.txt" in listener.paths)
    watcher.stop()


def test_the_file_system_that_a_test_runs_on_has_events(tmp_path: Path) -> None:
    assert not has_no_events(tmp_path)
