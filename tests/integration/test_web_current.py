"""What is served is wholly of one moment, and of the present one (standards.md, C16)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from gazette import PRESSED, SITE, Failing, notes, printed, titles
from werkzeug.test import Client

from feedsvc import web
from feedsvc.errors import StoreError
from feedsvc.store.base import Store
from feedsvc.store.values import Window
from feedsvc.web.serving import Serving

LIMIT = 5
STALE = 5.0
"""Seconds: nothing served is older, on however busy a machine; `python -m bench workers` measures milliseconds."""
PATIENCE = 20
"""Seconds until what must come counts as not coming."""


class Seen(NamedTuple):
    asked: float
    path: str
    tag: str
    shown: tuple[str, ...]


@contextmanager
def beside(*tasks: Callable[[], object]) -> Iterator[None]:
    """Each of them again and again, in a thread of its own, while the block runs."""
    ends = threading.Event()

    def repeat(task: Callable[[], object]) -> None:
        while not ends.is_set():
            task()

    threads = [threading.Thread(target=repeat, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ends.set()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize("selection", ["weather", "ferries,weather"])
def test_readers_get_wholly_old_or_wholly_new_documents_while_entries_come(tmp_path: Path, selection: str) -> None:
    """C16, C2: one tag, one document, whoever builds it; and what was published some seconds ago is there."""
    store = printed(tmp_path)
    application = web.create(SITE, store, Serving(limit=LIMIT))
    application.follow(0)
    seen: list[Seen] = []
    came: list[tuple[float, int]] = []

    def read(suffix: str) -> None:
        client = Client(application)
        path = f"/feeds/{selection}.{suffix}"
        asked = time.monotonic()
        response = client.get(
            path, headers={"If-None-Match": seen[-1].tag} if seen else {}, environ_base={"HTTP_VIA": "x"}
        )
        if response.status_code == 200:
            seen.append(Seen(asked, path, response.headers["ETag"], tuple(titles(response))))
        time.sleep(0.002)

    with beside(lambda: application.follow(0.02), *(lambda each=each: read(each) for each in ("atom", "json", "rss"))):
        for number in range(1, 41):
            store.apply(notes(number, number, "weather"), PRESSED + timedelta(minutes=number))
            came.append((time.monotonic(), number))
            time.sleep(0.02)
        until = time.monotonic() + PATIENCE
        while not any("Note 40" in each.shown for each in seen[-3:]) and time.monotonic() < until:
            time.sleep(0.02)
    application.close()

    assert len({(each.path, each.tag) for each in seen}) == len({(each.path, each.tag, each.shown) for each in seen})
    for each in seen:
        newest = max((int(title.removeprefix("Note ")) for title in each.shown if title.startswith("Note")), default=0)
        due = max((number for moment, number in came if moment < each.asked - STALE), default=0)
        assert newest >= due
    assert any("Note 40" in each.shown for each in seen)


class Overtaking:
    """A store in which an entry is published, once, after a document's entries were read and before it is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.epoch = store.epoch
        self.overtake: Callable[[], object] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def window(self, *asked: Any) -> Window[bytes] | None:
        found = self._store.window(*asked)
        overtake, self.overtake = self.overtake, None
        if overtake:
            self._store.apply(notes(1, 1, "weather"), PRESSED + timedelta(hours=1))
            overtake()
        return found


@pytest.mark.parametrize("path", ["/feeds/weather.atom", "/feeds/all.json", "/feeds/ferries,weather.rss"])
def test_what_was_overtaken_while_it_was_built_is_not_kept(tmp_path: Path, path: str) -> None:
    """C16: nobody asks whether a prepared document is the newest, so that one that is not must not be there."""
    store = Overtaking(printed(tmp_path))
    application = web.create(SITE, store, Serving())  # type: ignore[arg-type]  # it passes on what it is asked
    application.follow(0)
    client = Client(application)
    store.overtake = lambda: application.follow(0)
    during = client.get(path)
    after = client.get(path, headers={"If-None-Match": during.headers["ETag"]})
    assert "Note 1" not in titles(during)
    assert (after.status_code, "Note 1" in titles(after)) == (200, True)
    application.close()


def test_a_store_that_fails_for_a_while_costs_only_what_is_not_prepared(tmp_path: Path) -> None:
    """C16, C9: and when it is back, so is the present."""
    store = Failing(printed(tmp_path))
    application = web.create(SITE, store, Serving())  # type: ignore[arg-type]  # it passes on what it is asked
    application.follow(0)
    client = Client(application)
    before = client.get("/feeds/weather.atom")
    store.apply(notes(1, 1, "weather"), PRESSED + timedelta(hours=1))
    store.error = StoreError("down")
    with pytest.raises(StoreError):
        application.follow(0)
    assert client.get("/feeds/weather.atom").data == before.data
    assert client.get("/feeds/weather.rss").status_code == 503
    store.error = None
    application.follow(0)
    assert titles(client.get("/feeds/weather.atom")) == titles(client.get("/feeds/weather.rss")) == ["Note 1"]


def test_a_store_that_fails_while_the_newest_is_built_leaves_nothing_old_behind(tmp_path: Path) -> None:
    """C16: the news of a change comes once, so that what could not be built of it must not be kept."""
    store = Failing(printed(tmp_path))
    application = web.create(SITE, store, Serving())  # type: ignore[arg-type]  # it passes on what it is asked
    application.follow(0)
    client = Client(application)
    paths = ["/feeds/weather.atom", "/feeds/weather.json"]
    for path in (*paths, *paths):  # the second time it is known that somebody asks again
        assert titles(client.get(path)) == []
    store.apply(notes(1, 1, "weather"), PRESSED + timedelta(hours=1))
    store.error, store.fails = StoreError("down"), frozenset({"window"})
    with pytest.raises(StoreError):
        application.follow(0)
    store.error = None
    application.follow(0)
    assert [titles(client.get(path)) for path in paths] == [["Note 1"], ["Note 1"]]
    application.close()


def test_a_document_that_cannot_be_built_is_an_error_once_and_kept_never(tmp_path: Path) -> None:
    """C16: "failed rebuild keeps serving the last good one" is for what did not change; what did is asked for again."""
    store = Failing(printed(tmp_path))
    client = Client(web.create(SITE, store, Serving()))  # type: ignore[arg-type]  # as above
    store.error = ZeroDivisionError("a fault of ours")
    assert client.get("/feeds/weather.atom").status_code == 500
    store.error = None
    assert client.get("/feeds/weather.atom").status_code == 200
