"""What a batch of changes makes of the entries it touches: pure, from what is known to what is to be written.

A change turns one Standing into the next (`_become`); the two, laid side by side, say what happened (`_kind`). All
that is visible follows from that: whether a revision is taken, what the log says, which feeds move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from feedsvc.addresses import ALL
from feedsvc.model import Entry, State
from feedsvc.store import arriving
from feedsvc.store.arriving import Arrivals
from feedsvc.store.changes import Change, Forget, Kind, Publish, Release, Track, TrackedFile, Withdraw

EntryChange = Publish | Withdraw | Release


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an entry stands, as far as a decision needs to know."""

    key: int
    state: State
    reason: str | None
    digest: str
    sha256: str
    """Of the source file, as is `path`, whose end says what it holds."""
    path: str
    updated: datetime
    embargo: datetime | None
    expires: datetime | None
    topics: Mapping[str, str]
    """Slug to title, in its own order."""
    first_revision: int | None
    fragments: Mapping[str, bytes] | None
    """By format; None where they were not loaded, since something else already tells the two apart."""
    arrivals: Arrivals

    @property
    def feeds(self) -> Mapping[str, str]:
        """The feeds that it is in, by title: those of its topics, and the one of everything; none but if published."""
        return {ALL: "", **self.topics} if self.state is State.PUBLISHED else {}


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the change log."""

    revision: int
    entry: int
    kind: Kind
    before: list[str]
    after: list[str]


@dataclass(frozen=True, slots=True)
class Touch:
    """What a batch does to one feed. `title` is for a feed that was not known before."""

    title: str
    revision: int
    updated: datetime


@dataclass(slots=True)
class Decision:
    """Everything that is to be written, and nothing that is not."""

    revision: int
    last_key: int
    """Up to here keys were taken before: an entry with a greater one is new."""
    standings: dict[str, Standing] = field(default_factory=dict)
    """How each entry that was touched ends, by id."""
    publishes: dict[str, Publish] = field(default_factory=dict)
    """The last Publish of each, by id: its row is written whole."""
    rendered: set[str] = field(default_factory=set)
    """Ids of those whose fragments are not what is stored."""
    log: list[Step] = field(default_factory=list)
    feeds: dict[str, Touch] = field(default_factory=dict)
    newcomers: dict[str, list[int]] = field(default_factory=dict)
    """Keys of the entries that come into each feed for the first time, in the order in which they do."""
    files: dict[str, TrackedFile | None] = field(default_factory=dict)
    """None: forget it."""


def decide(
    changes: Sequence[Change], known: Mapping[str, Standing], revision: int, last_key: int, at: datetime
) -> Decision:
    """Take the changes in their order, from the entries as they are known, and the newest revision and key."""
    decision = Decision(revision, last_key)
    key = last_key
    for change in changes:
        match change:
            case Track(file):
                decision.files[file.path] = file
            case Forget(path):
                decision.files[path] = None
            case Publish() | Withdraw() | Release():
                entry_id = subject(change)
                before = decision.standings.get(entry_id) or known.get(entry_id)
                after = _become(before, change, key + 1, at)
                if after is not None:
                    key = max(key, after.key)
                    _add(decision, change, before, after, at)
    return decision


def subject(change: EntryChange) -> str:
    """The id of the entry that a change is about."""
    return change.entry.id if isinstance(change, Publish) else change.entry_id


def _become(before: Standing | None, change: EntryChange, next_key: int, at: datetime) -> Standing | None:
    """How the entry stands afterwards; None where there is nothing to change."""
    match change:
        case Publish():
            return _published(before, change, next_key, at)
        case Withdraw() if before and before.state is not State.WITHDRAWN:
            return replace(before, state=State.WITHDRAWN, reason=change.reason)
        case Release() if before and before.state is State.HELD:
            state, reason = _state(before, at)
            return replace(before, state=state, reason=reason)
    return None


def _published(before: Standing | None, change: Publish, next_key: int, at: datetime) -> Standing:
    entry = change.entry
    state, reason = _state(entry, at)
    return Standing(
        key=before.key if before else next_key,
        state=state,
        reason=reason,
        digest=entry.digest,
        sha256=change.source.sha256,
        path=entry.path,
        updated=entry.updated,
        embargo=entry.embargo,
        expires=entry.expires,
        topics={assignment.topic: assignment.title for assignment in change.assignments},
        first_revision=before.first_revision if before else None,
        fragments={fragment.format: fragment.data for fragment in change.fragments},
        arrivals=before.arrivals if before else {},
    )


def _state(entry: Entry | Standing, at: datetime) -> tuple[State, str | None]:
    """Where an entry that is not taken back stands at a moment, and why it is withdrawn, if so."""
    if entry.expires and entry.expires <= at:
        return State.WITHDRAWN, "expired"
    if entry.embargo and entry.embargo > at:
        return State.HELD, None
    return State.PUBLISHED, None


def _kind(before: Standing | None, after: Standing, *, quiet: bool = False) -> Kind | None:
    """What readers see happen; None: nothing."""
    was = before is not None and before.state is State.PUBLISHED
    if after.state is not State.PUBLISHED:
        return Kind.WITHDRAWN if was else None
    if before is None or not was:
        return Kind.RESTORED if after.first_revision else Kind.PUBLISHED
    if before.updated != after.updated or (before.digest != after.digest and not quiet):
        return Kind.UPDATED
    if before.topics.keys() != after.topics.keys():
        return Kind.RETOPICKED
    return Kind.RENDERED if before.fragments != after.fragments else None


def _add(decision: Decision, change: EntryChange, before: Standing | None, after: Standing, at: datetime) -> None:
    kind = _kind(before, after, quiet=isinstance(change, Publish) and change.quiet)
    if kind:
        decision.revision += 1
        left = before.feeds if before else {}
        decision.log.append(Step(decision.revision, after.key, kind, _topics(left), _topics(after.feeds)))
        _move_feeds(decision, left, after, at)
        after = _arrived(decision, kind, left, after, at)
    if isinstance(change, Publish):
        decision.publishes[change.entry.id] = change
        if before is None or before.fragments != after.fragments:
            decision.rendered.add(change.entry.id)
    decision.standings[subject(change)] = after


def _topics(feeds: Mapping[str, str]) -> list[str]:
    return sorted(feeds.keys() - {ALL})


def _move_feeds(decision: Decision, left: Mapping[str, str], after: Standing, at: datetime) -> None:
    stays = after.feeds
    for selection, title in {**left, **stays}.items():
        # Who left a feed by its topics alone was not taken back: nobody need hear of it.
        updated = after.updated if stays else at
        earlier = decision.feeds.get(selection)
        if earlier:
            title, updated = earlier.title, max(updated, earlier.updated)
        decision.feeds[selection] = Touch(title, decision.revision, updated)


def _arrived(decision: Decision, kind: Kind, left: Mapping[str, str], after: Standing, at: datetime) -> Standing:
    stays = after.feeds
    for selection in stays:
        if selection not in after.arrivals:
            decision.newcomers.setdefault(selection, []).append(after.key)
    arrivals = arriving.moved(after.arrivals, kind, decision.revision, left, stays, at)
    return replace(after, arrivals=arrivals, first_revision=after.first_revision or decision.revision)
