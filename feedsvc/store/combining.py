"""What a combination of feeds is called and when it changed: pure, from the feeds of its topics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from feedsvc.addresses import ALL, SEARCH
from feedsvc.feed import Feed
from feedsvc.selections import Selection, Term


def combined(selection: Selection, members: Mapping[str, Feed], revision: int) -> Feed:
    """The feed of a combination; `members` has that of each of its members, `revision` is of what is in it."""
    feeds = [members[member] for member in selection.members]
    return Feed(
        selection=str(selection),
        title=title(selection, {feed.selection: feed.title for feed in feeds}),
        description="",
        revision=revision,
        updated=max(feed.updated for feed in feeds),
        modified=max(feed.modified for feed in feeds),
        pace=min((feed.pace for feed in feeds if feed.pace is not None), default=None),
    )


def searched(selection: Selection, members: Mapping[str, Feed], revision: int, updated: datetime) -> Feed:
    """The feed of a search in a selection; `revision` and `updated` are of what it shows."""
    feed = combined(selection, members, revision)
    return replace(feed, selection=SEARCH, title="", updated=updated)


def title(selection: Selection, titles: Mapping[str, str]) -> str:
    """As people write it: "Harbour + Fog", "Harbour, Storms", "Storms − Inland", and all of it at once."""
    return ", ".join(_title_of_term(term, titles) for term in selection.terms)


def _title_of_term(term: Term, titles: Mapping[str, str]) -> str:
    named = " + ".join(titles[topic] for topic in term.topics or (ALL,))
    return named + "".join(f" − {titles[topic]}" for topic in term.without)
