"""What is said alike in every format: decided here once, so that Atom, RSS and JSON cannot disagree. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from html import unescape

from feedsvc.addresses import ALL
from feedsvc.model import Author, Entry, Feed, Site

KEEPS = timedelta(minutes=5)
"""How long a feed need not be asked for again: what HTTP says of it (Cache-Control), and RSS in itself (ttl; R13)."""

_RUN = re.compile(r"(?:^|>)([^<]+)")  # characters between two tags


def title(feed: Feed, site: Site) -> str:
    """The feed's title, with the site's behind it: a reader's list shows feeds of many sites, and no two alike."""
    return site.title if feed.selection == ALL else f"{feed.title} · {site.title}"


def description(feed: Feed, site: Site) -> str:
    """What the feed is about; the title where nobody said, because RSS 2.0 requires a description."""
    own = site.description if feed.selection == ALL else feed.description
    return own or title(feed, site)


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
