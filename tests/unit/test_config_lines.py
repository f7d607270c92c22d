"""On which line a key stands, whatever TOML allows around it."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.config.lines import lines

TEXT = '''\
# a comment [with] = signs
top = 1

[site]            # tables
title = "a = b"
"quoted key" = 1
dotted.name = 'x'
description = """
[not.a.table]
not = "a key"
"""
after = 1
[articles]
include = [
  "a", # ]
  "]",

]
exclude = []
author = { name = "Ida", email = "x" }

[[topics]]
slug = "one"
[[topics]]

rule = \'\'\'
a OR
b\'\'\'
slug = "two"
[a.b]
c = 1
'''


def test_each_key_and_table_has_the_line_on_which_it_begins() -> None:
    assert lines(TEXT) == {
        "top": 2,
        "site": 4,
        "site.title": 5,
        "site.quoted key": 6,
        "site.dotted": 7,
        "site.dotted.name": 7,
        "site.description": 8,
        "site.after": 12,
        "articles": 13,
        "articles.include": 14,
        "articles.exclude": 19,
        "articles.author": 20,
        "topics": 22,
        "topics.0": 22,
        "topics.0.slug": 23,
        "topics.1": 24,
        "topics.1.rule": 26,
        "topics.1.slug": 29,
        "a": 30,
        "a.b": 30,
        "a.b.c": 31,
    }


def test_windows_line_ends_count_as_one() -> None:
    assert lines(TEXT.replace("\n", "\r\n")) == lines(TEXT)


def test_nothing_has_no_lines() -> None:
    assert lines("") == {}


LITERALS = st.sampled_from(["1", '"x"', "'''\n[x]\n'''", "[\n1,\n[2]]", "[[1], [2]]", "{}", "2026-11-22", '"\\"[x]"'])


@given(st.lists(st.tuples(st.integers(0, 3), LITERALS), max_size=12))
def test_every_key_is_found_on_a_line_that_names_it(written: list[tuple[int, str]]) -> None:
    text = ""
    expected = {}
    for number, (blank, literal) in enumerate(written):
        text += "\n" * blank + "# [x]\n"
        expected[f"key{number}"] = text.count("\n") + 1
        text += f"key{number} = {literal}\n"
    parsed: dict[str, Any] = tomllib.loads(text)
    assert lines(text) == expected
    assert set(expected) == set(parsed)
