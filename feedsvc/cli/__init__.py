"""The command feedsvc: one file per deed, and this dispatcher.

    serve    everything: web workers, and one worker that scans
    web      the half that answers requests
    work     the half that watches and publishes
    scan     one pass over the article folder
    check    the configuration and every article, without publishing
    export   all of it as files, for any web server
    status   what is published, and what was rejected
    explain  what becomes of one article, and why
    chrome   lines that recur around the articles, as a line for config.toml
    topics   topics tried before they are in force, suggested, listed
    init     begin in an empty folder

What feedsvc foresaw ends with one line and exit code 2; what it did not foresee, with a traceback.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

import feedsvc
from feedsvc.errors import FeedsvcError

DEEDS = ("serve", "web", "work", "scan", "check", "export", "status", "explain", "chrome", "topics", "init")
"""In the order in which help lists them; each is the command of that name in the file of that name."""


class Dispatcher(click.Group):
    """Loads the one command that is asked for: half a second for each process of a scan that loads the web server."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(DEEDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in DEEDS:
            return None
        command = getattr(import_module(f"feedsvc.cli.{name}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 (what DEEDS promises)
        return command


@click.group(cls=Dispatcher, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(feedsvc.__version__, prog_name="feedsvc")
def commands() -> None:
    """A folder of articles in; RSS, Atom and JSON feeds by topic out.

    Begin with `feedsvc init` in an empty folder, then `feedsvc serve`.
    """


def main() -> None:
    """Run a command; errors that were foreseen become a line each on standard error and exit code 2."""
    try:
        commands()
    except FeedsvcError as error:
        click.echo(f"feedsvc: {error}", err=True)
        sys.exit(2)
