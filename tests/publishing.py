"""Entries, changes and files made up for tests of the store, and a look at what it keeps of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from feedsvc.expressions import Text
from feedsvc.model import Assignment, Author, Enclosure, Entry, Format, Fragment, Origin, SourceFile
from feedsvc.store.changes import Publish, TrackedFile
from feedsvc.store.engine import Database
from feedsvc.store.schema import changes, entries

AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def tag(name: str) -> str:
    return f"tag:example.org,2026:articles/{name}.txt"


def entry(name: str, **differing: Any) -> Entry:
    fields = {
        "id": tag(name),
        "slug": f"{name}-slug",
        "path": f"{name}.txt",
        "link": f"https://example.org/entries/{name}",
        "title": f"The {name} story",
        "summary": f"What happened to {name}",
        "content": f"<p>What happened to {name}</p>",
        "language": "en",
        "published": AT - DAY,
        "updated": AT - DAY,
        "received": AT - HOUR,
        "digest": "digest-1",
    }
    return Entry(**{**fields, **differing})


def rich_entry(name: str) -> Entry:
    """With something in every field, of every script."""
    return entry(
        name,
        title="Łódź – 釜山 😀 \U0010ffff",
        language="pl",
        authors=(Author("Ana Lučić", "ana@example.org", "https://example.org/ana"), Author("Agency")),
        subjects=("Fähren", "日本"),
        image="https://example.org/pier.jpg",
        enclosures=(Enclosure("https://example.org/pier.mp3", "audio/mpeg", 123456),),
        embargo=AT - HOUR,
        expires=AT + DAY,
        notes=("published: from the file's name",),
    )


def assignments(*topics: str) -> tuple[Assignment, ...]:
    return tuple(Assignment(topic, topic.capitalize(), Origin.RULE, f"words: {topic}") for topic in topics)


def fragments(text: str) -> tuple[Fragment, ...]:
    return tuple(Fragment(suffix, f"{suffix}:{text}".encode()) for suffix in Format)


def source(path: str, text: str = "text") -> SourceFile:
    return SourceFile(path, "text/plain", text.encode(), f"sha256 of {text}")


def publish(name: str, *topics: str, rendered: str | None = None, text: str = "text", **differing: Any) -> Publish:
    made = entry(name, **differing)
    indexed = Text.of(made, topics).index()
    return Publish(made, assignments(*topics), fragments(rendered or name), source(made.path, text), indexed)


def tracked(path: str, **differing: Any) -> TrackedFile:
    return TrackedFile(**{"path": path, "size": 10, "mtime_ns": 2**60 + 1, "ctime_ns": 2**60 + 2, **differing})


class Logged(NamedTuple):
    """A row of the change log, with the entry's id."""

    revision: int
    entry_id: str
    kind: str
    before: list[str]
    after: list[str]
    at: datetime


def log_of(url: str) -> list[Logged]:
    query = select(
        changes.c.revision, entries.c.id, changes.c.kind, changes.c.before, changes.c.after, changes.c.at
    ).join(entries)
    database = Database(url)
    with database.reading() as connection:
        rows = connection.execute(query.order_by(changes.c.revision)).fetchall()
    database.close()
    return [
        Logged(revision, entry_id, kind, json.loads(before), json.loads(after), at)
        for revision, entry_id, kind, before, after, at in rows
    ]


def kinds(url: str, entry_id: str | None = None) -> list[str]:
    return [row.kind for row in log_of(url) if entry_id in {None, row.entry_id}]


def texts(data: Iterable[bytes]) -> list[str]:
    """What the fragments of a window say, without their format."""
    return [fragment.decode().partition(":")[2] for fragment in data]
