"""What a client is due that has an older version of a feed: the document, what changed, or all that it missed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from feedsvc.web.negotiate import wants_changes_only
from feedsvc.web.serving import Serving
from feedsvc.web.tags import Tag, known_revision


class Due(Enum):
    """What to answer, if not 304."""

    DOCUMENT = "the newest entries, as anyone gets them"
    CATCH_UP = "those, and every older one that the client has not seen"
    CHANGES = "only what changed since (RFC 3229, section 10)"


def due(current: Tag, covers: int, environ: Mapping[str, Any], serving: Serving, tells_changes: bool = True) -> Due:
    """Weigh a request for a feed whose newest version has the tag `current`.

    `covers` is the oldest revision with which a client has missed nothing that the newest document does not hold;
    `tells_changes`, whether what changed can be had alone.
    """
    since = seen(current, environ)
    if since is None or since >= current.revision:
        return Due.DOCUMENT
    if (
        tells_changes
        and serving.delta
        and wants_changes_only(environ.get("HTTP_A_IM"))
        and not _chokes(environ, serving)
    ):
        return Due.CHANGES
    # What comes through a proxy may be a cache's own question, and its answer meant for many (RFC 9110, section 7.6.3).
    if serving.catch_up and since < covers and "HTTP_VIA" not in environ:
        return Due.CATCH_UP
    return Due.DOCUMENT


def seen(current: Tag, environ: Mapping[str, Any]) -> int | None:
    """The newest revision of this feed that the client says it has."""
    return known_revision(environ.get("HTTP_IF_NONE_MATCH"), current.epoch, current.format)


def _chokes(environ: Mapping[str, Any], serving: Serving) -> bool:
    agent = str(environ.get("HTTP_USER_AGENT", "")).casefold()
    return any(part.casefold() in agent for part in serving.delta_not_for)
