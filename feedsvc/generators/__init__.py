"""Whose folder is it? One sister for each generator, with the same three: what it is called, what it is known by, and
what its folder means to us. Configurations are read and never run; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from feedsvc.generators import astro, eleventy, hugo, jekyll, obsidian, pelican, zola
from feedsvc.generators.proposal import Proposal

__all__ = ["Proposal", "recognise"]

_GENERATORS: tuple[ModuleType, ...] = (hugo, zola, jekyll, pelican, astro, eleventy, obsidian)
"""In the order in which they are asked. An Obsidian vault is last: many people write in one what another one builds."""

_ANY = ("**/*.md", "**/*.markdown", "**/*.mdx", "**/*.rst", "**/*.txt")


def recognise(root: Path) -> Proposal:
    """What a folder means; one of nobody's is a folder of articles. Raises ConfigError for a broken configuration."""
    for generator in _GENERATORS:
        sign: Callable[[Path], Path | None] = generator.sign
        if found := sign(root):
            proposal: Proposal = generator.propose(root, found)
            return proposal
    return Proposal(kind="auto", sign="", path=root, include=_ANY)
