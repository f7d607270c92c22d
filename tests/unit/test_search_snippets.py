"""What a search found, with the words that matched marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.expressions import parse
from feedsvc.expressions.tokens import located, tokens
from feedsvc.model import State
from feedsvc.render.specimen import BARE
from feedsvc.store.values import StoredEntry
from feedsvc.web.snippets import LENGTH, Piece, excerpt, located_spans, marked, result

FILLED = "The quay was quiet all day long and nobody came. " * 20


def shown(query: str, **fields: str) -> tuple[str, str]:
    """Title and piece, what is marked in brackets."""
    found = result(StoredEntry(replace(BARE, **fields), State.PUBLISHED, ()), parse(query) if query else None)  # type: ignore[arg-type]  # fields of text
    return bracketed(found.title), bracketed(found.snippet)


def bracketed(pieces: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("query", "content", "marks"),
    [
        ("ferry", "<p>The ferry left.</p>", "The [ferry] left."),
        ("ferries", "<p>Two <b>Ferries</b> left &amp; sank</p>", "Two [Ferries] left & sank"),
        ("mowe", "<p>Die Möwe fliegt</p>", "Die [Möwe] fliegt"),
        ("stor*", "<p>Storms, stories and stones</p>", "[Storms], [stories] and stones"),
        ('"north sea"', "<p>North by the North Sea</p>", "North by the [North Sea]"),
        ("a NEAR/1 c", "<p>a b c d</p>", "[a] b [c] d"),
        ("content:fog title:tide", "<p>fog and tide</p>", "[fog] and tide"),
        ("fog -ice", "<p>fog, no sleet</p>", "[fog], no sleet"),
        ('fog "fog bank"', "<p>a fog bank</p>", "a [fog bank]"),
        ("条約", "<p>条約を結ぶ</p>", "[条約]を結ぶ"),
        ("fog", "<p>&lt;script&gt;fog&lt;/script&gt;</p>", "<script>[fog]</script>"),
    ],
)
def test_the_words_that_matched_are_marked(query: str, content: str, marks: str) -> None:
    assert shown(query, title="Tide", content=content)[1].strip() == marks


def test_they_are_marked_in_the_title_too() -> None:
    assert shown("tide", title="Tide & Time")[0] == "[Tide] & Time"


def test_where_nothing_in_the_text_matched_the_summary_is_shown() -> None:
    assert shown("tide", title="Tide", content="<p>Other</p>", summary="In short.")[1] == "In short."
    assert shown("short", title="Tide", content="<p>Other</p>", summary="In short.")[1] == "In [short]."
    assert shown("", title="Tide", content="<p>Other</p>", summary="In short.")[1] == "In short."


def test_a_piece_of_a_long_text_is_cut_between_words_around_what_was_found() -> None:
    piece = shown("ferry", content=f"<p>{FILLED}Then the ferry came. {FILLED}</p>")[1]
    assert "Then the [ferry] came." in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert set(piece.strip("… ").replace("[", "").replace("]", "").split()) <= set(
        f"{FILLED} Then the ferry came.".split()
    )
    assert len(piece) <= LENGTH + 6


def test_the_piece_is_the_one_in_which_most_was_found() -> None:
    piece = shown("ferry fog", content=f"<p>ferry {FILLED}</p><p>ferry in fog</p>")[1]
    assert "[ferry] in [fog]" in piece


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    piece = shown("条約", content=f"<p>{'山' * 500}条約{'川' * 500}</p>")[1]
    assert "[条約]" in piece
    assert len(piece) <= LENGTH + 6


@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple)))
def test_marking_loses_nothing(text: str, spans: list[tuple[int, int]]) -> None:
    inside = [(start, end) for start, end in spans if end <= len(text)]
    pieces = marked(text, inside)
    assert "".join(piece.text for piece in pieces) == text
    assert sum(len(piece.text) for piece in pieces if piece.is_found) == len(
        {at for span in inside for at in range(*span)}
    )


@given(st.lists(st.text("ab éл条\u0301ß-'. ", max_size=60)).map(" ".join))
def test_words_are_located_stretch_by_stretch_as_they_are_in_the_whole_text(text: str) -> None:
    everywhere = [(start, end) for _, start, end in located(text)]
    assert located_spans(text, [(place, place + 1) for place in range(len(tokens(text)))]) == everywhere


def test_an_excerpt_of_nothing_is_nothing() -> None:
    assert excerpt("", []) == []
