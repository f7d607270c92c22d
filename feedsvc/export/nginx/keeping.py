"""How long feeds and archive documents keep, as nginx can tell them apart. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from feedsvc.export import layout
from feedsvc.export.manifest import Written
from feedsvc.export.plan import newest_archives

UNKNOWN = "no-cache"
"""Of what there is none of yet, and nothing is known."""

_LONGEST = 3000
"""Characters of an alternative: nginx takes 4096 for one parameter."""

_STEPS = tuple(60 * minutes for minutes in (1, 2, 5, 10, 15, 20, 30, 45, 60, 120, 240, 480, 720, 1440))
"""Seconds. What is learned moves by a minute with every change of a feed; nginx need not be told of each."""

_SECONDS = re.compile(r"(?<=age=)[0-9]+|(?<=validate=)[0-9]+")

_FEED = re.compile(r"/feeds/([^/]+)\.[a-z]+")


@dataclass(frozen=True, slots=True)
class Keeps:
    """Values of Cache-Control."""

    usual: str
    """Of most feeds, and of those that nginx has not been told of yet."""
    others: tuple[tuple[str, str], ...]
    """Names of other feeds, as an alternative of a regular expression, and what is said of them."""
    newest_archive: str
    full_archive: str


def keeps(written: Mapping[str, Written]) -> Keeps:
    """What was answered, told by the fewest rules."""
    feeds = {address: file for address, file in written.items() if address.startswith("/feeds/")}
    by_feed = {found[1]: _said(file) for address, file in feeds.items() if (found := _FEED.fullmatch(address))}
    usual = _most_common(by_feed.values())
    named = defaultdict(list)
    for feed, value in sorted(by_feed.items()):
        if value != usual:
            named[value].append(re.escape(unquote(feed)))
    others = [(some, value) for value, names in sorted(named.items()) for some in _alternatives(names)]
    newest, full = _archives(feeds)
    return Keeps(usual, tuple(others), newest, full)


def is_full(address: str, newest: Mapping[str, int]) -> bool:
    """Whether this is an archive document that has another one after it."""
    archive = layout.archive_of(address)
    return archive is not None and archive[1] < newest.get(archive[0], 0)


def _archives(written: Mapping[str, Written]) -> tuple[str, str]:
    """Of the newest one of a feed, and of those before it."""
    newest = newest_archives(written)
    values: dict[bool, list[str]] = {False: [], True: []}
    for address, file in written.items():
        if layout.archive_of(address):
            values[is_full(address, newest)].append(_said(file))
    usual = _most_common(values[False])
    return usual, _most_common(values[True]) if values[True] else usual


def _said(file: Written) -> str:
    """As it was answered, but in coarse steps: never longer, but for the shortest one."""
    return _SECONDS.sub(_step, dict(file.headers).get("Cache-Control", UNKNOWN))


def _step(found: re.Match[str]) -> str:
    return str(max((step for step in _STEPS if step <= int(found[0])), default=_STEPS[0]))


def _most_common(values: Iterable[str]) -> str:
    counted = Counter(values).most_common()
    return min((value for value, count in counted if count == counted[0][1]), default=UNKNOWN)


def _alternatives(names: list[str]) -> Iterator[str]:
    """As many at a time as one parameter may hold."""
    some: list[str] = []
    for name in names:
        if some and sum(map(len, some)) + len(some) + len(name) > _LONGEST:
            yield "|".join(some)
            some = []
        some.append(name)
    yield "|".join(some)
