"""The promise: an article matches a rule on arrival exactly when a search with that expression finds it.

Made up are expressions of every form and entries of few words in many scripts, so that they often meet. Each example
publishes its entries anew under the same ids: so it also tries what becomes of those that an index knew before.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from publishing import AT, DAY, HOUR, entry, fragments, source, tag, texts

from feedsvc.expressions import Expression, Text, parse
from feedsvc.expressions.expression import And, Near, Not, Or, Words
from feedsvc.expressions.fields import asked
from feedsvc.expressions.tokens import stands_alone
from feedsvc.model import Author, Format, Topic
from feedsvc.selections import of_topic
from feedsvc.store import connect
from feedsvc.store.base import Store
from feedsvc.store.changes import Publish, Withdraw
from feedsvc.store.values import Search
from feedsvc.topics import Classifier

WANTED = "wanted"
NAMES = ("a", "b", "C", "é")

# What is written.

WORDS = ["talks", "Talks", "talk", "missile", "Missiles", "café", "CAFE", "s", "U.S.", "2026", "AND", "title", "every"]
WORDS += ["Łódź", "lodz", "ΣΑΣ", "σας", "Ёлка", "елка", "мир", "صواريخ", "سلام", "हिन्दी", "กำแพง"]
WORDS += ["朝", "北朝鮮", "한국", "ミサイル"]
BETWEEN = [" ", " ", " ", " — ", "-", "’", "'s ", ", ", ".\n", "\u00ad", "\u2028", '"', " * ", ":", "\\", "\x85"]
PIECES = st.sampled_from([word + between for word in WORDS for between in BETWEEN])
PASSAGES = st.lists(PIECES, max_size=6).map("".join)
MOMENTS = st.sampled_from(
    [AT, AT - DAY, AT - DAY + HOUR, datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)]
)
WRITTEN: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "title": PASSAGES,
        "content": PASSAGES.map(lambda text: f"<p>{html.escape(text)}</p>"),
    },
    optional={
        "summary": PASSAGES,
        "published": MOMENTS,
        "authors": st.lists(PASSAGES.map(Author), max_size=3).map(tuple),
        "path": PASSAGES,
        "link": st.sampled_from(["https://talks.example/x", "https://example.org/talks"]),
        "language": st.sampled_from(["en-GB", "zh-Hant-TW", "de"]),
        "subjects": st.lists(st.sampled_from(["Talks", "North Korea", "Łódź"]), unique=True).map(tuple),
        "embargo": st.sampled_from([AT + HOUR]),
    },
)
ENTRIES = st.dictionaries(st.sampled_from(NAMES), WRITTEN, min_size=1)

# What is asked.

ASKED = [*WORDS, "mis", "ca", "Ło", "мир", "صوا", "ti", "anti-missile", "U.S. talks", "talks talks", "朝鮮ミ"]


def _words_of(field: str | None) -> st.SearchStrategy[Words]:
    written = st.lists(st.sampled_from(ASKED), min_size=1, max_size=3).map(" ".join)
    return st.builds(_words, written, st.just(field), st.booleans())


def _words(written: str, field: str | None, prefix: bool = False) -> Words:
    words = asked(field, written)
    return Words(words, written, field, prefix and len(words[-1]) > 1 and not stands_alone(words[-1]))


def _near(field: str | None) -> st.SearchStrategy[Near]:
    side = st.lists(_words_of(field), min_size=1, max_size=3).map(tuple)
    return st.builds(Near, side, side, st.integers(0, 4))


def _tagged(field: str, *tags: str) -> st.SearchStrategy[Words]:
    return st.sampled_from(tags).map(lambda tag: _words(tag, field))


LEAVES: st.SearchStrategy[Expression] = st.one_of(
    _words_of(None),
    _words_of(None),
    _near(None),
    st.sampled_from(["title", "summary", "content", "author", "source", "path"]).flatmap(_words_of),
    st.sampled_from(["title", "author", "content"]).flatmap(_near),
    _tagged("language", "en", "en-GB", "zh-Hant", "fr"),
    _tagged("topic", "talks", "north-korea", "north", "lodz"),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=4).map(tuple).map(Or),
    ),
    max_leaves=10,
).map(lambda tree: parse(str(tree)))


# What arrives, and what is found.


def arrives(classifier: Classifier, name: str, written: dict[str, Any]) -> Publish:
    made = entry(name, **{"path": f"{name}.txt", **written})
    assignments = classifier.classify(made)
    indexed = Text.of(made, [assignment.topic for assignment in assignments]).index()
    return Publish(made, assignments, fragments(name), source(made.path), indexed)


def keeps_the_promise(store: Store, expression: Expression, entries: dict[str, dict[str, Any]]) -> None:
    """The same of every entry: on arrival, searched for when rules change, and searched for by readers."""
    classifier = Classifier([Topic(WANTED, "Wanted", rule=str(expression))])
    arriving = [arrives(classifier, name, written) for name, written in entries.items()]
    store.apply([*arriving, *(Withdraw(tag(name), "gone") for name in NAMES if name not in entries)], AT)
    matched = [publish for publish in arriving if WANTED in {each.topic for each in publish.assignments}]
    matched.sort(key=lambda publish: (publish.entry.published, publish.entry.id), reverse=True)
    ids = [publish.entry.id for publish in matched]
    public = [publish.entry.id for publish in matched if not publish.entry.embargo]
    assert [found.id for found in store.found(expression)] == ids
    assert shown(store, Search(expression)) == public
    if public:
        assert shown(store, Search(Not(expression), of_topic(WANTED))) == []


def shown(store: Store, search: Search) -> list[str] | None:
    window = store.search(search, Format.ATOM, 9)
    return None if window is None else [tag(name) for name in texts(window.shown)]


@pytest.fixture(scope="module")
def sqlite() -> Iterator[Store]:
    with closing(connect("sqlite://")) as store:  # in memory: else each example would wait for a disk
        yield store


@pytest.fixture
def postgresql(postgres_url: str) -> Iterator[Store]:
    with closing(connect(postgres_url)) as store:
        yield store


# 2,000 examples on SQLite and 200 on PostgreSQL, in parts that workers of pytest-xdist share.


@pytest.mark.timeout(900)  # some seconds, but for a machine with other work
@pytest.mark.parametrize("part", range(8))
def test_a_rule_holds_on_arrival_exactly_when_a_search_finds_it_on_sqlite(sqlite: Store, part: int) -> None:
    promised(sqlite, part, 250)


@pytest.mark.parametrize("part", range(2))
def test_a_rule_holds_on_arrival_exactly_when_a_search_finds_it_on_postgresql(postgresql: Store, part: int) -> None:
    promised(postgresql, part, 100)


def promised(store: Store, part: int, examples: int) -> None:
    """Of so many examples, which are others in each part."""

    @settings(max_examples=examples)
    @given(EXPRESSIONS, ENTRIES)
    def of_all(expression: Expression, entries: dict[str, dict[str, Any]]) -> None:
        keeps_the_promise(store, expression, entries)

    if settings.default.derandomize:
        of_all = seed(part)(of_all)  # it would begin all parts alike
    of_all()
