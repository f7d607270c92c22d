"""What travels along the straight line: SourceFile, Article, Entry, Fragment.

All are immutable values. Times are aware and in UTC, in whole seconds, because RSS dates hold no fraction
(RFC 822) and the three formats must say the same. Text in an Entry is safe for XML 1.0 (section 2.2, Char).

Values that travel between processes have no slots: without, they pickle and unpickle in two thirds of the time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Format(StrEnum):
    """A feed format; the value is its suffix in a feed's URL."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """The registered (RFC 4287, section 7; JSON Feed 1.1) or, for RSS, customary media type."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.ATOM: "application/atom+xml",
    Format.RSS: "application/rss+xml",
    Format.JSON: "application/feed+json",
}


@dataclass(frozen=True)
class Author:
    """A person or agency (RFC 4287, section 3.2)."""

    name: str
    email: str | None = None
    uri: str | None = None


@dataclass(frozen=True)
class Enclosure:
    """A media file that belongs to an entry; `length` is in bytes, 0 if unknown (RSS 2.0 asks for a number)."""

    href: str
    type: str
    length: int = 0
    width: int | None = None
    """In pixels, as is `height`."""
    height: int | None = None
    duration: int | None = None
    """In seconds."""
    title: str | None = None
    """What a picture shows, or a recording is called."""

    @property
    def medium(self) -> str:
        """What it is shown as: image, audio, video; of all else a browser makes a file to keep."""
        return self.type.partition("/")[0]


@dataclass(frozen=True)
class SourceFeed:
    """The feed that an entry was taken over from (atom:source, RFC 4287, section 4.2.11); RSS needs its `url`."""

    title: str
    id: str | None = None
    url: str | None = None
    """Where the feed itself is."""
    link: str | None = None
    """The page that it is the feed of."""
    updated: str | None = None
    """As RFC 3339 writes it."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the publisher says of the whole: titles and addresses that every document repeats."""

    title: str
    description: str
    base_url: str
    """The public address, without a trailing slash; never taken from a request's Host."""
    authority: str
    """The authority and date of tag URIs, such as `example.org,2026` (RFC 4151, section 2.1)."""
    language: str
    """A language tag (RFC 5646)."""
    timezone: ZoneInfo
    """Where a date without a zone is understood to be."""
    author: Author
    day_first: bool = True
    """How 03/04/2002 is read: True for 3 April, False for March 4."""
    waits: bool = True
    """Whether a publication dated in the future waits for its moment, as every embargo does."""


@dataclass(frozen=True)
class SourceFile:
    """Bytes found on disk. `path` is relative to the article folder, with `/` between its parts."""

    path: str
    media_type: str
    data: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source file, counted from 1, that was left out, such as page chrome."""

    number: int
    text: str
    why: str = field(default="", compare=False)
    """For people, such as `equals a line of articles.chrome`."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article shows or leads to and that lies in the article folder, perhaps."""

    name: str
    """What it is called below the entry's address. In the body, and as image or enclosure, it stands percent-encoded
    behind `attachment:`."""
    path: str
    """Where it lies, as in SourceFile; behind `**/` where its author gave no more than the end of its path."""


@dataclass(frozen=True, slots=True)
class Article:
    """What one source file says, as its author wrote it, gaps allowed: dates are still text."""

    body: str
    """Paragraphs between blank lines where `body_type` is text/plain, HTML not yet safe where it is text/html."""
    body_type: str = "text/plain"
    base: str | None = None
    """What relative addresses in the body are seen from, where that is not `link`: absolute."""
    title: str | None = None
    summary: str | None = None
    id: str | None = None
    link: str | None = None
    slug: str | None = None
    language: str | None = None
    published: str | None = None
    updated: str | None = None
    embargo: str | None = None
    expires: str | None = None
    authors: tuple[Author, ...] = ()
    topics: tuple[str, ...] = ()
    """Names of topics as the author wrote them, not slugs."""
    image: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    media: tuple[Enclosure, ...] = ()
    """Pictures and recordings that it shows, with what is known of them; the image may be among them."""
    source: SourceFeed | None = None
    attachments: tuple[Attachment, ...] = ()
    missing: tuple[Attachment, ...] = ()
    """Those of the attachments that do not lie in the folder, as far as somebody looked."""
    references: tuple[str, ...] = ()
    """Other articles that the body leads to, `article:` before each in its href: keys as of sources.references; and
    with `//` before them, the addresses of pages of the site that may be articles, with `id:`, the ids of entries."""
    draft: bool = False
    version: int | None = None
    """The provider's number of this version of what `id` names: a higher one goes before a lower one."""
    dropped: tuple[Line, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)
    """The line of the file on which each of these fields was found, for messages: {"published": 3}."""
    origins: dict[str, str] = field(default_factory=dict)
    """What each of these fields was taken from, for people: {"published": "the date behind the headline"}. So is
    `encoding`, though it is no field: {"encoding": "cp1252, since the bytes are not UTF-8"}."""


@dataclass(frozen=True)
class Identity:
    """What the store remembers of an entry and what stays with it through edits, renames and restarts."""

    id: str
    slug: str
    path: str
    """Where its source file was last seen."""
    sha256: str
    """Of the source file's bytes as last published."""
    digest: str
    """Of the normalized content: `updated` moves only when this does."""
    received: datetime
    updated: datetime
    state: State
    version: int | None = None
    """The provider's number of what was published, where there is one."""


class State(StrEnum):
    """Where an entry stands: waiting for its embargo, in the feeds, or taken back."""

    HELD = "held"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Entry:
    """The published unit: complete, in UTC, safe, with a permanent id."""

    id: str
    """A tag URI (RFC 4151), the same in every feed and format, for ever."""
    slug: str
    """The last part of its permalink, unique among entries."""
    path: str
    link: str
    """Absolute: the article's own link, else the permalink."""
    title: str
    summary: str
    """Plain text; empty only where the content has no text at all."""
    content: str
    """HTML, sanitized, every URL absolute."""
    language: str
    published: datetime
    updated: datetime
    received: datetime
    digest: str
    authors: tuple[Author, ...] = ()
    subjects: tuple[str, ...] = ()
    """The article's own names of topics, from its metadata."""
    image: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    media: tuple[Enclosure, ...] = ()
    """Pictures and recordings that it shows, as Media RSS tells of them."""
    source: SourceFeed | None = None
    attachments: tuple[Attachment, ...] = ()
    """Files beside its article, which are served below its permalink."""
    version: int | None = None
    """The provider's number of this version."""
    embargo: datetime | None = None
    expires: datetime | None = None
    notes: tuple[str, ...] = ()
    """What was decided for want of certainty, one sentence each: where a date was taken from, how it was read."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that entries are about. `rule` is an expression, `parent` another topic's slug."""

    slug: str
    title: str
    description: str = ""
    rule: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    """Slugs that it had before: their addresses lead here."""
    codes: tuple[str, ...] = ()
    """What others call it in an article's metadata: codes of the IPTC or of any other scheme, in any spelling."""


class Origin(StrEnum):
    """How an entry came by a topic."""

    METADATA = "metadata"
    FOLDER = "folder"
    RULE = "rule"
    PARENT = "parent"


@dataclass(frozen=True)
class Assignment:
    """One topic of one entry, and why: the word in the metadata, the folder, the rule, or the child topic."""

    topic: str
    """The topic's slug."""
    title: str
    origin: Origin
    why: str


@dataclass(frozen=True)
class Fragment:
    """One entry rendered in one format, UTF-8, ready to be spliced into a feed document."""

    format: Format
    data: bytes
