"""What each web process runs: the web application of the configuration in force, kept current."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator
from multiprocessing import parent_process
from typing import TYPE_CHECKING

import structlog

from feedsvc import log
from feedsvc.addresses import ALL
from feedsvc.app import beside, current, explainer, open_store
from feedsvc.app.latest import Latest
from feedsvc.app.scans import next_scan
from feedsvc.config import Config, Current
from feedsvc.errors import StoreError
from feedsvc.lifeline import end_with_parent
from feedsvc.model import Format
from feedsvc.store.base import Store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from feedsvc.web.serving import Serving
    from feedsvc.web.status import Editors

TICK = 0.05
"""Seconds between two looks at the store and the configuration, and two countings of what was served."""

_log = structlog.get_logger("feedsvc.app")


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
            return web.create(config.site, store, serving(config), explain, editors(config, following))

        self._latest = Latest(following, make, read_by_web)
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
            time.sleep(TICK)  # where nothing answers, nothing was waited for: asking on and on would take a processor

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
        beside=beside(config),
        memory=config.server.memory * 1024 * 1024 // config.server.workers,
    )


def editors(config: Config, following: Current) -> Editors:
    """What the editors' view needs to know of the configuration, and of edits that are not in force."""
    from feedsvc.web.status import Editors

    def mistakes() -> Iterator[str]:
        return (f"An edit of the configuration is not in force. {mistake}" for mistake in following.mistakes)

    return Editors(config.status.password, lambda scanned: next_scan(config, scanned), mistakes)


def read_by_web(config: Config) -> object:
    """All that its answers are made of: an edited rule is none of it, unless they tell of rules."""
    told_of = (config.topics, config.articles) if config.explain else None
    return config.site, serving(config), told_of, config.status, config.schedule
