"""Page chrome: what a page shows around an article, such as links for navigation, and a crawler brought along."""

from __future__ import annotations

import re
from functools import lru_cache

from feedsvc.model import Line

_KNOWN = frozenset({
    "accessibility links", "skip to main content", "skip to content", "skip to navigation", "skip to main navigation",
    "skip to search", "skip to footer", "jump to content", "breaking news", "latest news", "top stories", "live",
    "home", "home page", "news", "menu", "main menu", "search", "print", "print this page", "printer-friendly version",
    "share", "share this", "share this page", "share this article", "email", "e-mail", "email this", "e-mail this",
    "email this page", "send to a friend", "facebook", "twitter", "whatsapp", "telegram", "copy link", "link copied",
    "comments", "add a comment", "subscribe", "sign in", "sign up", "log in", "register", "newsletter", "rss",
    "advertisement", "ad", "sponsored", "cookies", "accept all cookies", "close", "back", "next", "previous",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]")
CONFIGURED = "equals a line of articles.chrome"


def fold(line: str) -> str:
    """A line as lines are compared: without case, and with single spaces."""
    return " ".join(line.split()).casefold()


def known(line: str) -> str | None:
    """Why a line is chrome, if it is that of many sites, or holds no letter and no digit at all, as rules of dashes."""
    if fold(line) in _KNOWN:
        return "is found around the articles of many sites"
    return None if _WORD.search(line) else "holds no letter and no digit"


def take_out(rows: list[str], chrome: frozenset[str], first: int = 1) -> list[Line]:
    """Empty every row that equals a configured line, wherever it stands; return those, numbered from `first`."""
    wanted, longest = _folded(chrome)
    taken = []
    for place, row in enumerate(rows):
        if row and len(row) <= longest and fold(row) in wanted:
            taken.append(Line(first + place, row.strip(), CONFIGURED))
            rows[place] = ""
    return taken


@lru_cache(maxsize=4)
def _folded(chrome: frozenset[str]) -> tuple[frozenset[str], int]:
    """The configured lines folded, and how long a row may be, stray spaces included, to be worth folding too."""
    return frozenset(map(fold, chrome)), max(map(len, chrome), default=-1) + _STRAY_SPACES


_STRAY_SPACES = 40
