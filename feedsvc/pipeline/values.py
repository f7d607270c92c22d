"""Each field of an entry: what was published, what the file says, and why the two are what they are. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from feedsvc import sanitize
from feedsvc.model import Article, Author, Entry
from feedsvc.normalize import Reasoned
from feedsvc.pipeline.account import Value

FIELDS = (
    "title", "summary", "published", "updated", "embargo", "expires",
    "authors", "language", "link", "id", "slug", "image",
)  # fmt: skip

_FILES = "files"
"""Beside the article: no field, and told of where something is to be told."""

_NOTHING: Mapping[str, Sequence[str]] = {}


def values(article: Article | None, made: Reasoned | None) -> tuple[Value, ...]:
    """All fields as far as the file came: without an article none, without an entry as they are written."""
    if article is None:
        return ()
    entry, reasons = (made.entry, made.reasons) if made else (None, _NOTHING)
    told = [_value(field, article, entry, reasons.get(field, ())) for field in FIELDS]
    if files := reasons.get(_FILES):
        told.append(Value(_FILES, None, None, None, tuple(files)))
    return tuple(told)


def _value(field: str, article: Article, entry: Entry | None, reasons: Sequence[str]) -> Value:
    written = _written(getattr(article, field))
    value = _published(getattr(entry, field)) if entry else None
    why = [article.origins[field]] if written and field in article.origins else []
    if field == "embargo" and written and entry and value is None:
        reasons = [*reasons, "has passed"]
    line = article.lines.get(field) if written else None
    return Value(field, value, written if written != value else None, line, (*why, *reasons))


def _written(value: str | Sequence[Author] | None) -> str | None:
    """What the author wrote, on one line and safe to be shown."""
    if isinstance(value, str) or value is None:
        return sanitize.line(value) or None
    return ", ".join(map(_person, value)) or None


def _published(value: str | datetime | Sequence[Author] | None) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return _written(value)


def _person(author: Author) -> str:
    return sanitize.line(" ".join(filter(None, (author.name, author.email and f"<{author.email}>", author.uri))))
