"""From what is served to files: asks for what may have changed, writes what has, removes what is no more."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from feedsvc.export import asking, files, layout, nginx, plan
from feedsvc.export.asking import Asker, Question
from feedsvc.export.copying import Copier
from feedsvc.export.edition import Edition
from feedsvc.export.folder import Folder
from feedsvc.export.nginx.keeping import is_full
from feedsvc.export.report import Report
from feedsvc.export.writing import Writer
from feedsvc.feed import Feed
from feedsvc.selections import EVERYTHING

_BATCH = 64
"""Files that are put in place together: enough to keep every core busy, few enough to be held in memory."""

Progress = Callable[[int, int], None]
"""Is told how many addresses were asked for, of how many."""


class Exporter:
    """Keeps a folder true to what is served. For one thread.

    `quickly`: what changes with every article is compressed as for an answer, not as for a file that stays.
    """

    def __init__(self, folder: Folder, *, quickly: bool = False) -> None:
        self._folder = folder
        self._quickly = quickly

    def run(self, edition: Edition, progress: Progress | None = None) -> Report:
        """Bring the folder up to the store's newest revision.

        Raises ExportError and StoreError; the folder is whole then, and the next run goes on from there.
        """
        started = time.perf_counter()
        with files.translated(self._folder.root), ThreadPoolExecutor(_cores()) as pool:
            report = Report()
            writer = Writer(self._folder, pool, report, quickly=self._quickly)
            copier = Copier(self._folder, pool, edition, report)
            _Run(self._folder, edition, writer, copier, report, progress or _silent).run()
        report.seconds = time.perf_counter() - started
        return report


class _Run:
    """One export."""

    def __init__(
        self, folder: Folder, edition: Edition, writer: Writer, copier: Copier, report: Report, progress: Progress
    ) -> None:
        self._folder = folder
        self._manifest = folder.manifest
        self._edition = edition
        self._progress = progress
        self._asker = Asker(edition.application)
        self._report = report
        self._writer = writer
        self._copier = copier
        self._asked: set[str] = set()

    def run(self) -> None:
        self._folder.clear()
        feeds = self._feeds()  # before anything is asked for: what is published meanwhile is for the next run
        newest = self._report.revision = max((feed.revision for feed in feeds), default=0)
        manifest, fingerprint, epoch = self._manifest, self._edition.fingerprint, self._edition.store.epoch
        # Another program, site or store; or the same store, put back from a backup.
        is_other = (manifest.fingerprint, manifest.epoch) != (fingerprint, epoch) or manifest.revision > newest
        self._copier.take(-1 if is_other else manifest.revision)
        if is_other:
            self._whole(feeds)
        elif manifest.revision < newest:
            self._take(self._changed(feeds, manifest.revision))
        elif not self._copier.has_copied:
            return
        self._refuse(is_whole=is_other)
        self._writer.clear()
        self._copier.clear()
        self._tell_nginx()
        manifest.fingerprint, manifest.epoch, manifest.revision = fingerprint, epoch, newest
        self._folder.save()

    def _feeds(self) -> list[Feed]:
        everything = self._edition.store.feed(EVERYTHING)
        return [*([everything] if everything else []), *self._edition.store.feeds()]

    def _whole(self, feeds: list[Feed]) -> None:
        """Ask for everything there is, and then for everything that there was."""
        given_up = plan.given_up(self._edition.aliases.keys() | self._edition.retired)
        others = [*asking.static_addresses(), *asking.GUESSED, *given_up]
        self._take([*others, *self._changed(feeds, -1)])
        manifest = self._manifest
        manifest.navigations.clear()
        self._take([*manifest.written, *manifest.gone, *manifest.redirects])

    def _changed(self, feeds: list[Feed], since: int) -> Iterator[str]:
        moved = [feed.selection for feed in feeds if feed.revision > since]
        touched = self._edition.store.touched(max(since, 0))
        known = plan.newest_archives(self._manifest.written)
        return plan.changed(moved, touched, known, self._edition.archive)

    def _take(self, addresses: Iterable[str]) -> None:
        """Ask for what has not been asked for in this run, and put in place what is new."""
        some = [address for address in dict.fromkeys(addresses) if address not in self._asked]
        self._asked.update(some)
        self._ask([asking.itself(address) for address in some if not layout.is_refusal(address)])

    def _ask(self, questions: list[Question]) -> None:
        done, waiting = 0, iter(questions)
        while batch := list(islice(waiting, _BATCH)):
            self._writer.take((question, self._asker.ask(question)) for question in batch)
            done += len(batch)
            self._progress(done, len(questions))

    def _refuse(self, *, is_whole: bool) -> None:
        """Write what is told to those who ask for what is not there."""
        questions = asking.refusals(min(self._manifest.gone, default=None))
        self._ask([each for each in questions if is_whole or each.address not in self._manifest.written])

    def _tell_nginx(self) -> None:
        """What it is told by marks, by the rules, and, where there is none yet, by a server that has them."""
        self._mark_full()
        self._show()
        own, base_url = self._folder.own, self._edition.site.base_url
        (own / "nginx").mkdir(exist_ok=True)
        server, rules = own / "nginx" / "server.conf", own / "nginx" / "rules.conf"
        if not server.exists():
            files.replace(server, nginx.server(self._folder.root, base_url).encode(), self._folder.room)
        text = nginx.rules(self._manifest, base_url).encode()
        if not rules.exists() or rules.read_bytes() != text:
            files.replace(rules, text, self._folder.room)
            self._report.has_new_rules = True

    def _mark_full(self) -> None:
        newest = plan.newest_archives(self._manifest.written)
        for address in filter(layout.archive_of, self._asked):
            self._folder.mark("full", address, address in self._manifest.written and is_full(address, newest))

    def _show(self) -> None:
        """Learn how feeds are shown by browsers: once for all addresses that are answered alike."""
        for address in sorted(self._asked & self._manifest.written.keys()):
            pattern = layout.pattern_of(address)
            if pattern in layout.NAVIGABLE and pattern not in self._manifest.navigations:
                self._manifest.navigations[pattern] = self._asker.navigate(address).headers


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
