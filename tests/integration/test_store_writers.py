"""Many at once: threads, processes and forks that write, read, open and die."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import pytest
from publishing import AT, log_of, publish, tracked
from sqlalchemy import select, text

from feedsvc.model import Format
from feedsvc.selections import EVERYTHING, of_topic
from feedsvc.store import connect
from feedsvc.store.base import Store
from feedsvc.store.changes import Track
from feedsvc.store.engine import Database
from feedsvc.store.schema import changes

SPAWN = multiprocessing.get_context("spawn")


# What other processes do; at the top of a module, so that they can find it.


def write(url: str, name: str, batches: int) -> list[int]:
    """Publish two new entries at a time, in two topics of which one is everybody's; the revisions that came back."""
    store = connect(url)
    made = [
        store.apply([publish(f"{name}-{number}-{half}", "shared", name) for half in "ab"], AT)
        for number in range(batches)
    ]
    store.close()
    return made


def write_for_ever(url: str, name: str, acknowledged: Connection) -> None:
    """Publish batch upon batch and tell of each that it is in the store, until somebody puts an end to it."""
    store = connect(url)
    for number in range(1_000_000):
        names = [f"{name}-{number}-{index}" for index in range(40)]
        batch = [change for made in names for change in (publish(made, "tides"), Track(tracked(f"{made}.txt")))]
        acknowledged.send(store.apply(batch, AT))


def epoch(url: str) -> str:
    store = connect(url)
    found = store.epoch
    store.close()
    return found


def scan_slowly(url: str, ready: Connection) -> None:
    store = connect(url)
    with store.scanning():
        ready.send("scanning")
        time.sleep(60)


# Writers.


def test_a_reader_never_finds_a_gap_before_a_revision_it_has_seen(store_url: str) -> None:
    """Whoever has read the log up to n may forget what is before n: nothing smaller appears there later."""
    first = connect(store_url)
    with ProcessPoolExecutor(3, SPAWN) as pool, ThreadPoolExecutor(2) as threads:
        writers = [pool.submit(write, store_url, f"process{number}", 12) for number in range(3)]
        writers += [threads.submit(write, store_url, f"thread{number}", 12) for number in range(2)]
        for revisions in observed(store_url, writers):
            assert revisions == list(range(1, len(revisions) + 1))
    made = sorted(revision for writer in writers for revision in writer.result())
    assert made == list(range(2, 121, 2))
    shared, everything = first.feed(of_topic("shared")), first.feed(EVERYTHING)
    assert shared is not None
    assert everything is not None
    assert shared.revision == everything.revision == first.counts().revision == 120
    first.close()


def observed(url: str, writers: list[object]) -> Iterator[list[int]]:
    """The revisions in the log, again and again until all are done, and once more."""
    database, done = Database(url), False
    while not done:
        done = all(writer.done() for writer in writers)
        with database.reading() as connection:
            yield list(connection.execute(select(changes.c.revision).order_by(changes.c.revision)).scalars())
    database.close()


def test_a_window_is_of_one_moment_while_others_write(store_url: str) -> None:
    """C16: each batch adds two entries, so a window between batches holds as many as its feed's revision says."""
    store = connect(store_url)
    with ThreadPoolExecutor(2) as threads:
        writers = [threads.submit(write, store_url, f"thread{number}", 20) for number in range(2)]
        looks = 0
        while not all(writer.done() for writer in writers):
            window = store.window(of_topic("shared"), Format.ATOM, 1000)
            if window is not None:
                looks += 1
                assert len(window.shown) == window.entered == window.feed.revision
    assert looks > 0
    store.close()


def test_whoever_follows_the_news_ends_where_the_writers_did(store_url: str) -> None:
    store = connect(store_url)
    with closing(store.news()) as news, ThreadPoolExecutor(3) as threads:
        writers = [threads.submit(write, store_url, f"thread{number}", 10) for number in range(3)]
        known: dict[str, int] = {}
        while (moved := news.wait(0.5)) or not all(writer.done() for writer in writers):
            assert all(feed.revision > known.get(feed.selection, -1) for feed in moved)
            known.update({feed.selection: feed.revision for feed in moved})
    everything = store.feed(EVERYTHING)
    assert everything is not None
    assert known == {feed.selection: feed.revision for feed in [everything, *store.feeds()]}
    assert known["all"] == known["shared"] == 60
    store.close()


