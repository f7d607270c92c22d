"""One pass over files that are new, changed or gone: read, identify, make, settle, apply."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from feedsvc import sanitize
from feedsvc.errors import Rejected
from feedsvc.model import Identity, SourceFile, State
from feedsvc.pipeline.batches import in_batches
from feedsvc.pipeline.claims import Claims
from feedsvc.pipeline.crew import Crew
from feedsvc.pipeline.identify import identify
from feedsvc.pipeline.make import Draft, Job, Outcome, Settings, Superseded, make
from feedsvc.pipeline.report import Report
from feedsvc.pipeline.whereabouts import Whereabouts
from feedsvc.rejection import Rejection
from feedsvc.sources import may_hold_many, parse, split
from feedsvc.sources.containers import container_of
from feedsvc.sources.scan import LARGEST, Folder, Seen, shown, too_large
from feedsvc.store.base import Store
from feedsvc.store.changes import Change, Forget, Publish, Track, TrackedFile, Withdraw

BATCH = 200
"""Files per transaction: a commit costs as much as some ten entries, and a crash loses at most one batch of work."""

Progress = Callable[[int, int], None]
"""Told how many files are done, of how many."""


class Pass:
    """One pass. Nothing is written where `dry`; what was or would be done is in `report`. `paths` lists the articles
    of the whole folder. Where `emptied`, a file that held many articles and holds none now is believed."""

    def __init__(
        self,
        folder: Folder,
        store: Store,
        settings: Settings,
        tracked: Mapping[str, TrackedFile],
        paths: Callable[[], Collection[str]],
        now: datetime,
        *,
        dry: bool = False,
        emptied: bool = False,
    ) -> None:
        self.report = Report()
        self._folder = folder
        self._store = store
        self._settings = settings
        self._tracked = dict(tracked)
        self._now = now
        self._dry = dry
        self._emptied = emptied
        self._seen: dict[str, Seen] = {}
        self._changes: list[Change] = []
        self._containers: dict[str, TrackedFile] = {}
        """Those that were taken apart, by path."""
        self._left: dict[str, TrackedFile] = {}
        """Members that are no longer in their containers, and files that have become containers, by path."""
        self._whereabouts = Whereabouts(store, settings, now, paths, self._read_other)
        self._claims = Claims(store, settings.site.authority, self._is_there, self._written, self._make)

    def take(self, files: Sequence[Seen], progress: Progress) -> None:
        """Bring every one of these files into the store, as an entry or as a rejection."""
        crew = Crew(self._settings, self._now, len(files))
        done = 0
        for jobs, outcomes in crew.make(self._read_batches(files)):
            self._claims.consult(outcomes)
            for job, outcome in zip(jobs, outcomes, strict=True):
                self._enter(job, self._claims.settle(job, outcome))
            self._apply()
            done += BATCH
            progress(min(done, len(files)), len(files))
        self._apply()
        self._withdraw([*self._left.values()])
        self._apply()

    def refuse(self, refused: Mapping[str, Rejected]) -> None:
        """Note what bears the name of an article and cannot be one."""
        for path, rejected in refused.items():
            known = self._tracked.get(path)
            self._reject(Seen(path, 0, 0, 0), rejected, None, known.entry_id if known else None)
        self._apply()

    def withdraw(self, gone: Sequence[TrackedFile]) -> None:
        """Take out of the feeds what files that are gone had put there, unless it moved on with its file."""
        members = (member for file in gone for member in self._store.files_within(file.path).values())
        self._withdraw([*gone, *members])
        self._apply()

    def _withdraw(self, gone: Sequence[TrackedFile]) -> None:
        entries = self._store.identities(file.entry_id for file in gone if file.entry_id)
        for file in gone:
            if file.path not in self._seen:
                self._changes.append(Forget(file.path))
            entry = entries.get(file.entry_id or "")
            if entry is not None and (self._claims.path_of(entry.id) or entry.path) == file.path:
                self._changes.append(Withdraw(entry.id, "gone"))
                self.report.gone.append(file.path)

    def _make(self, job: Job) -> Outcome:
        (outcome,) = make([job], self._settings, self._now)
        return outcome

    def _read_batches(self, files: Iterable[Seen]) -> Iterator[list[Job]]:
        found = (source for seen in files for source in self._read(seen))
        for sources in in_batches(found, BATCH):
            known = identify(sources, self._tracked, self._store, self._is_there)
            yield [self._job(source, known.get(source.path)) for source in sources if self._is_news(source)]

    def _job(self, source: SourceFile, known: Identity | None) -> Job:
        return Job(source, known, self._whereabouts.of(source))

    def _read_other(self, path: str) -> SourceFile | None:
        """A file that an article leads to, whether or not it is in this pass."""
        seen = self._folder.glance([path]).files.get(path)
        return self._folder.read(seen) if seen else None

    def _read(self, seen: Seen) -> Iterator[SourceFile]:
        """The file, or all that is in it."""
        self._seen[seen.path] = seen
        source = None
        try:
            source = self._folder.read(seen)
            if source is None:
                self.report.again.add(seen.path)
                return
            members = split(source)
            if members is None and seen.size > LARGEST:
                raise too_large(seen.size)
            within = self._within(source)
            if within and not members and not self._emptied:
                self._demand_plausible(source, members, within)
        except Rejected as rejected:
            self._reject(seen, rejected, source.sha256 if source else None, self._entry_at(seen.path))
            return
        yield from self._taken_apart(source, members, within)

    def _within(self, source: SourceFile) -> dict[str, TrackedFile]:
        """The members that a file had when it was read last."""
        may_have_had = source.path in self._tracked and may_hold_many(source.media_type)
        return self._store.files_within(source.path) if may_have_had else {}

    def _demand_plausible(
        self, source: SourceFile, members: Sequence[SourceFile] | None, within: Mapping[str, TrackedFile]
    ) -> None:
        """Believe that a file which held many articles is one now if it can be read as one, and that it holds none if
        none was published: an export that failed leaves an empty feed, or a page with an excuse."""
        if members is None:
            parse(source, frozenset(), self._settings.kind)
        elif published := sum(file.entry_id is not None for file in within.values()):
            remedy = "Bring them back, remove the file, or confirm with `feedsvc scan --emptied`"
            raise Rejected(f"the file holds no articles, and held {published} before, which stay", remedy)

    def _taken_apart(
        self, source: SourceFile, members: Sequence[SourceFile] | None, within: Mapping[str, TrackedFile]
    ) -> Iterator[SourceFile]:
        """The file itself, or the members that are in it now; what else was known of it has left."""
        former = self._tracked.get(source.path)
        present = {member.path for member in members or ()}
        self._left |= {path: file for path, file in within.items() if path not in present}
        if members is None:
            yield source
            return
        self._tracked |= within
        if former and former.entry_id:
            self._left[source.path] = former
        self._containers[source.path] = self._track(source, None)
        for member in members:
            self._seen[member.path] = Seen(member.path, 0, 0, 0)
            yield member

    def _is_there(self, path: str) -> bool:
        return path not in self._left and self._folder.is_there(path)

    def _written(self, path: str) -> int:
        """When a file, or the one that a member is in, was last written, as far as that is known: else 0."""
        place = container_of(path) or path
        if seen := self._seen.get(place):
            return seen.mtime_ns
        known = self._tracked.get(place) or self._store.files([place]).get(place)
        return known.mtime_ns if known else 0

    def _entry_at(self, path: str) -> str | None:
        known = self._tracked.get(path)
        return known.entry_id if known else None

    def _is_news(self, source: SourceFile) -> bool:
        """False for bytes that were taken before, which were only touched."""
        known = self._tracked.get(source.path)
        if known is None or known.rejection is not None or known.sha256 != source.sha256:
            return True
        if container_of(source.path) is None:
            self._track(source, known.entry_id)
        self.report.same += 1
        return False

    def _enter(self, job: Job, outcome: Outcome) -> None:
        """Turn an outcome into changes, and count it under its kind."""
        known = job.known
        if known is not None and self._claims.path_of(known.id) not in {None, job.source.path}:
            known = None  # another file of this pass goes on with that entry
        match outcome:
            case Rejected():
                self._reject(self._seen[job.source.path], outcome, job.source.sha256, known.id if known else None)
            case Draft():
                if taken_back := self._claims.taken_back(outcome):
                    self._changes.append(Withdraw(taken_back, "draft"))
                self._leave_out(known, job.source, "draft", self.report.drafts)
            case Superseded():
                self._track(job.source, known.id if known and known.path == job.source.path else None)
                self.report.superseded.append(job.source.path)
            case Publish(entry=entry) if entry.expires is not None and entry.expires <= self._now:
                self._leave_out(known, job.source, "expired", self.report.expired)
            case Publish(entry=entry):
                if known is not None and known.id != entry.id:
                    self._changes.append(Withdraw(known.id, "gone"))
                self._changes.append(outcome)
                self._track(job.source, entry.id)
                self._kind(known, entry.path).append(entry.path)
                self.report.decided.extend((shown(entry.path), note) for note in entry.notes)

    def _leave_out(self, known: Identity | None, source: SourceFile, reason: str, kind: list[str]) -> None:
        if known is not None:
            self._changes.append(Withdraw(known.id, reason))
        self._track(source, known.id if known else None)
        kind.append(source.path)

    def _kind(self, known: Identity | None, path: str) -> list[str]:
        if known is None:
            return self.report.new
        if known.state is State.WITHDRAWN:
            return self.report.restored
        return self.report.changed if known.path == path else self.report.renamed

    def _track(self, source: SourceFile, entry_id: str | None) -> TrackedFile:
        seen = self._seen[source.path]
        file = TrackedFile(seen.path, seen.size, seen.mtime_ns, seen.ctime_ns, source.sha256, entry_id)
        self._changes.append(Track(file))
        return file

    def _reject(self, seen: Seen, rejected: Rejected, sha256: str | None, entry_id: str | None) -> None:
        problem = sanitize.text(rejected.problem)  # it quotes the file, which may hold what no store can
        rejection = Rejection(shown(seen.path), problem, rejected.remedy, rejected.line)
        known = self._tracked.get(seen.path)
        file = TrackedFile(
            seen.path, seen.size, seen.mtime_ns, seen.ctime_ns, sha256, entry_id, rejection, rejected.retry
        )
        if file != known:
            self.report.rejected.append(rejection)
            self._changes.append(Track(file))
        if rejected.retry and (container := container_of(seen.path)):
            self._changes.append(Track(self._containers[container]._replace(retry=True)))

    def _apply(self) -> None:
        """Cancels first: if the process ends between the two, their files are read again, and nothing is forgotten."""
        if not self._dry:
            self._claims.cancels.remember()
        if self._changes and not self._dry:
            self.report.revision = self._store.apply(self._changes, self._now)
        self._changes = []
