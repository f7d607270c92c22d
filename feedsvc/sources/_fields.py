"""Keys of front matter -> fields of an Article: a row for each field, with every name that authors give it."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from feedsvc.errors import Rejected
from feedsvc.model import Author, Enclosure
from feedsvc.sources.front_matter import Keys, Value

_YES = frozenset({"true", "yes", "on", "1", "y"})
_NO = frozenset({"false", "no", "off", "0", "n"})
_FLAGS = _YES | _NO
_WITHHELD = frozenset(
    {"draft", "private", "hidden", "withheld", "pending", "unpublished", "withdrawn", "canceled", "cancelled"}
)
_MEDIA_TYPES = {  # a table of our own: the standard library's differs from machine to machine
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav",
    "flac": "audio/flac", "mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/quicktime", "webm": "video/webm",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "svg": "image/svg+xml", "pdf": "application/pdf", "epub": "application/epub+zip",
}  # fmt: skip
_WEB = ("https://", "http://")
_EMAIL_BEHIND_NAME = re.compile(r"<([^<>\s@]+@[^<>\s@]+)>")
_LENGTH = re.compile(r"[0-9]{1,18}")
_CLOCK = re.compile(r"[0-9]{1,6}(?::[0-5]?[0-9]){0,2}")


class _MisshapenError(Exception):
    """A value is not of the kind that its key asks for."""


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise _MisshapenError
    return value.strip()


def _date(value: Value) -> str | None:
    text = _text(value)
    return None if text.casefold() in _FLAGS else text  # Jekyll's `published: false` is no date


def _end(value: Value) -> str | None:
    if _text(value).casefold() in _YES:
        raise _MisshapenError  # `embargoed: true` would be no date, and so no embargo
    return _date(value)


def _names(value: Value) -> tuple[str, ...]:
    items = value if isinstance(value, list) else _text(value).split(",")
    return tuple(name for item in items if item is not None and (name := _text(item)))


def _people(value: Value) -> tuple[Author, ...]:
    people = value if isinstance(value, list) else [value]
    return tuple(_person(person) for person in people if person)


def _person(value: Value) -> Author:
    if isinstance(value, dict):
        return Author(_part(value, "name") or _missing(), _part(value, "email"), _part(value, "url", "uri", "link"))
    name, bracket, email = _text(value).partition("<")
    found = _EMAIL_BEHIND_NAME.fullmatch(bracket + email)
    return Author(name.strip(), found[1]) if found and name else Author(_text(value))


def _image(value: Value) -> str | None:
    if isinstance(value, list):
        return _image(value[0]) if value else None
    if isinstance(value, dict):
        return _part(value, "url", "src", "href", "path", "image", "file") or _missing()
    return _text(value) if value and _text(value).casefold() not in _FLAGS else None


def _enclosures(value: Value) -> tuple[Enclosure, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(_enclosure(item) for item in items if item)


def _enclosure(value: Value) -> Enclosure:
    parts: dict[str, Value] = value if isinstance(value, dict) else {"url": value}
    href = _part(parts, "url", "href", "src") or _missing()
    length = _part(parts, "length", "size") or "0"
    if not _LENGTH.fullmatch(length):
        raise _MisshapenError
    suffix = href.partition("?")[0].rpartition(".")[2].lower()
    kind = _part(parts, "type") or _MEDIA_TYPES.get(suffix, "application/octet-stream")
    return Enclosure(href, kind, int(length), duration=_seconds(_part(parts, "duration") or ""))


def _seconds(written: str) -> int | None:
    """`3661`, `61:01` or `1:01:01`; None for nothing."""
    if not written:
        return None
    if not _CLOCK.fullmatch(written):
        raise _MisshapenError
    total = 0
    for part in written.split(":"):
        total = total * 60 + int(part)
    return total


def _part(parts: dict[str, Value], *names: str) -> str | None:
    """The first of these parts of a mapping that is given, as text."""
    return next((_text(parts[name]) for name in names if parts.get(name) is not None), None)


def _missing() -> str:
    raise _MisshapenError


def _flag(value: Value) -> bool:
    word = _text(value).casefold()
    if word not in _FLAGS:
        raise _MisshapenError
    return word in _YES


def _denied(value: Value) -> bool:
    return _text(value).casefold() in _NO


def _web_address(value: Value) -> str | None:
    """A whole one; others are paths on the site of another program."""
    return value.strip() if isinstance(value, str) and value.strip().startswith(_WEB) else None


def _excluded(value: Value) -> bool:
    return value == "true"


def _unwritten(value: Value) -> bool:
    """Whether a program was told to make no page of it."""
    return value == "false"


def _unbuilt(value: Value) -> bool:
    """Whether Hugo was told to make no page of it, or to list it nowhere."""
    return isinstance(value, dict) and any(value.get(name) in {"never", "false"} for name in ("render", "list"))


def _withheld(value: Value) -> bool:
    return _text(value).casefold() in _WITHHELD


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a value is read, and for the message about one that cannot be: what was expected, with an example."""

    read: Callable[[Value], Any]
    expected: str
    example: str


