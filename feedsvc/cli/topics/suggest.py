"""feedsvc topics suggest: topics that the entries themselves propose."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice

import click

from feedsvc import sanitize
from feedsvc.cli.options import Given, configured, looking
from feedsvc.cli.show import as_json
from feedsvc.cli.topics.showing import counted
from feedsvc.expressions import parse
from feedsvc.store.base import Store
from feedsvc.topics.phrases import Story
from feedsvc.topics.suggesting import Suggestion
from feedsvc.topics.suggesting import suggest as suggested

_NEWEST = 20_000
"""Entries that are gone through unless others are asked for."""
_READ = 8_000
"""Of these: where there are more, every second or third one is read. They say the same, in some 5 s and 100 MB."""
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class _Proposed:
    """A suggestion, and what its rule finds in the store."""

    slug: str
    title: str
    rule: str
    entries: int
    examples: tuple[str, ...]


@click.command()
@configured
@click.option("--most", default=20, show_default=True, type=click.IntRange(1, 200), help="Topics to propose.")
@click.option("--newest", default=_NEWEST, show_default=True, type=click.IntRange(1), help="Entries to go through.")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def suggest(given: Given, most: int, newest: int, json_: bool) -> None:
    """Topics that the entries themselves propose, and that no topic covers yet, as lines for config.toml.

    They are proposals: keep what your readers would subscribe to, and delete the rest.

    \b
    Example:
      feedsvc topics suggest --most 10 >> config.toml
    """
    with looking(given) as (config, store):
        found = [_proposed(store, each) for each in suggested(_stories(store, newest), config.topics, most)]
    if json_:
        as_json([asdict(each) for each in found])
    else:
        click.echo("\n".join(_lines(found)))


def _stories(store: Store, newest: int) -> Iterator[Story]:
    step = -(-min(newest, store.counts().published) // _READ) or 1
    for stored in islice(store.entries(), 0, newest, step):
        topics = [assignment.topic for assignment in stored.assignments]
        yield Story(stored.entry.title, sanitize.untagged(stored.entry.content), topics)


def _proposed(store: Store, suggestion: Suggestion) -> _Proposed:
    found = store.found(parse(suggestion.rule))
    examples = tuple(entry.title for entry in found[:_EXAMPLES])
    return _Proposed(suggestion.slug, suggestion.title, suggestion.rule, len(found), examples)


def _lines(found: list[_Proposed]) -> Iterator[str]:
    if not found:
        yield "# Nothing stands out that no topic has: there are too few entries, or your topics cover them."
    for each in found:
        yield f"\n# {counted(each.entries, 'entry', 'entries')}, such as"
        yield from (f"#   {title}" for title in each.examples)
        yield "[[topics]]"
        yield f"slug = {_toml(each.slug)}"
        yield f"title = {_toml(each.title)}"
        yield f"rule = {_toml(each.rule)}"


def _toml(text: str) -> str:
    """In single quotes if it has double ones, as people write it; else as JSON, which TOML reads alike."""
    return (
        f"'{text}'" if '"' in text and "'" not in text and text.isprintable() else json.dumps(text, ensure_ascii=False)
    )
