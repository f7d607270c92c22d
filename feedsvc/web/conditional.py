"""Whether a client already has what it asks for (RFC 9110, section 13.1). Pure.

Feed readers send what they were told, or what they made up. A value that is not as the standard has it is no reason to
refuse: it matches nothing, and the client gets the whole document.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import Enum

from feedsvc.web.tags import listed

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_LONG_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_TIME = "(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"

# "A recipient that parses a timestamp value in an HTTP field MUST accept all three HTTP-date formats" (section 5.6.7),
# and MUST ignore the field where it is none of them (section 13.1.3). Capitals count.
_HTTP_DATES = tuple(
    re.compile(form)
    for form in (
        f"{_DAY}, (?P<day>[0-9]{{2}}) {_MONTH} (?P<year>[0-9]{{4}}) {_TIME} GMT",
        f"{_LONG_DAY}, (?P<day>[0-9]{{2}})-{_MONTH}-(?P<year>[0-9]{{2}}) {_TIME} GMT",
        f"{_DAY} {_MONTH} (?P<day>[0-9]{{2}}| [0-9]) {_TIME} (?P<year>[0-9]{{4}})",
    )
)


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

    `etag` stands with its quotes; `last_modified` is in UTC, None where there is no such date.
    """
    if method not in {"GET", "HEAD"}:
        return Decision.SEND
    if if_none_match is not None:
        # "A recipient MUST ignore If-Modified-Since if the request contains an If-None-Match" (section 13.1.3).
        known = _names(if_none_match, etag)
    else:
        known = last_modified is not None and _has_seen(if_modified_since, last_modified)
    return Decision.NOT_MODIFIED if known else Decision.SEND


def _names(if_none_match: str, etag: str) -> bool:
    """Compared weakly (section 8.8.3.2): the opaque part alone decides. `*` is any version that there is."""
    opaque = etag.removeprefix("W/").strip('"')
    return if_none_match.strip(" \t") == "*" or (opaque in if_none_match and opaque in listed(if_none_match))


def _has_seen(if_modified_since: str | None, last_modified: datetime) -> bool:
    """Whether nothing has happened since that date, though nobody may ever have been told it, or it is yet to come.

    A date is in whole seconds, so the fraction that it could not carry back does not count.
    """
    seen = _http_date(if_modified_since, last_modified.year) if if_modified_since else None
    return seen is not None and seen >= last_modified.replace(microsecond=0)


def _http_date(field: str, year: int) -> datetime | None:
    """The moment that a field names, None where it is no date; `year` tells which century one of two digits is in."""
    found = next(filter(None, (form.fullmatch(field.strip(" \t")) for form in _HTTP_DATES)), None)
    if found is None:
        return None
    month = _MONTHS.index(found["month"]) + 1
    day, hour, minute, second = map(int, found.group("day", "hour", "minute", "second"))
    try:
        return datetime(_full(found["year"], year), month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:  # 31 February, 25 o'clock
        return None


def _full(digits: str, year: int) -> int:
    """A year of two digits that would be more than 50 years ahead is of the century before (section 5.6.7)."""
    if len(digits) > 2:
        return int(digits)
    near = year - year % 100 + int(digits)
    return near - 100 if near > year + 50 else near
