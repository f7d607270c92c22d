"""Titles and summaries of feeds as text: some formats say what is HTML in them, RSS leaves it to be found out."""

from __future__ import annotations

import re

from feedsvc import sanitize

_NOWHERE = "https://feed.invalid/"
"""A base that addresses need, and nobody sees: text has no addresses."""

_REFERENCE = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]+);", re.IGNORECASE)


def plain(markup: str) -> str:
    """The text of HTML on one line. Raises Rejected where elements are nested too deep."""
    if "<" in markup or "&" in markup:
        return sanitize.plain(sanitize.html(markup, _NOWHERE))
    return " ".join(markup.split())


def headline(written: str) -> str:
    """A title of RSS, which may be text or HTML (RSS 2.0 does not say): what has tags or references in it is HTML.

    `AT&amp;amp;T` in a feed, escaped twice, is read as AT&T, and so it is where readers show it.
    """
    return plain(written) if is_markup(written) else " ".join(written.split())


def summarized(markup: str) -> str:
    """HTML such that it shows it is, as normalize looks for tags in a summary, and takes all else for text."""
    if sanitize.has_tags(markup) or _REFERENCE.search(markup) is None:
        return markup
    return f"<p>{markup}</p>"


def is_markup(written: str) -> bool:
    """Whether a text holds tags or character references of HTML."""
    return sanitize.has_tags(written) or _REFERENCE.search(written) is not None
