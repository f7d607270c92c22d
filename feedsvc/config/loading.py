"""All sources together, checked as a whole: load(path) -> Config."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from feedsvc.config import mistakes, shape, sources, together
from feedsvc.config.topics import Examine, examined, unexamined
from feedsvc.errors import ConfigError, Mistake
from feedsvc.model import Author, Site, Topic

DEFAULT_NAME = Path("config.toml")
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
    topics: tuple[Topic, ...]
    warnings: tuple[str, ...]
    """What works, but not for long or not for everyone: one sentence each."""
    path: Path | None
    """The file that was read."""
    layer: sources.Layer = field(repr=False, compare=False)

    @property
    def aliases(self) -> Mapping[str, str]:
        """Slugs that topics had before -> those that they have."""
        return {alias: topic.slug for topic in self.topics for alias in topic.aliases}

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
    """The configuration: flags (`{"server.port": 8080}`) over environment over file over defaults.

    Without a path, ./config.toml is read if it is there. Raises ConfigError with every mistake at once, those among
    them that `examine` finds in the topics.
    """
    if path is None and DEFAULT_NAME.exists():
        path = DEFAULT_NAME
    said, found = _said(path, flags, environ, examine)
    folder = path.absolute().parent if path else Path.cwd()
    layer = sources.merged(sources.defaults(folder), sources.platform(environ), *said)
    found = mistakes.joined(found, (*together.ambiguous(layer), *together.crossed(layer)), *said)
    if found:
        raise ConfigError(found)
    settings, found = mistakes.checked(layer)
    if settings is None:
        raise ConfigError(found)
    return _config(settings, layer, path, _warnings(settings, environ))


def _said(
    path: Path | None, flags: Mapping[str, Any], environ: Mapping[str, str], examine: Examine
) -> tuple[list[sources.Layer], tuple[Mistake, ...]]:
    """What file, environment and flags say, and every mistake in each: also in what another one hides."""
    said = [sources.environment(environ), sources.flags(flags)]
    found: tuple[Mistake, ...] = ()
    if path is not None:
        try:
            said.insert(0, sources.file(path))
        except ConfigError as error:  # the others can be checked all the same
            found = error.mistakes
    for layer in said:
        told = mistakes.checked(layer)[1]
        found += mistakes.joined(told, (*together.ambiguous(layer), *examined(layer, examine)), layer)
    return said, found


def _config(settings: shape.Settings, layer: sources.Layer, path: Path | None, warnings: tuple[str, ...]) -> Config:
    return Config(
        site=_site(settings),
        articles=settings.articles,
        schedule=settings.schedule,
        store=settings.store,
        server=settings.server,
        feeds=settings.feeds,
        topics=tuple(map(_topic, settings.topics)),
        warnings=warnings,
        path=path,
        layer=layer,
    )


def _site(settings: shape.Settings) -> Site:
    site = settings.site
    return Site(
        title=site.title,
        description=site.description,
        base_url=site.base_url or _own_address(settings.server),
        authority=site.authority or DEFAULT_AUTHORITY,
        language=site.language,
        timezone=site.timezone,
        author=Author(site.author.name or site.title, site.author.email, site.author.uri),
        day_first=site.date_order == "dmy",
    )


def _topic(table: shape.TopicTable) -> Topic:
    title = table.title or table.slug.replace("-", " ").title()
    return Topic(table.slug, title, table.description or "", table.rule, table.parent, table.aliases)


def _own_address(server: shape.ServerTable) -> str:
    host = "127.0.0.1" if server.host in {"0.0.0.0", "::"} else server.host  # noqa: S104 (compared, not bound)
    return f"http://[{host}]:{server.port}" if ":" in host else f"http://{host}:{server.port}"


def _warnings(settings: shape.Settings, environ: Mapping[str, str]) -> tuple[str, ...]:
    found = [
        f"{name} is not read: write {right}, with two underscores." for name, right in sources.misspelt(environ).items()
    ]
    if settings.site.authority is None:
        found.append(
            "site.authority is not set: ids are permanent only under an authority of your own,"
            f' such as "example.org,2026"; until then they are made of "{DEFAULT_AUTHORITY}".'
        )
    if settings.site.base_url is None and not _is_loopback(settings.server.host):
        found.append(
            f"site.base_url is not set: feeds give {_own_address(settings.server)} as their address,"
            " which subscribers elsewhere cannot reach."
        )
    return tuple(found)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
