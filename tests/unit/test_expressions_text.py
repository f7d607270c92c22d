"""What rules see of an entry, and what a store is given to index of it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from topics_specimen import ENTRY, EXPRESSIONS, FIELDS_OF_TEXTS

from feedsvc.expressions import FIELDS, Expression, Text, parse
from feedsvc.expressions.expression import Words, leaves
from feedsvc.expressions.fields import TEXT, cut, origins


def test_of_an_entry_each_field_is_indexed_as_words_with_a_space_between() -> None:
    entry = replace(ENTRY, path="world/asia/Talks-2.txt", link="https://www.example.org:8080/x?y")
    assert Text.of(entry, ["asia", "north-korea"]).index() == {
        "title": "envoy lands in pyongyang",
        "summary": "the visit is the first in years",
        "content": "talks on the missile programme cafes begin nothing was signed",
        "author": "ida lund - bo chen",
        "source": "www example org 8080",
        "language": "en en-gb",
        "topic": "asia north-korea",
        "path": "world asia talks 2 txt",
    }


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ("title:envoy summary:visit content:missile", True),
        ("title:visit OR summary:missile OR content:envoy", False),
        ('author:lund author:"Bo Chen"', True),
        ("lund OR chen OR gb OR txt OR asia", False),
        ("source:example.org", True),
        ("language:en-GB", True),
        ("language:de", False),
        ("path:x.txt", True),
        ("topic:asia", True),
        ("topic:europe", False),
    ],
)
def test_a_field_is_looked_at_where_it_is_named_and_nowhere_else(rule: str, holds: bool) -> None:
    assert parse(rule).holds(Text.of(ENTRY, ["asia"])) is holds


def test_topics_are_seen_as_soon_as_they_are_decided() -> None:
    text = Text.of(ENTRY)
    assert not parse("topic:asia").holds(text)
    text.decided(["asia"])
    assert parse("topic:asia").holds(text)


@given(FIELDS_OF_TEXTS)
def test_every_word_of_a_field_has_an_origin(said: dict[str, Any]) -> None:
    for field, values in said.items():
        passages = [values] if isinstance(values, str) else values
        assert len(origins(field, passages)) == len(cut(field, passages))


FTS5 = f"CREATE VIRTUAL TABLE entry USING fts5({', '.join(FIELDS)}, tokenize = \"ascii tokenchars '-'\")"


def asked(words: Words) -> str:
    columns = " ".join(TEXT) if words.field is None else words.field
    return f'{{{columns}}} : "{" ".join(words.words)}"{" *" * words.prefix}'


@given(EXPRESSIONS, FIELDS_OF_TEXTS)
def test_words_are_in_a_text_exactly_when_sqlite_finds_them_in_what_it_indexed(
    expression: Expression, said: dict[str, Any]
) -> None:
    text = Text(**said)
    store = sqlite3.connect(":memory:")
    store.execute(FTS5)
    store.execute(f"INSERT INTO entry VALUES ({', '.join('?' * len(FIELDS))})", list(text.index().values()))
    for words in leaves(expression):
        found = store.execute("SELECT count(*) FROM entry WHERE entry MATCH ?", (asked(words),)).fetchone()
        assert words.holds(text) is bool(found[0]), asked(words)
    store.close()
