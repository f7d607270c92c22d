"""Every command that the pages show is one of ours, with flags that it has."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest
from documentation import PAGES, blocks, inline, name

from feedsvc import cli

_COMMAND = re.compile(
    r"^ {0,3}(?:\$ |- run: )?(?:[A-Z_]+=\S+ )*(?:\S*/|docker (?:compose )?exec \S+ )?feedsvc ([a-z].*)$"
)
_ENDS = re.compile(r"\s(?:\||&&|>|#|\\$).*|\)$| \[--\w+\]$")
_ANY = re.compile(r"^(?:COMMAND|…)$")


def shown() -> Iterator[tuple[str, str]]:
    """Where a command is shown, and what stands behind its `feedsvc`."""
    for block in blocks("", "sh", "console", "yaml"):
        for line in block.text.splitlines():
            if found := _COMMAND.match(line):
                yield name(block.page), _ENDS.sub("", found[1])
    for page in PAGES:
        yield from ((name(page), _ENDS.sub("", found[1])) for code in inline(page) if (found := _COMMAND.match(code)))


COMMANDS = sorted({found for found in shown() if not _ANY.match(found[1].split()[0])})


def demand_understood(command: click.Command, words: list[str]) -> None:
    """Raises UsageError for a flag that the command does not have, or a word that it does not expect."""
    context = click.Context(command)
    _, rest, _ = command.make_parser(context).parse_args(list(words))
    if isinstance(command, click.Group):
        if rest:
            below = command.get_command(context, rest[0])
            if below is None:
                raise click.UsageError(f"no command {rest[0]}")
            demand_understood(below, rest[1:])
    elif rest:
        raise click.UsageError(f"one word too many: {rest[0]}")


@pytest.mark.parametrize(("page", "words"), COMMANDS)
def test_a_command_that_is_shown_can_be_typed(page: str, words: str) -> None:
    demand_understood(cli.commands, shlex.split(words))


def test_commands_are_found_at_all() -> None:
    assert len(COMMANDS) > 40


@pytest.mark.parametrize("words", ["serve --prot 80", "publish", "status now", "topics tset x"])
def test_what_cannot_be_typed_would_be_noticed(words: str) -> None:
    with pytest.raises(click.UsageError):
        demand_understood(cli.commands, shlex.split(words))
