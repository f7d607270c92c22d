"""feedsvc topics diff: what each feed would gain and lose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from feedsvc import app
from feedsvc.cli.options import Given, configured, looking
from feedsvc.cli.show import as_json
from feedsvc.cli.topics.showing import counted, table
from feedsvc.model import State, Topic
from feedsvc.pipeline import would_change
from feedsvc.store.base import Store
from feedsvc.store.values import StoredEntry
from feedsvc.topics import Classifier
from feedsvc.topics.comparing import Comparison, Difference, Headline, compare

_TITLES = 5
"""Of what a feed gains, and of what it loses: enough to see whether it is meant so."""


@click.command()
@click.argument("new", type=click.Path(path_type=Path), metavar="NEW.toml")
@configured
@click.option("--all", "all_", is_flag=True, help="Name every entry, not the newest of each feed alone.")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def diff(given: Given, new: Path, all_: bool, json_: bool) -> None:
    """For every feed the entries that it would gain and lose if NEW.toml were in force. Nothing is written.

    NEW.toml is a whole config.toml, or a file of [[topics]] alone: each of these then takes the place of the topic that
    has its slug now, or is a new one. It is compared with what the store holds, so a config.toml that was edited since
    it was last in force can be compared by its own name. What waits for its embargo is in no feed, and not looked at.

    \b
    Example:
      cp config.toml new.toml; $EDITOR new.toml; feedsvc topics diff new.toml
    """
    topics = app.trial(new, given.path, given.flags).topics
    with looking(given) as (config, store):
        comparison, entries = _compared(store, topics), store.counts().published
    if json_:
        as_json(_facts(comparison, entries))
    else:
        _print(comparison, entries, None if all_ else _TITLES, config.site.timezone)


def _compared(store: Store, topics: Sequence[Topic]) -> Comparison:
    concerned = (stored for stored in _concerned(store, topics) if stored.state is State.PUBLISHED)
    comparison = compare(((stored.entry, stored.assignments) for stored in concerned), Classifier(topics))
    for difference in comparison.differences.values():
        for headlines in (difference.gained, difference.lost):
            headlines.sort(key=lambda headline: (headline.published, headline.slug), reverse=True)
    return comparison


def _concerned(store: Store, topics: Sequence[Topic]) -> Iterator[StoredEntry]:
    """Every entry that may come out otherwise: those that a worker would look at, were these topics in force."""
    changes = would_change(store, topics)
    if changes.everything:
        yield from store.entries()
        return
    found = chain(store.about(changes.about), *map(store.found, changes.expressions))
    yield from store.stored_entries({entry.id for entry in found})


def _facts(comparison: Comparison, entries: int) -> dict[str, Any]:
    return {
        "entries": entries,
        "looked_at": comparison.looked_at,
        "feeds": [
            {
                "topic": difference.topic,
                "title": difference.title,
                "gains": [_headline(headline) for headline in difference.gained],
                "loses": [_headline(headline) for headline in difference.lost],
            }
            for difference in comparison.ordered()
        ],
    }


def _headline(headline: Headline) -> dict[str, str]:
    return {**headline._asdict(), "published": headline.published.isoformat()}


def _print(comparison: Comparison, entries: int, most: int | None, zone: ZoneInfo) -> None:
    differences = comparison.ordered()
    looked_at = f"{comparison.looked_at:,} of {counted(entries, 'entry', 'entries')} had to be looked at"
    if not differences:
        click.echo(f"No feed would gain or lose an entry; {looked_at}.")
        return
    click.echo(f"{counted(len(differences), 'feed', 'feeds')} would change; {looked_at}.\n")
    rows = [
        (difference.topic, _signed("+", difference.gained), _signed("-", difference.lost)) for difference in differences
    ]
    table(("feed", "gains", "loses"), rows, right=("gains", "loses"))
    for difference in differences:
        for line in _lines(difference, most, zone):
            click.echo(line)


def _signed(sign: str, headlines: Sequence[Headline]) -> str:
    return f"{sign}{len(headlines):,}" if headlines else "0"


def _lines(difference: Difference, most: int | None, zone: ZoneInfo) -> Iterator[str]:
    for verb, headlines in (("gains", difference.gained), ("loses", difference.lost)):
        if headlines:
            yield f"\n{difference.topic} {verb}"
            for headline in headlines[:most]:
                yield f"  {headline.published.astimezone(zone):%Y-%m-%d}  {headline.title}"
        if most is not None and len(headlines) > most:
            yield f"  … and {len(headlines) - most:,} more: --all names them"
