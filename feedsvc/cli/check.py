"""feedsvc check: the configuration and every article, without publishing."""

from __future__ import annotations

import sys

import click

from feedsvc import app, store
from feedsvc.cli.options import Given, configured
from feedsvc.cli.scan import scan_once
from feedsvc.cli.show import rejection_lines


@click.command()
@configured()
def check(given: Given) -> None:
    """Read the configuration and every article, publish nothing, and exit with 1 if any would be rejected."""
    config = given.load()
    files, besides = config.path or "none, defaults are used", len(config.files.topics)
    also = f" and {besides} topic file{'s' * (besides > 1)}" if besides else ""
    click.echo(f"configuration: {files}{also}: good, {len(config.topics)} topics")
    nothing = store.connect("sqlite://")  # as if every file were new: what was published before hides nothing
    report = scan_once(app.pipeline(config, nothing), dry=True)
    drafts = f", {len(report.drafts)} drafts" if report.drafts else ""
    click.echo(f"articles: {config.articles.path}: {len(report.new)} good{drafts}, {len(report.rejected)} rejected")
    for line in rejection_lines(report.rejected):
        click.echo(line)
    sys.exit(1 if report.rejected else 0)
