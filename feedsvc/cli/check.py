"""feedsvc check: the configuration and every article, without publishing."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
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

_PARTICULAR = re.compile(r"'[^']*'|\d+")
"""What differs between notes of one kind: what a file says, and the numbers of a date."""


@click.command()
@configured
@click.option("--json", "json_", is_flag=True, help="For programs.")
def check(given: Given, json_: bool) -> None:
    """Read the configuration and every article, publish nothing, and exit with 1 if any would be rejected.

    Notes tell what had to be decided for want of certainty, such as of which time zone a date is.

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
    yield from _decided_lines(report.decided)


def _decided_lines(decided: Sequence[tuple[str, str]]) -> Iterator[str]:
    """One of each kind of note with its file, the rarest first: what nearly all files have is how they are meant."""
    kinds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path, note in decided:
        kinds[_PARTICULAR.sub("", note)].append((path, note))
    for alike in sorted(kinds.values(), key=len):
        path, note = alike[0]
        others = f" (and {len(alike) - 1:,} more like it)" if len(alike) > 1 else ""
        yield f"note: {path}: {note}{others}"


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
        "decided": [{"path": path, "note": note} for path, note in report.decided] if report else None,
    }
