"""Where the time of a first scan goes: the processor's time at each stage of the line, by kind of source.

It is nearly the same while the machine does other work too. All is done in this process, one stage after the other; a
scan has one process for each core that does everything from `parse` to `render`, and packs what goes there and back.
"""

from __future__ import annotations

import pickle
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from rich.table import Table

from bench.kinds import KINDS, Kind
from bench.site import Bench
from feedsvc import app
from feedsvc.expressions import Text
from feedsvc.normalize import normalize
from feedsvc.pipeline.garbage import collecting_seldom
from feedsvc.pipeline.make import Job, Settings, article_of, publication
from feedsvc.pipeline.scanning import BATCH
from feedsvc.pipeline.whereabouts import Whereabouts
from feedsvc.sources.scan import Folder, Seen
from feedsvc.store.base import Store
from feedsvc.store.changes import Publish, Track, TrackedFile

BATCHES = 10
CORES = 2
"""Of the machine that the figures of `kinds` are asked of."""

Stages = dict[str, float]
"""Microseconds for each article, in the order of the line."""


def measure(where: Path, smaller: int) -> Table:
    """All stages of each kind, with 100 rules."""
    batches = max(BATCHES // smaller, 2)
    kinds = {
        name: _stages(Bench(where / str(number)), kind, batches) for number, (name, kind) in enumerate(KINDS.items())
    }
    table = Table("stage", *(f"{name}, µs" for name in kinds), title="First scan, stage by stage: processor time")
    for stage in next(iter(kinds.values())):
        table.add_row(stage, *(f"{stages[stage]:,.0f}" for stages in kinds.values()))
    table.add_section()
    totals = [sum(stages.values()) for stages in kinds.values()]
    table.add_row("all", *(f"{total:,.0f}" for total in totals))
    table.add_row(f"articles/s on {CORES} cores", *(f"{CORES * 1e6 / total:,.0f}" for total in totals))
    return table


def _stages(bench: Bench, kind: Kind, batches: int) -> Stages:
    """Of some batches, each of as many articles as a scan takes at a time, the median."""
    bench.configure(topics=100)
    kind.write(bench.articles, batches * BATCH)
    config = app.load(bench.folder / "config.toml")
    with closing(app.open_store(config)) as store, collecting_seldom():
        pipeline, line = app.pipeline(config, store), _Line()
        pipeline.adopt()
        files = sorted(app.folder(config).look().files.values())
        for start in range(0, len(files), BATCH):
            line.take(files[start : start + BATCH], app.folder(config), pipeline.settings, store)
    return {stage: median(seconds) * 1e6 / BATCH for stage, seconds in line.seconds.items()}


class _Line:
    """The straight line with a clock at each stage; nothing is rejected on it, nor known before."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def take(self, files: Sequence[Seen], folder: Folder, settings: Settings, store: Store) -> None:
        now = datetime.now(UTC)
        with self._stage("read"):
            sources = [source for source in map(folder.read, files) if source]
        with self._stage("look up links"):
            whereabouts = Whereabouts(store, settings, now, list, lambda _: None)
            jobs = [Job(source, None, whereabouts.of(source)) for source in sources]
        with self._stage("pack files"):
            jobs = _packed(jobs)
        made = self._make(jobs, settings, now)
        with self._stage("pack entries"):
            made = _packed(made)
        with self._stage("store"):
            store.apply(
                [change for seen, publish in zip(files, made, strict=True) for change in _both(seen, publish)], now
            )

    def _make(self, jobs: Sequence[Job], settings: Settings, now: datetime) -> list[Publish]:
        with self._stage("parse"):
            articles = [article_of(job, settings) for job in jobs]
        with self._stage("normalize"):
            pairs = zip(articles, jobs, strict=True)
            entries = [normalize(article, job.source, None, settings.site, now) for article, job in pairs]
        with self._stage("cut into words"):
            texts = list(map(Text.of, entries))
        with self._stage("classify"):
            topics = list(map(settings.classifier.classify, entries, texts))
        with self._stage("render"):
            sources = [job.source for job in jobs]
            all_of_it = zip(entries, topics, texts, sources, strict=True)
            return [publication(*each, settings.site) for each in all_of_it]

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        begun = time.process_time()
        yield
        self.seconds[name].append(time.process_time() - begun)


def _packed(values: list[Any]) -> list[Any]:
    """As they come out at the other end of a pipe."""
    unpacked: list[Any] = pickle.loads(pickle.dumps(values))
    return unpacked


def _both(seen: Seen, publish: Publish) -> tuple[Publish, Track]:
    return publish, Track(TrackedFile(*seen, publish.source.sha256, publish.entry.id))
