"""What is said alike in every format: decided here once, so that Atom, RSS and JSON cannot disagree. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from html import unescape

from feedsvc import addresses, names
from feedsvc.addresses import ALL
from feedsvc.feed import Feed
from feedsvc.model import Author, Entry, Format, Site
from feedsvc.render.frame import Frame

_MINUTE = timedelta(minutes=1)
_PERIODS = {  # the words of the Syndication module; a month and a year as long as they are on average
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=365.2425) / 12,
    "yearly": timedelta(days=365.2425),
}
_NEAR = 0.05
"""How far off, as a part of it, a pace may be said: `hourly` 9 times for every 7 minutes, not `daily` 206 times."""

_RUN = re.compile(r"(?:^|>)([^<]+)")  # characters between two tags


def identity(feed: Feed, site: Site, frame: Frame) -> str:
    """The feed's id, the same for its three formats and for every length of it."""
    return names.feed_id(site.authority, feed.selection, frame.search)


def title(feed: Feed, site: Site) -> str:
    """The feed's title, with the site's behind it: a reader's list shows feeds of many sites, and no two alike."""
    return site.title if feed.selection == ALL else f"{feed.title} · {site.title}"


def description(feed: Feed, site: Site) -> str:
    """What the feed is about; the title where nobody said, because RSS 2.0 requires a description."""
    own = site.description if feed.selection == ALL else feed.description
    return own or title(feed, site)


def page(feed: Feed, site: Site, frame: Frame) -> str:
    """The HTML page that shows what the feed holds."""
    return frame.page or addresses.page(site.base_url, feed.selection)


def itself(feed: Feed, format: Format, site: Site, frame: Frame) -> str:
    """The document's own address, in this format or in that of a sister."""
    if frame.archive is not None:
        return addresses.archive(site.base_url, feed.selection, frame.archive, format)
    return addresses.feed(site.base_url, feed.selection, format, frame.parameters)


def history(feed: Feed, format: Format, site: Site, frame: Frame) -> dict[str, str]:
    """The addresses of the documents that together hold the whole feed, by link relation (RFC 5005, section 4)."""
    found = {}
    if frame.archive is not None:
        found["current"] = addresses.feed(site.base_url, feed.selection, format)
    if frame.older is not None:
        found["prev-archive"] = addresses.archive(site.base_url, feed.selection, frame.older, format)
    if frame.newer is not None:
        found["next-archive"] = addresses.archive(site.base_url, feed.selection, frame.newer, format)
    return found


def minutes(frame: Frame) -> int:
    """How long the document keeps: at least one minute, for none is no `ttl` (RSS 2.0; R13)."""
    return max(1, frame.keeps // _MINUTE)


def pace(frame: Frame) -> tuple[str, int]:
    """The same as a period and how many times in it: the shortest one that says it closely enough (R13, R19)."""
    keeps = minutes(frame) * _MINUTE
    times = {period: max(1, round(length / keeps)) for period, length in _PERIODS.items()}
    near = (period for period in _PERIODS if abs(_PERIODS[period] / times[period] - keeps) <= keeps * _NEAR)
    period = next(near, "yearly")
    return period, times[period]


def authors(entry: Entry, site: Site) -> tuple[Author, ...]:
    """Who wrote the entry, never nobody: an entry leaves its feed (RFC 4287, section 4.1.2), so it names the site."""
    return entry.authors or (site.author,)


def summary(entry: Entry) -> str | None:
    """The summary, None where it would say the title or the content again (RFC 4287, section 4.2.13)."""
    return None if _is_repetition(entry.summary, entry.title, entry.content) else entry.summary


@lru_cache(maxsize=1)  # each of the three formats asks the same in turn
def _is_repetition(summary: str, title: str, content: str) -> bool:
    own = _without_spaces(summary)
    return not own or own == _without_spaces(title) or _is_all_of(own, content)


def _is_all_of(characters: str, html: str) -> bool:
    """Whether these are all the characters of the HTML. Looks no further than the first that differs."""
    for run in _RUN.finditer(html):
        found = _without_spaces(unescape(run[1]))
        if not characters.startswith(found):
            return False
        characters = characters[len(found) :]
    return not characters


def _without_spaces(characters: str) -> str:
    return "".join(characters.split())


def language(entry: Entry, site: Site) -> str | None:
    """The entry's language where it is not the site's, which the feed names already (RFC 4287, section 2)."""
    return entry.language if entry.language != site.language else None


def rfc822(moment: datetime) -> str:
    """`Mon, 29 Jul 2002 00:00:00 GMT`, in English whatever the locale (RFC 822, section 5, with four-digit years)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
