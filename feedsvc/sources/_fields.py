"""Keys of front matter -> fields of an Article: a row for each field, with every name that authors give it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from feedsvc.errors import Rejected
from feedsvc.shorten import excerpt
from feedsvc.sources import _kinds
from feedsvc.sources.front_matter import Keys


@dataclass(frozen=True, slots=True)
class _Row:
    """A field of Article, the kind of its value, and its names, without hyphens, underscores and capitals."""

    field: str
    kind: _kinds.Kind
    names: tuple[str, ...]


_ROWS = (
    _Row("id", _kinds.TEXT, ("id", "guid")),
    _Row("title", _kinds.TEXT, ("title", "headline")),
    _Row("published", _kinds.DATE, ("date", "published", "pubdate", "publishdate", "publishedat", "datepublished")),
    _Row(
        "published",
        _kinds.DATE,
        ("publisheddate", "publishedon", "publicationdate", "created", "createdat", "datecreated"),
    ),
    _Row("updated", _kinds.DATE, ("updated", "lastmod", "modified", "lastmodified", "datemodified", "updateddate")),
    _Row("updated", _kinds.DATE, ("updatedat", "lastmodifiedat", "modifiedat", "lastupdated", "dateupdated")),
    _Row("embargo", _kinds.END, ("embargo", "embargoed", "embargountil", "embargodate")),
    _Row("embargo", _kinds.DATE, ("publish", "publishat", "publishdate")),
    _Row("expires", _kinds.DATE, ("expires", "expire", "expiry", "expiration", "expirydate", "expirationdate")),
    _Row("expires", _kinds.DATE, ("expiresat", "expiredat", "unpublishat", "unpublishdate")),
    _Row("authors", _kinds.PEOPLE, ("author", "authors", "byline")),
    _Row("topics", _kinds.NAMES, ("topics", "topic", "tags", "tag", "categories", "category")),
    _Row("topics", _kinds.NAMES, ("subjects", "subject", "keywords", "keyword")),
    _Row("summary", _kinds.TEXT, ("summary", "description", "excerpt", "abstract")),
    _Row("language", _kinds.TEXT, ("language", "lang", "locale")),
    _Row("link", _kinds.TEXT, ("link", "canonical", "canonicalurl")),
    _Row("link", _kinds.PAGE, ("url", "permalink", "externalurl")),
    _Row("slug", _kinds.TEXT, ("slug",)),
    _Row(
        "image", _kinds.IMAGE, ("image", "images", "heroimage", "cover", "coverimage", "featuredimage", "featureimage")
    ),
    _Row("image", _kinds.IMAGE, ("thumbnail", "banner", "ogimage", "socialimage")),
    _Row("enclosures", _kinds.MEDIA, ("enclosure", "enclosures")),
    _Row("draft", _kinds.FLAG, ("draft", "isdraft", "hidden", "headless", "unlisted", "private")),
    _Row("draft", _kinds.DENIAL, ("published", "publish")),
    _Row("draft", _kinds.STATUS, ("status",)),
    _Row("draft", _kinds.EXCLUSION, ("eleventyexcludefromcollections",)),
    _Row("draft", _kinds.NO_PAGE, ("permalink", "render")),
    _Row("draft", _kinds.BUILD, ("build",)),
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
        with suppress(_kinds.MisshapenError):
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
            problem = f"there is no key {excerpt(key)}, which is much like {meant}"
            raise Rejected(problem, f"Write {meant}, or give the key quite another name", keys.lines[key])


@lru_cache(maxsize=1024)  # authors use the same few keys in every article, and difflib takes 50 us
def _nearest(name: str) -> str | None:
    """The key that keeps an article in, and that this unknown one all but is."""
    if name in _KNOWN or name in _WORDS_OF_THEIR_OWN:
        return None
    return next(iter(get_close_matches(name, _KEEPING_IN, n=1, cutoff=_ALIKE)), None)


def _read(kind: _kinds.Kind, key: str, keys: Keys) -> Any:
    try:
        return kind.read(keys.values[key])
    except _kinds.MisshapenError:
        problem = f"{key} must be {kind.expected}"
        raise Rejected(problem, f"Write, for example, `{key}: {kind.example}`", keys.lines[key]) from None


def _joined(before: Any, value: Any) -> Any:
    if before is None:
        return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else value
    return tuple(dict.fromkeys(before + value)) if isinstance(value, tuple) else before
