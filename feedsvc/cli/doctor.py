"""feedsvc doctor: looks at everything, says what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import click
from rich.text import Text

from feedsvc import app
from feedsvc import doctor as examinations
from feedsvc.cli.ending import Code
from feedsvc.cli.options import Given, configured
from feedsvc.cli.show import as_json, console
from feedsvc.doctor import Finding, Verdict, configuration, worst
from feedsvc.errors import ConfigError

_ENDS = {Verdict.OK: Code.DONE, Verdict.WARNING: Code.WANTING, Verdict.ERROR: Code.REFUSED}

_STYLES = {Verdict.OK: "green", Verdict.WARNING: "yellow", Verdict.ERROR: "bold red"}


@click.command()
@configured
@click.option("--offline", is_flag=True, help="Ask nobody over HTTP, not even this machine.")
@click.option("--json", "json_", is_flag=True, help="For programs.")
def doctor(given: Given, offline: bool, json_: bool) -> None:
    """Look at configuration, store, articles, watching, clock, machine and public address; say what to do.

    Nothing is changed. The public address is tried by asking for a feed there, where a server runs here. The exit code
    is 0 where all is well, 1 for warnings and 2 for errors.

    \b
    Examples:
      feedsvc doctor
      feedsvc doctor --offline --json
    """
    findings = _found(given, offline=offline)
    told = list(findings) if json_ else list(_printed(findings))
    if json_:
        as_json(_facts(told))
    raise click.exceptions.Exit(_ENDS[worst(told)])


def _found(given: Given, *, offline: bool) -> Iterator[Finding]:
    try:
        config = app.load(given.path, given.flags)
    except ConfigError as refused:
        yield from configuration.judge_mistakes(refused)
    else:
        yield from examinations.examine(config, offline=offline)


def _printed(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each is printed when it is made: some take seconds."""
    out = console()
    for finding in findings:
        verdict = Text(f"{finding.verdict:8}", _STYLES[finding.verdict])
        out.print(Text.assemble(verdict, (f"{finding.area:14}", "dim"), finding.sentence))
        if finding.remedy:
            ending = "" if finding.remedy.endswith("?") else "."
            out.print(Text.assemble(" " * 22, (f"{finding.remedy}{ending}", "bold")))
        yield finding


def _facts(findings: list[Finding]) -> dict[str, Any]:
    return {"verdict": worst(findings), "findings": [asdict(finding) for finding in findings]}
