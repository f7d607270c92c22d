"""What a library says is wrong, in the house's words: every error becomes a StoreError with where and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError, StatementError

from feedsvc.errors import StoreError

_WITHOUT_NUL = "Take the character out before it is stored."

# What the two engines say, in lower case, and what helps. The first that is found counts.
_REMEDIES = (
    ("unable to open database file", "Check that its folder exists and may be written by this user."),
    ("readonly database", "It may not be written: give this user write access to the file and to its folder."),
    ("not a database", "The file is something else, or damaged: name another file, or restore this one from a backup."),
    ("malformed", "The file is damaged: restore it from a backup, or remove it and let the next scan make it anew."),
    ("database is locked", "Another process has been writing for too long: see what holds it, then try again."),
    ("disk is full", "Free some space on its disk, then try again."),
    ("disk i/o error", "Its disk does not answer: see the system's log."),
    ("no space left", "Free some space on the server's disk, then try again."),
    ("password authentication failed", "Check the user and the password in the URL."),
    ("no password supplied", "Put the password in the URL."),
    ("does not exist", "Create what is missing on the server, or correct the URL."),
    ("permission denied", "Grant this user the right to create and write tables."),
    ("connection", "Check that the server runs and can be reached from here, then try again."),
    ("unique", "Two entries claim what only one may have: see what was published last."),
    ("surrogates not allowed", "Replace what is not Unicode before it is stored."),
    ("nul character", _WITHOUT_NUL),
    ("nul (0x00)", _WITHOUT_NUL),
)
_OTHERWISE = "If it happens again, report it with this message."
_SECRETS = ("password", "sslpassword")  # where a URL may have them besides its own place for a password


@contextmanager
def translated(url: URL) -> Iterator[None]:
    """Raise StoreError in place of what SQLAlchemy and the drivers below it raise."""
    try:
        yield
    except (SQLAlchemyError, UnicodeEncodeError) as error:
        said = _said(error)
        raise StoreError(f"{shown(url)}: {said}. {_remedy(said)}") from error


def shown(url: URL) -> str:
    """The URL as a message may show it: without the password, wherever it stands."""
    bare = url.difference_update_query(_SECRETS)
    return bare.render_as_string(hide_password=True)


def _said(error: Exception) -> str:
    """The first line of what the driver said, without the statement and its parameters, which may be long."""
    cause = error.orig if isinstance(error, StatementError) and error.orig is not None else error
    return next(iter(str(cause).strip().splitlines()), type(cause).__name__).rstrip(".")


def _remedy(said: str) -> str:
    lowered = said.lower()
    return next((remedy for sign, remedy in _REMEDIES if sign in lowered), _OTHERWISE)
