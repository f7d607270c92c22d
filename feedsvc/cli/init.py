"""feedsvc init: begin in an empty folder."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import click

STARTER = ("config.toml", "Procfile", "articles/welcome.md")
"""What a publisher begins with: feedsvc/cli/starter holds these files."""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
def init(folder: Path) -> None:
    """Write config.toml, articles/ with a first article, and Procfile into FOLDER (default: this one)."""
    there = [name for name in STARTER if (folder / name).exists()]
    if there:
        raise click.ClickException(f"{folder / there[0]} is there already; nothing was written. Choose an empty folder")
    for name in STARTER:
        _write(name, folder / name)
        click.echo(f"wrote {folder / name}")
    where = "" if folder == Path() else f"cd {folder} && "
    click.echo(f"\nNext: {where}feedsvc serve, then open http://127.0.0.1:8000")


def _write(name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with as_file(files("feedsvc.cli") / "starter" / name) as source:
        shutil.copyfile(source, target)
