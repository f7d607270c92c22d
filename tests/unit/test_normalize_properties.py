"""What holds for every article, whatever is in it."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from feedsvc.errors import Rejected
from feedsvc.model import Article, Author, Enclosure, Entry, Identity, Site, SourceFile, State
from feedsvc.normalize import normalize

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
SITE = Site(
    title="Straits Wire",
    description="News from the straits.",
    base_url="https://news.example.org",
    authority="example.org,2026",
    language="en",
    timezone=ZoneInfo("America/New_York"),
    author=Author("Straits Wire"),
)

texts = st.text(st.characters(exclude_categories=()), max_size=40)
lines = st.none() | texts
moments = st.none() | st.datetimes(datetime(1970, 1, 2), datetime(2030, 1, 1)).map(str)  # noqa: DTZ001 - as written
bodies = texts | st.lists(
    st.sampled_from(["<p>", "</p>", "<a href='x y'>", "<b>", "</b>", "<img src=/a>", "a ", "]]>", "&#0;", "\n\n"])
).map("".join)
articles = st.builds(
    Article,
    body=bodies,
    body_type=st.sampled_from(["text/plain", "text/html"]),
    title=lines,
    summary=lines,
    id=lines,
    slug=lines,
    language=lines,
    published=moments,
    updated=moments,
    embargo=moments,
    authors=st.lists(st.builds(Author, texts, lines, lines), max_size=2).map(tuple),
    topics=st.lists(texts, max_size=3).map(tuple),
    enclosures=st.lists(st.builds(Enclosure, st.just("/a"), texts, st.integers()), max_size=1).map(tuple),
)
sources = st.builds(
    lambda name, data: SourceFile(f"a/{name}.txt", "text/plain", data, hashlib.sha256(data).hexdigest()),
    st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=20),
    st.binary(max_size=4),
)


def made(
    article: Article, source: SourceFile, known: Identity | None = None, site: Site = SITE, days: int = 0
) -> Entry:
    """The entry; articles that are refused are no examples."""
    try:
        return normalize(article, source, known, site, NOW + timedelta(days=days))
    except Rejected:
        assume(False)
        raise


def identity(entry: Entry, source: SourceFile) -> Identity:
    state = State.HELD if entry.embargo else State.PUBLISHED
    return Identity(entry.id, entry.slug, entry.path, source.sha256, entry.digest, entry.received, entry.updated, state)


def strings(value: object) -> Iterator[str]:
    """Every string in an entry, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)
    elif isinstance(value, Author | Enclosure | Entry):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


@contextmanager
def machine_in(zone: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


@given(articles, sources)
def test_everything_in_an_entry_fits_in_xml(article: Article, source: SourceFile) -> None:
    """X2: but for the path, which no document shows."""
    for text in strings(replace(made(article, source), path="")):
        etree.Element("x").text = text


@given(articles, sources)
def test_an_entry_is_complete(article: Article, source: SourceFile) -> None:
    """A2, A4, A9, R5."""
    entry = made(article, source)
    assert entry.id
    assert entry.slug
    assert entry.title == " ".join(entry.title.split()) != ""
    assert entry.content
    assert entry.authors
    assert entry.published <= entry.updated <= max(entry.published, NOW)
    assert (entry.embargo is None) == (entry.published <= NOW)
    assert all(moment.microsecond == 0 and moment.tzinfo is UTC for moment in (entry.published, entry.updated))


@given(articles, sources)
def test_the_same_again_is_the_same_again(article: Article, source: SourceFile) -> None:
    """X9: at once, and with what the store remembers, however much later and with other bytes."""
    first = made(article, source)
    assert made(article, source) == first
    known = identity(first, source)
    again = made(article, replace(source, sha256="0" * 64), known, days=40)
    for name in ("id", "slug", "digest", "published", "received", "title", "summary", "content"):
        assert getattr(again, name) == getattr(first, name)
    if known.state is State.PUBLISHED:
        assert again.updated == first.updated


@given(articles, sources)
def test_https_instead_of_http_changes_no_id_and_is_no_update(article: Article, source: SourceFile) -> None:
    """A3."""
    first = made(article, source, site=replace(SITE, base_url="http://news.example.org"))
    again = made(article, source, identity(first, source), days=1)
    assert (again.id, again.slug, again.digest) == (first.id, first.slug, first.digest)


@given(articles, sources)
def test_the_machines_time_zone_does_not_matter(article: Article, source: SourceFile) -> None:
    with machine_in("Pacific/Kiritimati"):
        here = made(article, source)
    with machine_in("Pacific/Niue"):
        there = made(article, source)
    assert here == there
