"""What is given to a store: the changes that `apply` makes true, and what each is to its feeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from feedsvc.model import Assignment, Entry, Fragment, SourceFile
from feedsvc.rejection import Rejection


class TrackedFile(NamedTuple):
    """What a look at the disk said of one file, so that the next look can tell whether it changed.

    A tuple, since a scan has one of each file there is: a frozen dataclass takes three times as long to make.
    """

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    sha256: str | None = None
    """None where the bytes were never read: too large, unreadable."""
    entry_id: str | None = None
    """The entry that was made of it, also of an earlier good version of it."""
    rejection: Rejection | None = None
    retry: bool = False
    """The rejection may lift though the file stays as it is."""


@dataclass(frozen=True, slots=True)
class Publish:
    """Put an entry in its feeds, new or changed or restored; where its embargo is still to come, hold it."""

    entry: Entry
    assignments: tuple[Assignment, ...]
    """One for each topic, in the order in which they are to be shown."""
    fragments: tuple[Fragment, ...]
    source: SourceFile
    indexed: Mapping[str, str]
    """Each of its fields as searches see it, which is as rules saw it: `expressions.Text.index`."""
    quiet: bool = False
    """Made anew of the file that it was made of: its digest may differ, but it is news to nobody (Kind.RENDERED)."""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take an entry out of every feed; what it was stays known, so that it can be restored under its id."""

    entry_id: str
    reason: str
    """gone, draft or expired."""


@dataclass(frozen=True, slots=True)
class Release:
    """Put a held entry, whose embargo has passed, in its feeds."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class Track:
    """Remember what was seen of a file."""

    file: TrackedFile


@dataclass(frozen=True, slots=True)
class Forget:
    """No longer remember a file: it is gone."""

    path: str


Change = Publish | Withdraw | Release | Track | Forget


class Kind(StrEnum):
    """What a revision did to its entry, as its feeds show it."""

    PUBLISHED = "published"
    """In the feeds for the first time."""
    UPDATED = "updated"
    """Its digest or `updated` differs."""
    RETOPICKED = "retopicked"
    """Only its topics differ."""
    RENDERED = "rendered"
    """Only its fragments differ: a setting changed, or the renderers did."""
    WITHDRAWN = "withdrawn"
    """Out of the feeds: gone, a draft again, expired, or under an embargo after all."""
    RESTORED = "restored"
    """Back in the feeds."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A topic that the configuration names: it has a feed from the start, also while it is empty."""

    selection: str
    title: str
    description: str
