"""What stays when nothing has changed for readers: ids and dates through a touch, a move, another time zone."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from rich.table import Table

from bench.folders import write_markdown
from bench.site import Bench, timed
from feedsvc.store.base import Store

Known = Mapping[str, object]
"""When each entry was updated, by its id."""


def measure(where: Path, smaller: int) -> Table:
    """10,000 Markdown files: touched; served from another address; on a machine in another time zone."""
    count = 10_000 // smaller
    bench = Bench(where)
    bench.configure(topics=100)
    write_markdown(bench.articles, count)
    bench.scan()
    table = Table(
        "then", "entries", "ids changed", "updated moved", title="What a scan changes that need not (asked: 0)"
    )
    before = _known(bench)
    for name, change in (("every file touched", _touch), ("base_url changed", _move), ("TZ changed", _travel)):
        change(bench)
        after = _known(bench)
        ids = len(before.keys() ^ after.keys())
        moved = sum(before[entry] != after[entry] for entry in before.keys() & after.keys())
        table.add_row(name, f"{len(after):,}", str(ids), str(moved))
    return table


def _touch(bench: Bench) -> None:
    for file in bench.articles.rglob("*.md"):
        os.utime(file)
    bench.scan()


def _move(bench: Bench) -> None:
    file = bench.folder / "config.toml"
    file.write_text(file.read_text().replace("[site]\n", '[site]\nbase_url = "https://moved.example.org/news"\n', 1))
    bench.scan()


def _travel(bench: Bench) -> None:
    """As if the machine stood elsewhere, with every file touched, so that each is read again."""
    for file in bench.articles.rglob("*.md"):
        file.write_text(file.read_text() + "\n")
    timed(["env", "TZ=Pacific/Auckland", sys.executable, "-m", "feedsvc", "scan"], bench.folder)


def _known(bench: Bench) -> Known:
    _, store = bench.parts()
    known = _updated(store)
    store.close()
    return known


def _updated(store: Store) -> Known:
    return {stored.entry.id: stored.entry.updated for stored in store.entries()}
