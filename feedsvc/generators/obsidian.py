"""Obsidian: a folder `.obsidian`; every note of the vault but its templates."""

from __future__ import annotations

from pathlib import Path

from feedsvc.generators.proposal import Proposal, Said
from feedsvc.generators.reading import first, table, texts, within

KIND = "obsidian"
SIGNS = (".obsidian",)


def sign(root: Path) -> Path | None:
    return first(root, SIGNS)


def propose(root: Path, sign: Path) -> Proposal:
    return Proposal(
        kind=KIND,
        sign=sign.name,
        path=root,
        include=("**/*.md",),
        exclude=tuple(dict.fromkeys((*_templates(sign), *_ignored(sign)))),
        said=Said(title=root.resolve().name or None),
    )


def _templates(sign: Path) -> list[str]:
    """Folders of the core plugin and of the one that most use in its place."""
    found = (
        within(table(sign / "templates.json"), "folder") if (sign / "templates.json").is_file() else None,
        _templater(sign / "plugins/templater-obsidian/data.json"),
    )
    return [f"{folder.strip('/')}/**" for folder in found if folder and folder.strip("/")]


def _templater(data: Path) -> str | None:
    return within(table(data), "templates_folder") if data.is_file() else None


def _ignored(sign: Path) -> list[str]:
    """Files that the vault's owner keeps out of sight; patterns between slashes are not of our kind."""
    app = sign / "app.json"
    filters = texts(table(app).get("userIgnoreFilters") or []) if app.is_file() else []
    return [f"{name.strip('/')}/**" if name.endswith("/") else name for name in filters if not name.startswith("/")]
