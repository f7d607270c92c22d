"""How things are named: slugs for addresses, tag URIs for ids."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import names
from feedsvc.folding import is_mark

AUTHORITY = "example.org,2026"

# RFC 4151, section 2.1: "tag:" taggingEntity ":" specific; specific = *( pchar / "/" / "?" ).
TAG_URI = re.compile(r"tag:example\.org,2026:(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*")

TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.text("aÉ -_/йऀहिन्दी\u0301\u3099が한", max_size=200)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("North Korea", "north-korea"),
        ("Café São", "cafe-sao"),
        ("Größe", "grosse"),
        ("Łódź", "lodz"),
        ("U.S.–Russia: 37,000 troops", "u-s-russia-37-000-troops"),
        ("snake_case", "snake-case"),
        ("Российский йод", "российский-йод"),
        ("Україна: їжак", "україна-їжак"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("がんばれ 日本", "がんばれ-日本"),
        ("ภาษาไทยที่นี่", "ภาษาไทยที่นี่"),
        ("한국 뉴스", "한국-뉴스"),
        ("رئيس مُحَمَّد", "رئيس-محمد"),
        ("☀\ufe0f Weather", "weather"),
        ("C++", "c-plus-plus"),
        ("C# and F#", "c-sharp-and-f-sharp"),
        ("Disney+", "disney-plus"),
        ("Cinéma+", "cinema-plus"),
        ("हिन्दी+", "हिन्दी-plus"),
        ("C++17", "c-plus-plus-17"),
        ("#1 hit", "1-hit"),
        ("A + B", "a-b"),
        ("## +", ""),
        ("!? —", ""),
        ("\u3099\u094d", ""),
    ],
)
def test_a_slug_is_the_words_of_a_text_in_any_script(text: str, slug: str) -> None:
    assert names.slug(text) == slug
    assert names.slug(unicodedata.normalize("NFD", text)) == slug


@given(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda text: len(text) <= names.LONGEST_SLUG))
def test_what_is_a_slug_already_is_told_by_its_look_what_its_words_say(text: str) -> None:
    assert names.slug(text) == names.slug(f"{text} ") == text


@given(TEXT)
def test_a_slug_is_its_own_slug_and_composed(text: str) -> None:
    slug = names.slug(text)
    assert names.slug(slug) == slug == unicodedata.normalize("NFC", slug)


@given(TEXT)
def test_a_slug_is_words_with_single_hyphens_between_and_each_begins_with_its_letter(text: str) -> None:
    slug = names.slug(text)
    for word in slug.split("-") if slug else []:
        assert word
        assert not is_mark(word[0])
        assert all(char.isalnum() or is_mark(char) for char in word)


@pytest.mark.parametrize("before", range(5))
def test_a_slug_is_cut_between_letters_and_never_before_a_mark(before: int) -> None:
    text = "a" * before + "हिन्दी" * 20
    slug = names.slug(text)
    assert names.LONGEST_SLUG - 2 <= len(slug) <= names.LONGEST_SLUG
    assert text.startswith(slug)
    assert not is_mark(text[len(slug)])


def test_a_slug_that_is_cut_ends_with_no_hyphen() -> None:
    assert names.slug("a" * (names.LONGEST_SLUG - 1) + " b") == "a" * (names.LONGEST_SLUG - 1)


@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("talks.txt", "talks"),
        ("world/2002-07-29 Talks.final.md", "2002-07-29-talks-final"),
        ("world/йод.txt", "йод"),
        ("world/talks/index.md", "talks"),
        ("world/talks/_index.md", "talks"),
        ("index.md", "index"),
    ],
)
def test_an_entrys_slug_is_the_name_of_its_file_or_folder_and_a_mark_of_its_id(path: str, stem: str) -> None:
    assert re.fullmatch(rf"{stem}-[0-9a-f]{{10}}", names.entry_slug(path, "tag:x"))


def test_an_entry_whose_files_name_has_no_letter_is_known_by_its_mark_alone() -> None:
    assert re.fullmatch(r"[0-9a-f]{10}", names.entry_slug("!!.txt", "tag:x"))


def test_two_entries_of_one_file_name_have_two_slugs_and_one_has_the_same_for_ever() -> None:
    slugs = [names.entry_slug(path, names.entry_id(AUTHORITY, path)) for path in ("a/talks.txt", "b/talks.txt")]
    assert slugs == ["talks-c7386432e0", "talks-fbcbd737fb"]


@pytest.mark.parametrize(
    ("made", "uri"),
    [
        (names.entry_id(AUTHORITY, "asia/talks.txt"), "tag:example.org,2026:articles/asia/talks.txt"),
        (names.feed_id(AUTHORITY, "all"), "tag:example.org,2026:feeds/all"),
        (names.tag_uri(AUTHORITY, "100 % #1?"), "tag:example.org,2026:100%20%25%20%231%3F"),
        (names.tag_uri(AUTHORITY, "café"), "tag:example.org,2026:caf%C3%A9"),
    ],
)
def test_an_id_is_made_of_the_authority_and_what_it_names(made: str, uri: str) -> None:
    """A3"""
    assert made == uri


@given(TEXT)
def test_any_text_makes_a_tag_uri_that_holds_it(text: str) -> None:
    """A3; RFC 4151, section 2.1."""
    uri = names.tag_uri(AUTHORITY, text)
    assert TAG_URI.fullmatch(uri)
    assert unquote(uri.split(":", 2)[2]) == unicodedata.normalize("NFC", text)


@given(TEXT)
def test_a_files_id_is_the_same_whatever_normal_form_its_system_gives_names_in(text: str) -> None:
    forms = {names.entry_id(AUTHORITY, unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(forms) == 1
