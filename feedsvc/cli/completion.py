"""feedsvc completion: what lets a shell complete these commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import get_completion_class

from feedsvc.cli import COMPLETE

if TYPE_CHECKING:
    from click.shell_completion import ShellComplete


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that lets SHELL (bash, zsh or fish) complete commands, flags, addresses and articles.

    For good: put the line into ~/.bashrc or ~/.zshrc, or the script itself where fish looks for it.

    \b
    Examples:
      eval "$(feedsvc completion bash)"
      eval "$(feedsvc completion zsh)"
      feedsvc completion fish > ~/.config/fish/completions/feedsvc.fish
    """
    kind: type[ShellComplete] | None = get_completion_class(shell)
    assert kind is not None  # noqa: S101 (click has all of these)
    arguments: dict[str, Any] = {}
    click.echo(kind(context.find_root().command, arguments, "feedsvc", COMPLETE).source())
