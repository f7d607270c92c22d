"""Documents kept: built once for all who ask, dropped when stale, never more than the budget."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from feedsvc.web import library
from feedsvc.web.documents import Document
from feedsvc.web.library import Library
from feedsvc.web.negotiate import Coding
from feedsvc.web.tags import Tag

PLENTY = 10_000_000


def document(body: bytes = b"text", *members: str, until: float | None = None) -> Document:
    tag = Tag("0badcafe", 1, "55aa55aa", "atom")
    return Document(body, "application/atom+xml", tag, None, "", frozenset(members) or None, "all", until=until)


def never() -> Document:
    raise AssertionError("built though it was kept")


def test_a_document_is_built_once() -> None:
    kept = Library(PLENTY)
    built = kept.obtain("/a", document)
    assert kept.obtain("/a", never) is built
    assert kept.fresh == {"/a": built}


def test_many_who_ask_at_once_wait_for_one_builder() -> None:
    kept, begun, asked = Library(PLENTY), [], threading.Barrier(8)

    def slowly() -> Document:
        begun.append(True)
        time.sleep(0.05)
        return document()

    def ask(_: int) -> Document:
        asked.wait()
        return kept.obtain("/a", slowly)

    with ThreadPoolExecutor(8) as threads:
        assert len(set(map(id, threads.map(ask, range(8))))) == 1
    assert len(begun) == 1


def test_what_the_builder_raises_is_raised_to_all_and_the_next_one_builds_again() -> None:
    kept, asked = Library(PLENTY), threading.Barrier(4)

    def failing() -> Document:
        time.sleep(0.05)
        raise LookupError("gone")

    def ask(_: int) -> str:
        asked.wait()
        with pytest.raises(LookupError) as raised:
            kept.obtain("/a", failing)
        return str(raised.value)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(4))) == ["gone"] * 4
    assert kept.obtain("/a", document).body == b"text"


def test_only_what_a_moved_feed_is_in_is_dropped() -> None:
    kept = Library(PLENTY)
    for key, members in {"/a": ["a"], "/a+b": ["a", "b"], "/b": ["b"], "/": []}.items():
        kept.obtain(key, lambda members=members: document(b"x", *members))
    kept.drop({"a"})
    assert list(kept.fresh) == ["/b"], "a page, which names no members, is made of everything"


def overtaken(kept: Library, moved: str) -> Callable[[], Document]:
    """A build during which a feed moves."""

    def build() -> Document:
        made = document(b"old", "a")
        kept.drop({moved})
        return made

    return build


def test_what_was_overtaken_while_it_was_built_is_answered_once_and_not_kept() -> None:
    """C16."""
    kept = Library(PLENTY)
    assert kept.obtain("/a", overtaken(kept, "a")).body == b"old"
    assert kept.obtain("/a", lambda: document(b"new", "a")).body == b"new"


def test_a_move_of_another_feed_overtakes_nothing() -> None:
    kept = Library(PLENTY)
    kept.obtain("/a", overtaken(kept, "b"))
    assert kept.obtain("/a", never).body == b"old"


def test_whoever_waits_too_long_gets_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "PATIENCE", 0.01)
    kept, building, done = Library(PLENTY), threading.Event(), threading.Event()
    kept.obtain("/a", lambda: document(b"old", "a"))
    kept.drop({"a"})

    def slowly() -> Document:
        building.set()
        assert done.wait(5)
        return document(b"new", "a")

    with ThreadPoolExecutor(1) as thread:
        builder = thread.submit(kept.obtain, "/a", slowly)
        assert building.wait(5)
        assert kept.obtain("/a", never).body == b"old"
        done.set()
        assert builder.result().body == b"new"
    assert kept.obtain("/a", never).body == b"new"


def test_nothing_is_answered_that_is_a_second_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "PATIENCE", 0.01)
    monkeypatch.setattr(library, "STALE", 0.05)
    kept, building, done = Library(PLENTY), threading.Event(), threading.Event()
    kept.obtain("/a", lambda: document(b"old", "a"))
    kept.drop({"a"})
    time.sleep(0.06)

    def slowly() -> Document:
        building.set()
        assert done.wait(5)
        return document(b"new", "a")

    with ThreadPoolExecutor(2) as threads:
        threads.submit(kept.obtain, "/a", slowly)
        assert building.wait(5)
        waiting = threads.submit(kept.obtain, "/a", never)
        time.sleep(0.05)
        done.set()
        assert waiting.result().body == b"new"


def test_the_budget_holds_and_what_is_asked_for_stays() -> None:
    kept = Library(100_000)
    kept.obtain("/liked", lambda: document(b"x" * 10_000))
    for number in range(500):
        kept.fresh["/liked"].is_used = True
        kept.obtain(f"/{number}", lambda: document(b"x" * 10_000))
        assert kept.size <= 100_000
    assert "/liked" in kept.fresh
    assert "/499" in kept.fresh
    assert len(kept.fresh) == 100_000 // document(b"x" * 10_000).size


def test_codings_made_later_count_too() -> None:
    kept = Library(PLENTY)
    made = kept.obtain("/a", lambda: document(bytes(range(256)) * 40))
    before = kept.size
    encoded = made.representation(Coding.GZIP, False).found.body[0]
    assert kept.size == before + len(encoded) == made.size
    kept.drop({"a"})
    made.representation(Coding.BR, False)
    assert kept.size == 0


def test_a_document_whose_time_is_over_is_built_anew() -> None:
    kept = Library(PLENTY)
    kept.obtain("/a", lambda: document(b"old", until=time.time() - 1))
    assert kept.obtain("/a", lambda: document(b"new")).body == b"new"
    assert kept.size == document(b"new").size


def test_what_is_too_old_to_be_answered_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "STALE", 0.0)
    kept = Library(PLENTY)
    kept.obtain("/a", lambda: document(b"old", "a"))
    kept.drop({"a"})
    assert kept._stale
    kept.tidy()
    assert not kept._stale
