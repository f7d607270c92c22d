"""The command feedsvc: one file per deed, and this dispatcher.

    serve    everything: web workers, and one worker that scans
    web      the half that answers requests
    work     the half that watches and publishes
    scan     one pass over the article folder
    check    the configuration and every article, without publishing
    status   what is published, and what was rejected
    init     begin in an empty folder

What feedsvc foresaw ends with one line and exit code 2; what it did not foresee, with a traceback.
"""

from __future__ import annotations

import sys

import click

import feedsvc
from feedsvc.cli.check import check
from feedsvc.cli.init import init
from feedsvc.cli.scan import scan
from feedsvc.cli.serve import serve
from feedsvc.cli.status import status
from feedsvc.cli.web import web
from feedsvc.cli.work import work
from feedsvc.errors import FeedsvcError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(feedsvc.__version__, prog_name="feedsvc")
def commands() -> None:
    """A folder of articles in; RSS, Atom and JSON feeds by topic out.

    Begin with `feedsvc init` in an empty folder, then `feedsvc serve`.
    """


for command in (serve, web, work, scan, check, status, init):
    commands.add_command(command)


def main() -> None:
    """Run a command; errors that were foreseen become a line each on standard error and exit code 2."""
    try:
        commands()
    except FeedsvcError as error:
        click.echo(f"feedsvc: {error}", err=True)
        sys.exit(2)
