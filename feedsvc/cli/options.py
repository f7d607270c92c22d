"""The flags that commands share, and the configuration that comes of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from feedsvc import app
from feedsvc.config import Config, Current
from feedsvc.config.sources import variable
from feedsvc.store.base import Store

FLAGS = {"articles": "articles.path", "store": "store.url", "host": "server.host", "port": "server.port"}
"""Name of a flag -> key of the configuration."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was given on the command line: the file, and flags by their keys."""

    path: Path | None
    flags: dict[str, Any]

    def load(self) -> Config:
        """The configuration, with its warnings told."""
        config = app.load(self.path, self.flags)
        for warning in config.warnings:
            click.secho(f"note: {warning}", fg="yellow", err=True)
        return config

    def follow(self) -> Current:
        return app.current(self.path, self.flags)

    def pass_on(self) -> None:
        """Let the processes that this one starts have the same configuration."""
        if self.path is not None:
            os.environ[app.CONFIG_VARIABLE] = str(self.path.absolute())
        os.environ.update({variable(key): str(value) for key, value in self.flags.items()})


@contextmanager
def looking(given: Given) -> Iterator[tuple[Config, Store]]:
    """The configuration and the store as it stands, of which nothing is changed."""
    config = given.load()
    with closing(app.look_into_store(config)) as store:
        yield config, store


def configured(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared flags; it is called with a Given first.

    Those of the server too, whatever it does: where nothing else is said, every address is made of them.
    """

    @wraps(command)
    def run(config: Path | None, **given: Any) -> None:
        flags = {key: value for name, key in FLAGS.items() if (value := given.pop(name, None)) is not None}
        command(Given(config, flags), **given)

    for option in reversed(_SHARED):
        run = option(run)
    return run


_SHARED = (
    click.option("--config", type=click.Path(path_type=Path), help="Configuration file (default: ./config.toml)."),
    click.option("--articles", type=click.Path(), help="Folder of articles (articles.path)."),
    click.option("--store", help="URL of the store (store.url)."),
    click.option("--host", help="Address that the server listens on (server.host)."),
    click.option("--port", help="Port that the server listens on (server.port)."),
)
