"""How a command ends: its exit code, and what is told of what went wrong.

Nobody is shown a traceback who did not ask for one with --debug. What feedsvc foresaw is told as it says itself; of
what it did not foresee, a line is told, and the traceback goes to a file, or to the log of a service.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from enum import IntEnum

import click

from feedsvc.errors import FeedsvcError

DEBUG = "--debug"


class Code(IntEnum):
    """Exit codes; docs/commands.md shows them as this table."""

    meaning: str

    def __new__(cls, number: int, meaning: str) -> Code:
        code = int.__new__(cls, number)
        code._value_ = number
        code.meaning = meaning
        return code

    DONE = 0, "All is done, and nothing is wrong."
    WANTING = 1, (
        "Done, and something wants your eye: articles are rejected (`check`, `scan --strict`), "
        "or something is not as it should be (`doctor`)."
    )
    REFUSED = 2, (
        "Not done: the command line, the configuration, the store or the folder does not allow it; what to do is told. "
        "For `doctor`: something is broken."
    )
    REDIRECTED = 3, "`get` alone: the answer is a redirect or a 304."
    ASKED_WRONGLY = 4, "`get` alone: the answer is a 4xx, such as 404."
    UNABLE = 5, "`get` alone: the answer is a 5xx, such as 503."
    MISTAKE = 70, "A mistake of feedsvc's own; please report it. 70 is EX_SOFTWARE of sysexits.h."
    INTERRUPTED = 130, "Ended by Ctrl-C, as shells number it: 128 and SIGINT's number."
    UNREAD = 141, "Nobody reads on, as with `| head`: 128 and SIGPIPE's number."


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
