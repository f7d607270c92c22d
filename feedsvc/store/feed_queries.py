"""The SELECTs of feeds: made once for each shape of a selection, with named parameters, read from indexes alone.

A feed's entries stand in two orders. By publication they are shown, newest first; by revision they are gone through to
find what changed, or what was missed. In either, one topic of each term is walked from the end of an index, and the
others are looked up for each entry that is met. A place in the first order is a moment and an id.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    union,
    union_all,
)

from feedsvc.addresses import ALL
from feedsvc.model import State
from feedsvc.store.columns import PlainText, UtcDateTime
from feedsvc.store.queries import Query
from feedsvc.store.schema import arrivals, changes, entries, fragments
from feedsvc.store.shapes import Shape, TermShape, about, is_single, standing, terms_of

Rows: TypeAlias = Select[*tuple[Any, ...]]

_SHAPES = 100
"""Statements kept of each kind; a site's readers ask for few shapes, and nobody can fill the memory with them."""

_LIMIT = bindparam("limit", type_=BigInteger())
_SINCE = bindparam("since", type_=BigInteger())  # a revision; what is after it counts
_UNTIL = bindparam("until", type_=BigInteger())  # a revision; what is after it does not
_FAR = bindparam("far", type_=BigInteger())  # rows that are gone through before one gives up
_PUBLISHED = bindparam("published", type_=UtcDateTime())
_ID = bindparam("id", type_=PlainText())
_FORMAT = bindparam("format", type_=PlainText())
_BACK_TO = bindparam("back_to", type_=UtcDateTime())
_AFTER = bindparam("after", type_=UtcDateTime())
_FIRST = bindparam("first", type_=BigInteger())
_LAST = bindparam("last", type_=BigInteger())
_END_OF_TIME = bindparam("end_of_time", type_=UtcDateTime())


def _first(parts: list[Rows], *order: str) -> Rows:
    """The first rows of all parts, each row once; every part is in this order, descending, and as long as asked for."""
    if len(parts) == 1:
        return parts[0]
    either = union(*(select(part.subquery("part")) for part in parts)).subquery("either")
    return select(either).order_by(*(either.c[name].desc() for name in order)).limit(_LIMIT)


def _rendered(key: ColumnElement[int]) -> ColumnElement[bool]:
    """The fragment of an entry in the format asked for."""
    return (fragments.c.entry == key) & (fragments.c.format == _FORMAT)


# By publication.


def _newest_of(term: TermShape) -> Rows:
    """Read from the end of an index, whatever lies before it."""
    at = standing(term)
    published, entry_id = at.table.c.published, at.table.c.id
    newest = select(at.key.label("key"), published, entry_id).where(at.is_in, *term.beside_walked(at.key))
    return newest.order_by(published.desc(), entry_id.desc()).limit(_LIMIT)


def _newest(shape: Shape) -> Subquery:
    return _first([_newest_of(term) for term in terms_of(shape)], "published", "id").subquery("shown")


@lru_cache(_SHAPES)
def newest(shape: Shape) -> Query:
    """Fragments of the newest entries in a format, with their places; limit, format."""
    shown = _newest(shape)
    found = select(fragments.c.data, shown.c.published, shown.c.id).join(shown, _rendered(shown.c.key))
    return found.order_by(shown.c.published.desc(), shown.c.id.desc())


@lru_cache(_SHAPES)
def newest_entries(shape: Shape) -> Query:
    """The newest entries, whole; limit."""
    shown = _newest(shape)
    found = select(entries).join(shown, entries.c.key == shown.c.key)
    return found.order_by(shown.c.published.desc(), shown.c.id.desc())


@lru_cache(_SHAPES)
def places(shape: Shape) -> Query:
    """The keys of the newest entries, with their places; limit."""
    shown = _newest(shape)
    return select(*shown.c["key", "published", "id"]).order_by(shown.c.published.desc(), shown.c.id.desc())


@lru_cache(_SHAPES)
def listing(shape: Shape) -> Query:
    """The newest entries, as pages list them; limit."""
    shown = _newest(shape)
    found = select(*entries.c["slug", "title", "summary", "link", "published"])
    return found.join(shown, entries.c.key == shown.c.key).order_by(shown.c.published.desc(), shown.c.id.desc())


# By revision.


def _by_revision(term: TermShape, *which: ColumnElement[bool]) -> Rows:
    """What is in the feed from a place downwards: published, id; the newest revision first."""
    at = standing(term)
    below = tuple_(at.table.c.published, at.table.c.id) <= tuple_(_PUBLISHED, _ID)
    found = select(at.key.label("key"), at.table.c.published, at.table.c.id, arrivals.c.revision)
    found = found.select_from(arrivals.join(at.table, at.key == arrivals.c.entry))
    found = found.where(arrivals.c.selection == term.walked, *which)
    return found.where(at.is_in, below, *term.beside_walked(at.key)).order_by(arrivals.c.revision.desc())


@lru_cache(_SHAPES)
def changed(shape: Shape) -> Query:
    """Fragments of what was published, updated or restored last, with place and revision; since, limit, format."""
    parts = [_by_revision(term, arrivals.c.revision > _SINCE).limit(_LIMIT) for term in terms_of(shape)]
    shown = _first(parts, "revision").subquery("shown")
    found = select(fragments.c.data, shown.c.published, shown.c.id, shown.c.revision).join(
        shown, _rendered(shown.c.key)
    )
    return found.order_by(shown.c.revision.desc())


@lru_cache(_SHAPES)
def last_change(shape: Shape) -> Query:
    """The newest revision of what is in the feed, 0 where nothing is."""
    return _greatest([_by_revision(term, arrivals.c.revision > _SINCE).limit(1) for term in terms_of(shape)])


