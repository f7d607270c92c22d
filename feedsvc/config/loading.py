"""All sources together, checked as a whole: load(path) -> Config."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from feedsvc.config import legible, mistakes, shape, sources, together
from feedsvc.config.files import Files
from feedsvc.config.reading import Said, read
from feedsvc.config.topics import Examine, examined, unexamined
from feedsvc.errors import ConfigError, Mistake
from feedsvc.model import Author, Site, Topic

DEFAULT_AUTHORITY = "localhost,2026"
"""Of tag URIs where the publisher names none. Fixed, because ids are made of it; nobody's, so ids may collide."""

_NO_FLAGS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Config:
    """What the publisher decided, complete and checked: plain values for whoever joins the parts."""

    site: Site
    articles: shape.ArticlesTable
    schedule: shape.ScheduleTable
    store: shape.StoreTable
    server: shape.ServerTable
    feeds: shape.FeedsTable
    status: shape.StatusTable
    topics: tuple[Topic, ...]
    explain: bool
    """Whether pages tell everybody why an entry is about its topics."""
    warnings: tuple[str, ...]
    """What works, but not for long or not for everyone: one sentence each."""
    path: Path | None
    """The config.toml that was read."""
    topic_files: shape.TopicFilesTable = field(compare=False)
    files: Files = field(repr=False, compare=False)
    """All files that were read."""
    layer: sources.Layer = field(repr=False, compare=False)

    @property
    def aliases(self) -> Mapping[str, str]:
        """Slugs that topics had before -> those that they have."""
        return {alias: topic.slug for topic in self.topics for alias in topic.aliases}

    @property
    def parents(self) -> Mapping[str, str]:
        """Slugs of topics -> those of their parents."""
        return {topic.slug: topic.parent for topic in self.topics if topic.parent}

    @property
    def retired(self) -> frozenset[str]:
        """Slugs of topics that are gone for good."""
        return frozenset(self.feeds.retired)

    def locate(self, key: str) -> str:
        """Where a key was read: `topics.3.rule` (counted from 0) is at "config.toml line 12"."""
        return self.layer.locate(key)


def load(
    path: Path | None,
    flags: Mapping[str, Any] = _NO_FLAGS,
    environ: Mapping[str, str] = os.environ,
    examine: Examine = unexamined,
) -> Config:
    """The configuration: flags (`{"server.port": 8080}`) over environment over files over defaults.

    Without a path, ./config.toml is read if it is there. Raises ConfigError with every mistake at once, those among
    them that `examine` finds in the topics.
    """
    return make(read(path, flags, environ), examine)


def make(said: Said, examine: Examine = unexamined) -> Config:
    """The same of what was read. Raises ConfigError for every mistake in each layer, also in what another one hides."""
    parts = [_part(layer, examine) for layer in said.layers]
    layer = sources.merged(said.defaults, *said.layers)
    topics = next((part.topics for part in reversed(parts) if "topics" in part.layer.values), ())
    told = (*said.mistakes, *(mistake for part in parts for mistake in part.mistakes))
    between = (*together.ambiguous(layer, topics), *together.crossed(layer))
    if found := mistakes.joined(told, between, *said.layers):
        raise ConfigError(found)
    settings, found = mistakes.checked(sources.without_topics(layer))
    if settings is None:
        raise ConfigError(found)
    return _config(settings, topics, layer, said)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one layer says by itself; its topics, where something is wrong, as far as they can be read."""

    layer: sources.Layer
    topics: tuple[Topic, ...]
    mistakes: tuple[Mistake, ...]


def _part(layer: sources.Layer, examine: Examine) -> _Part:
    settings, told = mistakes.checked(layer)
    topics = tuple(map(_topic, settings.topics)) if settings else legible.topics(layer)
    found = (*together.ambiguous(layer, topics), *examined(layer, topics, examine))
    return _Part(layer, topics, mistakes.joined(told, found, layer))


def _config(settings: shape.Settings, topics: tuple[Topic, ...], layer: sources.Layer, said: Said) -> Config:
    return Config(
        site=_site(settings),
        articles=settings.articles,
        schedule=settings.schedule,
        store=settings.store,
        server=settings.server,
        feeds=settings.feeds,
        status=settings.status,
        topics=topics,
        explain=settings.site.explain,
        topic_files=settings.topic_files,
        files=said.files,
        warnings=(*said.warnings, *_warnings(settings)),
        path=said.path,
        layer=layer,
    )


def _site(settings: shape.Settings) -> Site:
    site = settings.site
    return Site(
        title=site.title,
        description=site.description,
        base_url=site.base_url or own_address(settings.server),
        authority=site.authority or DEFAULT_AUTHORITY,
        language=site.language,
        timezone=site.timezone,
        author=Author(site.author.name or site.title, site.author.email, site.author.uri),
        day_first=site.date_order == "dmy",
        waits=settings.articles.future == "hold",
    )


def _topic(table: shape.TopicTable) -> Topic:
    title = table.title or table.slug.replace("-", " ").title()
    return Topic(table.slug, title, table.description or "", table.rule, table.parent, table.aliases, table.codes)


def own_address(server: shape.ServerTable) -> str:
    host = "127.0.0.1" if server.host in {"0.0.0.0", "::"} else server.host  # noqa: S104 (compared, not bound)
    return f"http://[{host}]:{server.port}" if ":" in host else f"http://{host}:{server.port}"


def _warnings(settings: shape.Settings) -> Iterator[str]:
    if settings.site.authority is None:
        yield (
            "site.authority is not set: ids are permanent only under an authority of your own,"
            f' such as "example.org,2026"; until then they are made of "{DEFAULT_AUTHORITY}".'
        )
    if settings.site.base_url is None and not _is_loopback(settings.server.host):
        yield (
            f"site.base_url is not set: feeds give {own_address(settings.server)} as their address,"
            " which subscribers elsewhere cannot reach."
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
