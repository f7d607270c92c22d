"""docs/commands.md, made of the commands' own help: `python -m feedsvc.cli.reference > docs/commands.md`.

A test holds the page to this, and what is said here of JSON to what the commands print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import click

from feedsvc.cli import commands, every_command
from feedsvc.cli.ending import MEANINGS

_WIDTH = 100
"""Characters of a line of help: they fit a page beside its contents."""

_INTRODUCTION = """\
# Commands

This page is made of the commands' own help (`python -m feedsvc.cli.reference`), and a test holds it to that.

- **Flags outrank the environment, which outranks config.toml.** `--articles`, `--store`, `--host` and `--port` are keys
  of [the configuration](configuration.md); every other key can be set by its variable, `FEEDSVC_FEEDS__LIMIT=20`.
- **On a terminal** there are colours, tables, and progress with rate and time left; in a pipe, plain lines. `NO_COLOR`
  and `TERM=dumb` are honoured. What is for people to know beside the answer goes to standard error.
- **Errors** are told in a line each, with what to do. `--debug`, before or behind a command, shows where in the program
  an error arose; of one that nobody foresaw, that is written to a file, which the line names, or to a service's log.
- **Tab** completes commands, flags, addresses and articles: see `feedsvc completion`.
"""

KEYS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "scan": {
            "new": "paths of articles that were published for the first time",
            "changed": "paths of those that were published anew",
            "renamed": "paths, as they are now",
            "restored": "paths of those that were gone and are back",
            "gone": "paths of those that were withdrawn, since their file is no longer there",
            "drafts": "paths of those that are drafts",
            "superseded": "paths of versions older than the one that is published",
            "expired": "paths of those that are past their expiry",
            "unchanged": "how many files are as they were",
            "unfinished": "paths of files that are still being written",
            "alarms": "why the folder as a whole was not trusted, as sentences",
            "rejections": "all that stands rejected: `path`, `problem`, `remedy`, `line` (from 1, or null)",
            "revision": "the newest revision",
            "seconds": "how long it took",
        },
        "check": {
            "config": "the config.toml that was read, or null",
            "mistakes": "what is wrong in the configuration: `key`, `where`, `problem`, `remedy`; "
            "where there are any, all that follows is null",
            "notes": "what works, but not for long or not for everyone, as sentences",
            "topics": "how many are configured",
            "articles": "the folder of articles",
            "good": "how many would be published",
            "drafts": "how many are drafts",
            "rejections": "what would be rejected, as for `scan`",
            "decided": "what had to be decided for want of certainty: `path`, `note`",
        },
        "export": {
            "written": "addresses that are new or changed",
            "removed": "addresses that are gone",
            "foreign": "addresses where a file lies that is not from feedsvc, and was left as it is",
            "unchanged": "how many were asked for and are as before",
            "has_new_rules": "whether the rules for nginx changed, which is then to be reloaded",
            "revision": "the newest revision that the files show",
            "seconds": "how long it took",
        },
        "status": {
            "published": "entries in the feeds",
            "held": "entries that wait for their embargo",
            "withdrawn": "entries that were taken back",
            "files": "files of which the store knows",
            "topics": "topics that have a feed",
            "revision": "the newest revision",
            "last_scan": "when the folder was last scanned (UTC, RFC 3339), or null",
            "alarms": "why it was not trusted then, as sentences",
            "feeds": "each feed: `topic`, `title`, `entries`, `revision`, `urls` by format",
            "rejections": "what stands rejected, as for `scan`",
        },
        "doctor": {
            "verdict": "the worst of all: `ok`, `warning` or `error`",
            "findings": "each thing that was looked at: `area`, `verdict`, `sentence`, `remedy`",
        },
    }
)
"""What `--json` prints: command -> key -> what stands there. Keys may come; none goes or changes its meaning."""


def page() -> str:
    return "\n".join([_INTRODUCTION, *_exit_codes(), *_json(), *_commands()])


def _exit_codes() -> Iterator[str]:
    yield "## Exit codes\n"
    yield "| Code | Means |\n|--:|:--|"
    yield from (f"| {code.value} | {meaning} |" for code, meaning in MEANINGS.items())
    yield ""


def _json() -> Iterator[str]:
    yield "## JSON\n"
    yield "These keys stay as they are; others may join them. `explain`, `topics` and `chrome` have `--json` as well.\n"
    for command, keys in KEYS.items():
        yield f"### `feedsvc {command} --json`\n"
        yield "| Key | Holds |\n|:--|:--|"
        yield from (f"| `{key}` | {meaning} |" for key, meaning in keys.items())
        yield ""


def _commands() -> Iterator[str]:
    for name, command in every_command():
        yield f"## `feedsvc {name}`\n"
        yield f"```\n{help_of(name, command)}\n```\n"


def help_of(name: str, command: click.Command) -> str:
    """As `feedsvc NAME --help` prints it, at the width of the page."""
    settings = {**commands.context_settings, **command.context_settings}
    help_names = settings["help_option_names"]
    context = click.Context(
        command, info_name=f"feedsvc {name}", terminal_width=_WIDTH, color=False, help_option_names=help_names
    )
    return command.get_help(context)


if __name__ == "__main__":
    click.echo(page(), nl=False)
