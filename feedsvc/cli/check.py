"""feedsvc check: the configuration and every article, without publishing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from feedsvc import app, store
from feedsvc.cli.options import Given, configured
from feedsvc.cli.scan import scan_once
from feedsvc.cli.show import as_json, rejection_lines
from feedsvc.config import Config
from feedsvc.errors import ConfigError, Mistake
from feedsvc.pipeline import Report


@click.command()
@configured()
@click.option("--json", "json_", is_flag=True, help="For programs.")
def check(given: Given, json_: bool) -> None:
    """Read the configuration and every article, publish nothing, and exit with 1 if any would be rejected.

    \b
    Examples:
      feedsvc check
      feedsvc check --config new.toml --json
    """
    if json_:
        _check_for_programs(given)
        return
    config = given.load()
    click.echo(_told(config))
    report = _tried(config)
    for line in _lines(config, report):
        click.echo(line)
    sys.exit(1 if report.rejected else 0)


def _check_for_programs(given: Given) -> None:
    """The same keys whatever is found: what cannot be looked at before the configuration is mended is null."""
    try:
        config = app.load(given.path, given.flags)
    except ConfigError as error:
        as_json(_facts(None, None, error.mistakes))
        sys.exit(2)
    report = _tried(config)
    as_json(_facts(config, report))
    sys.exit(1 if report.rejected else 0)


def _tried(config: Config) -> Report:
    nothing = store.connect("sqlite://")  # as if every file were new: what was published before hides nothing
    return scan_once(app.pipeline(config, nothing), dry=True)


def _told(config: Config) -> str:
    files, besides = config.path or "none, defaults are used", len(config.files.topics)
    also = f" and {besides} topic file{'s' * (besides > 1)}" if besides else ""
    return f"configuration: {files}{also}: good, {len(config.topics)} topics"


def _lines(config: Config, report: Report) -> Iterator[str]:
    drafts = f", {len(report.drafts)} drafts" if report.drafts else ""
    yield f"articles: {config.articles.path}: {len(report.new)} good{drafts}, {len(report.rejected)} rejected"
    yield from rejection_lines(report.rejected)


def _facts(config: Config | None, report: Report | None, mistakes: tuple[Mistake, ...] = ()) -> dict[str, Any]:
    return {
        "config": str(config.path) if config and config.path else None,
        "mistakes": [asdict(mistake) for mistake in mistakes],
        "notes": config.warnings if config else None,
        "topics": len(config.topics) if config else None,
        "articles": str(config.articles.path) if config else None,
        "good": len(report.new) if report else None,
        "drafts": len(report.drafts) if report else None,
        "rejections": [asdict(rejection) for rejection in report.rejected] if report else None,
    }
