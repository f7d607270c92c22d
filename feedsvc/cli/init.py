"""feedsvc init: begin in an empty folder, or with a folder of articles as it is."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import click

STARTER = ("config.toml", "Procfile", "articles/welcome.md")
"""What a publisher begins with: feedsvc/cli/starter holds these files."""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option(
    "--from",
    "root",
    type=click.Path(path_type=Path),
    help="A site of Jekyll, Hugo, Zola, Pelican, Eleventy or Astro, an Obsidian vault, or any folder of articles: "
    "say what is understood of it, and write a config.toml that serves it. Nothing in it is touched.",
)
@click.option("--dry-run", is_flag=True, help="With --from: write nothing.")
def init(folder: Path, root: Path | None, dry_run: bool) -> None:
    """Write config.toml, articles/ with a first article, and Procfile into FOLDER (default: this one).

    \b
    Examples:
      feedsvc init
      feedsvc init news --from ~/sites/gazette
      feedsvc init --from ~/sites/gazette --dry-run
    """
    if root is not None:
        from feedsvc.cli.adopt import adopt  # parsers and all, which an empty folder does not need

        adopt(root, folder, dry=dry_run)
    elif dry_run:
        raise click.UsageError("--dry-run needs --from")
    else:
        _begin(folder)


def _begin(folder: Path) -> None:
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
