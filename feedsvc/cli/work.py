"""feedsvc work: the half that watches the folder and publishes."""

from __future__ import annotations

import click

from feedsvc import app, log
from feedsvc.app import working
from feedsvc.cli.options import Given, configured
from feedsvc.lifeline import end_with_parent


@click.command()
@configured
@click.option("--with-parent", type=int, hidden=True, help="End when this process, which started it, ends.")
def work(given: Given, with_parent: int | None) -> None:
    """Watch the folder and publish; `feedsvc web` serves what is published.

    \b
    Example:
      feedsvc work --store postgresql://news@db.example.org/news
    """
    if with_parent is not None:
        end_with_parent(with_parent)
    log.setup()
    following = given.follow()
    store = app.open_store(following.get())
    try:
        working.work(following, store)
    finally:
        store.close()
