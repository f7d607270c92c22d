"""From an edited rule, one of ten thousand, to the first article in its topic, as readers of its feed see it."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.table import Table

from bench.asking import Ask
from bench.folders import article, write_text
from bench.newsroom import Newsroom
from bench.servers import Server, free_port, running
from bench.site import Bench

RULES = 10_000
STORED = 2_000
FILE_HOLDS = 100
"""Topics, where they lie in files of their own: so many desks, each with its own file."""

EDITS = 6
PAUSE = 1.0  # seconds between two, so that what one leaves behind is done before the next
PATIENCE = 30.0
ASKED = 1.0

_HEAD = '[site]\nauthority = "example.org,2026"\n[server]\nport = {port}\n[schedule]\nscan = "1h"\n\n'


def measure(where: Path, smaller: int) -> Table:
    """A new article, saved with the edit; and one that is saved a second after it."""
    count = RULES // smaller
    title = f"One of {count:,} rules is edited: seconds until an article that it finds is in its topic's feed"
    table = Table("rules", "article saved", "p50", "most", f"asked: {ASKED:.0f}", title=title)
    for name, size in (("all in config.toml", count), (f"{FILE_HOLDS} in each topics/*.toml", FILE_HOLDS)):
        with_edit, later = _edited(where / str(size), count, size, max(EDITS // smaller, 2))
        for saved, taken in (("with the edit", with_edit), ("a second later", later)):
            verdict = "reached" if median(taken) <= ASKED else "NOT reached"
            table.add_row(name, saved, f"{median(taken):.2f}", f"{max(taken):.2f}", verdict)
    return table


def _edited(folder: Path, count: int, size: int, edits: int) -> tuple[list[float], list[float]]:
    desk = _Desk(Bench(folder), Newsroom(5).rules(count), size, free_port())
    desk.write()
    write_text(desk.bench.articles, STORED)
    desk.bench.scan()
    with running([sys.executable, "-m", "feedsvc", "serve"], folder, desk.port) as server:
        with_edit = [_seen_after(server, desk, number, 0) for number in range(edits)]
        later = [_seen_after(server, desk, edits + number, 1) for number in range(edits)]
    return with_edit, later


def _seen_after(server: Server, desk: _Desk, number: int, delay: float) -> float:
    """Seconds from what was saved last to the feed that shows it."""
    topic = desk.edit(number)
    time.sleep(delay)  # the delays are what is compared
    _put(desk.bench.articles / f"sighting-{number}.txt", article(number))
    begun = time.perf_counter()
    while f"Sighting {number} Is".encode() not in server.ask(Ask(f"/feeds/{topic}.atom")).body:
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"sighting {number} never came into {topic}")
        time.sleep(0.01)  # as exact as the figure is to be
    taken = time.perf_counter() - begun
    time.sleep(PAUSE)
    return taken


@dataclass(frozen=True, slots=True)
class _Desk:
    """Whoever edits the rules of a folder: `size` of them lie in one file."""

    bench: Bench
    rules: list[str]
    size: int
    port: int

    def write(self) -> None:
        """Every rule, as it is at the beginning."""
        self.bench.articles.mkdir(parents=True)
        (self.bench.folder / "topics").mkdir()
        self._path(-1).write_text(_HEAD.format(port=self.port))
        for first in range(0, len(self.rules), self.size):
            self._save(first)

    def edit(self, number: int) -> str:
        """Let one rule find the sighting of this number too; its topic."""
        place = number * 7919 % len(self.rules)  # a prime: here and there
        self.rules[place] = f'{self.rules[place]} OR "sighting {number} is confirmed"'
        self._save(place - place % self.size)
        return f"rule-{place}"

    def _save(self, first: int) -> None:
        numbers = range(first, min(first + self.size, len(self.rules)))
        text = "\n".join(_table(f"rule-{number}", self.rules[number]) for number in numbers)
        path = self._path(first)
        _put(path, (_HEAD.format(port=self.port) if path == self._path(-1) else "") + text)

    def _path(self, first: int) -> Path:
        """config.toml, where all rules lie in one file."""
        is_own = first >= 0 and self.size < len(self.rules)
        return self.bench.folder / (f"topics/desk-{first // self.size:04}.toml" if is_own else "config.toml")


def _put(path: Path, text: str) -> None:
    """Renamed into place, and old: a file that was written this moment is left alone for a second."""
    unfinished = path.with_name(f".{path.name}")
    unfinished.write_text(text)
    os.utime(unfinished, (1, 1))
    unfinished.rename(path)


def _table(slug: str, rule: str) -> str:
    table: Mapping[str, str] = {"slug": slug, "rule": rule}
    return "[[topics]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
