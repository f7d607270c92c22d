"""Keys of front matter -> fields of an Article: a row for each field, with every name that authors give it."""

from __future__ import annotations

import re
from collections.abc import Callable
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
_EMAIL_BEHIND_NAME = re.compile(r"<([^<>\s@]+@[^<>\s@]+)>")
_LENGTH = re.compile(r"[0-9]{1,18}")


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
        return _part(value, "url", "src", "href") or _missing()
    return _text(value) if value else None


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
    return Enclosure(href, _part(parts, "type") or _MEDIA_TYPES.get(suffix, "application/octet-stream"), int(length))


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
    _Row("updated", _DATE, ("updated", "lastmod", "modified", "lastmodified", "datemodified")),
    _Row("embargo", _END, ("embargo", "embargoed", "embargountil", "embargodate")),
    _Row("embargo", _DATE, ("publish", "publishat")),
    _Row("expires", _DATE, ("expires", "expire", "expiry", "expiration", "expirydate", "expirationdate")),
    _Row("expires", _DATE, ("expiresat", "expiredat", "unpublishat")),
    _Row("authors", _PEOPLE, ("author", "authors", "byline")),
    _Row("topics", _NAMES, ("topics", "topic", "tags", "tag", "categories", "category")),
    _Row("summary", _TEXT, ("summary", "description", "excerpt")),
    _Row("language", _TEXT, ("language", "lang")),
    _Row("link", _TEXT, ("link", "canonical", "canonicalurl")),
    _Row("slug", _TEXT, ("slug",)),
    _Row("image", _IMAGE, ("image", "images")),
    _Row("enclosures", _MEDIA, ("enclosure", "enclosures")),
    _Row("draft", _FLAG, ("draft",)),
    _Row("draft", _DENIAL, ("published", "publish")),
    _Row("draft", _STATUS, ("status",)),
)
_NAMES_IN_ORDER = tuple((name, row) for row in _ROWS for name in row.names)
_KNOWN = frozenset(name for name, _ in _NAMES_IN_ORDER)

# Keys that keep an article in: to overlook one that is misspelt would publish what must not be.
_KEEPING_IN = (
    "embargo", "embargoed", "embargo_until", "embargo_date", "publish", "publish_at", "expires", "expire", "expiry",
    "expiration", "expiry_date", "expiration_date", "expires_at", "expired_at", "unpublish_at", "draft",
)  # fmt: skip
_ALIKE = 0.8  # of 1, as difflib measures: `darft` is found, and permalink is not taken for publish
_WORDS_OF_THEIR_OWN = frozenset({"publisher", "publishers", "publishing", "express", "craft"})


def fields(keys: Keys) -> dict[str, Any]:
    """The fields of an Article that front matter gives, `lines` among them; other keys are for other programs.

    Of several names of one field the first in the row counts, but things of which an article can have many are all
    taken, once each. Raises Rejected, with its line, for a value of the wrong kind, and for a key that all but
    says that the article must stay in.
    """
    written = _by_folded_name(keys)
    _refuse_misspelt(written, keys)
    given: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for name, row in _NAMES_IN_ORDER:
        key = written.get(name)
        value = _read(row.kind, key, keys) if key else None
        if key and value:
            given[row.field] = _joined(given.get(row.field), value)
            lines.setdefault(row.field, keys.lines[key])
    return given | {"lines": lines}


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
