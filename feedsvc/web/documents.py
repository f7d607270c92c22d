"""Documents, with everything that can be said of them before anyone asks: each answer is made once.

Document            what is at one address: bytes, tag, what caches are told
└── Representation  of it in one coding, and as one type
    ├── not_modified  304, ready to be sent
    └── found         200, ready to be sent once somebody asked for it
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from werkzeug.http import http_date

from feedsvc.web.bodies import Bodies
from feedsvc.web.negotiate import Coding
from feedsvc.web.tags import Tag

OVERHEAD = 4000
"""Bytes that a document costs beside its bodies: headers, tags and what holds them together, measured on 10,000."""

NAVIGATION_TYPE = "application/xml"
"""What a browser shows with a stylesheet; under a feed's own type it offers a download, or shows the bare text."""

_XML_POLICY = "default-src 'none'; style-src 'self'"  # nothing in a feed may run, whatever it holds

Headers = list[tuple[str, str]]
Label = tuple[str, int, str]
"""What an answer is counted as: the feed, the status, the coding."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A response ready to be sent; shared by all who get it, so never altered, and equal to itself alone."""

    status: str
    headers: Headers
    body: list[bytes]
    label: Label


@dataclass(slots=True, eq=False)
class Representation:
    """A document in one coding, and as one media type (RFC 9110, section 8)."""

    coding: Coding
    is_navigation: bool
    etag: str
    not_modified: Answer
    found: Answer | None = None
    """None until somebody asks for it."""


@dataclass(slots=True, eq=False)
class Document:
    """What is at one address, until one of its members moves."""

    bodies: Bodies
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
    is_passing: bool = False
    """One of endlessly many: whoever asks can make up another one."""
    is_used: bool = False
    """Asked for since it was last considered for eviction."""
    again: Callable[[], Document] | None = None
    """Builds the next version of it; outside of any request, where it has members."""
    grew: Callable[[Document], None] | None = None
    """Told when its size is another."""
    _made: dict[tuple[Coding, bool], Representation] = field(default_factory=dict)
    _making: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_over(self) -> bool:
        """What it tells caches is no longer right."""
        return self.until is not None and time.time() >= self.until

    @property
    def is_asked_for(self) -> bool:
        """Somebody will want the next version, and it can be built outside of a request."""
        return self.is_used and self.members is not None and not self.is_passing

    @property
    def size(self) -> int:
        """Bytes that it takes up."""
        return OVERHEAD + self.bodies.size

    def stub(self) -> Document:
        """What is left of it when its bodies are let go: its tags and 304s, which most who ask are after."""
        made = {key: replace(each, found=None) for key, each in list(self._made.items())}
        return replace(self, bodies=Bodies(), is_used=False, _made=made, _making=threading.Lock())

    def representation(self, coding: Coding, is_navigation: bool) -> Representation:
        """This document in a coding, to a browser that shows it or to anyone else."""
        key = coding, is_navigation and self.is_xml_feed
        return self._made.get(key) or self._made.setdefault(key, self._represented(*key))

    def found(self, representation: Representation) -> Answer | None:
        """The 200; None where the body has been let go."""
        return representation.found or self._find(representation)

    def _find(self, representation: Representation) -> Answer | None:
        with self._making:  # by whoever asks first: the others wait for less time than they would take themselves
            if representation.found is None and self.bodies:
                body = self.bodies.encoded(representation.coding)
                representation.found = self._full(representation, body)
                self.bodies.keep_asked(each.coding for each in list(self._made.values()) if each.found)
                if self.grew:
                    self.grew(self)
            return representation.found

    def _represented(self, coding: Coding, is_navigation: bool) -> Representation:
        tag = str(replace(self.tag, coding=coding, is_navigation=is_navigation))
        etag = f"W/{tag}" if self.is_weak else tag
        # What a 304 says, and nothing else (RFC 9110, section 15.4.5; C3).
        headers = [("ETag", etag), ("Cache-Control", self.cache_control), ("Vary", self._vary)]
        if self.links:
            headers.append(("Link", self.links))
        not_modified = Answer("304 Not Modified", headers, [], (self.label, 304, coding.value))
        return Representation(coding, is_navigation, etag, not_modified)

    def _full(self, representation: Representation, body: bytes) -> Answer:
        coding = representation.coding
        media_type = NAVIGATION_TYPE if representation.is_navigation else self.media_type
        charset = "" if media_type.startswith("image/") else "; charset=utf-8"
        headers = [("Content-Type", media_type + charset), ("Content-Length", str(len(body)))]
        if coding is not Coding.IDENTITY:
            headers.append(("Content-Encoding", coding.value))
        if self.last_modified is not None:
            # "MUST NOT generate a Last-Modified date that is later than the Date" (RFC 9110, section 8.8.2.1): another
            # machine, whose clock is ahead, may have published this.
            headers.append(("Last-Modified", http_date(min(self.last_modified, datetime.now(UTC)))))
        headers += [*self.headers.items(), ("X-Content-Type-Options", "nosniff")]
        if representation.is_navigation:
            headers.append(("Content-Security-Policy", _XML_POLICY))
        label = self.label, int(self.status[:3]), coding.value
        return Answer(self.status, [*headers, *representation.not_modified.headers], [body], label)

    @property
    def _vary(self) -> str:
        by_kind = ("Accept", "Sec-Fetch-Dest") if self.is_xml_feed else ()
        return ", ".join(("Accept-Encoding", *by_kind, *self.varies))
