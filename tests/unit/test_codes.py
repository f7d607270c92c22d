"""One subject, however its code is written."""

from __future__ import annotations

import pytest

from feedsvc.codes import canonical, is_code, is_iptc, marked


@pytest.mark.parametrize(
    "written",
    [
        "medtop:20000065",
        "mediatopic:20000065",
        " MEDTOP: 20000065 ",
        "http://cv.iptc.org/newscodes/mediatopic/20000065",
        "https://cv.iptc.org/newscodes/mediatopic/20000065/",
        "iptc:20000065",
    ],
)
def test_a_media_topic_is_its_eight_digits(written: str) -> None:
    assert canonical(written) == canonical("20000065") == "20000065"
    assert is_iptc(written)


@pytest.mark.parametrize(
    "written",
    [
        "subj:04000000",
        "subject:04000000",
        "subjectcode:04000000",
        "http://cv.iptc.org/newscodes/subjectcode/04000000",
        "IPTC:04000000:economy, business and finance",
        "medtop:04000000",
    ],
)
def test_a_subject_code_is_its_eight_digits_in_either_list(written: str) -> None:
    """The subjects at the top of both lists have the same numbers."""
    assert canonical(written) == canonical("04000000") == "04000000"
    assert is_iptc(written)


@pytest.mark.parametrize(
    ("written", "other"), [("reuters:N2:INT", "REUTERS:n2:int"), (" ECO ", "eco"), ("caf\u00e9:1", "cafe\u0301:1")]
)
def test_a_code_of_another_scheme_is_what_is_written_but_for_case_and_composition(written: str, other: str) -> None:
    assert canonical(written) == canonical(other)
    assert not is_iptc(written)


@pytest.mark.parametrize(
    "written",
    [
        "20000065",  # alone, it may be a date
        "medtop:2000006",
        "medtop:200000655",
        "medtop:world",
        "genre:20000065",
        "http://cv.iptc.org/newscodes/genre/20000065",
        "http://cv.iptc.example/newscodes/mediatopic/20000065",
        "see medtop:20000065",
        "",
    ],
)
def test_what_only_resembles_a_code_of_the_iptc_is_none(written: str) -> None:
    assert not is_iptc(written)
    assert canonical(written) == written


@pytest.mark.parametrize("code", ["ex-desk:SEA", "iptc7901:pl", "https://example.org/desks/SEA"])
def test_a_marked_code_compares_as_the_code_itself_and_is_never_a_name(code: str) -> None:
    assert canonical(marked(code)) == canonical(code)
    assert is_code(marked(code))
    assert not is_code(code)


def test_a_code_of_the_iptc_needs_no_mark() -> None:
    assert is_code("medtop:20000065")
    assert not is_code("re:publica")
