"""Where everything is served: the public URLs, absolute, percent-encoded (RFC 3986). Pure.

Each takes the site's base URL, which the configuration gives and a request never does.
"""

from __future__ import annotations

from urllib.parse import quote

from feedsvc.model import Format

ALL = "all"
"""The selection that holds every entry."""

_SIGNS = "+,"
"""Which combine topics, and mean themselves in a path (RFC 3986, section 3.3)."""

RESERVED = frozenset({ALL, "search"})
"""Selections that are no topics, and so no topic's slug: everything, and what a search will find."""


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


def opml(base_url: str) -> str:
    return f"{base_url}/feeds.opml"


def topic(base_url: str, slug: str) -> str:
    return f"{base_url}/topics/{quote(slug)}"


def topics(base_url: str) -> str:
    """The scheme of categories: a topic's term, put behind it, is the topic's page (RFC 4287, section 4.2.2.2)."""
    return f"{base_url}/topics/"


def page(base_url: str, selection: str) -> str:
    """The HTML page that shows what a feed holds."""
    return home(base_url) if selection == ALL else topic(base_url, selection)


def entry(base_url: str, slug: str) -> str:
    return f"{base_url}/entries/{quote(slug)}"
