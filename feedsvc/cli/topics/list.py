"""feedsvc topics list: the tree of topics, as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from feedsvc.addresses import ALL
from feedsvc.cli.options import Given, configured, looking
from feedsvc.cli.show import as_json
from feedsvc.cli.topics.showing import table
from feedsvc.model import Origin, Topic
from feedsvc.shorten import shortened
from feedsvc.store.base import Store

_RULE = 60
"""Characters of a rule: enough to recognize it by."""
_INDENT = "  "


@dataclass(frozen=True, slots=True)
class _Listed:
    """A topic, and what the store has of it."""

    topic: Topic
    depth: int
    configured: bool
    """Otherwise it is known from metadata or folders alone."""
    entries: int
    last: datetime | None
    origins: Mapping[Origin, int]


@click.command("list")
@configured
@click.option("--json", "json_", is_flag=True, help="For programs.")
def list_(given: Given, json_: bool) -> None:
    """The tree of topics: how many entries each has, when the last came, and how they came by it.

    \b
    Example:
      feedsvc topics list
    """
    with looking(given) as (config, store):
        listed = _listed(config.topics, store)
    if json_:
        as_json([_facts(each) for each in listed])
    else:
        _print(listed, config.site.timezone)


def _listed(topics: Sequence[Topic], store: Store) -> list[_Listed]:
    """The configured topics as a tree, each with its children behind it, then those that are not configured."""
    sizes, origins = store.sizes(), store.origins()
    configured = {topic.slug for topic in topics}
    known = [Topic(feed.selection, feed.title) for feed in store.feeds()]
    others = [topic for topic in known if topic.slug not in configured and topic.slug in sizes and topic.slug != ALL]
    return [
        _Listed(topic, depth, topic.slug in configured, *_size(sizes, topic.slug), origins.get(topic.slug, {}))
        for topic, depth in [*_tree(topics), *((topic, 0) for topic in others)]
    ]


def _size(sizes: Mapping[str, tuple[int, datetime]], slug: str) -> tuple[int, datetime | None]:
    return sizes.get(slug, (0, None))


def _tree(topics: Sequence[Topic]) -> Iterator[tuple[Topic, int]]:
    """Each topic with its depth, those of one parent in the order of the configuration."""
    children: dict[str | None, list[Topic]] = {}
    for topic in topics:
        children.setdefault(topic.parent, []).append(topic)
    waiting = [(topic, 0) for topic in reversed(children.get(None, []))]
    while waiting:  # and not recursion: a tree may be as deep as it has topics
        topic, depth = waiting.pop()
        yield topic, depth
        waiting += [(child, depth + 1) for child in reversed(children.get(topic.slug, []))]


def _facts(listed: _Listed) -> dict[str, Any]:
    topic = listed.topic
    return {
        "topic": topic.slug,
        "title": topic.title,
        "description": topic.description,
        "parent": topic.parent,
        "aliases": topic.aliases,
        "codes": topic.codes,
        "rule": topic.rule,
        "configured": listed.configured,
        "entries": listed.entries,
        "last": listed.last.isoformat() if listed.last else None,
        "origins": {origin.value: count for origin, count in listed.origins.items()},
    }


def _print(listed: Sequence[_Listed], zone: ZoneInfo) -> None:
    if not listed:
        click.echo("No topics yet: `feedsvc topics suggest` proposes some, docs/topics.md shows how they are written")
        return
    rows = [
        (
            f"{_INDENT * each.depth}{each.topic.slug}",
            f"{each.entries:,}",
            f"{each.last.astimezone(zone):%Y-%m-%d}" if each.last else "",
            ", ".join(f"{origin.value} {each.origins[origin]:,}" for origin in Origin if origin in each.origins),
            _rule(each),
        )
        for each in listed
    ]
    table(("topic", "entries", "last", "by", "rule"), rows, right=("entries",))


def _rule(listed: _Listed) -> str:
    if not listed.configured:
        return "(not in the configuration)"
    return shortened(" ".join((listed.topic.rule or "").split()), _RULE)