_TEXT = _Kind(_text, "text", "one or more words")
_DATE = _Kind(_date, "a date", "2002-07-29 14:05")
_END = _Kind(_end, "a date, on which it ends", "2002-07-29 14:05")
_NAMES = _Kind(_names, "a list of names", "[bridges, railways]")
_PEOPLE = _Kind(_people, "a name, or a mapping with name, email and url", "Mira Halden")
_IMAGE = _Kind(_image, "an address, or a mapping with url", "https://example.org/bridge.jpg")
_MEDIA = _Kind(_enclosures, "an address, or a mapping with url, type and length", "https://example.org/talk.mp3")
_FLAG = _Kind(_flag, "true or false", "true")
_DENIAL = _Kind(_denied, "a date or false", "2002-07-29 14:05")
_STATUS = _Kind(_withheld, "one word", "draft")
_PAGE = _Kind(_web_address, "an address", "https://example.org/talks")
_EXCLUSION = _Kind(_excluded, "true or false", "true")
_NO_PAGE = _Kind(_unwritten, "an address, or false", "false")
_BUILD = _Kind(_unbuilt, "a mapping", "{list: never}")


@dataclass(frozen=True, slots=True)
class _Row:
    """A field of Article, the kind of its value, and its names, without hyphens, underscores and capitals."""

    field: str
    kind: _Kind
    names: tuple[str, ...]


_ROWS = (
    _Row("id", _TEXT, ("id", "guid")),
    _Row("title", _TEXT, ("title", "headline")),
    _Row("published", _DATE, ("date", "published", "pubdate", "publishdate", "publishedat", "datepublished")),
    _Row(
        "published", _DATE, ("publisheddate", "publishedon", "publicationdate", "created", "createdat", "datecreated")
    ),
    _Row("updated", _DATE, ("updated", "lastmod", "modified", "lastmodified", "datemodified", "updateddate")),
    _Row("updated", _DATE, ("updatedat", "lastmodifiedat", "modifiedat", "lastupdated", "dateupdated")),
    _Row("embargo", _END, ("embargo", "embargoed", "embargountil", "embargodate")),
    _Row("embargo", _DATE, ("publish", "publishat", "publishdate")),
    _Row("expires", _DATE, ("expires", "expire", "expiry", "expiration", "expirydate", "expirationdate")),
    _Row("expires", _DATE, ("expiresat", "expiredat", "unpublishat", "unpublishdate")),
    _Row("authors", _PEOPLE, ("author", "authors", "byline")),
    _Row("topics", _NAMES, ("topics", "topic", "tags", "tag", "categories", "category")),
    _Row("topics", _NAMES, ("subjects", "subject", "keywords", "keyword")),
    _Row("summary", _TEXT, ("summary", "description", "excerpt", "abstract")),
    _Row("language", _TEXT, ("language", "lang", "locale")),
    _Row("link", _TEXT, ("link", "canonical", "canonicalurl")),
    _Row("link", _PAGE, ("url", "permalink", "externalurl")),
    _Row("slug", _TEXT, ("slug",)),
    _Row("image", _IMAGE, ("image", "images", "heroimage", "cover", "coverimage", "featuredimage", "featureimage")),
    _Row("image", _IMAGE, ("thumbnail", "banner", "ogimage", "socialimage")),
    _Row("enclosures", _MEDIA, ("enclosure", "enclosures")),
    _Row("draft", _FLAG, ("draft", "isdraft", "hidden", "headless", "unlisted", "private")),
    _Row("draft", _DENIAL, ("published", "publish")),
    _Row("draft", _STATUS, ("status",)),
    _Row("draft", _EXCLUSION, ("eleventyexcludefromcollections",)),
    _Row("draft", _NO_PAGE, ("permalink", "render")),
    _Row("draft", _BUILD, ("build",)),
)
_MANY = frozenset({"authors", "topics", "enclosures"})
"""Fields of which an article can have many."""
_PLACES: dict[str, tuple[tuple[int, _Row], ...]] = {}
"""Under each name, the rows that have it and its place in the order in which names count: articles have few keys."""
for _place, (_name, _row) in enumerate((name, row) for row in _ROWS for name in row.names):
    _PLACES[_name] = (*_PLACES.get(_name, ()), (_place, _row))
_KNOWN = frozenset(_PLACES)

