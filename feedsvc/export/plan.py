"""Which addresses may have changed since the last time, so that nothing else need be asked for. Pure.

The store says which feeds moved and which entries a revision touched; what else an address shows (a title of the site,
a template) is in the fingerprint of the edition, and where that differs, everything is asked for.

The order is that in which they are to be put in place: what is linked to before what links to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from feedsvc.export import layout

Places = Mapping[str, Mapping[str, int]]
"""Entries by slug: the feeds that each ever entered, and as which number."""


def changed(moved: Iterable[str], touched: Places, known: Mapping[str, int], size: int) -> Iterator[str]:
    """Addresses of everything that these feeds and these entries show. Nothing, where no feed moved.

    `known` is the newest archive document of each feed as it was last time, `size` how many entries each holds.
    """
    moved = list(moved)
    numbers = _archives(moved, touched, known, size)
    yield from map(layout.entry_address, touched)
    for selection in moved:
        for number in sorted(numbers[selection]):
            yield from layout.archive_addresses(selection, number)
    for selection in moved:
        yield from layout.feed_addresses(selection)
    yield from map(layout.page_address, moved)
    if moved:
        yield "/feeds.opml"
        yield layout.page_address("all")


def given_up(slugs: Iterable[str]) -> Iterator[str]:
    """Addresses of topics that are called otherwise now, or that are gone."""
    for slug in sorted(slugs):
        yield from layout.feed_addresses(slug)
        yield layout.page_address(slug)


def newest_archives(written: Iterable[str]) -> dict[str, int]:
    """The number of the newest archive document of each feed among these addresses."""
    newest: dict[str, int] = {}
    for address in written:
        if address.startswith("/feeds/") and (archive := layout.archive_of(address)):
            selection, number = archive
            newest[selection] = max(number, newest.get(selection, 0))
    return newest


def _archives(moved: list[str], touched: Places, known: Mapping[str, int], size: int) -> dict[str, set[int]]:
    """Those that hold an entry that was touched, and what was the newest, which may have got one after it."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for places in touched.values():
        for selection, place in places.items():
            numbers[selection].add(-(-place // size))
    for selection in moved:
        newest = known.get(selection, 0)
        whole = selection not in numbers  # it moved without an entry: what all of its documents say of it did
        numbers[selection].update(range(1, newest + 1) if whole else {newest} - {0})
    return numbers
