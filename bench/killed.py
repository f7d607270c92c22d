"""Killed at random moments of a first scan, and started again: what is lost, doubled or broken."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from rich.table import Table

from bench.folders import write_text
from bench.site import Bench
from feedsvc import app
from feedsvc.model import Format
from feedsvc.render import assemble
from feedsvc.selections import EVERYTHING, of_topic

KILLS = 50


@dataclass(slots=True)
class Damage:
    """What was found after every kill, and at the end."""

    ill_formed: int = 0
    unsound: int = 0
    lost: int = 0
    doubled: int = 0
    began_anew: int = 0


def measure(where: Path, smaller: int) -> Table:
    """3,000 files, 50 kills. When a scan is done before its end, the store is removed and it begins anew."""
    count, kills = 3_000 // smaller, KILLS // min(smaller, 5)
    bench = Bench(where)
    bench.configure(topics=20)
    write_text(bench.articles, count)
    whole = bench.scan().seconds
    bench.forget()
    damage, chance = Damage(), random.Random()
    for _ in range(kills):
        if _killed(bench, chance.uniform(0.2, 0.5 * whole)):
            _inspect(bench, damage)
        else:
            _inspect_end(bench, count, damage)
            bench.forget()
            damage.began_anew += 1
    bench.scan()
    _inspect_end(bench, count, damage)
    table = Table(
        "kills", "first scans", "lost", "duplicate ids", "ill-formed", "unsound", title="SIGKILL at any moment"
    )
    row = (kills, damage.began_anew + 1, damage.lost, damage.doubled, damage.ill_formed, damage.unsound)
    table.add_row(*map(str, row))
    return table


def _killed(bench: Bench, after: float) -> bool:
    """Start a scan and kill it and its helpers; False where it was done before."""
    process = subprocess.Popen(
        [sys.executable, "-m", "feedsvc", "scan"],
        cwd=bench.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    time.sleep(after)  # another one each time, so that the kill comes at any step
    if process.poll() is not None:
        return False
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return True


def _inspect(bench: Bench, damage: Damage) -> None:
    damage.ill_formed += sum(not _is_well_formed(document) for document in _documents(bench))
    found = sqlite3.connect(bench.folder / "var" / "feedsvc.db")
    damage.unsound += found.execute("PRAGMA integrity_check").fetchone() != ("ok",)
    damage.unsound += bool(found.execute("PRAGMA foreign_key_check").fetchall())
    found.close()


def _inspect_end(bench: Bench, count: int, damage: Damage) -> None:
    _inspect(bench, damage)
    found = sqlite3.connect(bench.folder / "var" / "feedsvc.db")
    total, ids = found.execute("SELECT count(*), count(DISTINCT id) FROM entries WHERE state = 'published'").fetchone()
    found.close()
    damage.lost += max(0, count - ids)
    damage.doubled += total - ids + max(0, ids - count)


def _documents(bench: Bench) -> list[bytes]:
    config = app.load(bench.folder / "config.toml")
    store = app.open_store(config)
    windows = [store.window(of_topic(feed.selection), Format.ATOM, 50) for feed in store.feeds()] + [
        store.window(EVERYTHING, Format.ATOM, 1000)
    ]
    store.close()
    return [assemble(window.feed, Format.ATOM, window.shown, config.site) for window in windows if window]


def _is_well_formed(document: bytes) -> bool:
    try:
        etree.fromstring(document)
    except etree.XMLSyntaxError:
        return False
    return True