def test_threads_share_one_store(store_url: str) -> None:
    store = connect(store_url)

    def work(number: int) -> int:
        store.apply([publish(f"n{number}", "tides")], AT)
        window = store.window(of_topic("tides"), Format.JSON, 100)
        assert window is not None
        return len(window.shown)

    with ThreadPoolExecutor(12) as threads:
        seen = list(threads.map(work, range(48)))
    assert max(seen) == store.counts().published == 48
    store.close()


def test_processes_that_start_at_once_make_one_store(store_url: str) -> None:
    with ProcessPoolExecutor(4, SPAWN) as pool:
        list(pool.map(abs, range(4)))  # all four are up before any of them opens the store
        epochs = list(pool.map(epoch, [store_url] * 8))
    assert len(set(epochs)) == 1


@pytest.mark.parametrize("kind", ["spawn", "fork"])
def test_a_child_process_uses_the_store_and_so_does_its_parent(store_url: str, kind: str) -> None:
    store = connect(store_url)
    store.apply([publish("before", "tides")], AT)
    context = multiprocessing.get_context(kind)
    target, arguments = (use, (store,)) if kind == "fork" else (write, (store_url, "child", 1))
    child = context.Process(target=target, args=arguments)
    child.start()
    child.join(30)
    assert child.exitcode == 0
    store.apply([publish("after", "tides")], AT)
    assert store.counts().published == {"fork": 3, "spawn": 4}[kind]
    store.close()


def use(store: Store) -> None:
    store.apply([publish("child", "tides")], AT)
    window = store.window(of_topic("tides"), Format.ATOM, 9)
    os._exit(0 if window is not None and len(window.shown) == 2 else 1)


# Deaths.


def test_what_was_acknowledged_outlives_a_kill_and_the_rest_never_was(store_url: str) -> None:
    """Killed at random moments of writing, the store is whole and at the end of some batch."""
    acknowledged = 0
    moments = random.Random(7)
    for number in range(5):
        receiver, sender = SPAWN.Pipe(duplex=False)
        child = SPAWN.Process(target=write_for_ever, args=(store_url, f"child{number}", sender))
        child.start()
        acknowledged = receiver.recv()
        time.sleep(moments.uniform(0, 0.15))
        kill(child)
        while receiver.poll():
            acknowledged = receiver.recv()
        assert_whole(store_url, at_least=acknowledged)
        receiver.close()
        sender.close()


def kill(child: SpawnProcess) -> None:
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    child.join(30)


def assert_whole(url: str, at_least: int) -> None:
    store = connect(url)
    counts, everything = store.counts(), store.feed(EVERYTHING)
    assert everything is not None
    assert counts.revision >= at_least
    assert counts.revision % 40 == 0
    assert counts.published == counts.files == counts.revision == everything.revision == len(log_of(url))
    assert len({identity.id for identity, _ in store.originals()}) == counts.published
    for suffix in Format:
        window = store.window(of_topic("tides"), suffix, 100_000)
        assert window is not None
        assert len(window.shown) == counts.published
    store.close()
    if url.startswith("sqlite"):
        database = Database(url)
        with database.reading() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert connection.execute(text("PRAGMA foreign_key_check")).fetchall() == []
        database.close()


def test_the_right_to_scan_is_free_when_its_holder_dies(store_url: str) -> None:
    store = connect(store_url)
    receiver, sender = SPAWN.Pipe(duplex=False)
    child = SPAWN.Process(target=scan_slowly, args=(store_url, sender))
    child.start()
    assert receiver.recv() == "scanning"
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(take_turn, store)
        time.sleep(0.1)
        assert not waiting.done()
        kill(child)
        waiting.result(10)
    store.close()


def take_turn(store: Store) -> None:
    with store.scanning():
        pass
