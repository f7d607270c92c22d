"""Dates as feeds write them, made such as dates/ reads: what generators get wrong again and again, and no guess."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from feedsvc import dates

_NEVER = re.compile(r"0000-00-00|-0001\b")
"""How MySQL, and what is made with it, writes that there is no date."""

_UNIX = re.compile(r"(\d{9,10})|(\d{10})\d{3}")
"""Seconds, or milliseconds, since 1970: nine digits begin in 1973, ten end in 2286. Twelve are a day and its hour."""

_COMMA = re.compile(r"^([^\W\d_]{2,13})\.?\s*,\s*(?=\d)")
_REPEATED = re.compile(r"( [+-]\d{4})\1$")


def dated(written: str | None) -> str | None:
    """The date without what keeps it from being read, or as it is; None where there is none."""
    text = " ".join((written or "").split())
    if not text or _NEVER.search(text):
        return None
    if since_1970 := _UNIX.fullmatch(text):
        return datetime.fromtimestamp(int(since_1970[1] or since_1970[2]), UTC).isoformat()
    text = _REPEATED.sub(r"\1", text)
    spaced = _COMMA.sub(r"\1, ", text)
    if dates.opening(spaced) == spaced:
        return spaced
    bare = _COMMA.sub("", text)  # of a weekday in a language that nobody told us; the day itself may be in digits
    return bare if dates.opening(bare) == bare else text


def first_given(*written: str | None) -> str | None:
    """The first of these that is a date at all: formats have several places for one, and hold it in any."""
    return next(filter(None, map(dated, written)), None)
