"""The clock: against the store's newest revision, its server, and the times that files get."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from feedsvc.doctor import store
from feedsvc.doctor.finding import Area, Finding

_AREA = Area("clock")

_OFF = timedelta(seconds=5)
"""Between two clocks: feeds give whole seconds, and a busy machine takes some to answer."""

_REMEDY = "Set the clock, and let NTP keep it: dates in feeds must neither jump nor go back"


@dataclass(frozen=True, slots=True)
class Seen:
    """What several clocks say; None where one has nothing to say."""

    now: datetime
    revision: datetime | None = None
    """When the newest revision was made."""
    server: datetime | None = None
    """The database server's clock, just now."""
    file: datetime | None = None
    """When a file that was written just now was written, as its file system has it."""
    article: datetime | None = None
    """When the youngest article was written."""


def look(now: datetime, storing: store.Seen, newest: float | None) -> Seen:
    return Seen(
        now,
        storing.inside.latest if storing.inside else None,
        storing.health.server_time if storing.health else None,
        _file_time(storing.place) if storing.place else None,
        datetime.fromtimestamp(newest, UTC) if newest is not None else None,
    )


def judge(seen: Seen) -> Iterator[Finding]:
    found = [*_judge_revision(seen), *_judge_beside(seen)]
    yield from found or [_AREA.ok(f"It is {seen.now:%Y-%m-%d %H:%M} UTC, by every clock that could be asked.")]


def _judge_revision(seen: Seen) -> Iterator[Finding]:
    if seen.revision is not None and seen.revision - seen.now > _OFF:
        what = f"It is {seen.now:%Y-%m-%d %H:%M} UTC here, and the store was changed at {seen.revision:%Y-%m-%d %H:%M}."
        yield _AREA.error(what, _REMEDY)


def _judge_beside(seen: Seen) -> Iterator[Finding]:
    for name, moment in (("The database server's clock", seen.server), ("The clock of the store's disk", seen.file)):
        if moment is not None and abs(moment - seen.now) > _OFF:
            yield _AREA.warning(f"{name} and this machine's are {_apart(moment, seen.now)} apart.", _REMEDY)
    if seen.article is not None and seen.article - seen.now > _OFF:
        what = f"An article was written {_apart(seen.article, seen.now)} from now, as its file has it."
        yield _AREA.warning(what, "See to the clock of the machine that writes there, or of this one")


def _apart(one: datetime, other: datetime) -> str:
    return str(timedelta(seconds=round(abs(one - other).total_seconds())))


def _file_time(place: store.Place) -> datetime | None:
    """Of a nameless file in the store's folder, written and gone at once."""
    try:
        with tempfile.TemporaryFile(dir=place.folder) as file:
            file.write(b"what time is it")
            file.flush()
            return datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    except OSError:
        return None  # that it may not be written is another finding
