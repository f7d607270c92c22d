"""No two entries share an id or a slug: who holds each, in the store or since earlier in the same pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from feedsvc import names
from feedsvc.errors import Rejected
from feedsvc.model import Identity, State
from feedsvc.pipeline.make import Job, Outcome
from feedsvc.store.base import Publish, Store


@dataclass(slots=True)
class Claims:
    """The claims of one pass. `is_there` asks the disk about a path; `remake` makes a job once more."""

    store: Store
    authority: str
    is_there: Callable[[str], bool]
    remake: Callable[[Job], Outcome]
    _holders: dict[str, Identity] = field(default_factory=dict)
    _id_paths: dict[str, str] = field(default_factory=dict)
    _slug_paths: dict[str, str] = field(default_factory=dict)

    def consult(self, outcomes: Iterable[Outcome]) -> None:
        """Ask the store, for a whole batch at once, who holds what it claims."""
        entries = [outcome.entry for outcome in outcomes if isinstance(outcome, Publish)]
        for identity in self.store.identities({entry.id for entry in entries}).values():
            self._holders[identity.id] = identity
            if identity.state is not State.WITHDRAWN and self.is_there(identity.path):
                self._id_paths.setdefault(identity.id, identity.path)
        owned = {entry.slug: entry.id for entry in entries}
        for slug, identity in self.store.holders(owned).items():
            if identity.id != owned[slug]:
                self._slug_paths.setdefault(slug, identity.path)

    def settle(self, job: Job, outcome: Outcome) -> Outcome:
        """Grant the entry its id and slug, or find it another id, or reject its file and name the one that has it."""
        if not isinstance(outcome, Publish):
            return outcome
        rival = self._id_paths.get(outcome.entry.id, job.source.path)
        if rival != job.source.path:
            return self._second(job, outcome, rival)
        holder = self._holders.get(outcome.entry.id)
        if holder is not None and holder != job.known:
            outcome = self.remake(Job(job.source, holder))  # the author names an entry that once was: it goes on
        return self._grant(outcome)

    def path_of(self, entry_id: str) -> str | None:
        """Where the entry of this id is now, as far as this pass has come to know."""
        return self._id_paths.get(entry_id)

    def _second(self, job: Job, outcome: Publish, rival: str) -> Outcome:
        if outcome.entry.id != names.entry_id(self.authority, job.source.path):
            return _taken("id", outcome.entry.id, rival)
        # Its id came from its path, and the file that was first seen there has moved on with it.
        other = replace(job.source, path=f"{job.source.path};{job.source.sha256[:8]}")
        return self._grant(_at_own_path(job, self.remake(Job(other, None))))

    def _grant(self, outcome: Outcome) -> Outcome:
        if not isinstance(outcome, Publish):
            return outcome
        entry = outcome.entry
        rival = self._slug_paths.setdefault(entry.slug, entry.path)
        if rival != entry.path:
            return _taken("slug", entry.slug, rival)
        self._id_paths[entry.id] = entry.path
        return outcome


def _at_own_path(job: Job, outcome: Outcome) -> Outcome:
    if not isinstance(outcome, Publish):
        return outcome
    return replace(outcome, entry=replace(outcome.entry, path=job.source.path), source=job.source)


def _taken(what: str, value: str, rival: str) -> Rejected:
    return Rejected(f"the {what} {value} is already that of {rival}", f"Give one of the two another {what}", retry=True)
