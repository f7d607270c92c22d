"""What is new, changed or gone, decided from what a look saw and what is remembered."""

from __future__ import annotations

from feedsvc.errors import Rejected
from feedsvc.pipeline.compare import compare
from feedsvc.rejection import Rejection
from feedsvc.sources.scan import SETTLING, Look, Seen
from feedsvc.store.changes import TrackedFile

NOW = 100 * SETTLING
SEEN = Seen("a.txt", 3, mtime_ns=SETTLING, ctime_ns=SETTLING)
TRACKED = TrackedFile("a.txt", 3, SETTLING, SETTLING, sha256="00", entry_id="tag:x")


def look(*files: Seen) -> Look:
    return Look(files={file.path: file for file in files})


def test_a_file_that_is_not_tracked_is_read() -> None:
    assert compare(look(SEEN), {}, NOW).to_read == [SEEN]


def test_a_file_that_is_as_it_was_is_not_read() -> None:
    difference = compare(look(SEEN), {"a.txt": TRACKED}, NOW)
    assert (difference.to_read, difference.gone, difference.same) == ([], [], 1)


def test_a_change_of_size_mtime_or_ctime_alone_is_a_change() -> None:
    for change in ({"size": 4}, {"mtime_ns": 2 * SETTLING}, {"ctime_ns": 2 * SETTLING}):
        changed = SEEN._replace(**change)
        assert compare(look(changed), {"a.txt": TRACKED}, NOW).to_read == [changed]


def test_a_file_that_is_still_being_written_waits() -> None:
    fresh = Seen("a.txt", 3, NOW - 1, NOW - 1)
    difference = compare(look(fresh), {}, NOW)
    assert (difference.to_read, difference.unsettled) == ([], ["a.txt"])


def test_files_are_read_in_the_order_of_their_paths() -> None:
    files = [SEEN._replace(path=path) for path in ("c.txt", "a.txt", "b.txt")]
    assert [file.path for file in compare(look(*files), {}, NOW).to_read] == ["a.txt", "b.txt", "c.txt"]


def test_a_tracked_file_that_is_not_found_is_gone() -> None:
    assert compare(look(), {"a.txt": TRACKED}, NOW).gone == [TRACKED]


def test_nothing_is_gone_from_a_folder_that_cannot_be_read() -> None:
    there = TRACKED._replace(path="locked/a.txt")
    found = Look(unreadable=["locked/"])
    assert compare(found, {"locked/a.txt": there, "a.txt": TRACKED}, NOW).gone == [TRACKED]


def test_a_file_that_became_something_else_is_refused_and_not_gone() -> None:
    rejected = Rejected("this is a FIFO, not a file", "Remove it")
    difference = compare(Look(refused={"a.txt": rejected}), {"a.txt": TRACKED}, NOW)
    assert (difference.gone, difference.refused) == ([], {"a.txt": rejected})


def test_a_rejected_file_is_read_again_only_where_that_may_help() -> None:
    rejected = TRACKED._replace(rejection=Rejection("a.txt", "empty", "Write something"))
    assert compare(look(SEEN), {"a.txt": rejected}, NOW).to_read == []
    assert compare(look(SEEN), {"a.txt": rejected}, NOW, retry=True).to_read == [SEEN]
    assert compare(look(SEEN), {"a.txt": rejected._replace(retry=True)}, NOW).to_read == [SEEN]
