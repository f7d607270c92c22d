"""The files that a configuration is read from, and how one state of them is told from another."""

from __future__ import annotations

import glob
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
    def of(cls, path: Path) -> Stamp | None:
        """None where there is no such file, or none that can be reached."""
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class Files:
    """config.toml or where it would be, the topic files that are looked for, and the stamp of each that is there."""

    main: Path
    patterns: tuple[str, ...] = ()
    """As the standard library's glob reads them."""
    stamps: Mapping[Path, Stamp] = field(default_factory=dict)

    @classmethod
    def there(cls, main: Path, patterns: tuple[str, ...] = ()) -> Files:
        """As they are now. Costs some 5 us for each file."""
        found = {path: Stamp.of(path) for path in (main, *matching(patterns, but=main))}
        return cls(main, patterns, {path: stamp for path, stamp in found.items() if stamp})

    def now(self) -> Files:
        """The same files, as they are now."""
        return self.there(self.main, self.patterns)

    @property
    def topics(self) -> tuple[Path, ...]:
        """The topic files, in the order of their paths."""
        return tuple(path for path in self.stamps if path != self.main)


def matching(patterns: Iterable[str], but: Path) -> list[Path]:
    """The files that patterns stand for, each once, in the order of their paths. Hidden ones need a dot to be meant."""
    found = {Path(name) for pattern in patterns for name in glob.glob(pattern, recursive=True)}
    return sorted(path for path in found if path.absolute() != but.absolute())
