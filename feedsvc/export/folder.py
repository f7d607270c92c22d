"""The folder that is published into: that it is ours, ours alone at the moment, and what is known of a torn export."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from feedsvc.errors import ExportError
from feedsvc.export import files, layout, manifest
from feedsvc.export.files import Staged, translated
from feedsvc.export.manifest import Copied, Manifest, Written


class Folder:
    """A folder that this process alone writes into; made by `claimed`.

    .feedsvc/            no page of the site
    ├── manifest.json    what was written, and when
    ├── pending          addresses that an export began to write and that are not in the manifest yet
    ├── nginx/           server.conf, rules.conf
    ├── new/             files that are not in place yet
    ├── gone/            an empty file for each address that is answered 410
    └── full/            an empty file for each archive document that no entry will join any more
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.own = root / layout.OWN
        self.room = self.own / "new"
        self._changed: set[Path] = set()
        self._manifest, self._pending = self.own / "manifest.json", self.own / "pending"
        self.manifest = self._remembered()

    def clear(self) -> None:
        """Have room, without what an export that failed left there."""
        shutil.rmtree(self.room, ignore_errors=True)
        self.room.mkdir()

    def target(self, address: str) -> Path:
        return self.root / layout.file_of(address)

    def expect(self, addresses: Iterable[str]) -> None:
        """Remember that these are about to be written, so that they are known as ours should this process end."""
        with self._pending.open("a", encoding="utf-8") as pending:
            pending.writelines(f"{address}\n" for address in addresses)
            pending.flush()
            os.fsync(pending.fileno())

    def put(self, staged: Staged) -> None:
        files.put(staged)
        self._changed.add(staged.target.parent)

    def put_alone(self, file: Path, address: str) -> None:
        """Put a file in place that has no codings."""
        target = self.target(address)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.replace(target)
        self._changed.add(target.parent)

    def remove_alone(self, address: str) -> None:
        target = self.target(address)
        if target.parent.is_dir():
            files.remove_alone(target, self.root)
            self._changed.add(target.parent)

    def remove(self, address: str) -> None:
        target = self.target(address)
        files.remove(target)
        self._changed.add(target.parent)

    def save(self) -> None:
        """Let all that was done outlast a power cut, and then the manifest that speaks of it."""
        for folder in filter(Path.is_dir, self._changed):
            files.sync(folder)
        self._changed.clear()
        files.replace(self._manifest, self.manifest.to_json(), self.room)
        self._pending.unlink(missing_ok=True)

    def mark(self, sort: str, address: str, is_so: bool) -> None:
        """Leave an empty file for the web server to find, or take it away; `sort` is gone or full."""
        marker = self.own / sort / unquote(address).removeprefix("/")
        if not is_so:
            marker.unlink(missing_ok=True)
            self._changed.add(marker.parent)
        elif layout.is_short(address):  # a name too long for a file has none: it is answered as one that never was
            marker.parent.mkdir(parents=True, exist_ok=True)
            marker.touch()
            self._changed.add(marker.parent)

    def _remembered(self) -> Manifest:
        known = Manifest()
        if self._manifest.exists():
            known = manifest.from_json(self._manifest.read_bytes(), str(self._manifest))
        if self._pending.exists():
            for address in self._pending.read_text(encoding="utf-8").splitlines():
                if layout.entry_of(address):
                    known.copied[address] = Copied("")
                else:
                    known.written[address] = Written("")
        return known


@contextmanager
def claimed(root: Path) -> Iterator[Folder]:
    """Have a folder for oneself. Raises ExportError where another export writes into it, or where it is not ours."""
    root = root.absolute()
    with ExitStack() as held:
        with translated(root):
            _demand_ours(root)
            (root / layout.OWN).mkdir(parents=True, exist_ok=True)
            _take(held.enter_context((root / layout.OWN / "lock").open("ab")), root)
            folder = Folder(root)
        yield folder


def _demand_ours(root: Path) -> None:
    if root.is_dir() and not (root / layout.OWN).is_dir() and any(root.iterdir()):
        raise ExportError(f"{root} is not empty, and not from feedsvc: nothing was written. Choose an empty folder")


def _take(lock: BinaryIO, root: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        problem = "another `feedsvc export` writes into it. Stop that one, or leave it to it"
        raise ExportError(f"{root}: {problem}") from error
