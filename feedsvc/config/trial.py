"""The configuration as it would be with another file, which is not in force: for those who want to know before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from feedsvc.config import sources, topic_files
from feedsvc.config.places import Places
from feedsvc.config.reading import Said, read
from feedsvc.config.sources import Layer
from feedsvc.errors import ConfigError, Mistake


def tried(said: Said, path: Path, flags: Mapping[str, Any], environ: Mapping[str, str]) -> Said:
    """What was said, with a topic file laid over it; or another config.toml in its place, with the topic files beside.

    A file of nothing but topics is a topic file. Each of its topics takes the place of the one that has its slug, or
    comes behind all others. Raises ConfigError where the file cannot be read.
    """
    new = sources.file(path)
    if not new.values:
        remedy = "Write [[topics]] in it, or give a whole config.toml"
        raise ConfigError((Mistake("", str(path), "the file says nothing", remedy),))
    if not (new.values and topic_files.has_list(new) and all(key == "topics" for key in new.values)):
        return read(path, flags, environ)
    own, *others = said.layers
    if not topic_files.has_list(own):
        return said  # its mistakes are told
    slugs = {table.get("slug") for table in new.values["topics"] if isinstance(table, dict)}
    return replace(said, layers=(*topic_files.joined(_without(own, slugs), [new]), *others))


def _without(layer: Layer, slugs: set[Any]) -> Layer:
    """A layer without the topics that have these slugs, with the places of the others."""
    tables = layer.values.get("topics", [])
    kept = [number for number, table in enumerate(tables) if not _is_among(table, slugs)]
    values = {**layer.values, "topics": [tables[number] for number in kept]}
    return replace(layer, values=values, places=Places(lambda: dict(_places(layer, kept))), starts=(0,))


def _is_among(table: Any, slugs: set[Any]) -> bool:
    return isinstance(table, dict) and table.get("slug") in slugs


def _places(layer: Layer, kept: list[int]) -> Iterator[tuple[str, str]]:
    renumbered = {str(before): str(after) for after, before in enumerate(kept)}
    for key, place in layer.places.items():
        table, *path = key.split(".")
        if table != "topics":
            yield key, place
        elif path and path[0] in renumbered:
            yield ".".join(chain((table, renumbered[path[0]]), path[1:])), place
