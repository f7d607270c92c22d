"""Topic files: which they are, and what they say, laid together with config.toml as if it stood there.

A topic file holds [[topics]] tables and nothing else. What is wrong with one is told in its own counting, by its own
path and line.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import accumulate
from pathlib import Path
from typing import Any

from feedsvc.config import legible, mistakes, shape
from feedsvc.config.files import matching
from feedsvc.config.legible import TOPIC_FILES
from feedsvc.config.places import Places
from feedsvc.config.sources import Layer
from feedsvc.errors import Mistake


@dataclass(frozen=True, slots=True)
class Sought:
    """Where topic files are looked for: patterns as glob reads them, and where they were read (None: a default)."""

    patterns: tuple[str, ...]
    where: str | None = None

    def files(self, main: str) -> list[str]:
        """Those that are there."""
        return matching(self.patterns, but=main)

    def missing(self, main: str) -> Iterator[Mistake]:
        """A file that is named, and not there."""
        for pattern in self._idle(main):
            if not _is_open(pattern):
                yield Mistake(TOPIC_FILES, self.where or "", f'there is no file "{pattern}"', "Check the name")

    def warnings(self, main: str) -> Iterator[str]:
        """A pattern that was written and stands for no file: one may come yet."""
        for pattern in self._idle(main):
            if _is_open(pattern):
                yield f'{TOPIC_FILES}: there is no file "{pattern}" yet.'

    def _idle(self, main: str) -> Iterator[str]:
        return (pattern for pattern in self.patterns if self.where and not matching([pattern], but=main))


def _is_open(pattern: str) -> bool:
    return any(sign in pattern for sign in "*?[")


def sought(own: Layer, others: Sequence[Layer], folder: Path) -> Sought:
    """What the uppermost layer says; patterns of config.toml and those by default start from its folder."""
    for layer in reversed(others):
        if TOPIC_FILES in layer.values:
            return Sought(_anchored(legible.topic_files(layer), Path()), layer.locate(TOPIC_FILES))
    where = own.locate(TOPIC_FILES) if TOPIC_FILES in own.values else None
    return Sought(_anchored(legible.topic_files(own), folder), where)


def _anchored(patterns: Iterable[str], folder: Path) -> tuple[str, ...]:
    here = Path(glob.escape(str(folder)))
    return tuple(str(here / pattern) for pattern in patterns)


def strays(layer: Layer) -> tuple[Mistake, ...]:
    """What stands in a topic file and is no list of topics."""
    topics = {key: value for key, value in layer.values.items() if key.partition(".")[0] == "topics"}
    found = () if has_list(layer) else mistakes.checked(Layer(topics, layer.places))[1]
    others = dict.fromkeys(key.partition(".")[0] for key in layer.values if key not in topics)
    return (*(_stray(name, layer) for name in others), *found)


def _stray(name: str, layer: Layer) -> Mistake:
    if name in shape.TopicTable.model_fields or get_close_matches(name, ["topics"]):
        remedy = "Write [[topics]] above each topic"
    elif name in shape.Settings.model_fields:
        remedy = "Move it to config.toml"
    else:
        remedy = f"Take it out, or let {TOPIC_FILES} name other files"
    return layer.mistake(name, "a topic file holds [[topics]] tables and nothing else", remedy)


def has_list(layer: Layer) -> bool:
    """Whether its topics, if it has any, are a list, as they should be."""
    is_table = any(key.startswith("topics.") for key in layer.values)
    return not is_table and isinstance(layer.values.get("topics", []), list)


def joined(own: Layer, files: Sequence[Layer]) -> tuple[Layer, ...]:
    """config.toml with the topics of all files: one layer, or two where its own topics are no list."""
    if not files:
        return (own,)
    return (_as_one([own, *files]),) if has_list(own) else (own, _as_one(files))


def _as_one(layers: Sequence[Layer]) -> Layer:
    """The first layer, with the topics of all of them, which are lists."""
    lists: list[list[Any]] = [layer.values.get("topics", []) for layer in layers]
    starts = tuple(accumulate(map(len, lists[:-1]), initial=0))
    values = {**layers[0].values, "topics": [topic for topics in lists for topic in topics]}
    return Layer(values, Places(lambda: dict(_places(layers, starts))), starts)


def _places(layers: Sequence[Layer], starts: Iterable[int]) -> Iterator[tuple[str, str]]:
    yield from layers[0].places.items()
    for start, layer in zip(starts, layers, strict=True):
        for number in range(len(layer.values.get("topics", []))):
            yield f"topics.{start + number}", layer.locate(f"topics.{number}")
        for key, place in layer.places.items():
            table, *path = key.split(".")
            if table == "topics" and path:
                yield ".".join((table, str(start + int(path[0])), *path[1:])), place
