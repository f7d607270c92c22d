"""Where the parts are joined: the configuration goes in; a store, a pipeline, a web application, a worker come out.

The processes of `feedsvc serve` are told of its configuration by the environment: FEEDSVC_CONFIG names the file, and
its flags are passed on as the variables of their keys. What each of them runs is in serving.py and working.py.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import structlog
from pydantic import BaseModel

from feedsvc import config, store, topics
from feedsvc.config import Config, Current, Said
from feedsvc.pipeline import Pipeline, Settings
from feedsvc.pipeline.explainer import Explainer
from feedsvc.pipeline.garbage import collecting_seldom
from feedsvc.sources.beside import Beside
from feedsvc.sources.scan import Folder
from feedsvc.store.base import Store

CONFIG_VARIABLE = "FEEDSVC_CONFIG"

_log = structlog.get_logger("feedsvc.app")


def load(path: Path | None, flags: Mapping[str, Any] | None = None) -> Config:
    """The configuration, its topics and their rules included. Raises ConfigError with every mistake."""
    return config.make(_read(path, flags or {}), topics.problems)


def trial(new: Path, path: Path | None, flags: Mapping[str, Any] | None = None) -> Config:
    """The configuration as another file would make it: a whole config.toml, or topics that are laid over those in
    force. Raises ConfigError with every mistake in it.
    """
    said = config.tried(_read(path, flags or {}), new, flags or {}, os.environ)
    return config.make(said, topics.problems)


def current(path: Path | None, flags: Mapping[str, Any] | None = None) -> Current:
    """The configuration, followed while its files are edited; [server] and [store] stay as they were at the start."""
    return Current(lambda before: _read(path, flags or {}, before), _Beginning().make)


def _read(path: Path | None, flags: Mapping[str, Any], before: Said | None = None) -> Said:
    named = os.environ.get(CONFIG_VARIABLE)
    return config.read(path or (Path(named) if named else None), flags, os.environ, before)


class _Beginning:
    """Makes every configuration on the address and with the store of the first, with which this process began."""

    def __init__(self) -> None:
        self._begun: dict[str, Any] | None = None

    def make(self, said: Said) -> Config:
        with collecting_seldom():
            edited = config.make(said, topics.problems)
        now = {**_values("server", edited.server), **_values("store", edited.store)}
        if self._begun is None:
            self._begun = now
        later = [key for key, value in self._begun.items() if now[key] != value]
        for key in later:
            _log.warning("takes effect at the next start", key=key)
        return config.make(said.under(self._begun)) if later else edited


def _values(table: str, values: BaseModel) -> dict[str, Any]:
    return {f"{table}.{key}": value for key, value in values.model_dump().items()}


def open_store(config: Config) -> Store:
    """Connect, and bring the store's schema up to date. Raises StoreError."""
    return store.connect(config.store.url)


def look_into_store(config: Config) -> Store:
    """The store for a command that is to leave nothing behind: where there is none yet, an empty one in memory.

    Raises StoreError where its tables are older than this program: a server may still be at work with these.
    """
    return store.connect(config.store.url, migrates=False)


def folder(config: Config) -> Folder:
    return Folder(config.articles.path, config.articles.include, config.articles.exclude)


def pipeline(config: Config, store: Store, former: Pipeline | None = None) -> Pipeline:
    """What has not changed since the `former` one was made is taken from it."""
    return Pipeline(folder(config), store, _settings(config, former.settings if former else None))


def explainer(config: Config, store: Store) -> Explainer:
    """Its rules are parsed when somebody first asks: ten thousand take a second, and web workers may do without."""
    parsing = threading.Lock()
    settings = cache(lambda: _settings(config))

    def once() -> Settings:
        with parsing:  # two that ask at once must not both parse
            return settings()

    return Explainer(store, once)


def beside(config: Config) -> Beside:
    return Beside(config.articles.path.resolve(), tuple(folder.resolve() for folder in config.articles.static))


def _settings(config: Config, former: Settings | None = None) -> Settings:
    articles = config.articles
    return Settings.of(
        config.site, articles.chrome, config.topics, articles.kind, former, beside(config), articles.learn_chrome
    )
