"""Paths as their authors write them -> as they are on disk, where only the case of letters or an accent is another."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spelling:
    """Of the files below a folder. Each folder is listed once, and again when something came or went in it."""

    root: Path
    _listed: dict[Path, tuple[int, Mapping[str, Sequence[str]]]] = field(default_factory=dict)

    def of(self, path: str) -> str | None:
        """The one path that is spelled so; None where there is none, or several that differ in nothing else."""
        found: list[str] = []
        for part in path.split("/"):
            names = self._names(self.root.joinpath(*found)).get(_folded(part), ())
            name = part if part in names else names[0] if len(names) == 1 else None
            if name is None:
                return None
            found.append(name)
        return "/".join(found)

    def _names(self, folder: Path) -> Mapping[str, Sequence[str]]:
        try:
            changed = folder.stat().st_mtime_ns
            known = self._listed.get(folder)
            if known is None or known[0] != changed:
                known = self._listed[folder] = changed, _by_folded(os.listdir(folder))  # noqa: PTH208 (names alone)
        except (OSError, ValueError):  # no folder, a name too long, a NUL
            return {}
        return known[1]


def _by_folded(names: Sequence[str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found[_folded(name)].append(name)
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
