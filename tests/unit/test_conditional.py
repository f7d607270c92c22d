"""Conditional requests, as the standard has them and as feed readers send them (standards.md, C2-C4, C14)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.web.conditional import Decision, decide

ETAG = '"0badcafe-12-55aa55aa-atom"'
MODIFIED = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
SEEN = format_datetime(MODIFIED, usegmt=True)


def known(if_none_match: str | None = None, if_modified_since: str | None = None, method: str = "GET") -> bool:
    return decide(method, if_none_match, if_modified_since, ETAG, MODIFIED) is Decision.NOT_MODIFIED


def test_a_request_without_conditions_gets_the_document() -> None:
    assert not known()


@pytest.mark.parametrize(
    "field",
    [
        ETAG,
        f"W/{ETAG}",
        "*",
        " * ",
        f'"other", {ETAG}',
        f'{ETAG},"other"',
        f'W/"other" ,\t W/{ETAG}',
        f' , ,{ETAG}, , "" ',
        f'"with,comma", {ETAG}',
        f'"caf\xe9", {ETAG}',
        f"{ETAG}, and then garbage",
    ],
)
def test_a_tag_that_is_named_is_known(field: str) -> None:
    """C2: lists, weak tags and *, compared weakly (RFC 9110, section 13.1.2)."""
    assert known(field)


@pytest.mark.parametrize(
    "field",
    [
        "",
        '"other"',
        ETAG.strip('"'),
        ETAG.strip('"') + '"',
        ETAG.replace('"', "'"),
        f"w/{ETAG}",
        f"W/ {ETAG}",
        f'"{ETAG}"',
        f"garbage {ETAG}",
        f'"other" {ETAG}',
        ETAG.replace("-atom", "-rss"),
        ETAG.upper(),
        "* *",
        '"*"',
        '"',
        "W/",
        ",",
        "None",
        "\x00",
    ],
)
def test_anything_else_is_a_miss_and_never_an_error(field: str) -> None:
    """C14: readers send tags without quotes, in the wrong quotes, cut in half."""
    assert not known(field)


def test_if_none_match_outranks_if_modified_since() -> None:
    """C2: "MUST ignore If-Modified-Since if the request contains If-None-Match" (section 13.1.3), even a blank one."""
    assert not known('"other"', SEEN)
    assert not known("", SEEN)
    assert known(ETAG, "Mon, 01 Jan 1990 00:00:00 GMT")


@pytest.mark.parametrize(
    "field",
    [
        SEEN,
        "Sunday, 01-Mar-26 12:00:00 GMT",
        "Sun Mar  1 12:00:00 2026",
        format_datetime(MODIFIED + timedelta(seconds=1), usegmt=True),
        "Fri, 31 Dec 9999 23:59:59 GMT",
        f" {SEEN}\t",
    ],
)
def test_a_date_not_before_last_modified_is_known(field: str) -> None:
    """C14: readers invent dates newer than Last-Modified; the three forms of section 5.6.7 all count."""
    assert known(if_modified_since=field)


@pytest.mark.parametrize(
    "field",
    [
        format_datetime(MODIFIED - timedelta(seconds=1), usegmt=True),
        "",
        "0",
        "yesterday",
        "2027",
        "2027-03-01T12:00:00Z",
        "Mon, 01 Mar 2027 14:00:00 +0200",
        "Mon, 01 Mar 2027 12:00:00 UTC",
        "Mon, 1 Mar 2027 12:00:00 GMT",
        "mon, 01 mar 2027 12:00:00 gmt",
        f"{SEEN}, {SEEN}",
        f"{SEEN}; length=1234",
        "Mon, 01 Mar ٢٠٢٧ 12:00:00 GMT",
        "Sun, 31 Feb 2027 00:00:00 GMT",
        "Sun, 01 Mar 99999 00:00:00 GMT",
        "Sun, 01 Mar 2026 25:61:61 GMT",
        "Sun, 01 Mar 2027 12:00:00 +999999999999",
        "\x00",
    ],
)
def test_an_older_date_and_what_is_no_date_get_the_document(field: str) -> None:
    """C2: "MUST ignore ... if the received field value is not a valid HTTP-date" (section 13.1.3)."""
    assert not known(if_modified_since=field)


@pytest.mark.parametrize(("year", "full"), [("26", 2026), ("76", 2076), ("77", 1977), ("99", 1999), ("00", 2000)])
def test_a_year_of_two_digits_is_at_most_fifty_years_ahead(year: str, full: int) -> None:
    """C2: "MUST interpret a timestamp ... more than 50 years in the future" as past (section 5.6.7)."""
    assert known(if_modified_since=f"Sunday, 01-Mar-{year} 12:00:00 GMT") is (full >= 2026)


@given(st.integers(0, 2**32), st.integers(-2, 2))
def test_a_date_is_known_just_when_it_is_not_before_last_modified(timestamp: int, seconds: int) -> None:
    """C2."""
    modified = datetime.fromtimestamp(timestamp + 0.75, UTC)
    field = format_datetime(modified + timedelta(seconds=seconds), usegmt=True)
    assert (decide("GET", None, field, ETAG, modified) is Decision.NOT_MODIFIED) is (seconds >= 0)


def test_a_weak_tag_of_ours_is_known_weak_and_strong() -> None:
    """C2: compared weakly, whichever side is weak."""
    for field in (ETAG, f"W/{ETAG}"):
        assert decide("GET", field, None, f"W/{ETAG}", MODIFIED) is Decision.NOT_MODIFIED


def test_without_a_last_modified_a_date_decides_nothing() -> None:
    assert decide("GET", None, SEEN, ETAG, None) is Decision.SEND


def test_head_is_weighed_like_get_and_other_methods_are_not() -> None:
    """C1."""
    assert known(ETAG, method="HEAD")
    assert known(if_modified_since=SEEN, method="HEAD")
    assert not known(ETAG, method="POST")
    assert not known(if_modified_since=SEEN, method="PUT")


@given(st.none() | st.text(), st.none() | st.text())
def test_no_header_is_an_error(if_none_match: str | None, if_modified_since: str | None) -> None:
    """C14."""
    known(if_none_match, if_modified_since)


_OPAQUE = st.text(st.characters(codec="latin-1", exclude_characters='"', exclude_categories=["Cc", "Zs"]))


@given(st.lists(st.tuples(st.sampled_from(["", "W/"]), _OPAQUE)))
def test_a_list_is_known_just_when_it_names_the_tag(tags: list[tuple[str, str]]) -> None:
    """C2."""
    field = ", ".join(f'{weak}"{opaque}"' for weak, opaque in tags)
    assert not known(field)
    assert known(f"{field}, {ETAG}")


@pytest.mark.parametrize("field", [" " * 100_000 + "x", '"' * 100_000, ",x" * 50_000, 'W/"a' * 30_000])
def test_a_header_made_to_be_slow_is_read_in_one_pass(field: str) -> None:
    began = time.process_time()
    assert not known(field)
    assert time.process_time() - began < 3  # of the processor, whoever else has it; what is quadratic takes many
