"""What a folder of a generator means to us: where its articles lie, and what its own configuration says of the site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MARKDOWN = ("**/*.md", "**/*.markdown")
PAGES = ("**/*.html", "**/*.htm")


@dataclass(frozen=True, slots=True)
class Said:
    """What a generator's configuration says of the site, as it is written there; None where it says nothing."""

    title: str | None = None
    description: str | None = None
    base_url: str | None = None
    language: str | None = None
    timezone: str | None = None
    author: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The lines of config.toml for one folder."""

    kind: str
    sign: str
    """The file or folder by which the kind was told; empty where there was none."""
    path: Path
    """The article folder."""
    include: tuple[str, ...] = MARKDOWN
    exclude: tuple[str, ...] = ()
    said: Said = Said()
    unread: tuple[str, ...] = ()
    """What else there is that shapes articles, and is not understood: one sentence each."""
    static: tuple[Path, ...] = ()
    """Folders elsewhere whose files the site has at its root, as far as they are there."""
