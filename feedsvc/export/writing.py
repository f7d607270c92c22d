"""Makes a folder true to answers: files are written, dated anew, or removed, and the manifest says so."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from feedsvc.errors import ExportError
from feedsvc.export import files, layout
from feedsvc.export.asking import Answer, Question
from feedsvc.export.files import Staged
from feedsvc.export.folder import Folder
from feedsvc.export.judging import Deed, judge
from feedsvc.export.manifest import Redirect, Written
from feedsvc.export.report import Report
from feedsvc.web import codings

Job = tuple[str, Written, Future[Staged]]
"""A file that is being made: its address, and what the manifest will say of it."""


class Writer:
    """Writes into one folder, with the threads of a pool: most of the time goes into the codings."""

    def __init__(self, folder: Folder, pool: ThreadPoolExecutor, report: Report, *, quickly: bool) -> None:
        self._folder = folder
        self._manifest = folder.manifest
        self._pool = pool
        self._report = report
        self._quickly = quickly
        self._over: list[str] = []

    def take(self, answered: Iterable[tuple[Question, Answer]]) -> None:
        """Put in place what is new in these answers; all of it at once, when all of it is on disk."""
        jobs = [job for question, answer in answered if (job := self._job(question, answer))]
        new = [address for address, _, _ in jobs if address not in self._manifest.written]
        if new:
            self._folder.expect(new)
        for address, written, made in jobs:
            self._put(address, written, made.result())

    def clear(self) -> None:
        """Remove what is over: after everything is in place that no longer leads there."""
        for address in self._over:
            if self._manifest.written.pop(address, None) is not None:
                self._folder.remove(address)
                self._report.removed.append(address)
        self._over.clear()

    def _job(self, question: Question, answer: Answer) -> Job | None:
        """The file that is to be made, if there is one; what else became of the address is noted."""
        address, manifest = question.address, self._manifest
        if question.status == HTTPStatus.OK:
            self._note(address, answer)
        if answer.status != question.status:
            self._over.append(address)
            return None
        target, former = self._folder.target(address), manifest.written.get(address)
        if former is None and target.exists():
            self._report.foreign.append(address)
            return None
        deed, written = judge(answer, former, datetime.now(UTC))
        if deed is Deed.WRITE or not files.is_whole(target, written.codings):
            return address, written, self._made(question, answer, written, target)
        manifest.written[address] = written
        if deed is Deed.REDATE:
            files.redate(target, written.codings, written.modified)
        self._report.same += 1
        return None

    def _made(self, question: Question, answer: Answer, written: Written, target: Path) -> Future[Staged]:
        encode = self._encode(question)
        return self._pool.submit(files.stage, answer.body, written.modified, target, self._folder.room, encode)

    def _encode(self, question: Question) -> files.Encode | None:
        """As small as it gets, which takes 0.2 s for a feed; but not, where somebody waits, what soon changes again."""
        if question.status != HTTPStatus.OK:
            return None  # a refusal is short, and sent as it is
        return codings.encode if self._quickly and layout.is_listing(question.address) else codings.encode_small

    def _put(self, address: str, written: Written, staged: Staged) -> None:
        self._folder.put(staged)
        self._manifest.written[address] = replace(written, codings=staged.codings)
        self._report.written.append(address)

    def _note(self, address: str, answer: Answer) -> None:
        """Whether the address leads elsewhere, or to what is gone. Raises ExportError for what no file can say."""
        if answer.status not in {200, 301, 308, 404, 405, 410}:
            raise ExportError(f"{address} was answered {answer.status}, which no file can say. Please report this")
        self._manifest.redirects.pop(address, None)
        if answer.status in {301, 308}:
            redirect = Redirect(answer.header("Location"), answer.header("Cache-Control"))
            self._manifest.redirects[address] = redirect
        is_gone = answer.status == 410
        if is_gone != (address in self._manifest.gone):
            self._folder.mark("gone", address, is_gone)
            (self._manifest.gone.add if is_gone else self._manifest.gone.discard)(address)
