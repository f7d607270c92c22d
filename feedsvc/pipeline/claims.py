"""No two entries share an id or a slug: who holds each, in the store or since earlier in the same pass."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

from feedsvc import names
from feedsvc.errors import Rejected
from feedsvc.model import Identity, State
from feedsvc.pipeline.cancels import Cancels
from feedsvc.pipeline.make import Draft, Job, Outcome, Superseded
from feedsvc.shorten import excerpt
from feedsvc.store.base import Store
from feedsvc.store.changes import Publish


@dataclass(slots=True)
class Claims:
    """The claims of one pass. `is_there` asks the disk about a path, `written` when its file was last written, in
    nanoseconds since 1970; `remake` makes a job once more."""

    store: Store
    authority: str
    is_there: Callable[[str], bool]
    written: Callable[[str], int]
    remake: Callable[[Job], Outcome]
    _holders: dict[str, Identity] = field(default_factory=dict)
    """Entries of the store that have an id which is claimed, by id."""
    _former: dict[str, Identity] = field(default_factory=dict)
    """Entries of the store that had a slug which is claimed, and whose file is no more, by slug."""
    _ids: dict[str, str] = field(default_factory=dict)
    """Path of the file that has an id."""
    _versions: dict[str, int] = field(default_factory=dict)
    """The newest version of what has an id, where its provider numbers them."""
    _slugs: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Id of the entry that has a slug, and the path of its file."""
    cancels: Cancels = field(init=False)

    def __post_init__(self) -> None:
        self.cancels = Cancels(self.store, self.written)

    def consult(self, outcomes: Collection[Outcome]) -> None:
        """Ask the store, for a whole batch at once, who holds what it claims."""
        entries = [outcome.entry for outcome in outcomes if isinstance(outcome, Publish)]
        taken_back = {outcome.id for outcome in outcomes if isinstance(outcome, Draft) and outcome.id}
        for identity in self.store.identities(taken_back.union(entry.id for entry in entries)).values():
            self._holders[identity.id] = identity
            self._note_version(identity.id, identity.version)
            if self._is_alive(identity):
                self._ids.setdefault(identity.id, identity.path)
        self._note_cancels(outcomes)
        for slug, identity in self.store.holders({entry.slug for entry in entries}).items():
            self._slugs.setdefault(slug, (identity.id, identity.path))
            if not self._is_alive(identity):
                self._former[slug] = identity

    def _note_cancels(self, outcomes: Collection[Outcome]) -> None:
        """A version that was taken back counts as any other, whenever those before it come."""
        for outcome in outcomes:
            match outcome:
                case Draft(id=str(entry_id), version=int(version)):
                    self.cancels.note(entry_id, version, outcome.cancel or "")
                    self._note_version(entry_id, version)
                case Draft(id=str(entry_id), cancel=str(path)):
                    self.cancels.note_without_number(entry_id, path)
                case Publish(entry=entry) if entry.version is not None:
                    self._note_version(entry.id, self.cancels.version_of(entry.id))

    def settle(self, job: Job, outcome: Outcome) -> Outcome:
        """Grant the entry its id and slug, or find it another id, or reject its file and name the one that has it."""
        if not isinstance(outcome, Publish):
            return outcome
        version, newest = outcome.entry.version, self._versions.get(outcome.entry.id)
        if version is not None and newest is not None and version < newest:
            return Superseded()
        if self.cancels.is_taken_back(outcome.entry.id, version, job.source.path):
            return Superseded()
        if version is not None and newest is not None and version > newest:
            self._ids[outcome.entry.id] = job.source.path  # the newest version has the id, wherever it lies
        rival = self._ids.get(outcome.entry.id, job.source.path)
        if rival != job.source.path:
            return self._second(job, outcome, rival)
        meant = self._meant(job, outcome)
        return self._grant(outcome if meant == job.known else self.remake(replace(job, known=meant)))

    def taken_back(self, draft: Draft) -> str | None:
        """The id of the entry that a draft takes back though another file published it: none with a later version, or
        where there are no versions, of a later file."""
        holder = self._holders.get(draft.id or "")
        if holder is None:
            return None
        if draft.version is None:
            is_later = draft.cancel is not None and not self.cancels.is_taken_back(holder.id, None, holder.path)
            return None if is_later else holder.id
        newest = self._versions.get(holder.id)
        return None if newest is not None and draft.version < newest else holder.id

    def path_of(self, entry_id: str) -> str | None:
        """Where the entry of this id is now, as far as this pass has come to know."""
        return self._ids.get(entry_id)

    def _meant(self, job: Job, outcome: Publish) -> Identity | None:
        """The entry that the file goes on with: the one whose id its author names, else whose permalink he names."""
        if job.known is not None and job.known.id == outcome.entry.id:
            return job.known
        return self._holders.get(outcome.entry.id) or self._former.get(outcome.entry.slug)

    def _second(self, job: Job, outcome: Publish, rival: str) -> Outcome:
        if job.known is not None:  # another copy of a file that has moved came first: this one is an entry of its own
            alone = replace(job, known=None)
            again = self.remake(alone)
            self.consult([again])
            return self.settle(alone, again)
        if outcome.entry.id != names.entry_id(self.authority, job.source.path):
            return _taken("id", outcome.entry.id, rival)
        # Its id came from its path, and the file that was first seen there has moved on with it.
        other = replace(job.source, path=f"{job.source.path};{job.source.sha256[:8]}")
        return self._grant(_at_own_path(job, self.remake(replace(job, source=other, known=None))))

    def _grant(self, outcome: Outcome) -> Outcome:
        if not isinstance(outcome, Publish):
            return outcome
        entry = outcome.entry
        holder, rival = self._slugs.setdefault(entry.slug, (entry.id, entry.path))
        if holder != entry.id:
            return _taken("slug", entry.slug, rival)
        self._ids[entry.id] = entry.path
        self._note_version(entry.id, entry.version)
        return outcome

    def _note_version(self, entry_id: str, version: int | None) -> None:
        if version is not None:
            self._versions[entry_id] = max(version, self._versions.get(entry_id, version))

    def _is_alive(self, holder: Identity) -> bool:
        return holder.state is not State.WITHDRAWN and self.is_there(holder.path)


def _at_own_path(job: Job, outcome: Outcome) -> Outcome:
    if not isinstance(outcome, Publish):
        return outcome
    return replace(outcome, entry=replace(outcome.entry, path=job.source.path), source=job.source)


def _taken(what: str, value: str, rival: str) -> Rejected:
    return Rejected(
        f"the {what} {excerpt(value)} is already that of {rival}", f"Give one of the two another {what}", retry=True
    )
