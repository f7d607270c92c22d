"""The files that a configuration is read from, and how one state of them is told from another."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from another. ctime_ns also tells of permissions that were put right."""

    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int

    @classmethod
    def of(cls, path: str) -> Stamp | None:
        """None where there is no such file, or none that can be reached."""
        try:
            found = os.stat(path)  # noqa: PTH116 (see Files)
        except OSError:
            return None
        return cls(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class Files:
    """config.toml or where it would be, the topic files that are looked for, and the stamp of each that is there.

    All processes look four times a second, at a hundred files perhaps: paths are texts, of which pathlib would make
    half of the cost.
    """

    main: str
    patterns: tuple[str, ...] = ()
    """As the standard library's glob reads them."""
    stamps: Mapping[str, Stamp] = field(default_factory=dict)

    def now(self) -> Files:
        """The same files, as they are now. Costs some 5 us for each."""
        found = {path: Stamp.of(path) for path in (self.main, *matching(self.patterns, but=self.main))}
        return Files(self.main, self.patterns, {path: stamp for path, stamp in found.items() if stamp})

    @property
    def topics(self) -> tuple[str, ...]:
        """The topic files, in the order of their paths."""
        return tuple(path for path in self.stamps if path != self.main)


def matching(patterns: Iterable[str], but: str) -> list[str]:
    """The files that patterns stand for, each once, in the order of their paths. Hidden ones need a dot to be meant."""
    # pathlib's own would find hidden files, which editors leave behind, and takes no absolute pattern.
    found = {name for pattern in patterns for name in glob.glob(pattern, recursive=True)}  # noqa: PTH207
    own = os.path.basename(but)  # noqa: PTH119 (see Files)
    return sorted(name for name in found if not (name.endswith(own) and Path(name).absolute() == Path(but).absolute()))
