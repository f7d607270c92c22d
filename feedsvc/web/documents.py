"""Documents, with everything that can be said of them before anyone asks: each answer is made once.

Document          what is at one address: bytes, tag, what caches are told
└── Representation  of it in one coding, and as one type
    ├── found         200, ready to be sent
    └── not_modified  304, ready to be sent
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from werkzeug.http import http_date

from feedsvc.web.codings import encode
from feedsvc.web.negotiate import Coding
from feedsvc.web.tags import Tag

OVERHEAD = 3000
"""Bytes that a document costs beside its bodies: headers, tags and what holds them together, measured on 10,000."""

NAVIGATION_TYPE = "application/xml"
"""What a browser shows with a stylesheet; under a feed's own type it offers a download, or shows the bare text."""

_XML_POLICY = "default-src 'none'; style-src 'self'"  # nothing in a feed may run, whatever it holds

Headers = list[tuple[str, str]]
Label = tuple[str, int, str]
"""What an answer is counted as: the feed, the status, the coding."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response ready to be sent; shared by all who get it, so never altered."""

    status: str
    headers: Headers
    body: tuple[bytes, ...]
    label: Label


@dataclass(frozen=True, slots=True)
class Representation:
    """A document in one coding, and as one media type (RFC 9110, section 8)."""

    etag: str
    found: Answer
    not_modified: Answer


@dataclass(slots=True, eq=False)
class Document:
    """What is at one address, until one of its members moves."""

    body: bytes
    media_type: str
    tag: Tag
    """Of the representation without a coding."""
    last_modified: datetime | None
    cache_control: str
    members: frozenset[str] | None
    """The feeds that make it stale when they move; None: any."""
    label: str
    """What its requests are counted under: a topic's slug, or a kind."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of its 200 alone."""
    links: str | None = None
    """Its Link header (RFC 8288), which the 304 repeats."""
    is_xml_feed: bool = False
    """Shown to a browser as another type than to a reader."""
    revision: int | None = None
    """Of a feed: whoever names an older one may be due more than this document holds."""
    covers: int = 0
    """Of a feed: whoever has seen this revision has missed nothing that the document does not hold."""
    tells_changes: bool = False
    """Of a feed: what changed in it can be had alone (RFC 3229)."""
    until: float | None = None
    """When `cache_control` stops being right, in seconds since 1970."""
    status: str = "200 OK"
    is_weak: bool = False
    """Its tag names the version of a feed, not these bytes (RFC 9110, section 8.8.1)."""
    varies: tuple[str, ...] = ()
    """Request fields that it was selected by, beside those that every document is."""
    is_used: bool = False
    """Asked for since it was last considered for eviction."""
    charged: int | None = None
    """Bytes that the library counts for it; None while it is not kept there."""
    grew: Callable[[Document, int], None] | None = None
    """Told how many bytes were added to it."""
    _made: dict[tuple[Coding, bool], Representation] = field(default_factory=dict)
    _making: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_over(self) -> bool:
        """What it tells caches is no longer right."""
        return self.until is not None and time.time() >= self.until

    @property
    def size(self) -> int:
        """Bytes that it takes up."""
        encoded = {coding: made.found.body[0] for (coding, _), made in list(self._made.items())}
        return OVERHEAD + len(self.body) + sum(len(body) for coding, body in encoded.items() if body is not self.body)

    def representation(self, coding: Coding, is_navigation: bool) -> Representation:
        """This document in a coding, to a browser that shows it or to anyone else."""
        key = coding, is_navigation and self.is_xml_feed
        made = self._made.get(key)
        return made or self._make(*key)

    def _make(self, coding: Coding, is_navigation: bool) -> Representation:
        with self._making:  # by whoever asks first: the others wait for less time than they would take themselves
            key = coding, is_navigation
            if key not in self._made:
                sister = self._made.get((coding, not is_navigation))
                body = sister.found.body if sister else (encode(self.body, coding),)
                self._made[key] = self._represented(coding, is_navigation, body)
                if sister is None and coding is not Coding.IDENTITY and self.grew:
                    self.grew(self, len(body[0]))
            return self._made[key]

    def _represented(self, coding: Coding, is_navigation: bool, body: tuple[bytes, ...]) -> Representation:
        tag = str(replace(self.tag, coding=coding, is_navigation=is_navigation))
        etag = f"W/{tag}" if self.is_weak else tag
        shared = self._shared(etag)
        media_type = NAVIGATION_TYPE if is_navigation else self.media_type
        own = [("Content-Type", f"{media_type}; charset=utf-8"), ("Content-Length", str(len(body[0])))]
        if coding is not Coding.IDENTITY:
            own.append(("Content-Encoding", coding.value))
        if self.last_modified is not None:
            # "MUST NOT generate a Last-Modified date that is later than the Date" (RFC 9110, section 8.8.2.1): another
            # machine, whose clock is ahead, may have published this.
            own.append(("Last-Modified", http_date(min(self.last_modified, datetime.now(UTC)))))
        own += [*self.headers.items(), ("X-Content-Type-Options", "nosniff")]
        if is_navigation:
            own.append(("Content-Security-Policy", _XML_POLICY))
        found = Answer(self.status, [*own, *shared], body, (self.label, int(self.status[:3]), coding.value))
        not_modified = Answer("304 Not Modified", shared, (), (self.label, 304, coding.value))
        return Representation(etag, found, not_modified)

    def _shared(self, etag: str) -> Headers:
        """What a 304 says too, and nothing else (RFC 9110, section 15.4.5; C3)."""
        shared = [("ETag", etag), ("Cache-Control", self.cache_control), ("Vary", self._vary)]
        return [*shared, ("Link", self.links)] if self.links else shared

    @property
    def _vary(self) -> str:
        by_kind = ("Accept", "Sec-Fetch-Dest") if self.is_xml_feed else ()
        return ", ".join(("Accept-Encoding", *by_kind, *self.varies))
