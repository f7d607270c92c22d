"""What a look at the article folder finds, refuses and leaves alone. On a real file system, in tmp_path."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from feedsvc.errors import Rejected, ScanAlarm
from feedsvc.sources.scan import LARGEST, SETTLING, Folder, Seen, shown

INCLUDE = ("**/*.txt", "**/*.md")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path, INCLUDE, ("drafts/**",))


def write(folder: Folder, path: str, data: bytes = b"Headline\n\nText.\n") -> Path:
    file = folder.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def seen(folder: Folder, path: str) -> Seen:
    return folder.look().files[path]


def test_files_are_found_at_any_depth_by_their_globs(folder: Folder) -> None:
    for path in ("a.txt", "2002/07/b.md", "deep/er/still/c.txt"):
        write(folder, path)
    assert set(folder.look().files) == {"a.txt", "2002/07/b.md", "deep/er/still/c.txt"}


def test_what_the_globs_leave_out_is_left_alone(folder: Folder) -> None:
    for path in ("photo.jpg", "drafts/x.txt", "drafts/deep/y.md", "notes"):
        write(folder, path)
    look = folder.look()
    assert look.files == {}
    assert look.refused == {}
    assert not look.bare


@pytest.mark.parametrize("name", [".x.txt", "x.txt~", "#x.txt#", ".git/x.txt", "x.txt.part", "x.txt.swp", ".#x.txt"])
def test_hidden_temporary_and_backup_names_are_ignored(folder: Folder, name: str) -> None:
    """S6"""
    write(folder, name)
    every = Folder(folder.root, ("**",))
    assert every.look().files == {}
    assert not every.takes(name)


def test_a_link_inside_the_folder_is_followed(folder: Folder) -> None:
    write(folder, "a.txt", b"Text")
    (folder.root / "b.txt").symlink_to(folder.root / "a.txt")
    source = folder.read(seen(folder, "b.txt"))
    assert source is not None
    assert source.data == b"Text"


@pytest.mark.parametrize("target", ["/etc/passwd", "../outside.txt", "nowhere.txt", "loop.txt"])
def test_a_link_that_leads_out_or_nowhere_is_refused(tmp_path: Path, target: str) -> None:
    """S6"""
    (tmp_path / "outside.txt").write_text("secret")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "loop.txt").symlink_to(target)
    look = Folder(tmp_path / "articles", INCLUDE).look()
    assert look.files == {}
    assert "link" in look.refused["loop.txt"].problem


def test_a_link_to_a_folder_is_refused_and_not_entered(tmp_path: Path) -> None:
    """S6"""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.txt").write_text("secret")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "in").symlink_to(tmp_path / "elsewhere")
    look = Folder(tmp_path / "articles", INCLUDE).look()
    assert (look.files, list(look.refused)) == ({}, ["in"])


def test_the_case_of_a_suffix_does_not_matter(folder: Folder) -> None:
    for path in ("A.TXT", "b.Md"):
        write(folder, path)
    assert set(folder.look().files) == {"A.TXT", "b.Md"}
    assert all(folder.takes(path) for path in ("A.TXT", "b.Md"))


def test_a_file_that_became_a_link_out_after_the_look_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = Folder(tmp_path / "articles", INCLUDE)
    file = write(folder, "a.txt")
    before = seen(folder, "a.txt")
    file.unlink()
    file.symlink_to(tmp_path / "secret.txt")
    with pytest.raises(Rejected, match="out of the article folder"):
        folder.read(before)


def test_a_fifo_a_socket_and_a_folder_with_an_articles_name_are_refused_without_waiting(folder: Folder) -> None:
    os.mkfifo(folder.root / "fifo.txt")
    (folder.root / "folder.txt").mkdir()
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(folder.root / "s.txt"))
    look = folder.look()
    assert {path: rejected.problem.split(" ")[3] for path, rejected in look.refused.items()} == {
        "fifo.txt": "FIFO,",
        "folder.txt": "folder",
        "s.txt": "socket,",
    }


def test_a_fifo_put_in_place_of_a_file_is_refused_and_not_waited_for(folder: Folder) -> None:
    file = write(folder, "a.txt")
    before = seen(folder, "a.txt")
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(Rejected, match="FIFO"):
        folder.read(before)


@pytest.mark.parametrize(("name", "appears"), [(b"a\nb.txt", r"a\nb.txt"), (b"caf\xe9.txt", r"caf\xe9.txt")])
def test_names_that_cannot_be_printed_are_refused_and_shown_escaped(folder: Folder, name: bytes, appears: str) -> None:
    Path(os.fsdecode(os.fsencode(folder.root) + b"/" + name)).write_text("x")
    look = folder.look()
    assert look.files == {}
    assert list(look.refused) == [appears]
    assert shown(os.fsdecode(name)) == appears


def test_names_in_any_script_are_taken(folder: Folder) -> None:
    write(folder, "новости/статья один.txt")
    assert set(folder.look().files) == {"новости/статья один.txt"}


def test_a_missing_folder_is_an_alarm(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "gone", INCLUDE)
    with pytest.raises(ScanAlarm, match="set articles"):
        folder.look()
    with pytest.raises(ScanAlarm):
        folder.glance(["a.txt"])


def test_an_unreadable_folder_below_is_told_and_the_rest_is_found(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.txt")
    write(folder, "locked/b.txt")
    scandir = os.scandir

    def refuse(path: str | Path) -> object:  # the tests may run as root, to whom no folder is locked
        if str(path).rstrip("/").endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    look = folder.look()
    assert set(look.files) == {"a.txt"}
    assert look.unreadable == ["locked/"]


def test_a_glance_finds_what_is_there_and_passes_over_what_is_not(folder: Folder) -> None:
    write(folder, "a.txt")
    write(folder, "photo.jpg")
    look = folder.glance(["a.txt", "b.txt", "photo.jpg", "a.txt/b.txt"])
    assert set(look.files) == {"a.txt"}
    assert look.files["a.txt"] == seen(folder, "a.txt")


def test_reading_gives_the_bytes_their_sum_and_their_media_type(folder: Folder) -> None:
    write(folder, "a.md", b"# Title\n")
    source = folder.read(seen(folder, "a.md"))
    assert source is not None
    assert (source.data, source.media_type) == (b"# Title\n", "text/markdown")
    assert source.sha256 == "e01b17ff9af77056792f67c57e3d1908795b9d1ae4cfe72421d0a2838991b740"


def test_a_file_that_changed_since_the_look_is_left_for_later(folder: Folder) -> None:
    file = write(folder, "a.txt")
    before = seen(folder, "a.txt")
    file.write_bytes(b"another text altogether")
    assert folder.read(before) is None
    file.unlink()
    assert folder.read(before) is None


def test_a_file_that_is_too_large_is_rejected_unread(folder: Folder) -> None:
    file = write(folder, "a.txt", b"")
    os.truncate(file, LARGEST + 1)
    with pytest.raises(Rejected, match="at most 8"):
        folder.read(seen(folder, "a.txt"))


def test_a_file_has_settled_a_second_after_its_last_write() -> None:
    file = Seen("a.txt", 3, mtime_ns=10 * SETTLING, ctime_ns=10 * SETTLING)
    assert not file.settled(10 * SETTLING + SETTLING // 2)
    assert file.settled(11 * SETTLING)


def test_a_file_that_was_renamed_into_place_has_settled_at_once(folder: Folder) -> None:
    write(folder, ".a.txt.tmp", b"whole")
    os.utime(folder.root / ".a.txt.tmp", ns=(1, 1))
    (folder.root / ".a.txt.tmp").rename(folder.root / "a.txt")
    file = seen(folder, "a.txt")
    assert file.settled(file.ctime_ns)


def test_a_time_in_the_future_does_not_keep_a_file_waiting() -> None:
    file = Seen("a.txt", 3, mtime_ns=99 * SETTLING, ctime_ns=99 * SETTLING)
    assert file.settled(10 * SETTLING)
