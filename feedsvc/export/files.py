"""A file and its codings, put in place at once: whoever reads meanwhile gets wholly the old or wholly the new one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import BinaryIO

from feedsvc.errors import ExportError
from feedsvc.export.layout import SUFFIXES
from feedsvc.web.negotiate import Coding

PLAIN = ""
"""The suffix of the file itself, beside those of its codings."""

_NAMES = count()

_PART = 2**20
"""Bytes of a file that are held in memory: with more, no disk is quicker."""

Encode = Callable[[bytes, Coding], bytes]
"""Makes a coding of a body."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file and its codings, safe on disk under other names, and where they belong."""

    target: Path
    variants: dict[str, Path]
    """By suffix."""

    @property
    def codings(self) -> tuple[str, ...]:
        return tuple(suffix for suffix in self.variants if suffix != PLAIN)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of the system, as what to do about them."""
    try:
        yield
    except OSError as error:
        remedy = "Give this user write access, or free some space, and export again: it goes on where it stopped"
        raise ExportError(f"{error.filename or path}: {error.strerror or error}. {remedy}") from error


def stage(body: bytes, modified: int, target: Path, room: Path, encode: Encode | None) -> Staged:
    """Write the file, and those of its codings that are smaller, into `room`, under names that no other has.

    All have the same modification time: nginx takes a file and its codings for one resource, and its date from either.
    """
    bodies = {PLAIN: body}
    if encode is not None:
        smaller = ((suffix, encode(body, coding)) for coding, suffix in SUFFIXES.items())
        bodies |= {suffix: data for suffix, data in smaller if len(data) < len(body)}
    return Staged(target, {suffix: _written(data, modified, room) for suffix, data in bodies.items()})


def put(staged: Staged) -> None:
    """Put the file in place, with its codings: renamed one right after the other, the plain one last.

    So a file that is new has all its codings from the moment at which it exists; and of one that is replaced, whoever
    reads in between gets the new coding or the old file, each whole, each with a tag of its own.
    """
    staged.target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in staged.codings:
        staged.variants[suffix].replace(beside(staged.target, suffix))
    for suffix in SUFFIXES.values():
        if suffix not in staged.variants:
            beside(staged.target, suffix).unlink(missing_ok=True)
    staged.variants[PLAIN].replace(staged.target)


def remove(target: Path) -> None:
    """Take the codings away, then the file: no coding is left of what does not exist."""
    for suffix in (*SUFFIXES.values(), PLAIN):
        beside(target, suffix).unlink(missing_ok=True)


def is_whole(target: Path, codings: tuple[str, ...]) -> bool:
    """The file is there, with these codings."""
    return all(beside(target, suffix).exists() for suffix in (*codings, PLAIN))


def redate(target: Path, codings: tuple[str, ...], modified: int) -> None:
    """The same bytes, of a later date."""
    for suffix in (*codings, PLAIN):
        os.utime(beside(target, suffix), (modified, modified))


def copy(file: BinaryIO, room: Path) -> tuple[Path, str]:
    """Copy a file into `room`, under a name that no other has, and to the disk; and the digest of its bytes.

    A part at a time: it may be a film. Not as a link: whoever writes into the one would write into the other.
    """
    path, handle = _unused(room)
    digest = hashlib.sha256()
    with os.fdopen(handle, "wb") as to:
        while part := file.read(_PART):
            digest.update(part)
            to.write(part)
        to.flush()
        os.fsync(to.fileno())
    return path, digest.hexdigest()[:20]


def remove_alone(target: Path, root: Path) -> None:
    """Take a file away that has no codings, and the folders up to `root` that are empty then."""
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == root or any(folder.iterdir()):
            return
        folder.rmdir()


def replace(path: Path, data: bytes, room: Path) -> None:
    """Put one file in place, which is safe on disk then."""
    _written(data, None, room).replace(path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Make the names in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def beside(target: Path, suffix: str) -> Path:
    return target.with_name(target.name + suffix)


def _written(data: bytes, modified: int | None, room: Path) -> Path:
    """On disk before it gets its name: after a power cut, a name must not lead to an empty file."""
    path, handle = _unused(room)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if modified is not None:
            os.utime(file.fileno(), (modified, modified))
        os.fsync(file.fileno())
    return path


def _unused(room: Path) -> tuple[Path, int]:
    """A new file, for all to read that the user's mask lets: a web server is another user."""
    path = room / str(next(_NAMES))
    return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
