"""One batch of changes, in one transaction: lock, load what is known, decide, write in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, delete, update
from sqlalchemy.engine import Connection

from feedsvc.model import State
from feedsvc.store import indexing, moving, queries, records
from feedsvc.store.arriving import Arrival, Arrivals
from feedsvc.store.changes import Change, Publish, Release, Withdraw
from feedsvc.store.deciding import Decision, Standing, decide, subject
from feedsvc.store.filling import fill
from feedsvc.store.queries import among, in_groups
from feedsvc.store.records import Record
from feedsvc.store.schema import arrivals, entries, entry_topics, files, fragments, originals, rejections
from feedsvc.store.schema import changes as log

_UPDATE_ARRIVAL = update(arrivals).where(arrivals.c.entry == bindparam("of"), arrivals.c.selection == bindparam("into"))


def apply(connection: Connection, changes: Sequence[Change], at: datetime) -> int:
    """Write what the changes make true; the newest revision."""
    revision = moving.locked(connection)
    known = _known(connection, changes)
    last_key: int = connection.execute(queries.LAST_KEY).scalar_one()
    decision = decide(changes, known, revision, last_key, at)
    _write_published(connection, decision, known)
    _write_states(connection, decision)
    indexing.write(connection, decision)
    _write_log(connection, decision, at)
    _write_files(connection, decision)
    entered = moving.move(connection, decision.feeds, decision.newcomers, at)
    _write_arrivals(connection, decision, known, entered)
    if decision.revision > revision:
        moving.advance(connection, decision.revision)
    return decision.revision


def _known(connection: Connection, changes: Sequence[Change]) -> dict[str, Standing]:
    """How every entry of the batch stands, with its fragments where they may be all that differs."""
    subjects = [change for change in changes if isinstance(change, Publish | Withdraw | Release)]
    rows: dict[str, list[Any]] = {}
    for some in in_groups(map(subject, subjects)):
        for row in connection.execute(queries.STANDINGS, some):
            rows.setdefault(row.id, []).append(row)
    digests = {(change.entry.id, change.entry.digest) for change in subjects if isinstance(change, Publish)}
    alike = [topics[0].key for entry_id, topics in rows.items() if (entry_id, topics[0].digest) in digests]
    rendered = _fragments(connection, alike)
    arrived = _arrivals(connection, [topics[0].key for topics in rows.values()])
    return {
        entry_id: records.standing_of(topics, rendered.get(topics[0].key), arrived[topics[0].key])
        for entry_id, topics in rows.items()
    }


def _fragments(connection: Connection, keys: Sequence[int]) -> dict[int, dict[str, bytes]]:
    found: dict[int, dict[str, bytes]] = {key: {} for key in keys}
    for some in in_groups(keys):
        for row in connection.execute(queries.FRAGMENTS, some):
            found[row.entry][row.format] = row.data
    return found


def _arrivals(connection: Connection, keys: Sequence[int]) -> dict[int, Arrivals]:
    found: dict[int, dict[str, Arrival]] = {key: {} for key in keys}
    for some in in_groups(keys):
        for row in connection.execute(queries.ARRIVALS, some):
            found[row.entry][row.selection] = records.arrival_of(row)
    return dict(found)


def _write_published(connection: Connection, decision: Decision, known: Mapping[str, Standing]) -> None:
    """Everything of what was published: new rows are inserted, what was there is replaced."""
    written = [(change, decision.standings[change.entry.id]) for change in decision.publishes.values()]
    rows = [records.entry_record(change, standing) for change, standing in written]
    fill(connection, entries, [row for row in rows if row["key"] > decision.last_key])
    _update_entries(connection, [row for row in rows if row["key"] <= decision.last_key])

    keys = [standing.key for _, standing in written]
    topics = [row for change, standing in written for row in records.assignment_records(change, standing)]
    _replace(connection, entry_topics, entry_topics.c.entry, _old(keys, decision), topics)
    made_anew = [(change, standing) for change, standing in written if _is_of_another_file(change, known)]
    sources = [records.original_record(change, standing) for change, standing in made_anew]
    old = _old([standing.key for _, standing in made_anew], decision)
    _replace(connection, originals, originals.c.entry, old, sources)

    rendered = [(change, standing) for change, standing in written if change.entry.id in decision.rendered]
    keys = [standing.key for _, standing in rendered]
    data = [row for change, standing in rendered for row in records.fragment_records(change, standing)]
    _replace(connection, fragments, fragments.c.entry, _old(keys, decision), data)


def _is_of_another_file(change: Publish, known: Mapping[str, Standing]) -> bool:
    before = known.get(change.entry.id)
    return before is None or (before.sha256, before.path) != (change.source.sha256, change.entry.path)


def _old(keys: Sequence[int], decision: Decision) -> list[int]:
    """Those that have rows to make way."""
    return [key for key in keys if key <= decision.last_key]


def _write_states(connection: Connection, decision: Decision) -> None:
    """What only came or went: its content stays as it is."""
    moved = [standing for entry_id, standing in decision.standings.items() if entry_id not in decision.publishes]
    _update_entries(
        connection,
        [
            {
                "key": standing.key,
                "state": standing.state.value,
                "reason": standing.reason,
                "first_revision": standing.first_revision,
            }
            for standing in moved
        ],
    )
    if moved:
        statement = update(entry_topics).where(entry_topics.c.entry == bindparam("of"))
        shown = [{"of": standing.key, "shown": standing.state is State.PUBLISHED} for standing in moved]
        connection.execute(statement, shown)


def _write_arrivals(
    connection: Connection, decision: Decision, known: Mapping[str, Standing], entered: Mapping[str, int]
) -> None:
    """Number those who came into a feed for the first time; of the others, say what happened to them there."""
    ordinals = {
        (key, selection): ordinal
        for selection, keys in decision.newcomers.items()
        for ordinal, key in enumerate(keys, entered.get(selection, 0) + 1)
    }
    new: list[Record] = []
    old: list[Record] = []
    for entry_id, standing in decision.standings.items():
        before = known[entry_id].arrivals if entry_id in known else {}
        for selection, arrival in standing.arrivals.items():
            row = records.arrival_record(standing.key, selection, arrival)
            if selection not in before:
                row["ordinal"] = ordinals[standing.key, selection]
                new.append(row)
            elif arrival != before[selection]:
                old.append({**row, "of": standing.key, "into": selection})
    fill(connection, arrivals, new)
    if old:
        connection.execute(_UPDATE_ARRIVAL, old)


def _write_log(connection: Connection, decision: Decision, at: datetime) -> None:
    rows = [
        {
            "revision": step.revision,
            "entry": step.entry,
            "kind": step.kind.value,
            "before": json.dumps(step.before, ensure_ascii=False),
            "after": json.dumps(step.after, ensure_ascii=False),
            "at": at,
        }
        for step in decision.log
    ]
    fill(connection, log, rows)


def _write_files(connection: Connection, decision: Decision) -> None:
    seen = [file for file in decision.files.values() if file]
    _replace(connection, files, files.c.path, decision.files, [records.file_record(file) for file in seen])
    rejected = [(file.path, file.rejection, file.retry) for file in seen if file.rejection]
    fill(connection, rejections, [records.rejection_record(*rejection) for rejection in rejected])


def _update_entries(connection: Connection, rows: Sequence[Record]) -> None:
    if rows:
        # The key itself is not SET: an engine that thought it changed would look through the whole change log for it.
        by_key = [{"of" if name == "key" else name: value for name, value in row.items()} for row in rows]
        connection.execute(update(entries).where(entries.c.key == bindparam("of")), by_key)


def _replace(
    connection: Connection, table: Table, column: ColumnElement[Any], old: Iterable[Any], rows: Sequence[Record]
) -> None:
    """Delete the rows of the old values of a column and insert others: an upsert that both engines read alike."""
    for some in in_groups(old):
        connection.execute(delete(table).where(among(column)), some)
    fill(connection, table, rows)
