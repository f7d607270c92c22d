"""RFC 5646: which tags are well formed, and in which case they are written. R12."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc import languages


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en", "en"),
        ("EN-gb", "en-GB"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("zh-YUE-hk", "zh-yue-HK"),
        ("es-419", "es-419"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
        ("de-CH-1996", "de-CH-1996"),
        ("en-a-BB-x-CC", "en-a-bb-x-cc"),
        ("az-latn-X-LATN", "az-Latn-x-latn"),
        ("x-AB", "x-ab"),
    ],
)
def test_a_tag_gets_its_customary_case(written: str, tag: str) -> None:
    """Section 2.1.1: nothing behind a single letter is a region or a script."""
    assert languages.tag(written) == tag


@pytest.mark.parametrize(
    "written", ["", "english", "e", "en-", "en--GB", "en GB", "en_GB", "x", "12", "en\n", "ſv", "es-٤١٩", "en-GB-US"]
)
def test_what_is_not_well_formed_is_no_tag(written: str) -> None:
    assert languages.tag(written) is None


@given(st.lists(st.sampled_from(["en", "zh", "yue", "Latn", "GB", "419", "1996", "rozaj", "a", "x", "bb"]), max_size=6))
def test_case_makes_no_difference_and_a_tag_stays_as_it_is(parts: list[str]) -> None:
    written = "-".join(parts)
    tag = languages.tag(written)
    assert languages.tag(written.upper()) == languages.tag(written.lower()) == tag
    assert tag is None or languages.tag(tag) == tag


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("he", "rtl"),
        ("ar-EG", "rtl"),
        ("ur", "rtl"),
        ("en-GB", "auto"),
        ("az-Arab", "rtl"),
        ("ks-Deva", "auto"),
        ("", "auto"),
    ],
)
def test_a_languages_direction_is_that_of_its_script(tag: str, said: str) -> None:
    assert languages.direction(tag) == said


@pytest.mark.parametrize(
    ("tag", "wider"),
    [
        ("de-AT", ["de-AT", "de"]),
        ("zh-Hant-TW", ["zh-Hant-TW", "zh-Hant", "zh"]),
        ("en-a-bb-x-cc", ["en-a-bb-x-cc", "en-a-bb", "en"]),
    ],
)
def test_a_tag_is_a_case_of_what_its_beginning_says(tag: str, wider: list[str]) -> None:
    """RFC 4647, section 3.4."""
    assert list(languages.wider(tag)) == wider
