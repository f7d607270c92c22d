"""feedsvc status: what is published, and what was rejected."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from feedsvc import addresses
from feedsvc.cli.options import Given, configured, looking
from feedsvc.cli.show import as_json, console, rejection_lines, topics_table
from feedsvc.config import Config
from feedsvc.model import Format
from feedsvc.pipeline import alarms
from feedsvc.store.base import Store


@click.command()
@configured
@click.option("--json", "json_", is_flag=True, help="For programs.")
def status(given: Given, json_: bool) -> None:
    """Entries, topics, revision, last scan, and rejections with file, line and remedy.

    \b
    Examples:
      feedsvc status
      feedsvc status --json
    """
    with looking(given) as (config, store):
        if json_:
            as_json(_facts(config, store))
        else:
            _print(config, store)


def _print(config: Config, store: Store) -> None:
    counts = store.counts()
    click.echo(f"entries    {counts.published} published, {counts.held} held, {counts.withdrawn} withdrawn")
    click.echo(f"revision   {counts.revision}")
    click.echo(f"last scan  {store.recollect('last_scan') or 'never: start `feedsvc serve` or run `feedsvc scan`'}")
    for alarm in alarms.remembered(store):
        click.secho(f"alarm      {alarm}", fg="red")
    console().print(topics_table(config, store))
    for line in rejection_lines(store.rejections()):
        click.echo(line)


def _facts(config: Config, store: Store) -> dict[str, Any]:
    sizes = store.sizes()
    return {
        **asdict(store.counts()),
        "last_scan": store.recollect("last_scan"),
        "alarms": alarms.remembered(store),
        "feeds": [
            {
                "topic": feed.selection,
                "title": feed.title,
                "entries": sizes[feed.selection][0] if feed.selection in sizes else 0,
                "revision": feed.revision,
                "urls": {kind: addresses.feed(config.site.base_url, feed.selection, kind) for kind in Format},
            }
            for feed in store.feeds()
        ],
        "rejections": [asdict(rejection) for rejection in store.rejections()],
    }
