"""feedsvc web: the half that answers requests."""

from __future__ import annotations

import click

from feedsvc import app, log
from feedsvc.cli.options import Given, configured
from feedsvc.cli.server import listen


@click.command()
@configured
def web(given: Given) -> None:
    """Answer requests; `feedsvc work` publishes, on this machine or another.

    \b
    Example:
      feedsvc web --store postgresql://news@db.example.org/news --host 0.0.0.0
    """
    config = given.load()
    log.setup()
    app.open_store(config).close()  # a store that cannot be reached is told here, once, not by every worker
    given.pass_on()
    listen(config)
