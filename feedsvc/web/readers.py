"""What a User-Agent tells (RFC 9110, section 10.1.5): the reader's name, and how many subscribers it polls for. Pure.

Readers that poll once for many people say for how many, each in words of its own, all with the number before the word:

    Feedly/1.0 (+http://www.feedly.com/fetcher.html; 12 subscribers; like FeedFetcher-Google)
    NewsBlur Feed Fetcher - 12 subscribers - https://www.newsblur.com/site/1/news
    Feedbin feed-id:1 - 12 subscribers
    Mozilla/5.0 (compatible; theoldreader.com; 12 subscribers; feed-id=1)

All of it is the client's word: a name is cut to what can be shown, and a number that cannot be is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

UNNAMED = "unnamed"
"""A request without a User-Agent, or with one that names nothing."""

BROWSER = "a browser"

LONGEST = 40
"""Characters of a name: longer ones are no names."""

MOST_SUBSCRIBERS = 100_000_000
"""Beyond which a number is believed of nobody."""

_SUBSCRIBERS = re.compile(r"\b([0-9]{1,12})\s+(?:subscribers?|readers?|users?)\b", re.IGNORECASE)
_COMPATIBLE = re.compile(r"\((?:[^()]*;\s*)?compatible;\s*([^;()]+)", re.IGNORECASE)
_ENGINES = re.compile(r"\b(?:Gecko|AppleWebKit|Trident|Presto)/", re.IGNORECASE)
_BROWSERS = frozenset({"chrome", "chromium", "crios", "edg", "firefox", "fxios", "mobile", "opr", "safari", "version"})
"""What a browser names behind its engine; a reader that is built on one adds a name of its own."""
_PRODUCTS = re.compile(r"(?:^|\s)([A-Za-z][\w.+-]*)/[\w.+-]+")
_COMMENTS = re.compile(r"\([^()]*\)")
_VERSION = re.compile(r"[/\s]+v?[0-9][\w.+-]*$", re.IGNORECASE)
_NAME = re.compile(r"[\w .+'&!-]+")
_ROBOT = re.compile(r"bot\b|crawler|spider|slurp|monitor|^headless|-doctor$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, as far as it says."""

    name: str
    """Without its version: one program is one reader."""
    subscribers: int | None = None
    """For how many it asks; None where it does not say."""

    @property
    def is_subscriber(self) -> bool:
        """It asks for somebody who reads, and for one: no browser that came along, no robot, no fetcher for many."""
        return self.subscribers is None and self.name != BROWSER and not _ROBOT.search(self.name)


def read(user_agent: str | None) -> Reader:
    """The reader that sends this User-Agent."""
    said = " ".join((user_agent or "").split())
    return Reader(_name(said), _subscribers(said))


def _subscribers(said: str) -> int | None:
    found = _SUBSCRIBERS.search(said)
    number = int(found[1]) if found else None
    return number if number is not None and number <= MOST_SUBSCRIBERS else None


def _name(said: str) -> str:
    """What stands behind `compatible;`, else the product that comes first; of a browser's, what it adds to one."""
    compatible = _COMPATIBLE.search(said)
    if compatible:
        return _cut(compatible[1])
    if _ENGINES.search(said):
        return _built_on_browser(said)
    bare = _COMMENTS.sub("", said)
    return _cut(re.split(r"[;,(|]|\s-\s|\sfeed-id|:\s|https?:", bare, maxsplit=1)[0])


def _built_on_browser(said: str) -> str:
    products = _PRODUCTS.findall(_COMMENTS.sub("", said))
    own = [each for each in products if each.casefold() not in _BROWSERS and not _is_engine(each)]
    return _cut(own[-1]) if own else BROWSER


def _is_engine(product: str) -> bool:
    return product.casefold() in {"mozilla", "gecko", "applewebkit", "trident", "presto"}


def _cut(named: str) -> str:
    """The words before the first version: what follows is of the program's parts."""
    words: list[str] = []
    for word in named.split():
        name, _, version = word.partition("/")
        if not words or not re.match(r"v?[0-9]", name):
            words.append(name)
        if version or (len(words) > 0 and re.fullmatch(r"v?[0-9][\w.]*", word)):
            break
    found = _NAME.match(_VERSION.sub("", " ".join(words)))
    return found[0].strip()[:LONGEST].strip() if found and found[0].strip() else UNNAMED
