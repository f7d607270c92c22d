"""Which letters are taken for the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.folding import folded

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text(
    "aZ9éÉßøŁİı’'-.…\u0301\u0306\u0308\u00ad\u200d\ufe0fиЙкїёΣςᾳ한ガか\u3099北हिन्दीกำئى\u0640", max_size=30
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Café SÃO Größe", "cafe sao grosse"),
        ("Łódź Ørsted Œuvre Kıbrıs İzmir", "lodz orsted oeuvre kibris izmir"),
        ("Việt Nam", "viet nam"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("مُحَمَّد أخبار", "محمد اخبار"),
        ("שָׁלוֹם", "שלום"),
        ("Ещё но\u0301вости", "еще новости"),
        ("ﬁn ½ Ⅳ", "fin 1 2 iv"),
    ],
)
def test_capitals_accents_and_points_are_left_out(text: str, plain: str) -> None:
    assert folded(text) == plain


@pytest.mark.parametrize(
    "text", ["российский йод", "україна їжак", "беларусь ў", "رئيس", "हिन्दी", "がんばれ", "ภาษาที่", "한국어", "தமிழ்"]
)
def test_a_mark_that_is_spelling_stays(text: str) -> None:
    assert folded(text) == text
    assert folded(unicodedata.normalize("NFD", text)) == text


@pytest.mark.parametrize(
    ("one", "other"), [("бой", "бои"), ("їх", "іх"), ("ばら", "はら"), ("ガス", "カス"), ("कि", "क")]
)
def test_words_that_only_such_a_mark_tells_apart_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize("text", ["mis\u00adsile", "mis\u200dsile", "\u200fmissile\ufeff", "missile\ufe0f"])
def test_what_cannot_be_seen_makes_no_difference(text: str) -> None:
    assert folded(text) == "missile"


@given(TEXT)
def test_what_is_folded_is_composed_and_stays_as_it_is(text: str) -> None:
    plain = folded(text)
    assert plain == unicodedata.normalize("NFC", plain) == folded(plain)


@given(TEXT)
def test_the_normal_form_of_a_text_makes_no_difference(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text)) == folded(text)


@given(TEXT)
def test_nothing_but_letters_digits_their_marks_and_spaces_is_left(text: str) -> None:
    assert all(char == " " or unicodedata.category(char)[0] in "LNM" for char in folded(text))
