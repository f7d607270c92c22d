"""The files beside articles, copied below the pages of their entries.

Which files these are, the store says of each entry that was touched; whether one of them is another than it was, a look
at it: nobody tells when a picture is put in the place of another, and there may be many thousands.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from feedsvc.export import files, layout
from feedsvc.export.edition import Edition
from feedsvc.export.folder import Folder
from feedsvc.export.manifest import Copied
from feedsvc.export.report import Report
from feedsvc.web.attached import Attached, is_inside

_BATCH = 64
"""Files that are copied before the first of them is put in place."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An attachment that is to be in the folder."""

    address: str
    slug: str
    path: str


class Copier:
    """Keeps the copies true to the files, with the threads of a pool: most of the time, they wait for the disk."""

    def __init__(self, folder: Folder, pool: ThreadPoolExecutor, edition: Edition, report: Report) -> None:
        self._folder = folder
        self._known = folder.manifest.copied
        self._store = edition.store
        self._attached = Attached(edition.store, edition.beside)
        self._pool = pool
        self._report = report
        self._over: list[str] = []
        self.has_copied = False

    def take(self, since: int) -> None:
        """Copy what is new or another, of all entries where `since` is -1, else of those touched after that revision.

        What nobody touched is looked at, too: it may have been replaced.
        """
        attached = self._store.attached(max(since, 0))
        wanted = [
            _Wanted(layout.attachment_address(slug, file.name), slug, file.path)
            for slug, each in attached.items()
            for file in each
        ]
        touched = self._store.touched(since).keys() if since >= 0 else None
        stay, self._over = self._sorted({each.address for each in wanted}, touched)
        changed = [each for each in wanted if self._is_stale(each)]
        replaced = [each for each in stay if not is_inside(each.path) and self._is_stale(each)]
        self._copy([*changed, *replaced])

    def clear(self) -> None:
        """Remove what is over: after the pages that showed it."""
        for address in self._over:
            self._remove(address)
            del self._known[address]
        self._over = []

    def _sorted(self, wanted: set[str], touched: Iterable[str] | None) -> tuple[list[_Wanted], list[str]]:
        """Those known before that nobody touched, and those that are over."""
        stay: list[_Wanted] = []
        over: list[str] = []
        for address, copied in self._known.items():
            slug = layout.entry_of(address) or ""
            if address in wanted:
                continue
            if touched is None or slug in touched:
                over.append(address)
            else:
                stay.append(_Wanted(address, slug, copied.path))
        return stay, over

    def _is_stale(self, wanted: _Wanted) -> bool:
        """Whether its copy may be of other bytes. Of a part of a letter, always: it is asked only when that changed."""
        known = self._known.get(wanted.address)
        if known is None or known.path != wanted.path or is_inside(wanted.path):
            return True
        stamp = self._attached.stamp(wanted.path)
        return stamp != known.stamp or bool(known.digest and not self._folder.target(wanted.address).exists())

    def _copy(self, changed: list[_Wanted]) -> None:
        new = [each.address for each in changed if each.address not in self._known]
        foreign = {address for address in new if self._folder.target(address).exists()}
        self._report.foreign += sorted(foreign)
        if new:
            self._folder.expect(address for address in new if address not in foreign)
        ours = iter(each for each in changed if each.address not in foreign)
        while batch := list(islice(ours, _BATCH)):
            for each, (copy, made) in zip(batch, self._pool.map(self._staged, batch), strict=True):
                self._known[each.address] = self._put(each.address, copy, made)
            self.has_copied = True

    def _staged(self, wanted: _Wanted) -> tuple[Path | None, Copied]:
        """A copy of one file that is not in place yet, and what will be known of it; None: it is not there."""
        stamp = self._attached.stamp(wanted.path)  # before it is read: who writes into it meanwhile changes it
        with _opened(self._attached.find(wanted.slug, wanted.path)) as found:
            if found is None:
                return None, Copied(wanted.path, stamp)
            copy, digest = files.copy(found.file, self._folder.room)
            return copy, Copied(wanted.path, stamp, digest, found.modified)

    def _put(self, address: str, copy: Path | None, made: Copied) -> Copied:
        """The same bytes stay the file that they are; others never have the date of those before, nor an earlier one
        (see judging.py)."""
        if copy is None:
            self._remove(address)
            return made
        target, former = self._folder.target(address), self._known.get(address, Copied(""))
        if made.digest == former.digest and target.exists():
            copy.unlink()
            made = replace(made, modified=max(made.modified, former.modified))
            files.redate(target, (), made.modified)
            self._report.same += 1
            return made
        if former.digest:
            made = replace(made, modified=max(made.modified, former.modified + 1))
        files.redate(copy, (), made.modified)
        self._folder.put_alone(copy, address)
        self._report.written.append(address)
        return made

    def _remove(self, address: str) -> None:
        if self._folder.target(address).exists() and address in self._known:
            self._folder.remove_alone(address)
            self._report.removed.append(address)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file to be read, and when it was written."""

    file: BinaryIO
    modified: int


@contextmanager
def _opened(found: Path | bytes | None) -> Iterator[_Opened | None]:
    """None also for a file that went, or was locked away, in this moment."""
    if found is None:
        yield None
    elif isinstance(found, bytes):
        yield _Opened(BytesIO(found), int(time.time()))
    elif (file := _open(found)) is None:
        yield None
    else:
        with file:
            yield _Opened(file, int(os.fstat(file.fileno()).st_mtime))


def _open(path: Path) -> BinaryIO | None:
    try:
        return path.open("rb")
    except OSError:
        return None
