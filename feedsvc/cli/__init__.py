"""The command feedsvc: one file per deed, and this dispatcher.

What a command has in common with the others is in options (flags), show and telling (how things look), completing
(what Tab offers) and ending (exit codes, and what is told of errors).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

import feedsvc
from feedsvc.cli import ending

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

DEEDS = MappingProxyType(
    {
        "serve": "Everything in one: watch the folder, publish, answer requests.",
        "web": "The half that answers requests.",
        "work": "The half that watches the folder and publishes.",
        "scan": "Publish what is new or changed, once.",
        "check": "Read the configuration and every article, publish nothing.",
        "export": "Write all that is served as files, for any web server.",
        "get": "Print what is served at an address, without a server.",
        "status": "What is published, and what was rejected.",
        "explain": "What becomes of one article, and why.",
        "topics": "Topics tried before they are in force, suggested, listed.",
        "chrome": "Lines that recur around the articles.",
        "doctor": "Look at everything, say what is wrong and what to do.",
        "init": "Begin in an empty folder, or with a site as it is.",
        "completion": "What lets bash, zsh or fish complete these commands.",
    }
)
"""In the order in which help lists them; each is the command of that name in the file of that name."""

COMPLETE = "_FEEDSVC_COMPLETE"
"""The variable by which a shell asks what Tab offers."""


class Dispatcher(click.Group):
    """Loads the one command that is asked for: half a second for each process of a scan that loads the web server."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(DEEDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in DEEDS:
            return None
        command = getattr(import_module(f"feedsvc.cli.{name}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 (what DEEDS promises)
        _let_debug(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in DEEDS and not ctx.resilient_parsing:
            raise click.NoSuchCommand(args[0], possibilities=DEEDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(DEEDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        commands = [CompletionItem(name, help=DEEDS[name]) for name in DEEDS if name.startswith(incomplete)]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]


def _let_debug(command: click.Command) -> None:
    """Let a command and those below it take --debug, which `ending` looks for."""
    if not any(ending.DEBUG in param.opts for param in command.params):
        command.params.append(
            click.Option([ending.DEBUG], is_flag=True, expose_value=False, help="Show where an error arose.")
        )
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        _let_debug(below)


@click.group(cls=Dispatcher, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(feedsvc.__version__, prog_name="feedsvc")
@click.option(ending.DEBUG, is_flag=True, expose_value=False, help="Show where an error arose.")
def commands() -> None:
    """A folder of articles in; RSS, Atom and JSON feeds by topic out.

    \b
    Examples:
      feedsvc init             begin, in an empty folder
      feedsvc serve            and open http://127.0.0.1:8000
      feedsvc COMMAND --help   everything about a command
    """


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Each command with all its words, `topics list` for one, in the order of help."""
    context = click.Context(commands)
    waiting = [(name, command) for name in reversed(DEEDS) if (command := commands.get_command(context, name))]
    while waiting:
        name, command = waiting.pop()
        yield name, command
        if isinstance(command, click.Group):
            waiting += [(f"{name} {below}", each) for below, each in reversed(list(command.commands.items()))]


def main() -> None:
    """Run a command, or tell a shell what Tab offers, and end with the exit code that `ending` has for it."""
    sys.exit(ending.of(_complete if COMPLETE in os.environ else _run))


def _run() -> None:
    with commands.make_context("feedsvc", sys.argv[1:], color=_color()) as context:
        commands.invoke(context)


def _color() -> bool | None:
    """False where nobody wants any (no-color.org); None: as standard output is a terminal or not."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


def _complete() -> None:
    from click.shell_completion import shell_complete

    raise click.exceptions.Exit(shell_complete(commands, {}, "feedsvc", COMPLETE, os.environ[COMPLETE]))
