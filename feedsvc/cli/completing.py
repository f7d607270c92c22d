"""What Tab offers for an argument, where finding out is cheap: a config.toml and a SQLite file, never a server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from feedsvc import addresses, app
from feedsvc.addresses import ALL
from feedsvc.cli.options import FLAGS
from feedsvc.config import Config
from feedsvc.errors import FeedsvcError
from feedsvc.model import Format

_MOST = 1000
"""Names offered: a terminal shows no more, and shells get slow."""


def served(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Addresses of feeds and pages."""
    return _offered(ctx, incomplete, served_addresses)


def articles(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files, as shells know them, and paths in the article folder."""
    inside = _offered(ctx, incomplete, lambda config: _inside(config.articles.path, incomplete))
    return [*click.Path().shell_complete(ctx, param, incomplete), *inside]


def served_addresses(config: Config) -> Iterator[str]:
    """What is served for certain: lists, and each topic's page and feeds; selections and entries are more."""
    yield from ("/", "/feeds.opml", "/search")
    for topic in [ALL, *_topics(config)]:
        yield from (f"/feeds/{topic}.{suffix}" for suffix in Format)
        if topic != ALL:
            yield addresses.topic("", topic)


def _topics(config: Config) -> list[str]:
    """Those of the store, where that is a file; else those of the configuration alone."""
    configured = [topic.slug for topic in config.topics]
    if not config.store.url.startswith("sqlite"):
        return configured
    with closing(app.look_into_store(config)) as store:
        return list(dict.fromkeys([*configured, *(feed.selection for feed in store.feeds())]))


def _inside(root: Path, incomplete: str) -> Iterator[str]:
    """What lies in the folder of an unfinished path; a folder ends with a slash, so that Tab goes on in it."""
    folder = incomplete.rpartition("/")[0]
    with os.scandir(root / folder) as found:
        for entry in found:
            name = f"{folder}/{entry.name}" if folder else entry.name
            yield f"{name}/" if entry.is_dir() else name


def _offered(ctx: click.Context, incomplete: str, names: Callable[[Config], Iterator[str]]) -> list[CompletionItem]:
    """What begins as typed; nothing where there is no telling, for a shell has no place for complaints."""
    try:
        given = {key: ctx.params[name] for name, key in FLAGS.items() if ctx.params.get(name) is not None}
        config = app.load(ctx.params.get("config"), given)
        fitting = (name for name in names(config) if name.startswith(incomplete))
        return [CompletionItem(name) for name in islice(fitting, _MOST)]
    except (FeedsvcError, OSError):
        return []
