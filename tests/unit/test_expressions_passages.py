"""Where words of a rule stand is shown with the words around them, each word once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from topics_specimen import EXPRESSIONS, FIELDS_OF_TEXTS

from feedsvc.expressions import Expression, Text, explain, parse
from feedsvc.expressions.passages import Passage, passages

FILLING = "of this and that, as it is said where nothing else is to be told, and then some more of it all"


def shown(rule: str, most: int = 10, **fields: str) -> list[str]:
    hits = explain(parse(rule), Text(**fields)).hits
    return [f"{passage.field}: {passage}" for passage in passages(hits, most)]


def test_a_word_is_shown_as_it_was_written_with_what_stands_around_it() -> None:
    assert shown("cafes", title="All the Cafés of Lyon") == ["title: All the *Cafés* of Lyon"]


def test_what_goes_on_is_cut_between_words_and_says_so() -> None:
    assert shown("harbour", content=f"{FILLING} harbour {FILLING}") == [
        "content: …and then some more of it all *harbour* of this and that, as it is…"
    ]


def test_words_close_to_one_another_share_a_passage() -> None:
    assert shown("ferry harbour", title="A ferry in the harbour") == ["title: A *ferry* in the *harbour*"]


def test_words_of_a_phrase_are_marked_together() -> None:
    assert shown('"container ship" ship', title="The container  ship") == ["title: The *container ship*"]


def test_each_word_is_shown_once_and_no_more_places_than_are_wanted() -> None:
    fields = {"title": "Ferry", "content": f"ferry {FILLING} ferry {FILLING} harbour {FILLING} fog"}
    assert [passage.partition(":")[0] for passage in shown("ferry OR harbour OR fog", **fields)] == [
        "title", "content", "content",
    ]  # fmt: skip
    assert len(shown("ferry OR harbour OR fog", most=2, **fields)) == 2


def test_line_breaks_become_spaces() -> None:
    assert shown("ferry", content="The\n\n ferry\n leaves") == ["content: The *ferry* leaves"]


@given(EXPRESSIONS, FIELDS_OF_TEXTS)
def test_a_passage_is_a_part_of_its_field_and_marks_nothing_but_what_was_found(
    expression: Expression, said: dict[str, Any]
) -> None:
    hits = explain(expression, Text(**said)).hits
    found = {(hit.field, " ".join(hit.found.split())) for hit in hits}
    told = passages(hits, len(hits))
    assert sum(passage.hits for passage in told) <= len(hits)
    for passage in told:
        assert any(_plain(passage) in " ".join(hit.text.split()) for hit in hits if hit.field == passage.field)
        for piece in passage.pieces:
            assert not piece.matched or any(field == passage.field and piece.text in words for field, words in found)


def _plain(passage: Passage) -> str:
    text = "".join(piece.text for piece in passage.pieces)
    return " ".join(text.split()).removeprefix("…").removesuffix("…").strip()


@pytest.mark.parametrize("rule", ["ferry", '"the ferry"', "fer*", "ferry OR harbour"])
def test_every_word_that_was_found_is_in_some_passage(rule: str) -> None:
    hits = explain(parse(rule), Text(content=f"The ferry {FILLING} ferries {FILLING} harbour")).hits
    marked = " ".join(piece.text for passage in passages(hits, 10) for piece in passage.pieces if piece.matched)
    assert all(hit.words.words[-1] in marked.lower() for hit in hits)
