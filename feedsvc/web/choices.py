"""A choice of topics, as the query of the list of feeds names it: `topic=fog&topic=harbour`. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from feedsvc import addresses
from feedsvc.errors import RequestError
from feedsvc.web import parameters

PATH = addresses.opml("")
"""Where a choice counts; everywhere else it is noise."""

MOST = 200
"""Topics of one choice: a page of the form has as many boxes, and servers refuse an address of more than 8 KB or so."""

_NAME = "topic"


def read(query_string: str) -> tuple[str, ...]:
    """The topics that a query names, sorted, each once; empty: all are meant. Raises RequestError for too many."""
    chosen = sorted({slug for slug in parameters.repeated(query_string, _NAME) if slug})
    if len(chosen) > MOST:
        raise RequestError(
            "A list holds %(most)s topics at most, and not %(count)s; ask for it in parts.",
            most=MOST,
            count=len(chosen),
        )
    return tuple(chosen)


def query(chosen: Sequence[str]) -> str:
    """The canonical query of a choice: the same in whatever order, and however often, its topics are named."""
    return "&".join(f"{_NAME}={quote(slug, safe='')}" for slug in chosen)


def key(path: str, chosen: Sequence[str]) -> str:
    """The library's key for the list of these: as `front.key` has it."""
    return f"{query(chosen)} {path}" if chosen else path
