"""The values of front matter, in the forms in which authors write them: how each kind is read, and what it is called in
the message about one that cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from feedsvc import media_types
from feedsvc.model import Author, Enclosure
from feedsvc.sources.front_matter import Value

_YES = frozenset({"true", "yes", "on", "1", "y"})
_NO = frozenset({"false", "no", "off", "0", "n"})
_FLAGS = _YES | _NO
_WITHHELD = frozenset(
    {"draft", "private", "hidden", "withheld", "pending", "unpublished", "withdrawn", "canceled", "cancelled"}
)
_WEB = ("https://", "http://")
_EMAIL_BEHIND_NAME = re.compile(r"<([^<>\s@]+@[^<>\s@]+)>")
_LENGTH = re.compile(r"[0-9]{1,18}")
_CLOCK = re.compile(r"[0-9]{1,6}(?::[0-5]?[0-9]){0,2}")


class MisshapenError(Exception):
    """A value is not of the kind that its key asks for."""


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise MisshapenError
    return value.strip()


def _date(value: Value) -> str | None:
    text = _text(value)
    return None if text.casefold() in _FLAGS else text  # Jekyll's `published: false` is no date


def _end(value: Value) -> str | None:
    if _text(value).casefold() in _YES:
        raise MisshapenError  # `embargoed: true` would be no date, and so no embargo
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
        raise MisshapenError
    kind = _part(parts, "type") or media_types.of(href)
    return Enclosure(href, kind, int(length), duration=_seconds(_part(parts, "duration") or ""))


def _seconds(written: str) -> int | None:
    """`3661`, `61:01` or `1:01:01`; None for nothing."""
    if not written:
        return None
    if not _CLOCK.fullmatch(written):
        raise MisshapenError
    total = 0
    for part in written.split(":"):
        total = total * 60 + int(part)
    return total


def _part(parts: dict[str, Value], *names: str) -> str | None:
    """The first of these parts of a mapping that is given, as text."""
    return next((_text(parts[name]) for name in names if parts.get(name) is not None), None)


def _missing() -> str:
    raise MisshapenError


def _flag(value: Value) -> bool:
    word = _text(value).casefold()
    if word not in _FLAGS:
        raise MisshapenError
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
class Kind:
    """How a value is read, and for the message about one that cannot be: what was expected, with an example."""

    read: Callable[[Value], Any]
    expected: str
    example: str


TEXT = Kind(_text, "text", "one or more words")
DATE = Kind(_date, "a date", "2002-07-29 14:05")
END = Kind(_end, "a date, on which it ends", "2002-07-29 14:05")
NAMES = Kind(_names, "a list of names", "[bridges, railways]")
PEOPLE = Kind(_people, "a name, or a mapping with name, email and url", "Mira Halden")
IMAGE = Kind(_image, "an address, or a mapping with url", "https://example.org/bridge.jpg")
MEDIA = Kind(_enclosures, "an address, or a mapping with url, type and length", "https://example.org/talk.mp3")
FLAG = Kind(_flag, "true or false", "true")
DENIAL = Kind(_denied, "a date or false", "2002-07-29 14:05")
STATUS = Kind(_withheld, "one word", "draft")
PAGE = Kind(_web_address, "an address", "https://example.org/talks")
EXCLUSION = Kind(_excluded, "true or false", "true")
NO_PAGE = Kind(_unwritten, "an address, or false", "false")
BUILD = Kind(_unbuilt, "a mapping", "{list: never}")
