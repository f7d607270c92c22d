"""What is on disk: which files of the article folder are sources, and their bytes. Decides nothing about articles.

A look costs one scandir per folder and one stat per file; nothing is opened. Reading opens one file, without ever
waiting: a FIFO put in place of a file between look and read is refused, not read.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from feedsvc.errors import Rejected, ScanAlarm
from feedsvc.model import SourceFile
from feedsvc.sources import MEDIA_TYPES, containers, may_hold_many

LARGEST = 8 * 2**20
"""Bytes. A book is one megabyte of text; what is larger is no article, and reading it would stall the others."""

SETTLING = 1_000_000_000
"""Nanoseconds without a write after which a file counts as finished."""

_HIDDEN = (".", "#")
_UNFINISHED = (
    *("~", "#", ".part", ".partial", ".filepart", ".crdownload", ".tmp", ".temp", ".bak", ".orig"),
    *(".swp", ".swo", ".swx"),  # of vim
)
"""How names of hidden files begin, and how those of files that are still being made, or are copies of others, end."""

_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and the lone surrogates that stand for bytes which are not UTF-8 (PEP 383)."""


class Seen(NamedTuple):
    """One regular file as a look saw it; `path` as in SourceFile, times in nanoseconds since 1970."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int

    def settled(self, now_ns: int) -> bool:
        """Finished: unchanged for a second, or renamed into place.

        A write sets both times alike; a rename moves only ctime, so times that differ mean the last thing that
        happened was no write.
        """
        return self.ctime_ns != self.mtime_ns or not 0 <= now_ns - self.mtime_ns < SETTLING


@dataclass(slots=True)
class Look:
    """What one look found; `refused` are things that bear an article's name and cannot be one, by shown path."""

    files: dict[str, Seen] = field(default_factory=dict)
    refused: dict[str, Rejected] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)
    """Folders whose files could not be listed: nothing is known of them, least of all that they are gone."""
    bare: bool = True
    """The folder holds nothing whatever."""


