"""Parsed block by block, a text says what it says as a whole."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.config.blocks import tables

PIECES = [
    "",
    "# a comment\n",
    "feeds.limit = 3\n",
    '[site]\ntitle = "x"\n',
    "[feeds]\nlimit = 3\n",
    "[feeds.more]\nlimit = 3\n",
    '[[topics]]\nslug = "a"\n',
    '[[topics]]\nslug = "b"\nrule = "x" # [[topics]]\n',
    '  [[ topics ]]\r\nslug = "c"\r\n',
    '[["topics"]]\nslug = "d"\n',
    "[topics]\n",
    "[topics.more]\nx = 1\n",
    "topics = []\n",
    "[[topics.parts]]\nx = 1\n",
    "rule = '''\n",
    "'''\n",
    'slug = "twice"\n',
    "not TOML\n",
]


def whole(text: str) -> dict[str, object] | str:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return str(error)


def by_block(text: str, before: str) -> dict[str, object] | str:
    try:
        known = tables(before, {})[1]
    except tomllib.TOMLDecodeError:
        known = {}
    try:
        return tables(text, known)[0]
    except tomllib.TOMLDecodeError as error:
        return str(error)


TEXTS = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)


@given(TEXTS, TEXTS)
def test_a_text_says_the_same_by_block_and_as_a_whole_or_fails_alike(text: str, before: str) -> None:
    assert by_block(text, before) == whole(text)


@pytest.mark.parametrize("after", ["", "[feeds]\nlimit = 3\n", "# end"])
def test_after_an_edit_every_topic_but_the_edited_one_is_the_one_that_was_read_before(after: str) -> None:
    text = '[site]\ntitle = "x"\n' + "".join(f'[[topics]]\nslug = "s{number}"\n' for number in range(9)) + after
    read, known = tables(text, {})
    again, _ = tables(text.replace('"s4"', '"edited"'), known)
    same = [new is old for new, old in zip(again["topics"], read["topics"], strict=True)]
    assert same == [number != 4 for number in range(9)]
