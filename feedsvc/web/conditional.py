"""Whether a client already has what it asks for (RFC 9110, sections 8.8.3 and 13.1). Pure.

Feed readers send what they were told, or what they made up. A value that is not as the standard has it is no reason to
refuse: it matches nothing, and the client gets the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum

# One member of the list, and the comma behind it; empty members are legal (section 5.6.1). Every quantifier is
# possessive: a header of nothing but blanks is read in one pass.
_MEMBER = re.compile(r'[ \t]*+(?:(?:W/)?"([\x21\x23-\x7e\x80-\xff]*+)")?+[ \t]*+(?:,|\Z)')


class Decision(Enum):
    """What to answer."""

    SEND = 200
    NOT_MODIFIED = 304


def decide(
    method: str,
    if_none_match: str | None,
    if_modified_since: str | None,
    etag: str,
    last_modified: datetime | None,
) -> Decision:
    """Weigh the two conditions of a GET or HEAD, given as the header fields stand, None where one is absent.

    `etag` is strong, with its quotes; `last_modified` is aware, None where there is no such date.
    """
    if method not in {"GET", "HEAD"}:
        return Decision.SEND
    if if_none_match is not None:
        # "A recipient MUST ignore If-Modified-Since if the request contains an If-None-Match" (section 13.1.3).
        known = _matches(if_none_match, etag)
    else:
        known = last_modified is not None and _has_seen(if_modified_since, last_modified)
    return Decision.NOT_MODIFIED if known else Decision.SEND


def _matches(if_none_match: str, etag: str) -> bool:
    """Compared weakly (section 8.8.3.2): the opaque part alone decides."""
    return if_none_match.strip() == "*" or etag.strip('"') in _opaque_tags(if_none_match)


def _opaque_tags(field: str) -> Iterator[str]:
    """What stands between the quotes of each entity tag, up to the first thing that is none."""
    position = 0
    while position < len(field) and (member := _MEMBER.match(field, position)):
        if member[1] is not None:
            yield member[1]
        position = member.end()


def _has_seen(if_modified_since: str | None, last_modified: datetime) -> bool:
    """A date is in whole seconds, so the fraction that it could not carry back does not count."""
    seen = _http_date(if_modified_since)
    return seen is not None and seen >= last_modified.replace(microsecond=0)


def _http_date(field: str | None) -> datetime | None:
    """Any of the three forms (section 5.6.7), None for what is no date."""
    if field is None:
        return None
    try:
        date = parsedate_to_datetime(field)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
