"""The configuration in force while its files are edited, on the real file system and clock."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from feedsvc.config import Config, Current, Said, make, read
from feedsvc.config.current import LOOK_EVERY
from feedsvc.errors import ConfigError

PATIENCE = 20.0
"""Seconds until an edit that is not in force counts as never taken up: one on a quiet machine."""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return titled(tmp_path / "config.toml", "first")


def titled(file: Path, title: str) -> Path:
    file.write_text(f'[site]\ntitle = "{title}"\n', encoding="utf-8")
    return file


def following(file: Path) -> Current:
    return Current(lambda before: read(file if file.exists() else None, {}, {}, before), make)


def wait(current: Current, until: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Use it as a busy process does, until something holds or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        current.get()
        if until():
            return True
        time.sleep(0.01)
    return False


def title(current: Current) -> str:
    return current.get().site.title


def test_an_edit_is_in_force_within_a_second(file: Path) -> None:
    current = following(file)
    titled(file, "second")
    assert wait(current, lambda: title(current) == "second")
    assert (current.version, current.mistakes) == (2, ())


def test_a_file_renamed_into_place_with_the_same_size_and_time_is_taken_up(file: Path) -> None:
    current = following(file)
    other = titled(file.with_name("new"), "other")
    before = file.stat()
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)
    assert wait(current, lambda: title(current) == "other")


def test_a_broken_edit_is_reported_once_and_the_one_before_stays_in_force(file: Path) -> None:
    current = following(file)
    with capture_logs() as logs:
        file.write_text('[site]\ntitel = "x"\nlanguage = "english"\n', encoding="utf-8")
        assert wait(current, lambda: bool(current.mistakes))
        assert not wait(current, lambda: current.version > 1, seconds=0.6)
    assert title(current) == "first"
    assert [mistake.key for mistake in current.mistakes] == ["site.titel", "site.language"]
    assert [log["event"] for log in logs] == ["config refused", "config refused"]


def test_a_mended_edit_ends_the_report(file: Path) -> None:
    current = following(file)
    file.write_text("[", encoding="utf-8")
    assert wait(current, lambda: bool(current.mistakes))
    titled(file, "mended")
    assert wait(current, lambda: title(current) == "mended")
    assert current.mistakes == ()


def test_a_save_in_two_steps_is_neither_reported_nor_half_taken_up(file: Path) -> None:
    loads = []

    def counted(said: Said) -> Config:
        loads.append(time.monotonic())
        return make(said)

    current = Current(lambda before: read(file, {}, {}, before), counted)
    time.sleep(0.3)  # so that the next look falls between the steps
    with file.open("w", encoding="utf-8") as opened:
        assert not wait(current, lambda: bool(current.mistakes), seconds=0.05)
        opened.write('[site]\ntitle = "sec')
        opened.flush()
        assert not wait(current, lambda: bool(current.mistakes), seconds=0.05)
        opened.write('ond"\n')
    assert wait(current, lambda: title(current) == "second")
    assert (len(loads), current.version, current.mistakes) == (2, 2, ())


def test_a_file_that_vanishes_is_reported_and_its_settings_stay_in_force(file: Path) -> None:
    current = following(file)
    file.unlink()
    assert wait(current, lambda: bool(current.mistakes))
    assert (title(current), current.version) == ("first", 1)
    titled(file, "back")
    assert wait(current, lambda: title(current) == "back")
    assert current.mistakes == ()


def test_a_file_that_is_emptied_is_reported_and_its_settings_stay_in_force(file: Path) -> None:
    current = following(file)
    file.write_bytes(b"")
    assert wait(current, lambda: bool(current.mistakes))
    assert (title(current), current.version) == ("first", 1)


def test_a_file_that_appears_is_taken_up(file: Path) -> None:
    file.unlink()
    current = following(file)
    assert title(current) == "News"
    titled(file, "appeared")
    assert wait(current, lambda: title(current) == "appeared")


def test_an_edit_that_changes_nothing_keeps_the_version(file: Path) -> None:
    current = following(file)
    with file.open("r+", encoding="utf-8") as opened:
        text = opened.read()
        opened.seek(0)
        opened.write(f"# a comment\n{text}")
    assert wait(current, lambda: current.get().locate("site.title").endswith("line 3"))
    assert current.version == 1


def test_whoever_looks_seldom_gets_an_old_edit_at_the_first_look(file: Path) -> None:
    current = following(file)
    titled(file, "second")
    time.sleep(0.6)
    assert title(current) == "second"


def test_a_start_with_a_broken_file_is_refused(file: Path) -> None:
    file.write_text("[", encoding="utf-8")
    with pytest.raises(ConfigError):
        following(file)


def test_nobody_waits_while_another_thread_loads(file: Path) -> None:
    loading, loaded = threading.Event(), threading.Event()

    def slowly(said: Said) -> Config:
        if threading.current_thread() is not threading.main_thread():
            loading.set()
            assert loaded.wait(10)
        return make(said)

    current = Current(lambda before: read(file, {}, {}, before), slowly)
    titled(file, "second")
    time.sleep(0.6)
    other = threading.Thread(target=current.get)
    other.start()
    assert loading.wait(10)
    time.sleep(LOOK_EVERY)
    assert title(current) == "first"
    loaded.set()
    other.join()
    assert title(current) == "second"


def topics(file: Path, *slugs: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(f'[[topics]]\nslug = "{slug}"\n' for slug in slugs), encoding="utf-8")
    return file


def slugs(current: Current) -> list[str]:
    return [topic.slug for topic in current.get().topics]


def test_a_topic_file_that_is_new_edited_or_removed_is_in_force_within_a_second(file: Path) -> None:
    current = following(file)
    first = topics(file.parent / "topics" / "first.toml", "a")
    assert wait(current, lambda: slugs(current) == ["a"])
    second = topics(file.parent / "topics" / "second.toml", "b")
    assert wait(current, lambda: slugs(current) == ["a", "b"])
    topics(first, "c", "d")
    assert wait(current, lambda: slugs(current) == ["c", "d", "b"])
    first.unlink()
    assert wait(current, lambda: slugs(current) == ["b"])
    second.unlink()
    assert wait(current, lambda: slugs(current) == [])
    assert (current.version, current.mistakes) == (6, ())


def test_without_config_toml_topic_files_are_followed_all_the_same(file: Path) -> None:
    file.unlink()
    topics(file.parent / "topics" / "a.toml", "a")
    current = following(file)
    assert slugs(current) == ["a"]
    topics(file.parent / "topics" / "a.toml", "b")
    assert wait(current, lambda: slugs(current) == ["b"])


def test_a_broken_topic_file_is_reported_once_until_it_is_mended(file: Path) -> None:
    broken = topics(file.parent / "topics" / "a.toml", "a")
    current = following(file)
    with capture_logs() as logs:
        topics(broken, "B")
        assert wait(current, lambda: bool(current.mistakes))
        assert not wait(current, lambda: current.version > 1, seconds=0.6)
        titled(file, "second")  # what is wrong still is
        assert not wait(current, lambda: current.version > 1, seconds=0.8)
    assert [log["event"] for log in logs] == ["config refused"]
    assert [mistake.where for mistake in current.mistakes] == [f"{broken} line 2"]
    topics(broken, "b")
    assert wait(current, lambda: slugs(current) == ["b"])
    assert (title(current), current.mistakes) == ("second", ())


def test_a_mistake_is_mended_in_a_file_that_was_never_in_force(file: Path) -> None:
    """An edit brings in files of another folder, one of them broken: they are followed from then on."""
    broken = topics(file.parent / "more" / "a.toml", "A")
    current = following(file)
    file.write_text('topic_files.include = ["more/*.toml"]', encoding="utf-8")
    assert wait(current, lambda: bool(current.mistakes))
    topics(broken, "a")
    assert wait(current, lambda: slugs(current) == ["a"])
    topics(file.parent / "more" / "b.toml", "b")
    assert wait(current, lambda: slugs(current) == ["a", "b"])


def test_what_is_edited_while_it_is_loaded_is_loaded_again(file: Path) -> None:
    edited = topics(file.parent / "topics" / "a.toml", "a")

    def make_and_edit(said: Said) -> Config:
        config = make(said)
        if [topic.slug for topic in config.topics] == ["a"]:
            topics(edited, "another")
        return config

    current = Current(lambda before: read(file, {}, {}, before), make_and_edit)
    assert wait(current, lambda: slugs(current) == ["another"])


def test_several_topic_files_that_are_gone_at_once_are_reported_and_stay_in_force(file: Path) -> None:
    folder = file.parent / "topics"
    topics(folder / "a.toml", "a")
    topics(folder / "b.toml", "b")
    current = following(file)
    folder.rename(folder.with_name("away"))
    assert wait(current, lambda: bool(current.mistakes))
    assert slugs(current) == ["a", "b"]
    assert str(current.mistakes[0]).startswith(f"{folder}: all topic files are gone. Put them back")
    folder.with_name("away").rename(folder)
    topics(folder / "b.toml", "better")
    assert wait(current, lambda: slugs(current) == ["a", "better"])
    file.write_text('topic_files.include = ["more/*.toml"]', encoding="utf-8")
    folder.rename(folder.with_name("more"))
    assert wait(current, lambda: current.version == 3)
    assert slugs(current) == ["a", "better"]


def test_a_topic_file_that_is_emptied_is_reported_and_its_topics_stay_in_force(file: Path) -> None:
    emptied = topics(file.parent / "topics" / "a.toml", "a")
    current = following(file)
    emptied.write_bytes(b"")
    assert wait(current, lambda: bool(current.mistakes))
    assert (slugs(current), current.mistakes[0].where) == (["a"], str(emptied))


def test_whoever_looks_seldom_looks_twice_where_a_file_is_gone(file: Path) -> None:
    """Between its removal and its return it may be on its way: nothing tells for how long it has been gone."""
    current = following(topics(file.parent / "topics" / "a.toml", "a").parents[1] / "config.toml")
    (file.parent / "topics" / "a.toml").unlink()
    time.sleep(0.6)
    assert slugs(current) == ["a"]
    time.sleep(0.3)
    assert slugs(current) == []
