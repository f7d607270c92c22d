"""Where the parts are joined: the configuration goes in; a store, a pipeline, a web application, a worker come out.

The processes of `feedsvc serve` are told of its configuration by the environment: FEEDSVC_CONFIG names the file, and
its flags are passed on as the variables of their keys.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from multiprocessing import parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from pydantic import BaseModel

from feedsvc import config, log, store, topics
from feedsvc.addresses import ALL
from feedsvc.config import Config, Current, Said
from feedsvc.errors import StoreError
from feedsvc.lifeline import end_with_parent
from feedsvc.model import Format
from feedsvc.pipeline import Pipeline, Settings
from feedsvc.pipeline.explainer import Explainer
from feedsvc.pipeline.garbage import collecting_seldom
from feedsvc.schedule import Duty, Work
from feedsvc.sources.beside import Beside
from feedsvc.sources.scan import Folder
from feedsvc.store.base import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from feedsvc.web.serving import Serving
    from feedsvc.web.status import Editors

Part = TypeVar("Part")

TAKE_OVER = 1.0
"""Seconds between two tries to become the worker of a store that another one keeps."""

TICK = 0.05
"""Seconds between two looks at the store and the configuration, and two countings of what was served."""

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
    """The store for a command that is to leave nothing behind: where there is none yet, an empty one in memory."""
    return store.connect(config.store.url if store.exists(config.store.url) else "sqlite://")


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


def _beside(config: Config) -> Beside:
    return Beside(config.articles.path.resolve())


def _settings(config: Config, former: Settings | None = None) -> Settings:
    articles = config.articles
    return Settings.of(
        config.site, articles.chrome, config.topics, articles.kind, former, _beside(config), articles.learn_chrome
    )


def work(following: Current, store: Store) -> None:
    """Be the store's one worker until SIGTERM or SIGINT, which end it after what it is doing; stand by to become it."""
    told_to_end: list[int] = []  # no Event: a handler that sets one may wait for a lock that its own thread holds
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told_to_end.append(number))
    worker = Work(_Latest(following, lambda config, former: _duty(config, store, former)).get, lambda: not told_to_end)
    stands_by = False
    while not told_to_end:
        with store.leading() as leads:
            if leads:
                worker.run()
        if not (leads or stands_by):
            _log.info("standing by", reason="another worker keeps this store")
            stands_by = True
        if not told_to_end:
            time.sleep(TAKE_OVER)


def serving_web() -> Web:
    """What each web process runs: the factory that the server calls in it."""
    log.setup()
    server = parent_process()
    if server is not None and server.pid is not None:
        end_with_parent(server.pid)
    following = current(None)
    return Web(following, open_store(following.get()))


class Web:
    """The WSGI application of the configuration in force, and the thread that keeps it current."""

    def __init__(self, following: Current, store: Store) -> None:
        from feedsvc import web  # here, because commands that serve nothing need no Flask

        def make(config: Config, _: web.Application | None) -> web.Application:
            explain = explainer(config, store).entry if config.explain else None
            return web.create(config.site, store, serving(config), explain, editors(config))

        self._latest = _Latest(following, make, _read_by_web)
        self._application = self._latest.get()
        self._hindrance: str | None = None
        self._ends = False
        self._warm()
        self._thread = threading.Thread(target=self._follow, name="follow", daemon=True)
        self._thread.start()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._application.front(environ, start_response)

    def close(self) -> None:
        """Stop following, with everything counted that was served."""
        self._ends = True
        self._thread.join()
        self._application.close()

    def _warm(self) -> None:
        """Prepare what is asked for most: a first answer compiles statements and templates, and nobody waits for it."""
        from werkzeug.test import Client  # as above

        client = Client(self._application.front)
        for path in ("/", *(f"/feeds/{ALL}.{suffix}" for suffix in Format)):
            client.get(path).close()
        self._application.prepared.drain()  # nobody asked for these

    def _follow(self) -> None:
        """A process that no longer follows would serve old feeds for ever: better none; its parent starts another."""
        try:
            while not self._ends:
                self._look()
        except BaseException:
            _log.exception("this web worker ends", remedy="another is started")
            os._exit(1)

    def _look(self) -> None:
        """Outlive what is wrong with the store: what is prepared is served meanwhile, and all else is a 503."""
        try:
            self._take_up()
            self._application.follow(TICK)
            self._hindrance = None
        except StoreError as error:
            if str(error) != self._hindrance:
                self._hindrance = str(error)
                _log.error("the store does not answer", problem=str(error))
            time.sleep(TICK)

    def _take_up(self) -> None:
        latest = self._latest.get()
        if latest is not self._application:
            self._application, former = latest, self._application
            former.close()


def serving(config: Config) -> Serving:
    """What the web needs to know of the configuration."""
    from feedsvc.web.serving import Serving

    feeds = config.feeds
    return Serving(
        limit=feeds.limit,
        shortest_max_age=feeds.shortest_max_age,
        longest_max_age=feeds.longest_max_age,
        archive=feeds.archive,
        tombstones=feeds.tombstones,
        catch_up=feeds.catch_up,
        delta=feeds.delta,
        delta_not_for=feeds.delta_not_for,
        retired=config.retired,
        aliases=config.aliases,
        parents=config.parents,
        configured=frozenset(topic.slug for topic in config.topics),
        beside=_beside(config),
        memory=config.server.memory * 1024 * 1024 // config.server.workers,
    )


def editors(config: Config) -> Editors:
    """What the editors' view needs to know of the configuration."""
    from feedsvc.web.status import Editors

    return Editors(config.status.password, lambda scanned: _next_scan(config, scanned))


def _next_scan(config: Config, scanned: datetime) -> datetime | None:
    scan = config.schedule.scan
    if isinstance(scan, timedelta):
        return scanned + scan
    following: datetime | None = _trigger(config).get_next_fire_time(scanned, scanned + timedelta(seconds=1))
    return following


def _read_by_web(config: Config) -> object:
    """All that its answers are made of: an edited rule is none of it, unless they tell of rules."""
    told_of = (config.topics, config.articles) if config.explain else None
    return config.site, serving(config), told_of, config.status, config.schedule


def _everything(config: Config) -> object:
    return config


class _Latest(Generic[Part]):
    """A part made of the configuration, and made anew whenever that has changed, as far as the part reads it.

    The old one is never altered, but what is as it was may be taken from it.
    """

    def __init__(
        self,
        following: Current,
        make: Callable[[Config, Part | None], Part],
        reads: Callable[[Config], object] = _everything,
    ) -> None:
        self._following = following
        self._make = make
        self._reads = reads
        self._version = following.version
        config = following.get()
        self._read = reads(config)
        self._part = make(config, None)

    def get(self) -> Part:
        config = self._following.get()
        if self._version != self._following.version:
            self._version = self._following.version
            self._take_up(config)
        return self._part

    def _take_up(self, config: Config) -> None:
        read = self._reads(config)
        if read != self._read:
            with collecting_seldom():
                self._part = self._make(config, self._part)
            self._read = read


def _duty(config: Config, store: Store, former: Duty | None) -> Duty:
    return Duty(pipeline(config, store, former.pipeline if former else None), folder(config), _trigger(config))


def _trigger(config: Config) -> BaseTrigger:
    scan = config.schedule.scan
    if isinstance(scan, timedelta):
        return IntervalTrigger(seconds=scan.total_seconds(), timezone=UTC)
    return CronTrigger.from_crontab(scan, timezone=config.site.timezone)
