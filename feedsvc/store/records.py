"""Values to rows and back: each pair of functions undoes the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from feedsvc.expressions import FIELDS
from feedsvc.feed import Feed
from feedsvc.model import (
    Assignment,
    Attachment,
    Author,
    Enclosure,
    Entry,
    Identity,
    Origin,
    SourceFeed,
    SourceFile,
    State,
)
from feedsvc.rejection import Rejection
from feedsvc.store.arriving import Arrival, Arrivals
from feedsvc.store.changes import Publish, TrackedFile
from feedsvc.store.deciding import Standing
from feedsvc.store.values import Found

Record = dict[str, Any]

WITH_ATTACHMENTS = '"attachments": [['
"""Is in the details of an entry that has any, and in those of no other: in their texts, quotes are escaped."""


def entry_record(change: Publish, standing: Standing) -> Record:
    entry = change.entry
    return {
        "key": standing.key,
        "id": entry.id,
        "slug": entry.slug,
        "state": standing.state.value,
        "reason": standing.reason,
        "first_revision": standing.first_revision,
        "digest": entry.digest,
        "sha256": change.source.sha256,
        "path": entry.path,
        "published": entry.published,
        "updated": entry.updated,
        "received": entry.received,
        "embargo": entry.embargo,
        "expires": entry.expires,
        "version": entry.version,
        "title": entry.title,
        "link": entry.link,
        "language": entry.language,
        "image": entry.image,
        "details": _details(entry),
        "summary": entry.summary,
        "content": entry.content,
    }


def entry_of(row: Row[Any]) -> Entry:
    details = json.loads(row.details)
    return Entry(
        id=row.id,
        slug=row.slug,
        path=row.path,
        link=row.link,
        title=row.title,
        summary=row.summary,
        content=row.content,
        language=row.language,
        published=row.published,
        updated=row.updated,
        received=row.received,
        digest=row.digest,
        authors=tuple(Author(*author) for author in details["authors"]),
        subjects=tuple(details["subjects"]),
        image=row.image,
        enclosures=tuple(Enclosure(*enclosure) for enclosure in details["enclosures"]),
        media=tuple(Enclosure(*picture) for picture in details.get("media", ())),
        source=SourceFeed(*details["source"]) if details.get("source") else None,
        attachments=_attachments(details),
        embargo=row.embargo,
        expires=row.expires,
        version=row.version,
        notes=tuple(details["notes"]),
    )


def attachments_of(row: Row[Any]) -> tuple[Attachment, ...]:
    return _attachments(json.loads(row.details))


def _attachments(details: Mapping[str, Any]) -> tuple[Attachment, ...]:
    return tuple(Attachment(*file) for file in details.get("attachments", ()))


def _details(entry: Entry) -> str:
    """What is only ever read together with the whole entry."""
    return json.dumps(
        {
            "authors": [(author.name, author.email, author.uri) for author in entry.authors],
            "subjects": entry.subjects,
            "enclosures": [_enclosure(enclosure) for enclosure in entry.enclosures],
            "media": [_enclosure(picture) for picture in entry.media],
            "source": astuple(entry.source) if entry.source else None,
            "attachments": [(file.name, file.path) for file in entry.attachments],
            "notes": entry.notes,
        },
        ensure_ascii=False,
    )


def _enclosure(enclosure: Enclosure) -> tuple[object, ...]:
    """Without what is unknown, which most often is all beyond its length."""
    values = astuple(enclosure)
    while values[-1] is None:
        values = values[:-1]
    return values


def assignment_records(change: Publish, standing: Standing) -> list[Record]:
    return [
        {
            "entry": standing.key,
            "topic": assignment.topic,
            "place": place,
            "shown": standing.state is State.PUBLISHED,
            "published": change.entry.published,
            "id": change.entry.id,
            "title": assignment.title,
            "origin": assignment.origin.value,
            "why": assignment.why,
        }
        for place, assignment in enumerate(change.assignments)
    ]


def assignment_of(row: Row[Any]) -> Assignment:
    return Assignment(row.topic, row.title, Origin(row.origin), row.why)


def arrival_record(key: int, selection: str, arrival: Arrival) -> Record:
    """All of it but its ordinal."""
    return {"entry": key, "selection": selection, "revision": arrival.revision, "withdrawn": arrival.withdrawn}


def arrival_of(row: Row[Any]) -> Arrival:
    return Arrival(row.revision, row.withdrawn)


def fragment_records(change: Publish, standing: Standing) -> list[Record]:
    return [
        {"entry": standing.key, "format": fragment.format.value, "data": fragment.data} for fragment in change.fragments
    ]


def indexed_record(change: Publish, standing: Standing) -> Record:
    lines = {field: change.indexed.get(field, "") for field in FIELDS}
    return {"entry": standing.key, "published": change.entry.published, **lines}


def lines_of(row: Row[Any]) -> dict[str, str]:
    return {field: getattr(row, field) for field in FIELDS}


def original_record(change: Publish, standing: Standing) -> Record:
    return {"entry": standing.key, "media_type": change.source.media_type, "data": change.source.data}


def original_of(row: Row[Any]) -> SourceFile:
    return SourceFile(row.path, row.media_type, row.data, row.sha256)


def standing_of(rows: Sequence[Row[Any]], rendered: Mapping[str, bytes] | None, arrivals: Arrivals) -> Standing:
    """From one row for each topic; an entry without a topic has one, and no topic in it."""
    entry = rows[0]
    return Standing(
        key=entry.key,
        state=State(entry.state),
        reason=entry.reason,
        digest=entry.digest,
        sha256=entry.sha256,
        path=entry.path,
        updated=entry.updated,
        embargo=entry.embargo,
        expires=entry.expires,
        topics={row.topic: row.topic_title for row in rows if row.topic is not None},
        first_revision=entry.first_revision,
        fragments=rendered,
        arrivals=arrivals,
    )


def identity_of(row: Row[Any]) -> Identity:
    return Identity(
        id=row.id,
        slug=row.slug,
        path=row.path,
        sha256=row.sha256,
        digest=row.digest,
        received=row.received,
        updated=row.updated,
        state=State(row.state),
        version=row.version,
    )


def found_of(row: Row[Any]) -> Found:
    return Found(row.id, row.slug, row.title, row.published, State(row.state))


def file_record(file: TrackedFile) -> Record:
    return {
        "path": file.path,
        "size": file.size,
        "mtime_ns": file.mtime_ns,
        "ctime_ns": file.ctime_ns,
        "sha256": file.sha256,
        "entry_id": file.entry_id,
    }


def rejection_record(path: str, rejection: Rejection, retry: bool) -> Record:
    return {
        "path": path,
        "shown_as": rejection.path,
        "problem": rejection.problem,
        "remedy": rejection.remedy,
        "line": rejection.line,
        "retry": retry,
    }


def rejection_of(row: Row[Any]) -> Rejection:
    return Rejection(row.shown_as, row.problem, row.remedy, row.line)


def tracked_files(files: Iterable[Sequence[Any]], rejections: Iterable[Row[Any]]) -> dict[str, TrackedFile]:
    """By path; a row of files in the order of the table's columns, since by name each would cost twice as much."""
    tracked = {row[0]: TrackedFile(*row) for row in files}
    for row in rejections:
        tracked[row.path] = tracked[row.path]._replace(rejection=rejection_of(row), retry=row.retry)
    return tracked


def feed_record(feed: Feed) -> Record:
    return {
        "selection": feed.selection,
        "title": feed.title,
        "description": feed.description,
        "revision": feed.revision,
        "updated": feed.updated,
        "modified": feed.modified,
        "pace": None if feed.pace is None else feed.pace.total_seconds(),
    }


def feed_of(row: Row[Any]) -> Feed:
    pace = None if row.pace is None else timedelta(seconds=row.pace)
    return Feed(row.selection, row.title, row.description, row.revision, row.updated, row.modified, pace)
