"""What the files, the environment and flags say, read once; and read again, as far as it has changed, when it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from feedsvc.config import sources, topic_files
from feedsvc.config.files import Files, Stamp
from feedsvc.config.sources import Layer
from feedsvc.errors import ConfigError, Mistake

DEFAULT_NAME = Path("config.toml")


@dataclass(frozen=True, slots=True)
class Said:
    """Everything that a configuration is made of, not yet checked."""

    path: Path | None
    """The config.toml that was read."""
    defaults: Layer
    layers: tuple[Layer, ...]
    """What somebody wrote: the files, the environment, flags; each over the one before."""
    mistakes: tuple[Mistake, ...]
    """What could not be read."""
    warnings: tuple[str, ...]
    files: Files
    """All files that were looked for, each with the stamp that it had just before it was read."""
    contents: Mapping[str, Layer] = field(default_factory=dict)
    """What each of them says by itself."""

    def under(self, flags: Mapping[str, Any]) -> Said:
        """The same, and these flags over all of it."""
        return replace(self, layers=(*self.layers, sources.flags(flags)))


def read(path: Path | None, flags: Mapping[str, Any], environ: Mapping[str, str], before: Said | None = None) -> Said:
    """Without a path, ./config.toml if it is there. What has not changed since `before` is taken from it."""
    if path is None and DEFAULT_NAME.exists():
        path = DEFAULT_NAME
    folder, main = (path or DEFAULT_NAME).parent, str(path or DEFAULT_NAME)
    reading = _Reading(before)
    own = reading.file(main) if path else Layer()
    others = (sources.environment(environ), sources.flags(flags))
    sought = topic_files.sought(own, others, folder)
    files = [reading.topic_file(file) for file in sought.files(main)]
    return Said(
        path=path,
        defaults=sources.merged(sources.defaults(folder.absolute()), sources.platform(environ)),
        layers=(*topic_files.joined(own, files), *others),
        mistakes=(*reading.mistakes, *sought.missing(main)),
        warnings=(*sources.warnings(environ), *sought.warnings(main)),
        files=Files(main, sought.patterns, reading.stamps),
        contents=reading.contents,
    )


class _Reading:
    """Reads files one after the other, and keeps what is wrong with them for the end."""

    def __init__(self, before: Said | None) -> None:
        self._before = before
        self.stamps: dict[str, Stamp] = {}
        self.contents: dict[str, Layer] = {}
        self.mistakes: list[Mistake] = []

    def file(self, path: str) -> Layer:
        stamp = Stamp.of(path)  # before it is read: if it is edited meanwhile, the next look finds another one
        if stamp:
            self.stamps[path] = stamp
        try:
            content = self._content(path, stamp)
        except ConfigError as error:
            self.mistakes += error.mistakes
            return Layer()
        self.contents[path] = content
        return content

    def topic_file(self, path: str) -> Layer:
        """What is no list of topics is left out."""
        layer = self.file(path)
        self.mistakes += topic_files.strays(layer)
        return layer if topic_files.has_list(layer) else Layer()

    def _content(self, path: str, stamp: Stamp | None) -> Layer:
        known = self._before.contents.get(path) if self._before else None
        if known and self._before and stamp and self._before.files.stamps.get(path) == stamp:
            return known
        return sources.file(Path(path), known)
