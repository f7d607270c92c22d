"""Run the figures that are named, or all of them."""

from __future__ import annotations

import tempfile
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

FIGURES = ("first_scan", "generators", "unchanged", "freshness", "one_more", "killed")


@click.command()
@click.argument("figures", nargs=-1, type=click.Choice(FIGURES))
@click.option("--small", is_flag=True, help="A tenth of everything: to see that it runs, not to be quoted.")
def main(figures: tuple[str, ...], small: bool) -> None:
    """Print one table for each figure."""
    console = Console(soft_wrap=True)
    for name in figures or FIGURES:
        with tempfile.TemporaryDirectory(prefix="bench-") as where:
            console.print(import_module(f"bench.{name}").measure(Path(where), 10 if small else 1))
            console.print()


if __name__ == "__main__":
    main()
