"""The article folder: readable, what is in it, what is wrong with some of it."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from feedsvc.config import Config
from feedsvc.doctor.finding import Area, Finding
from feedsvc.errors import ScanAlarm
from feedsvc.sources.scan import Folder, Look

_AREA = Area("articles")

_NAMED = 3
"""Paths that stand for all: `feedsvc status` names the rest."""

_KINDS = 8
"""Endings that are counted, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The folder at one look."""

    root: str
    trouble: str | None = None
    """Why nothing could be seen."""
    kinds: tuple[tuple[str, int], ...] = ()
    """Endings of names and how many articles have each, the most first."""
    unsettled: int = 0
    closed: tuple[str, ...] = ()
    """Files and folders that this user may not read."""
    rejected: tuple[str, ...] = ()
    """What the store remembers and what is refused at a look, as sentences."""
    folders: int = 0
    newest: float | None = None
    """When the youngest file was written, in seconds since 1970."""


def look(config: Config, rejected: tuple[str, ...]) -> Seen:
    """What a scan would see; `rejected` is what the last one could not publish."""
    folder = Folder(config.articles.path, config.articles.include, config.articles.exclude)
    try:
        found = folder.look()
    except ScanAlarm as alarm:
        return Seen(str(folder.root), str(alarm))
    refused = tuple(f"{path}: {why.problem}. {why.remedy}" for path, why in found.refused.items())
    now = time.time_ns()
    return Seen(
        root=str(folder.root),
        kinds=tuple(_kinds(found).most_common()),
        unsettled=sum(not seen.settled(now) for seen in found.files.values()),
        closed=tuple(_closed(folder.root, found)),
        rejected=rejected or refused,
        folders=1 + sum(len(names) for _, names, _ in os.walk(folder.root)),
        newest=max((seen.mtime_ns / 1e9 for seen in found.files.values()), default=None),
    )


def judge(seen: Seen) -> Iterator[Finding]:
    if seen.trouble is not None:
        problem, _, remedy = seen.trouble.partition(". ")
        yield _AREA.error(f"{problem}.", remedy)
        return
    yield _judge_number(seen)
    if seen.closed:
        what = f"{len(seen.closed):,} of its files or folders may not be read: {_some(seen.closed)}."
        yield _AREA.error(what, "Give this user the right to read them")
    if seen.rejected:
        are = "1 is" if len(seen.rejected) == 1 else f"{len(seen.rejected):,} are"
        what = f"{are} rejected, the first: {seen.rejected[0]}"
        yield _AREA.warning(what, "`feedsvc status` names them all, with line and remedy")
    if seen.unsettled:
        yield _AREA.ok(f"{seen.unsettled:,} were written within the last second, and are taken a second later.")


def _judge_number(seen: Seen) -> Finding:
    total = sum(count for _, count in seen.kinds)
    if not total:
        remedy = "Put articles there, or set articles.path, articles.include and articles.exclude"
        return _AREA.warning(f"{seen.root} holds no articles.", remedy)
    kinds = ", ".join(f"{count:,} {kind}" for kind, count in seen.kinds[:_KINDS])
    files = "1 file" if total == 1 else f"{total:,} files"
    return _AREA.ok(f"{seen.root} holds {files} of articles: {kinds}.")


def _kinds(found: Look) -> Counter[str]:
    return Counter(PurePosixPath(path).suffix.lower() or "without an ending" for path in found.files)


def _closed(root: Path, found: Look) -> Iterator[str]:
    yield from found.unreadable
    yield from (path for path in found.files if not os.access(root / path, os.R_OK))


def _some(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - _NAMED:,} more" if len(paths) > _NAMED else ""
    return f"{', '.join(paths[:_NAMED])}{more}"
