"""Documents kept: built once for all who ask, dropped when stale, never more than the budget."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.exceptions import abort

from feedsvc.web import library
from feedsvc.web.bodies import Bodies
from feedsvc.web.codings import decode
from feedsvc.web.documents import Document
from feedsvc.web.library import Library
from feedsvc.web.negotiate import Coding
from feedsvc.web.tags import Tag

PLENTY = 10_000_000


def document(body: bytes = b"text", *members: str, until: float | None = None, passing: bool = False) -> Document:
    tag = Tag("0badcafe", 1, "55aa55aa", "atom")
    ours = frozenset(members) or None
    return Document(Bodies(body), "application/atom+xml", tag, None, "", ours, "all", until=until, is_passing=passing)


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
    assert kept.obtain("/a", document).bodies.encoded(Coding.IDENTITY) == b"text"


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
    assert kept.obtain("/a", overtaken(kept, "a")).bodies.encoded(Coding.IDENTITY) == b"old"
    assert kept.obtain("/a", lambda: document(b"new", "a")).bodies.encoded(Coding.IDENTITY) == b"new"


def test_a_move_of_another_feed_overtakes_nothing() -> None:
    kept = Library(PLENTY)
    kept.obtain("/a", overtaken(kept, "b"))
    assert kept.obtain("/a", never).bodies.encoded(Coding.IDENTITY) == b"old"


def test_whoever_asks_while_the_newest_is_built_gets_the_last_one() -> None:
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
        assert kept.obtain("/a", never).bodies.encoded(Coding.IDENTITY) == b"old"
        done.set()
        assert builder.result().bodies.encoded(Coding.IDENTITY) == b"new"
    assert kept.obtain("/a", never).bodies.encoded(Coding.IDENTITY) == b"new"


def test_nothing_is_answered_that_is_a_second_old(monkeypatch: pytest.MonkeyPatch) -> None:
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
        assert waiting.result().bodies.encoded(Coding.IDENTITY) == b"new"


def test_the_budget_holds_and_what_is_asked_for_stays_whole() -> None:
    kept = Library(400_000)
    kept.obtain("/liked", lambda: document(b"x" * 10_000))
    for number in range(500):
        kept.fresh["/liked"].is_used = True
        kept.obtain(f"/{number}", lambda: document(b"x" * 10_000))
        assert kept.size <= 400_000 * (1 - library.PASSING), "the rest is for what passes"
    assert kept.fresh["/liked"].bodies
    assert kept.fresh["/499"].bodies
    assert "/0" not in kept.fresh


def test_what_lets_its_bytes_go_keeps_its_tag_and_is_built_again_for_whoever_wants_them() -> None:
    kept = Library(100_000)
    whole = kept.obtain("/a", lambda: document(b"x" * 50_000))
    tag = whole.representation(Coding.GZIP, False).etag
    kept.obtain("/b", lambda: document(b"y" * 50_000))
    stub = kept.fresh["/a"]
    assert stub.representation(Coding.GZIP, False).etag == tag
    assert stub.found(stub.representation(Coding.GZIP, False)) is None
    assert whole.found(whole.representation(Coding.GZIP, False)), "who was about to answer it still can"
    assert kept.obtain("/a", lambda: document(b"new")).bodies.encoded(Coding.IDENTITY) == b"new"


def test_what_passes_drives_out_nothing_that_stays() -> None:
    kept = Library(400_000)
    kept.obtain("/a", lambda: document(b"x" * 50_000))
    for number in range(500):
        kept.obtain(f"/a?limit={number}", lambda: document(b"x" * 10_000, passing=True))
    assert kept.fresh["/a"].bodies
    assert kept.size <= 400_000 * library.PASSING + 60_000


def test_only_codings_that_were_asked_for_are_held() -> None:
    kept = Library(PLENTY)
    made = kept.obtain("/a", lambda: document(bytes(range(256)) * 40))
    plain = kept.size
    for coding in (Coding.GZIP, Coding.BR, Coding.ZSTD):
        answer = made.found(made.representation(coding, False))
        assert answer
        assert decode(answer.body[0], coding) == bytes(range(256)) * 40
        assert kept.size == made.size < plain
    kept.drop({"a"})
    assert made.found(made.representation(Coding.IDENTITY, False))
    assert kept.size == 0


def test_a_document_whose_time_is_over_is_built_anew() -> None:
    kept = Library(PLENTY)
    kept.obtain("/a", lambda: document(b"old", until=time.time() - 1))
    assert kept.obtain("/a", lambda: document(b"new")).bodies.encoded(Coding.IDENTITY) == b"new"
    assert kept.size == document(b"new").size


def test_what_is_too_old_to_be_answered_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "STALE", 0.0)
    kept = Library(PLENTY)
    kept.obtain("/a", lambda: document(b"old", "a"))
    kept.drop({"a"})
    assert kept._stale
    kept.tidy()
    assert not kept._stale


def test_what_people_ask_for_is_built_before_they_ask_again() -> None:
    kept, seen = Library(PLENTY), []

    def newer() -> Document:
        seen.append(kept.fresh["/asked"].bodies.encoded(Coding.IDENTITY))
        return document(b"new", "a")

    kept.obtain("/asked", lambda: newer() if kept.fresh else document(b"old", "a")).is_used = True
    kept.obtain("/unasked", lambda: document(b"old", "a"))
    kept.obtain("/other", lambda: document(b"old", "b"))
    kept.renew({"a"}, 1.0)
    assert seen == [b"old"], "until then they get the last one"
    assert kept.obtain("/asked", never).bodies.encoded(Coding.IDENTITY) == b"new"
    assert sorted(kept.fresh) == ["/asked", "/other"]


def test_what_there_is_no_time_to_build_waits_for_whoever_asks() -> None:
    kept = Library(PLENTY)
    kept.obtain("/asked", lambda: document(b"new", "a")).is_used = True
    kept.renew({"a"}, -1.0)
    assert not kept.fresh


def test_what_is_gone_is_not_built_again() -> None:
    kept = Library(PLENTY)
    kept.obtain("/asked", lambda: abort(404) if kept.fresh else document(b"old", "a")).is_used = True
    kept.renew({"a"}, 1.0)
    assert not kept.fresh


def test_what_was_overtaken_while_it_was_renewed_is_not_kept() -> None:
    kept = Library(PLENTY)
    kept.obtain("/a", lambda: document(b"old", "a")).is_used = True
    kept.fresh["/a"].again = overtaken(kept, "a")
    kept.renew({"a"}, 1.0)
    assert not kept.fresh