@lru_cache(_SHAPES)
def covers(shape: Shape) -> Query:
    """The newest revision, up to one, of what is in the feed from a place downwards, or a greater one; until, far.

    Greater, where so many arrivals are newer than what is searched for that it is given up: theirs is the answer then.
    """
    parts = []
    for term in terms_of(shape):
        given_up = select(arrivals.c.revision).where(arrivals.c.selection == term.walked, arrivals.c.revision <= _UNTIL)
        given_up = given_up.order_by(arrivals.c.revision.desc()).limit(1).offset(_FAR)
        near = arrivals.c.revision > func.coalesce(given_up.scalar_subquery(), 0)
        parts += [_by_revision(term, arrivals.c.revision <= _UNTIL, near).limit(1), given_up]
    return _greatest(parts)


def _greatest(revisions: list[Rows]) -> Query:
    parts = [select(part.subquery("part").c.revision) for part in revisions]
    each = union_all(*parts).subquery("each")
    return select(func.coalesce(func.max(each.c.revision), 0))


# What was taken back.


def _taken_back(shape: Shape, term: TermShape) -> Rows:
    """Arrivals in the walked feed that ended together with those in every other that the term names."""
    found = select(entries.c.id, arrivals.c.withdrawn, arrivals.c.revision)
    found = found.join(entries, entries.c.key == arrivals.c.entry)
    found = found.where(arrivals.c.selection == term.walked, *(~_ended(topic) for topic in term.taken_away))
    if is_single(shape):
        return found
    # An entry may have come back by another term: here, only what is in no feed at all counts as taken back.
    return found.where(_ended(literal(ALL, PlainText())), *map(_ended, term.named[1:]))


def _ended(selection: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the same revision took the same entry out of another feed."""
    other = arrivals.alias()
    same = (other.c.entry == arrivals.c.entry) & (other.c.revision == arrivals.c.revision)
    found: Rows = select(literal_column("1")).where(same, other.c.selection == selection)
    return found.where(other.c.withdrawn.is_not(None)).exists()


@lru_cache(_SHAPES)
def taken_back(shape: Shape) -> Query:
    """Ids of what was withdrawn after a moment, and when, the last first; back_to, limit."""
    parts = [_taken_back(shape, term).where(arrivals.c.withdrawn > _BACK_TO) for term in terms_of(shape)]
    order = (arrivals.c.withdrawn.desc(), arrivals.c.revision.desc())
    return _first([part.order_by(*order).limit(_LIMIT) for part in parts], "withdrawn", "revision")


@lru_cache(_SHAPES)
def taken_back_since(shape: Shape) -> Query:
    """Ids of what was withdrawn after a revision, and when, the last first; since, limit."""
    lately = (arrivals.c.revision > _SINCE) & arrivals.c.withdrawn.is_not(None)
    parts = [_taken_back(shape, term).where(lately) for term in terms_of(shape)]
    return _first([part.order_by(arrivals.c.revision.desc()).limit(_LIMIT) for part in parts], "revision")


# Archive documents, of a shape with one term and one topic, or none.


def _numbered(term: TermShape) -> Subquery:
    """Arrivals in a feed with these numbers; first, last, limit.

    The limit cuts nothing off: it tells PostgreSQL, which thinks of them as thousands, how few they are.
    """
    found = select(*arrivals.c["entry", "revision"]).where(arrivals.c.selection == term.walked)
    return found.where(arrivals.c.ordinal.between(_FIRST, _LAST)).limit(_LIMIT).subquery("numbered")


@lru_cache(_SHAPES)
def archive(shape: Shape) -> Query:
    """Fragments of what came as number so and so and is still there, as in a window; first, last, limit, format."""
    (term,) = terms_of(shape)
    at, numbered = standing(term), _numbered(term)
    found = select(fragments.c.data).select_from(numbered).join(fragments, _rendered(numbered.c.entry))
    found = found.join(at.table, at.key == numbered.c.entry).where(at.is_in)
    return found.order_by(at.table.c.published.desc(), at.table.c.id.desc())


@lru_cache(_SHAPES)
def archive_facts(shape: Shape) -> Query:
    """Of what came as number so and so: the newest revision, the last update or leave, when that revision was made."""
    (term,) = terms_of(shape)
    at, numbered = standing(term), _numbered(term)
    updated = case((at.key.is_not(None), entries.c.updated), else_=changes.c.at)
    found = select(func.max(numbered.c.revision), func.max(updated), func.max(changes.c.at)).select_from(numbered)
    found = found.join(entries, entries.c.key == numbered.c.entry)
    found = found.join(changes, changes.c.revision == numbered.c.revision)
    return found.outerjoin(at.table, (at.key == numbered.c.entry) & at.is_in)


# What is to come.


@lru_cache(_SHAPES)
def next_change(shape: Shape) -> Query:
    """The next embargo or expiry after a moment, or an earlier moment; after, far, end_of_time.

    Earlier, where so many moments come before one that counts that it is given up: theirs is the answer then.
    """
    parts = []
    for state, moment in ((State.HELD, entries.c.embargo), (State.PUBLISHED, entries.c.expires)):
        to_come = select(moment.label("moment")).where(entries.c.state == state.value, moment > _AFTER).order_by(moment)
        given_up = to_come.limit(1).offset(_FAR)
        near = moment <= func.coalesce(given_up.scalar_subquery(), _END_OF_TIME)
        parts += [to_come.where(near, about(shape, entries.c.key)).limit(1), given_up]
    each = union_all(*(select(part.subquery("part").c.moment) for part in parts)).subquery("each")
    return select(func.min(each.c.moment))
