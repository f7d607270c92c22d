"""The first answer of a feed after a change, beside a whole feedgen build of the same entries; in this process."""

from __future__ import annotations

import gzip
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from wsgiref.util import setup_testing_defaults

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from rich.table import Table

from bench.folders import write_text
from bench.peers.ours import SIZE
from bench.servers import PATH
from bench.site import Bench
from feedsvc import app, web
from feedsvc.app.serving import Web
from feedsvc.pipeline import Pipeline
from feedsvc.selections import EVERYTHING
from feedsvc.store.values import StoredEntry

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

RUNS = 25

ASKED = {50: 0.002, 1_000: 0.008}
"""Seconds of work that the first answer may take, by the entries of the feed."""

CODINGS = ("identity", "gzip")
_GZIP = b"\x1f\x8b"

_TITLE = "The first answer after a change, beside a whole build"

NOTICED = 0.3
"""Seconds after a change by when the thread that follows the store has long seen it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds: of processor time, and on the clock."""

    work: float
    waited: float

    @classmethod
    def by(cls, deed: Callable[[], bytes], mark: str) -> Taken:
        """Raises SystemExit where what came of the deed does not hold this mark."""
        begun = time.perf_counter(), time.process_time()
        document = deed()
        taken = cls(time.process_time() - begun[1], time.perf_counter() - begun[0])
        if mark.encode() not in (gzip.decompress(document) if document.startswith(_GZIP) else document):
            raise SystemExit(f"the document does not say {mark!r}: it is older than the change")
        return taken

    @classmethod
    def median(cls, all: Sequence[Taken]) -> Taken:
        return cls(median(taken.work for taken in all), median(taken.waited for taken in all))


def measure(where: Path, smaller: int) -> Table:
    """Feeds of 50 entries and of 1,000, one of which is edited before each answer."""
    table = Table("entries", "", "CPU ms", "asked", "feedgen's", "of ours", "on the clock, ms", title=_TITLE)
    for count, asked in ASKED.items():
        for coding, (ours, whole) in _feed(where / str(count), count, 5 if smaller > 1 else RUNS).items():
            ratio = f"{whole.work / ours.work:.1f}"
            table.add_row(f"{count:,}", coding, _ms(ours.work), _ms(asked), _ms(whole.work), ratio, _ms(ours.waited))
    return table


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f}"


def _feed(folder: Path, count: int, runs: int) -> dict[str, tuple[Taken, Taken]]:
    """What our answer and a whole build take in each coding, as medians."""
    bench = _published(folder, count)
    pipeline, store = bench.parts()
    ours: dict[str, list[Taken]] = defaultdict(list)
    whole: dict[str, list[Taken]] = defaultdict(list)
    with _application(folder) as application:
        for number in range(runs * len(CODINGS)):  # in turn, so that a noisy second falls on all alike
            coding = CODINGS[number % len(CODINGS)]
            mark = f"This is edit {number}."
            _edit(bench, pipeline, mark)
            window = store.window_of_entries(EVERYTHING, count)
            shown = window.shown if window else []
            ours[coding].append(Taken.by(partial(_answer, application, coding), mark))
            whole[coding].append(Taken.by(partial(_built, shown, coding), mark))
    store.close()
    return {coding: (Taken.median(ours[coding]), Taken.median(whole[coding])) for coding in CODINGS}


def _published(folder: Path, count: int) -> Bench:
    bench = Bench(folder)
    bench.configure(topics=10)
    with (folder / "config.toml").open("a") as config:
        config.write(f"[feeds]\nlimit = {count}\n")
    write_text(bench.articles, count, SIZE)
    bench.scan()
    return bench


@contextmanager
def _application(folder: Path) -> Iterator[WSGIApplication]:
    """What a web process runs, and asked once, so that nothing is imported or connected while a clock runs.

    It would build what it was asked for before it is asked again: here the work is to be seen, so it may not.
    """
    web.RENEWING = -1.0
    following = app.current(folder / "config.toml")
    application = Web(following, app.open_store(following.get()))
    try:
        for coding in CODINGS:
            _answer(application, coding)
        yield application
    finally:
        application.close()


def _edit(bench: Bench, pipeline: Pipeline, mark: str) -> None:
    """Publish an article with one sentence more, and give the application the time to hear of it."""
    target = sorted(bench.articles.rglob("*.txt"))[7]
    unfinished = target.with_suffix(".tmp")
    unfinished.write_text(f"{target.read_text().partition('This is edit')[0].rstrip()}\n\n{mark}\n")
    time.sleep(0.02)  # so that the rename's time differs from the write's: a file renamed into place has settled
    unfinished.rename(target)
    path = target.relative_to(bench.articles).as_posix()
    if (report := pipeline.scan({path})).changed != [path]:
        raise SystemExit(f"the edit was not taken: {report}")
    time.sleep(NOTICED)


def _answer(application: WSGIApplication, coding: str) -> bytes:
    environ = {"PATH_INFO": PATH, "QUERY_STRING": "", "HTTP_ACCEPT_ENCODING": coding}
    setup_testing_defaults(environ)
    return b"".join(application(environ, lambda _status, _headers, _exc_info=None: lambda _body: None))


def _built(shown: Sequence[StoredEntry], coding: str) -> bytes:
    """By feedgen alone; compressed at the level that middlewares compress at."""
    feed = FeedGenerator()
    feed.id("tag:example.org,2026:all")
    feed.title("News")
    feed.updated(max(stored.entry.updated for stored in shown))
    for stored in shown:
        _add(feed.add_entry(order="append"), stored)
    document: bytes = feed.atom_str()
    return gzip.compress(document, 6) if coding == "gzip" else document


def _add(made: FeedEntry, stored: StoredEntry) -> None:
    entry = stored.entry
    made.id(entry.id)
    made.title(entry.title)
    made.link(href=entry.link)
    made.updated(entry.updated)
    made.published(entry.published)
    made.author([{"name": author.name} for author in entry.authors])
    made.category([{"term": given.topic, "label": given.title} for given in stored.assignments])
    made.summary(entry.summary)
    made.content(entry.content, type="html")