# Keys that keep an article in: to overlook one that is misspelt would publish what must not be.
_KEEPING_IN = (
    "embargo", "embargoed", "embargo_until", "embargo_date", "publish", "publish_at", "expires", "expire", "expiry",
    "expiration", "expiry_date", "expiration_date", "expires_at", "expired_at", "unpublish_at", "draft",
)  # fmt: skip
_INNER = ("taxonomies", "extra", "params")
"""Tables in which Zola and Hugo keep what is not theirs: themes call the same things there by the same names."""
_FROM_WITHIN = frozenset({"authors", "topics", "summary", "image", "language"})
_ALIKE = 0.8  # of 1, as difflib measures: `darft` is found, and permalink is not taken for publish
_WORDS_OF_THEIR_OWN = frozenset({"publisher", "publishers", "publishing", "express", "craft"})


def fields(keys: Keys) -> dict[str, Any]:
    """The fields of an Article that front matter gives, `lines` and `origins` among them; other keys are for others.

    Of several names of one field the first in the row counts, but things of which an article can have many are all
    taken, once each. Raises Rejected, with its line, for a value of the wrong kind, and for a key that all but
    says that the article must stay in.
    """
    written = _by_folded_name(keys)
    _refuse_misspelt(written, keys)
    given: dict[str, Any] = {}
    lines: dict[str, int] = {}
    origins: dict[str, str] = {}
    for row, key in _in_order(written):
        if value := _read(row.kind, key, keys):
            given[row.field] = _joined(given.get(row.field), value)
            lines.setdefault(row.field, keys.lines[key])
            _name_origin(origins, row.field, key)
    for table in _INNER:
        if isinstance(keys.values.get(table), dict):
            _add_from_within(table, keys, given, lines, origins)
    return given | {"lines": lines, "origins": origins}


def unread(keys: Keys) -> list[str]:
    """The keys that mean nothing here."""
    return [key for name, key in _by_folded_name(keys).items() if name not in _KNOWN and key not in _INNER]


def _name_origin(origins: dict[str, str], field: str, key: str) -> None:
    if field not in origins:
        origins[field] = f"front matter `{key}`"
    elif field in _MANY:
        origins[field] += f" and `{key}`"


def _add_from_within(
    table: str, keys: Keys, given: dict[str, Any], lines: dict[str, int], origins: dict[str, str]
) -> None:
    """What an inner table says of fields that are still open; what it holds in another shape is the theme's own."""
    values = keys.values[table]
    inside = Keys(values, dict.fromkeys(values, keys.lines[table])) if isinstance(values, dict) else Keys({}, {})
    written = _by_folded_name(inside)
    for row, key in _in_order(written):
        if row.field not in _FROM_WITHIN or (row.field in given and row.field not in _MANY):
            continue
        with suppress(_MisshapenError):
            if value := row.kind.read(inside.values[key]):
                given[row.field] = _joined(given.get(row.field), value)
                lines.setdefault(row.field, keys.lines[table])
                _name_origin(origins, row.field, f"{table}.{key}")


def _in_order(written: dict[str, str]) -> list[tuple[_Row, str]]:
    """The rows that are given, with their keys, the first names first."""
    found = [(place, row, key) for name, key in written.items() for place, row in _PLACES.get(name, ())]
    return [(row, key) for _, row, key in sorted(found, key=_by_place)]


def _by_place(found: tuple[int, _Row, str]) -> int:
    return found[0]


def _by_folded_name(keys: Keys) -> dict[str, str]:
    """Each key that holds something, under the name it has in the table: PubDate, pub-date and pub_date are one."""
    written: dict[str, str] = {}
    for key, value in keys.values.items():
        if value is not None:
            written.setdefault(key.replace("-", "").replace("_", "").casefold(), key)
    return written


def _refuse_misspelt(written: dict[str, str], keys: Keys) -> None:
    for name, key in written.items():
        if meant := _nearest(name):
            problem = f"there is no key {key}, which is much like {meant}"
            raise Rejected(problem, f"Write {meant}, or give the key quite another name", keys.lines[key])


@lru_cache(maxsize=1024)  # authors use the same few keys in every article, and difflib takes 50 us
def _nearest(name: str) -> str | None:
    """The key that keeps an article in, and that this unknown one all but is."""
    if name in _KNOWN or name in _WORDS_OF_THEIR_OWN:
        return None
    return next(iter(get_close_matches(name, _KEEPING_IN, n=1, cutoff=_ALIKE)), None)


def _read(kind: _Kind, key: str, keys: Keys) -> Any:
    try:
        return kind.read(keys.values[key])
    except _MisshapenError:
        problem = f"{key} must be {kind.expected}"
        raise Rejected(problem, f"Write, for example, `{key}: {kind.example}`", keys.lines[key]) from None


def _joined(before: Any, value: Any) -> Any:
    if before is None:
        return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else value
    return tuple(dict.fromkeys(before + value)) if isinstance(value, tuple) else before
