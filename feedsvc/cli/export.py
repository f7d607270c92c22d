"""feedsvc export: what is served, as files."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import structlog

from feedsvc import app, log, web
from feedsvc.app.serving import serving
from feedsvc.cli.options import Given, configured
from feedsvc.cli.scan import scan_once
from feedsvc.cli.serve import Worker
from feedsvc.cli.show import as_json, progress, rejection_lines, report_lines
from feedsvc.config import Config, Current
from feedsvc.errors import ConfigError, ExportError, Mistake, StoreError
from feedsvc.export import Edition, Exporter, Report, claimed
from feedsvc.store.base import Store
from feedsvc.store.reading import News

PATIENCE = 0.5
"""Seconds without news after which --watch looks whether the configuration has changed, and whether to go on."""

AGAIN = 1.0
"""Seconds until --watch tries again what went wrong."""

_LISTED = 20
"""Addresses that are told one by one; a first export of thousands is told by its numbers."""

_NEARBY = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 (nothing is bound to it here)

_log = structlog.get_logger("feedsvc.export")


@click.command()
@configured
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--watch", is_flag=True, help="Go on, and write whatever changes within a second.")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def export(given: Given, folder: Path, watch: bool, json_: bool) -> None:
    """Publish, then write every feed and page into DIR as files, for any web server to serve; only what changed.

    \b
    Examples:
      feedsvc export public
      feedsvc export public --watch
      feedsvc export public --json
    """
    if watch and json_:
        raise click.UsageError("--json tells of one export, and --watch makes many: its log is for programs already")
    config = given.load()
    if urlsplit(config.site.base_url).hostname in _NEARBY:
        problem = f"the files name {config.site.base_url} as their address, which is this machine alone"
        click.secho(f"note: {problem}. Set site.base_url", fg="yellow", err=True)
    with claimed(folder) as ours:
        if watch:
            _watch(given, Exporter(ours, quickly=True))
        else:
            _once(config, Exporter(ours), folder, json_=json_)


def _once(config: Config, exporter: Exporter, folder: Path, *, json_: bool) -> None:
    store = app.open_store(config)
    try:
        for line in _scanned(config, store):
            click.echo(line, err=json_)
        with progress("exporting") as tell, _edition(config, store) as edition:
            report = exporter.run(edition, tell)
    finally:
        store.close()
    if json_:
        as_json(_facts(report))
        return
    for line in _lines(report, folder):
        click.echo(line)


def _scanned(config: Config, store: Store) -> list[str]:
    """Publish what is new, unless another process does that already."""
    pipeline = app.pipeline(config, store)
    with store.leading() as alone:
        if not (alone or pipeline.is_adopted()):
            raise ConfigError((_OTHERS,))
        if not alone:
            return ["not scanned: a feedsvc that is running keeps this store, and publishes what is new"]
        report = scan_once(pipeline)
    return [*report_lines(report, dry=False), *rejection_lines(store.rejections())]


_OTHERS = Mistake(
    "",
    "this command",
    "a feedsvc that is running keeps this store with other settings",
    "Give this command the same flags and environment, or stop the other one",
)
"""Files made half by its settings and half by ours would be neither's."""


def _watch(given: Given, exporter: Exporter) -> None:
    """Export until SIGTERM or SIGINT. A process beside this one publishes, or stands by where another one does."""
    log.setup()
    told_to_end: list[int] = []  # no Event: a handler that sets one may wait for a lock that its own thread holds
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told_to_end.append(number))
    following = given.follow()
    store = app.open_store(following.get())
    news = store.news()
    given.pass_on()
    worker = Worker()
    worker.start()
    keeper = _Keeper(following, store, news, exporter)
    try:
        while not told_to_end:
            keeper.keep_up()
    finally:
        worker.stop()
        news.close()
        store.close()


class _Keeper:
    """Keeps the files current."""

    def __init__(self, following: Current, store: Store, news: News, exporter: Exporter) -> None:
        self._following = following
        self._store = store
        self._news = news
        self._exporter = exporter
        self._version = 0
        """Of the configuration that the files were written by; 0: they may be of none."""

    def keep_up(self) -> None:
        """Export if anything moved; wait for that for a moment. What feedsvc foresaw is logged and tried again."""
        try:
            moved = self._news.wait(PATIENCE)
            config, version = self._following.get(), self._following.version
            if moved or version != self._version:
                self._version = 0
                with _edition(config, self._store) as edition:
                    _log_report(self._exporter.run(edition))
                self._version = version
        except (ExportError, StoreError) as error:
            _log.error("could not be exported", reason=str(error))
            time.sleep(AGAIN)


@contextmanager
def _edition(config: Config, store: Store) -> Iterator[Edition]:
    """What is served by this configuration."""
    exported = replace(serving(config), is_answered=False)
    application = web.create(config.site, store, exported)
    settings = repr((config.feeds, config.topics))
    try:
        yield Edition(
            application,
            store,
            config.site,
            settings,
            config.feeds.archive,
            config.aliases,
            config.retired,
            exported.beside,
        )
    finally:
        application.close()


def _lines(report: Report, folder: Path) -> Iterator[str]:
    """What an export did, a line for each address."""
    for kind in ("written", "removed", "foreign"):
        addresses = getattr(report, kind)
        yield from (f"{kind:9} {address}" for address in addresses[:_LISTED])
        if len(addresses) > _LISTED:
            yield f"{kind:9} … and {len(addresses) - _LISTED} more"
    if report.foreign:
        yield f"foreign files are not from feedsvc and were left as they are: move them out of {folder}"
    if report.has_new_rules:
        yield f"nginx is told how to serve this by {folder}/.feedsvc/nginx/rules.conf, which is new: reload it"
    counts = f"{len(report.written)} written, {len(report.removed)} removed; {report.same} unchanged"
    yield f"{folder}: {counts}; revision {report.revision}; {report.seconds:.2f} s"


def _facts(report: Report) -> dict[str, Any]:
    told = asdict(report)
    unchanged = told.pop("same")
    return {**told, "unchanged": unchanged, "seconds": round(report.seconds, 3)}


def _log_report(report: Report) -> None:
    for address in report.foreign:
        _log.warning("in the way", address=address, remedy="a file that is not from feedsvc was left as it is")
    if report.has_new_rules:
        _log.info("rules for nginx changed", remedy="reload nginx")
    counts = {"written": len(report.written), "removed": len(report.removed), "unchanged": report.same}
    if any(counts.values()):
        _log.info("exported", **counts, revision=report.revision, seconds=round(report.seconds, 3))
