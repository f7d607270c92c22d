"""Feed documents, each built of one read of the store: newest entries, all since a revision, an archive, the list."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feedsvc import addresses, render
from feedsvc.feed import Feed
from feedsvc.model import Format, Site
from feedsvc.render import opml
from feedsvc.render.brief import brief
from feedsvc.render.frame import Frame
from feedsvc.selections import Selection
from feedsvc.store.base import Store
from feedsvc.store.values import StoredEntry, Window
from feedsvc.web import caching, searches
from feedsvc.web.bodies import Bodies
from feedsvc.web.documents import Document
from feedsvc.web.links import links
from feedsvc.web.parameters import Parameters
from feedsvc.web.serving import Serving
from feedsvc.web.tags import Tag

# Readers that run in a browser may have any feed, and may see what tells its versions apart (Fetch, section 3.3).
OPEN_TO_SCRIPTS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link"}

# Browsers show text of a type that they do not know as it stands; nobody can do anything with a list but import it.
_SAVED = {**OPEN_TO_SCRIPTS, "Content-Disposition": 'attachment; filename="feeds.opml"'}

COMBINATION = "combination"
"""What the requests of every combined feed are counted under: there are more of them than a metric can have labels."""

SEARCHES = "search"
"""The same, of every search."""

WHILE_TIME_PASSES = timedelta(minutes=1)
"""How long a document is right that shows what was published within so many seconds: nobody minds a minute."""


class Builder:
    """Makes documents; each function gives None where there is nothing (any more) to make it of."""

    def __init__(
        self,
        site: Site,
        store: Store,
        serving: Serving,
        stylesheet: str,
        next_moment: Callable[[int], datetime | None],
    ) -> None:
        """`next_moment` says when the next feed changes by itself, as far as is known at a revision."""
        self._site = site
        self._store = store
        self._serving = serving
        self._stylesheet = stylesheet
        self._next_moment = next_moment
        ages = serving.shortest_max_age, serving.longest_max_age
        shapes = render.VERSION, site, stylesheet, serving.limit, serving.archive, serving.tombstones, ages
        self._mark = digest(repr(shapes).encode())

    def newest(self, selection: Selection, format: Format, given: Parameters) -> Document | None:
        """The subscription document (RFC 5005, section 4)."""
        limit, tombstones = self._limit(given), self._serving.tombstones
        if given.brief is None:
            window = self._store.window(selection, format, limit, tombstones)
        else:
            window = self._brief(selection, format, limit, given.brief)
        if window is None:
            return None
        document = self._document(selection, format, given, window)
        document.tells_changes = given == Parameters()
        return document

    def search(self, selection: Selection, format: Format, given: Parameters) -> Document | None:
        """What a search finds in a selection. Raises SearchError."""
        window, searched = self._found(selection, format, given), self._store.feed(selection)
        if window is None or searched is None:
            return None
        feed = searches.feed(window.feed, searched, given)
        frame = Frame(
            self._keeps(feed),
            self._stylesheet,
            str(given),
            given.search,
            searches.page(self._site.base_url, selection, given) or addresses.search(self._site.base_url),
        )
        document = self._made(selection, format, frame, replace(window, feed=feed))
        document.is_passing = True
        self._time(document, selection, frame.keeps)
        if given.filters.within is not None:
            age(document, datetime.now(UTC))
        return document

    def catch_up(
        self, selection: Selection, format: Format, given: Parameters, since: int, tag: Tag
    ) -> Document | None:
        """The same for one who was away: with every entry that came since, of which no shared cache may keep a copy.

        `tag` is that of the newest document.
        """
        limit, tombstones = self._limit(given), self._serving.tombstones
        most = max(limit, self._serving.catch_up)
        if given.brief is None:
            window = self._store.window(selection, format, limit, tombstones, since, most)
        else:
            window = self._brief(selection, format, most, given.brief)
        if window is None:
            return None
        document = self._document(selection, format, given, window)
        document.tag, document.is_weak = tag, True  # the same version, in other bytes (RFC 9110, section 8.8.1)
        document.cache_control = caching.PRIVATE
        document.varies = ("If-None-Match",)
        document.is_passing = True
        return document

    def changes(self, selection: Selection, format: Format, since: int, tag: Tag) -> Document | None:
        """Only what changed since (RFC 3229); None also where that is more than anyone is given at once.

        Its tag is that of the newest document, which the client has once it has taken these changes in.
        """
        most = max(self._serving.limit, self._serving.catch_up)
        window = self._store.changed(selection, format, since, most)
        if window is None:
            return None
        document = self._document(selection, format, Parameters(), window)
        document.tag = tag
        document.status = "226 IM Used"
        document.headers = {**document.headers, "IM": "feed"}
        document.cache_control = caching.CHANGES
        document.varies = ("A-IM", "If-None-Match")
        return document

    def archive(self, selection: Selection, format: Format, number: int) -> Document | None:
        """An archive document; what is full is told to keep for long, as no entry will ever join it."""
        size = self._serving.archive
        window = self._store.archive(selection, format, number, size)
        if window is None:
            return None
        newest = -(-window.entered // size)
        older, newer = number - 1 or None, number + 1 if number < newest else None
        keeps = caching.ARCHIVE_KEEPS if newer else self._keeps(window.feed)
        frame = Frame(keeps, self._stylesheet, archive=number, older=older, newer=newer)
        document = self._made(selection, format, frame, window)
        self._time(document, selection, keeps)
        return document

    def outlines(self, feeds: list[Feed]) -> Document:
        """The list of all feeds (OPML 2.0), in folders along the tree of topics; these are the topics'."""
        return self._listed(feeds, opml.document(self._site, feeds, self._serving.parents))

    def choice(self, feeds: list[Feed]) -> Document:
        """The list of these feeds and no others."""
        chosen = frozenset(feed.selection for feed in feeds)
        has_everything = addresses.ALL in chosen
        body = opml.document(self._site, feeds, self._serving.parents, has_everything=has_everything)
        document = self._listed(feeds, body)
        document.members = chosen
        document.is_passing = True
        return document

    def _listed(self, feeds: list[Feed], body: bytes) -> Document:
        return Document(
            Bodies(body),
            "text/x-opml",
            Tag(self._store.epoch, 0, digest(body), "opml"),
            max((feed.modified for feed in feeds), default=None),
            caching.PAGE,
            members=None,
            label="opml",
            headers=_SAVED,
        )

    def _brief(self, selection: Selection, format: Format, limit: int, characters: int) -> Window[bytes] | None:
        """Rendered anew: no fragment is stored for each length that somebody may ask for."""
        window = self._store.window_of_entries(selection, limit, self._serving.tombstones)
        if window is None:
            return None
        return _showing(window, [self._fragment(stored, format, characters) for stored in window.shown])

    def _found(self, selection: Selection, format: Format, given: Parameters) -> Window[bytes] | None:
        search = searches.search(selection, given, datetime.now(UTC), time.thread_time)
        if given.brief is None:
            return self._store.search(search, format, self._limit(given))
        window = self._store.search_of_entries(search, self._limit(given))
        if window is None:
            return None
        return _showing(window, [self._fragment(stored, format, given.brief) for stored in window.shown])

    def _fragment(self, stored: StoredEntry, format: Format, characters: int) -> bytes:
        return render.fragment(brief(stored.entry, characters), stored.assignments, self._site, format)

    def _document(self, selection: Selection, format: Format, given: Parameters, window: Window[bytes]) -> Document:
        has_archive = window.entered and not window.is_whole
        frame = Frame(
            self._keeps(window.feed),
            self._stylesheet,
            str(given),
            page=addresses.combine(self._site.base_url, str(selection)) if selection.single is None else None,
            older=-(-window.entered // self._serving.archive) if has_archive else None,
            tombstones=window.tombstones,
        )
        document = self._made(selection, format, frame, window)
        document.revision = window.feed.revision
        document.covers = window.covers
        document.is_passing = bool(str(given)) or selection.single is None
        self._time(document, selection, frame.keeps)
        return document

    def _made(self, selection: Selection, format: Format, frame: Frame, window: Window[bytes]) -> Document:
        feed = window.feed
        body = render.assemble(feed, format, window.shown, self._site, frame)
        # Where the revision does not tell one version from another, the bytes do: they are there, and 304s are not
        # decided without them until the next change.
        told_by_revision = selection.single is not None and frame.archive is None and not frame.search
        return Document(
            Bodies(body),
            format.media_type,
            Tag(self._store.epoch, feed.revision, self._mark if told_by_revision else digest(body), format),
            feed.modified,
            caching.cache_control(frame.keeps),
            members=None if frame.search else selection.members,
            label=SEARCHES if frame.search else selection.single or COMBINATION,
            headers=OPEN_TO_SCRIPTS,
            links=links(self._site.base_url, feed.selection, format, frame),
            is_xml_feed=format is not Format.JSON,
        )

    def _limit(self, given: Parameters) -> int:
        return given.limit or self._serving.limit

    def _keeps(self, feed: Feed) -> timedelta:
        return caching.keeps(feed.pace, self._serving.shortest_max_age, self._serving.longest_max_age)

    def _time(self, document: Document, selection: Selection, keeps: timedelta) -> None:
        """Let nothing outlive the next embargo or expiry that is known already."""
        now, moment = datetime.now(UTC), self._next_moment(document.tag.revision)
        if moment is None:
            return
        change = self._store.next_change(selection, now)
        if change is not None:
            last(document, keeps, change, now)
        else:  # which it may be a second from now: the next moment is another feed's
            document.until = max(moment, now + timedelta(seconds=1)).timestamp()


def last(document: Document, keeps: timedelta, change: datetime, now: datetime) -> None:
    """Let caches keep a document for no longer than until it changes by itself."""
    document.cache_control = caching.cache_control(keeps, change - now)
    document.until = caching.right_until(keeps, change, now).timestamp()


def age(document: Document, now: datetime) -> None:
    """Keep a document for a minute at most, since what it shows ages, whether anything is published or not."""
    passed = (now + WHILE_TIME_PASSES).timestamp()
    document.until = min(document.until or passed, passed)


def digest(data: bytes) -> str:
    """Eight hex digits that tell bytes from others."""
    return hashlib.sha256(data).hexdigest()[:8]


def _showing(window: Window[StoredEntry], fragments: list[bytes]) -> Window[bytes]:
    return Window(window.feed, fragments, window.tombstones, window.entered, window.is_whole, window.covers)
