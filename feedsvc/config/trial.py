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
    if not (topic_files.has_list(new) and new.values.keys() == {"topics"}):
        return read(path, flags, environ)
    own, *others = said.layers
    if not topic_files.has_list(own):
        return said  # its mistakes are told
    slugs = {slug for table in new.values["topics"] if (slug := _slug(table)) is not None}
    return replace(said, layers=(*topic_files.joined(_without(own, slugs), [new]), *others))


def _without(layer: Layer, slugs: set[str]) -> Layer:
    """A layer without the topics that have these slugs, with the places of the others."""
    tables = layer.values.get("topics", [])
    kept = [number for number, table in enumerate(tables) if _slug(table) not in slugs]
    values = {**layer.values, "topics": [tables[number] for number in kept]}
    return replace(layer, values=values, places=Places(lambda: dict(_places(layer, kept))), starts=(0,))


def _slug(table: Any) -> str | None:
    """None where there is none, or something else in its place: that mistake is told later, with all others."""
    slug = table.get("slug") if isinstance(table, dict) else None
    return slug if isinstance(slug, str) else None


def _places(layer: Layer, kept: list[int]) -> Iterator[tuple[str, str]]:
    renumbered = {str(before): str(after) for after, before in enumerate(kept)}
    for key, place in layer.places.items():
        table, *path = key.split(".")
        if table != "topics":
            yield key, place
        elif path and path[0] in renumbered:
            yield ".".join(chain((table, renumbered[path[0]]), path[1:])), place
