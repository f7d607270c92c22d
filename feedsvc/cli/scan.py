"""feedsvc scan: one pass over the article folder."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from typing import Any

import click

from feedsvc import app
from feedsvc.cli.options import Given, configured
from feedsvc.cli.show import as_json, progress, rejection_lines, report_lines
from feedsvc.errors import ConfigError, Mistake
from feedsvc.pipeline import Pipeline, Report
from feedsvc.pipeline.report import KINDS
from feedsvc.rejection import Rejection

_TRIES = 5
"""Looks at files that are being written; what still changes after as many seconds is left to the next scan."""


@click.command()
@configured
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--strict", is_flag=True, help="Exit with 1 if any file is rejected.")
@click.option(
    "--emptied", is_flag=True, help="Believe that an empty folder, or an empty feed in it, is meant to be empty."
)
@click.option("--json", "json_", is_flag=True, help="For programs.")
def scan(given: Given, dry_run: bool, strict: bool, emptied: bool, json_: bool) -> None:
    """One pass: publish what is new or changed, withdraw what is gone.

    \b
    Examples:
      feedsvc scan
      feedsvc scan --dry-run
      feedsvc scan --strict --json
    """
    config = given.load()
    with closing(app.look_into_store(config) if dry_run else app.open_store(config)) as store:
        with store.leading() as alone:
            pipeline = app.pipeline(config, store)
            if not (alone or dry_run or pipeline.is_adopted()):
                raise ConfigError((_OTHERS,))
            report = scan_once(pipeline, dry=dry_run, emptied=emptied)
        rejections = report.rejected if dry_run else store.rejections()
    if json_:
        as_json(_facts(report, rejections))
    else:
        for line in [*report_lines(report, dry=dry_run), *rejection_lines(rejections)]:
            click.echo(line)
    if strict and rejections:
        sys.exit(1)


def _facts(report: Report, rejections: Sequence[Rejection]) -> dict[str, Any]:
    """What this pass did, and all that stands rejected."""
    return {
        **{kind: getattr(report, kind) for kind in KINDS if kind != "rejected"},
        "unchanged": report.same,
        "unfinished": sorted(report.again),
        "alarms": report.alarms,
        "rejections": [asdict(rejection) for rejection in rejections],
        "revision": report.revision,
        "seconds": round(report.seconds, 3),
    }


_OTHERS = Mistake(
    "",
    "this command",
    "a feedsvc that is running keeps this store with other settings",
    "Give this command the same flags and environment, or stop the other one",
)
"""Were the store to follow the settings of a passing command, every link in the feeds could change, and change back."""


def scan_once(pipeline: Pipeline, *, dry: bool = False, emptied: bool = False) -> Report:
    """A whole scan, waiting as long as it takes for files that are being written to settle."""
    with progress("scanning") as tell:
        anew = False if dry else pipeline.adopt(tell)
        report = pipeline.scan(dry=dry, retry=anew, emptied=emptied, progress=tell)
        for _ in range(_TRIES):
            if not report.again:
                break
            time.sleep(1)
            report.take_in(pipeline.scan(report.again, dry=dry))
        if not dry:
            pipeline.resort(progress=tell)
            pipeline.turn()
    return report