def shown(path: str) -> str:
    """A path as it can be printed and stored: control characters and bytes that are not UTF-8 escaped."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return _UNSHOWN.sub(lambda char: char.group().encode("unicode_escape").decode(), text)


def is_unfinished(path: str) -> bool:
    """Whether a path, or a folder in it, has the name of something hidden, temporary or a backup."""
    return any(map(_is_unfinished, path.split("/")))


def _is_unfinished(name: str) -> bool:
    return name.startswith(_HIDDEN) or name.lower().endswith(_UNFINISHED)


class Folder:
    """The article folder: `root`, and the globs that say which files in it are articles."""

    def __init__(self, root: Path, include: Collection[str], exclude: Collection[str] = ()) -> None:
        self.root = Path(os.path.realpath(root))
        self._globs = tuple(include), tuple(exclude)
        self._included = _matcher(include)
        self._excluded = _matcher(exclude)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Folder) and (self.root, self._globs) == (other.root, other._globs)

    def __hash__(self) -> int:
        return hash((self.root, self._globs))

    def takes(self, path: str) -> bool:
        """Whether a path, by its name alone, is one of an article."""
        return not is_unfinished(path) and self._included(path) and not self._excluded(path)

    def look(self) -> Look:
        """Look at everything. Raises ScanAlarm where the folder itself is missing or cannot be read."""
        look = Look()
        try:
            self._walk("", look)
        except OSError as error:
            raise ScanAlarm(
                f"{self.root}: the article folder cannot be read ({error.strerror}). Nothing is withdrawn; "
                "bring the folder back, or set articles.path to where it is now"
            ) from error
        return look

    def glance(self, paths: Collection[str]) -> Look:
        """Look at these paths alone; what is missing from the result is missing on disk, or is no article."""
        if not self.root.is_dir():
            self.look()
        look = Look(bare=False)
        for path in filter(self.takes, paths):
            try:
                found = (self.root / path).lstat()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                look.unreadable.append(path)
            else:
                self._note(path, found, look)
        return look

    def identity(self) -> str:
        """Which folder this is: another one in its place, such as an empty mount point, has another identity."""
        found = self.root.stat()
        return f"{found.st_dev}:{found.st_ino}"

    def is_there(self, path: str) -> bool:
        """Whether anything is at this path just now; of a member, whether its container is."""
        return os.path.lexists(self.root / (containers.container_of(path) or path))

    def read(self, seen: Seen) -> SourceFile | None:
        """The bytes of a file, or None where it changed since the look or while it was read: look again later.

        Raises Rejected where it can't be read or is too large.
        """
        media_type = MEDIA_TYPES.get("." + seen.path.rpartition(".")[2].lower(), "application/octet-stream")
        largest = containers.LARGEST if may_hold_many(media_type) else LARGEST
        if seen.size > largest:
            raise too_large(seen.size, largest)
        try:
            data, found = self._read(seen.path, largest)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Rejected(
                f"the file cannot be opened ({error.strerror})",
                "Give the service's user the right to read it",
                retry=True,
            ) from error
        if (found.st_size, found.st_mtime_ns) != (seen.size, seen.mtime_ns) or len(data) != seen.size:
            return None
        return SourceFile(seen.path, media_type, data, hashlib.sha256(data).hexdigest())

    def _walk(self, below: str, look: Look) -> None:
        with os.scandir(self.root / below) as items:
            for item in items:
                look.bare = False
                self._meet(item, f"{below}{item.name}", look)

    def _meet(self, item: os.DirEntry[str], path: str, look: Look) -> None:
        if _is_unfinished(item.name):
            return
        if item.is_dir(follow_symlinks=False):
            self._enter(path, look)
        elif item.is_symlink() and os.path.isdir(item.path):  # noqa: PTH112 (a loop of links is none; DirEntry raises)
            if not self._excluded(path):
                look.refused[shown(path)] = Rejected("this link leads to a folder", "Put the folder itself here")
        elif self._included(path) and not self._excluded(path):
            try:
                self._note(path, item.stat(follow_symlinks=False), look)
            except FileNotFoundError:
                return  # gone between the listing and the stat: as if never listed
            except OSError:
                look.unreadable.append(path)

    def _enter(self, path: str, look: Look) -> None:
        if self._included(path) and not self._excluded(path):
            look.refused[shown(path)] = Rejected("this is a folder with the name of an article", "Rename the folder")
        try:
            self._walk(f"{path}/", look)
        except FileNotFoundError:
            return
        except OSError:
            look.unreadable.append(f"{path}/")

    def _note(self, path: str, found: os.stat_result, look: Look) -> None:
        """Put one thing where it belongs: among the files, or among what is refused, and why."""
        if stat.S_ISREG(found.st_mode) and path.isprintable():  # nearly always; the rest costs three times as much
            look.files[path] = Seen(path, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            return
        try:
            found = self._followed(path, found)
            _demand_regular(found)
            _demand_name(path)
        except Rejected as rejected:
            look.refused[shown(path)] = rejected
        else:
            look.files[path] = Seen(path, found.st_size, found.st_mtime_ns, found.st_ctime_ns)

    def _followed(self, path: str, found: os.stat_result) -> os.stat_result:
        """What a link leads to, provided that it leads to somewhere inside the folder."""
        if not stat.S_ISLNK(found.st_mode):
            return found
        target = self._inside(path)
        try:
            return target.stat()
        except OSError as error:
            raise Rejected(
                f"this link leads nowhere ({error.strerror})", "Mend or remove the link", retry=True
            ) from error

    def _read(self, path: str, largest: int) -> tuple[bytes, os.stat_result]:
        try:
            return _read(f"{self.root}/{path}", largest)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
        return _read(self._inside(path), largest)

    def _inside(self, path: str) -> Path:
        target = Path(os.path.realpath(self.root / path))
        if self.root not in target.parents:
            raise Rejected("this link leads out of the article folder", "Put the file itself here, not a link to it")
        return target


def _demand_regular(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "a thing of unknown kind")
        raise Rejected(f"this is {kind}, not a file", "Put a regular file here, or remove it")


_KINDS = {
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFDIR: "a folder",
}


def _demand_name(path: str) -> None:
    if _UNSHOWN.search(path):
        raise Rejected("the name holds a control character or bytes that are not UTF-8", "Rename the file")


def too_large(size: int, largest: int = LARGEST) -> Rejected:
    """What is said of a file of so many bytes."""
    return Rejected(
        f"the file has {size / 2**20:,.0f} MB, an article at most {largest / 2**20:.0f}",
        "Split it, or leave it out with articles.exclude",
    )


def _read(path: str | Path, largest: int) -> tuple[bytes, os.stat_result]:
    """All bytes, and the file's stat after the last of them. O_NONBLOCK: opening a FIFO must not wait for a writer."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        before = os.fstat(descriptor)
        _demand_regular(before)
        data = os.read(descriptor, min(before.st_size, largest) + 1)  # one more, so that growth is noticed
        return data, os.fstat(descriptor)
    finally:
        os.close(descriptor)


def _matcher(globs: Collection[str]) -> Callable[[str], bool]:
    """Whether any of these matches a path, whatever its case: agencies write .TXT too.

    Suffixes, which most globs are, come first, at a tenth of the cost.
    """
    suffixes = tuple(glob.removeprefix("**/*").lower() for glob in globs if _SUFFIX.fullmatch(glob))
    pattern = re.compile("|".join(f"(?:{_pattern(glob)})" for glob in globs) or r"(?!)", re.DOTALL | re.IGNORECASE)
    return lambda path: path.lower().endswith(suffixes) or pattern.fullmatch(path) is not None


def _pattern(glob: str) -> str:
    """A glob as a regular expression: `**/` any folders or none, `**` anything, `*` and `?` within one name."""
    return "".join(_GLOB.get(part, re.escape(part)) for part in _glob_parts(glob))


def _glob_parts(glob: str) -> Iterator[str]:
    return (match.group() for match in re.finditer(r"\*\*/|\*\*|\*|\?|[^*?]+", glob))


_SUFFIX = re.compile(r"\*\*/\*\.[^*?/]+")
_GLOB = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
