"""Where everything is served: the public URLs, absolute, percent-encoded (RFC 3986). Pure.

Each takes the site's base URL, which the configuration gives and a request never does.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from feedsvc.model import Format

ALL = "all"
"""The selection that holds every entry."""

_SIGNS = "+,"
"""Which combine topics, and mean themselves in a path (RFC 3986, section 3.3)."""

SEARCH = "search"
"""The selection that holds what a search of every entry finds."""

ARTICLE_SCHEME = "article:"
"""Of an address that leads to another article of the folder, until it has an address that others know."""

ATTACHMENT_SCHEME = "attachment:"
"""Of that of a file beside an article, by its name."""

RESERVED = frozenset({ALL, SEARCH})
"""Selections that are no topics, and so no topic's slug: everything, and what a search finds."""


def home(base_url: str) -> str:
    return f"{base_url}/"


def feed(base_url: str, selection: str, format: Format, parameters: str = "") -> str:
    """Of a feed document; `parameters` stand behind its `?`, canonical and encoded already."""
    address = f"{base_url}/feeds/{quote(selection, safe=_SIGNS)}.{format}"
    return f"{address}?{parameters}" if parameters else address


def archive(base_url: str, selection: str, number: int, format: Format) -> str:
    """Of an archive document (RFC 5005, section 4), numbered from 1, the oldest."""
    return f"{base_url}/feeds/{quote(selection, safe=_SIGNS)}/archive/{number}.{format}"


def favicon(base_url: str) -> str:
    """The icon that readers ask for by themselves, and that feeds name."""
    return f"{base_url}/favicon.ico"


def opml(base_url: str, parameters: str = "") -> str:
    """Of the list of all feeds, or of those that `parameters` choose; canonical and encoded already."""
    return f"{base_url}/feeds.opml?{parameters}" if parameters else f"{base_url}/feeds.opml"


def topic(base_url: str, slug: str) -> str:
    return f"{base_url}/topics/{quote(slug)}"


def topics(base_url: str) -> str:
    """The scheme of categories: a topic's term, put behind it, is the topic's page (RFC 4287, section 4.2.2.2)."""
    return f"{base_url}/topics/"


def page(base_url: str, selection: str) -> str:
    """The HTML page that shows what a feed holds."""
    return home(base_url) if selection == ALL else topic(base_url, selection)


def search(base_url: str, parameters: str = "") -> str:
    """Of the page that searches, and shows what it found; `parameters` as for a feed."""
    return f"{base_url}/search?{parameters}" if parameters else f"{base_url}/search"


def subscribe(base_url: str, page: int = 1) -> str:
    """Of a page that lists all topics to subscribe to, counted from 1."""
    return f"{base_url}/subscribe" if page == 1 else f"{base_url}/subscribe/{page}"


def combine(base_url: str, selection: str = ALL, number: int | None = None) -> str:
    """Of the page on which topics are combined by clicking.

    `number` is that of the alternative of the selection, counted from 1, which is being worked on; None: the last.
    """
    if selection == ALL:
        return f"{base_url}/combine"
    address = f"{base_url}/combine/{quote(selection, safe=_SIGNS)}"
    return address if number is None else f"{address}/{number}"


def entry(base_url: str, slug: str) -> str:
    return f"{base_url}/entries/{quote(slug)}"


def attachment(entry: str, name: str) -> str:
    """Of a file beside an article, below its entry's own address."""
    return f"{entry}/{quote(name)}"


def why(base_url: str, slug: str) -> str:
    """Of the page that tells why an entry is what it is."""
    return f"{entry(base_url, slug)}/why"


def author(base_url: str, slug: str) -> str:
    return f"{base_url}/authors/{quote(slug)}"


def months(base_url: str) -> str:
    """Of the page that lists every month in which something was published."""
    return f"{base_url}/archive"


def month(base_url: str, month: date, page: int = 1) -> str:
    """Of a page of a month, counted from 1."""
    address = f"{base_url}/archive/{month.year:04}/{month.month:02}"
    return address if page == 1 else f"{address}/{page}"


def sitemap(base_url: str, part: str = "") -> str:
    """Of the sitemap, or of a part of it; at the top, as a sitemap is believed of what lies beside and below it."""
    return f"{base_url}/sitemap-{part}.xml" if part else f"{base_url}/sitemap.xml"


def news_sitemap(base_url: str) -> str:
    return f"{base_url}/news-sitemap.xml"
