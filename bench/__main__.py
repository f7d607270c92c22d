"""Run the figures that are named, or all of them."""

from __future__ import annotations

import signal
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

from bench.missing import Missing

FIGURES = (
    "first_scan",
    "kinds",
    "stages",
    "steady",
    "generators",
    "unchanged",
    "freshness",
    "one_more",
    "killed",
    "serving",
    "pages",
    "latency",
    "building",
    "polls",
    "slow_clients",
    "stops",
    "memory",
    "workers",
    "matching",
    "search",
    "resorting",
    "rules_edited",
    "hostile",
)


@click.command()
@click.argument("figures", nargs=-1, type=click.Choice(FIGURES))
@click.option("--small", is_flag=True, help="A tenth of everything: to see that it runs, not to be quoted.")
def main(figures: tuple[str, ...], small: bool) -> None:
    """Print one table for each figure."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as an error does, so that servers are ended
    console = Console(soft_wrap=True)
    for name in figures or FIGURES:
        with tempfile.TemporaryDirectory(prefix="bench-") as where:
            try:
                console.print(import_module(f"bench.{name}").measure(Path(where), 10 if small else 1))
            except Missing as missing:
                console.print(f"{name}: {missing}")
            console.print()


if __name__ == "__main__":
    main()
