"""How a command ends: its exit code, and what is told of what went wrong.

Nobody is shown a traceback who did not ask for one with --debug. What feedsvc foresaw is told as it says itself; of
what it did not foresee, a line is told, and the traceback goes to a file, or to the log of a service.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from enum import IntEnum
from types import MappingProxyType

import click

from feedsvc.errors import FeedsvcError

DEBUG = "--debug"


class Code(IntEnum):
    """Exit codes."""

    DONE = 0
    WANTING = 1
    REFUSED = 2
    REDIRECTED = 3
    ASKED_WRONGLY = 4
    UNABLE = 5
    MISTAKE = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130  # as shells number it: 128, and SIGINT's number
    UNREAD = 141  # 128, and SIGPIPE's number


MEANINGS: Mapping[Code, str] = MappingProxyType(
    {
        Code.DONE: "All is done, and nothing is wrong.",
        Code.WANTING: "Done, and something wants your eye: rejected articles (`check`, `scan --strict`), or a warning "
        "of `doctor`.",
        Code.REFUSED: "Not done, since the command line, the configuration, the store or a folder does not allow it: "
        "what to do is told. An error that `doctor` found.",
        Code.REDIRECTED: "`get` alone: the answer is a 3xx, a redirect or a 304.",
        Code.ASKED_WRONGLY: "`get` alone: the answer is a 4xx, such as 404.",
        Code.UNABLE: "`get` alone: the answer is a 5xx, such as 503.",
        Code.MISTAKE: "A mistake of feedsvc's own: please report it.",
        Code.INTERRUPTED: "Ended by Ctrl-C.",
        Code.UNREAD: "Nobody reads on: `head` has had enough.",
    }
)
"""What docs/commands.md says of each."""


def of(command: Callable[[], object]) -> int:
    """Run a command to its end; what went wrong is told on standard error. Returns the exit code."""
    try:
        try:
            command()
        finally:
            sys.stdout.flush()  # here, where it is known what to do when nobody reads on
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except BrokenPipeError:
        _turn_away_output()
        return Code.UNREAD
    except (KeyboardInterrupt, click.Abort):
        click.echo(err=True, nl=sys.stderr.isatty())  # below the terminal's own ^C
        return Code.INTERRUPTED
    except (click.ClickException, FeedsvcError) as error:
        _tell_foreseen(error)
        return Code.REFUSED
    except Exception as error:  # the one place that catches everything: what nobody foresaw must end in a line too
        _tell_unforeseen(error)
        return Code.MISTAKE
    return Code.DONE


def _turn_away_output() -> None:
    """What is still in the buffer goes nowhere, or Python would complain of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell_foreseen(error: click.ClickException | FeedsvcError) -> None:
    _show_traceback()
    if isinstance(error, click.UsageError):
        error.show()
    else:
        said = error.format_message() if isinstance(error, click.ClickException) else str(error)
        click.echo(f"feedsvc: {said}", err=True)


def _tell_unforeseen(error: Exception) -> None:
    what = f"{type(error).__name__}: {error}".splitlines()[0].rstrip(": ")
    if not (_show_traceback() or _log(what)):
        told = _written_down() or f"{DEBUG} shows where it arose"
        click.echo(f"feedsvc: a mistake of its own, which you may want to report: {what} ({told})", err=True)


def _show_traceback() -> bool:
    """On standard error, where --debug asks for it: looked for by hand, since the command line may be what is wrong."""
    asked = DEBUG in sys.argv[1:]
    if asked:
        traceback.print_exc()
    return asked


def _log(what: str) -> bool:
    """To the log of a service; False where there is none, or where it is a person who reads it."""
    if "structlog" not in sys.modules or sys.stderr.isatty():
        return False
    import structlog  # loaded already, by whoever has set up a log

    if structlog.is_configured():
        structlog.get_logger("feedsvc.cli").exception("ended by a mistake", mistake=what)
    return bool(structlog.is_configured())


def _written_down() -> str | None:
    """Where the traceback was written to; None where that cannot be."""
    try:
        with tempfile.NamedTemporaryFile("w", prefix="feedsvc-", suffix=".log", delete=False) as file:
            traceback.print_exc(file=file)
    except OSError:
        return None
    return f"all of it is in {file.name}"
