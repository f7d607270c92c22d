"""A store with many entries of an invented newsroom in it, put there without files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.newsroom import Newsroom
from feedsvc import render, store
from feedsvc.expressions import Text
from feedsvc.model import Assignment, Author, Origin, Site, SourceFile
from feedsvc.store.base import Store
from feedsvc.store.changes import Publish

SITE = Site(
    title="The Newsroom",
    description="Invented",
    base_url="https://news.example.org",
    authority="example.org,2026",
    language="en",
    timezone=ZoneInfo("UTC"),
    author=Author("The Desk"),
)
_NEWEST = datetime(2026, 11, 1, tzinfo=UTC)
_TOGETHER = 500  # entries in a transaction


def stocked(file: Path, newsroom: Newsroom, count: int, size: int = 3000) -> Store:
    """A new SQLite store with so many entries of this size, a minute apart, each in the topic of its folder."""
    made = store.connect(f"sqlite:///{file}")
    for first in range(0, count, _TOGETHER):
        made.apply(
            [_publish(newsroom, number, size) for number in range(first, min(first + _TOGETHER, count))], _NEWEST
        )
    made.remember("last_scan", _NEWEST.isoformat())
    return made


def _publish(newsroom: Newsroom, number: int, size: int) -> Publish:
    moment = _NEWEST - timedelta(minutes=number)
    entry = replace(newsroom.entry(number, size), published=moment, updated=moment, received=moment, digest=str(number))
    folder = entry.path.partition("/")[0]
    topics = (Assignment(folder, folder.title(), Origin.FOLDER, folder),)
    source = SourceFile(entry.path, "text/plain", b"", entry.digest)
    return Publish(entry, topics, render.render(entry, topics, SITE), source, Text.of(entry, [folder]).index())
