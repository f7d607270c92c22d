from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.expressions.tokens import located, tokens

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text(
    "aZ9éÉßøŁİı’'-.…\u0301\u00adкЙёΣς한ガが北ー朝हिन्दीกำى\u0640", max_size=40
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Talks, again: 37,000 troops", ["talks", "again", "37", "000", "troops"]),
        ("Russia's and Russia’s", ["russia", "s", "and", "russia", "s"]),
        ("U.S. troops", ["u", "s", "troops"]),
        ("snake_case and kebab-case", ["snake", "case", "and", "kebab", "case"]),
        ("Café, CAFÉ, cafe\u0301", ["cafe", "cafe", "cafe"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("Łódź Ørsted œuvre", ["lodz", "orsted", "oeuvre"]),
        ("KIBRIS Kıbrıs İstanbul", ["kibris", "kibris", "istanbul"]),
        ("ΟΔΥΣΣΕΎΣ Οδυσσεύς", ["οδυσσευσ", "οδυσσευσ"]),
        ("Ещё НОВОСТИ", ["еще", "новости"]),
        ("Первый БОЙ, бои", ["первый", "бой", "бои"]),
        ("مُحَمَّد محمـد", ["محمد", "محمد"]),
        ("शान्ति वार्ता", ["शान्ति", "वार्ता"]),
        ("北朝鮮の発射", ["北", "朝", "鮮", "の", "発", "射"]),
        ("ｶﾞｽ と ガス", ["ガ", "ス", "と", "ガ", "ス"]),
        ("북한과", ["북", "한", "과"]),
        ("กำแพงเมือง", ["กํ", "า", "แ", "พ", "ง", "เ", "มื", "อ", "ง"]),
        ("ປະເທດລາວ", ["ປ", "ະ", "ເ", "ທ", "ດ", "ລ", "າ", "ວ"]),
        ("ភ្នំពេញ", ["ភ្នំ", "ពេ", "ញ"]),
        ("မြန်မာ", ["မြ", "န်", "မာ"]),
        ("COVID感染", ["covid", "感", "染"]),
        ("mis\u00adsile zero\u200bwidth", ["missile", "zero", "width"]),
        ("Hawaiʻi Hawai'i", ["hawai", "i", "hawai", "i"]),
        ("“quoted” – dashed — …", ["quoted", "dashed"]),
        ("a\u00a0b\tc\nd", ["a", "b", "c", "d"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_a_text_is_cut_into_folded_words(text: str, words: list[str]) -> None:
    assert tokens(text) == words


def test_kana_keep_their_voicing_which_is_spelling_and_no_accent() -> None:
    assert tokens("ばら") != tokens("はら")


@given(TEXT, TEXT)
def test_what_stands_elsewhere_in_a_text_does_not_change_how_a_word_is_cut(one: str, other: str) -> None:
    assert tokens(f"{one} {other}") == tokens(one) + tokens(other)


@given(TEXT)
def test_the_same_text_in_another_normal_form_has_the_same_words(text: str) -> None:
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(unicodedata.normalize("NFC", text)) == tokens(text)


@given(TEXT)
def test_words_are_cut_no_further(text: str) -> None:
    assert tokens(" ".join(tokens(text))) == tokens(text)


@given(st.lists(TEXT, min_size=1), st.sampled_from([" ", "\n", "\t\t", "\x1c", "\x85", "\u2028", "\u3000 \r\n"]))
def test_white_space_between_words_makes_no_difference(texts: list[str], space: str) -> None:
    """So classify need not collapse it before."""
    text = space.join(texts)
    assert tokens(text) == tokens(" ".join(text.split()))


@given(TEXT)
def test_no_word_holds_a_space_or_a_line_break(text: str) -> None:
    assert not any(char.isspace() for word in tokens(text) for char in word)


@given(TEXT | st.text("aÉß’ ｶﾞが\u3099\u200d\u00ad가ㄱㅏกำ်္ကភ្ន½", max_size=20))
def test_words_are_located_where_they_are_cut(text: str) -> None:
    places = list(located(text))
    assert [word for word, _, _ in places] == tokens(text)
    assert all(0 <= start < end <= len(text) for _, start, end in places)


def test_a_located_word_is_what_its_author_wrote() -> None:
    text = "Russia’s cafés, mis\u00adsile: ｶﾞｽ 北朝鮮"
    assert [text[start:end] for _, start, end in located(text)] == [
        "Russia",
        "s",
        "cafés",
        "mis\u00adsile",
        "ｶﾞ",
        "ｽ",
        "北",
        "朝",
        "鮮",
    ]
