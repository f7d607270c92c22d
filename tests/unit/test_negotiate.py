"""What clients say that they would rather have (standards.md, C7, C10, D1 and Browsers)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model import Format
from feedsvc.web.negotiate import Coding, coding, feed_format, is_navigation, wants_changes_only

ZSTD, BR, GZIP, IDENTITY = Coding.ZSTD, Coding.BR, Coding.GZIP, Coding.IDENTITY

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROMIUM = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7"
)
READER = (
    "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, "
    "text/html;q=0.7, unknown/unknown;q=0.1, application/unknown;q=0.1, */*;q=0.1"
)


@pytest.mark.parametrize(
    ("field", "best"),
    [
        ("gzip, deflate, br, zstd", ZSTD),
        ("gzip, deflate, br", BR),
        ("gzip, deflate", GZIP),
        ("gzip", GZIP),
        ("deflate, gzip;q=1.0, *;q=0.5", GZIP),
        ("br;q=0.2, gzip;q=0.8, zstd;q=0.5", GZIP),
        ("gzip;q=0.001, br;q=0", GZIP),
        ("GZip;Q=1", GZIP),
        (" gzip ; q=0.5 ,, br\t;\tq=0.4 ", GZIP),
        ("x-gzip", GZIP),
        ("X-GZIP;q=0.5, br;q=0.4", GZIP),
    ],
)
def test_the_coding_with_the_greatest_weight_is_sent(field: str, best: Coding) -> None:
    """C7."""
    assert coding(field) is best


@pytest.mark.parametrize(
    ("field", "best"),
    [
        ("*", GZIP),
        ("*;q=0.5, br;q=0.4", GZIP),
        ("*, gzip;q=0", BR),
        ("*, br;q=0, gzip;q=0", ZSTD),
        ("*, br", BR),
        ("*;q=0.9, identity", IDENTITY),
        ("*;q=0, gzip", GZIP),
        ("*;q=0.1", GZIP),
        ("identity;q=0, *", GZIP),
        ("identity;q=0, gzip;q=0, *", BR),
    ],
)
def test_a_star_stands_for_what_is_not_named_and_for_gzip_first(field: str, best: Coding) -> None:
    """C7: RFC 9110, section 12.5.3."""
    assert coding(field) is best


@pytest.mark.parametrize(
    "field",
    [
        None,
        "",
        " ",
        ",",
        "identity",
        "identity, gzip;q=0.5",
        "gzip;q=0",
        "gzip;q=0.000, br;q=0.0",
        "*;q=0",
        "identity;q=0",
        "identity;q=0, *;q=0",
        "gzip;q=0, identity;q=0",
        "gzip;q=0, *;q=0",
        "deflate, compress, bzip2, dcb",
        "gzipped",
        "gzip br",
    ],
)
def test_nothing_is_encoded_for_those_who_cannot_read_it_or_may_not_be_able_to(field: str | None) -> None:
    """C7: absent, refused or unknown; an answer that nobody asked for is better than none."""
    assert coding(field) is IDENTITY


@pytest.mark.parametrize(
    "weight", ["", "1.5", "-1", "+0.5", "2", "0x1", "1e0", "nan", "inf", "high", "0,5", "0.5.5", ".", "٠.٥", '"1"']
)
def test_a_weight_that_cannot_be_read_is_none(weight: str) -> None:
    """C7: absurd values never get an encoded answer, and never an error."""
    assert coding(f"br;q={weight}") is IDENTITY
    assert coding(f"gzip;q=0.1, br;q={weight}, *;q=0.1") in {GZIP, ZSTD}


@pytest.mark.parametrize("weight", ["1", "1.", "1.000", "0.5", "0.500000", ".5", "0.001"])
def test_a_weight_that_can_be_read_counts(weight: str) -> None:
    assert coding(f"br;q={weight}") is BR


_WEIGHTS = st.integers(0, 1000)


@given(st.dictionaries(st.sampled_from([*Coding, "*", "deflate"]), _WEIGHTS))
def test_no_coding_has_a_greater_weight_than_the_one_that_is_sent(weights: dict[str, int]) -> None:
    """C7: against section 12.5.3 read word for word."""

    def weight(each: Coding) -> float:
        # In thousandths. Identity is acceptable unless it is excluded, but less so than what is named.
        return weights.get(each, weights.get("*", 0.5 if each is IDENTITY else 0))

    best = coding(", ".join(f"{name};q={weight / 1000:.3f}" for name, weight in weights.items()))
    assert weight(best) == max(map(weight, Coding))


@pytest.mark.parametrize(
    ("accept", "destination", "is_one"),
    [
        (CHROMIUM, "document", True),
        (FIREFOX, "document", True),
        (FIREFOX, "iframe", True),
        (FIREFOX, "frame", True),
        ("*/*", "embed", True),
        (None, "document", True),
        ("*/*", "empty", False),  # a script fetches it
        (FIREFOX, "empty", False),
        (FIREFOX, "style", False),
        (FIREFOX, "", False),
        (FIREFOX, "DOCUMENT", False),
    ],
)
def test_a_browser_says_itself_that_it_will_show_the_answer(accept: str | None, destination: str, is_one: bool) -> None:
    """Browsers: Sec-Fetch-Dest decides where it is sent."""
    assert is_navigation(accept, destination) is is_one


@pytest.mark.parametrize(
    "accept",
    [
        FIREFOX,
        CHROMIUM,
        "text/html",
        "TEXT/HTML;level=1, application/rss+xml;q=0.9",
        "text/html,application/xml;q=0.9,*/*;q=0.8",
        "text/html, application/*;q=0.5",
    ],
)
def test_without_that_header_a_browser_is_who_prefers_html_to_feeds(accept: str) -> None:
    """Browsers: the header is not sent to hosts without TLS, nor by old ones."""
    assert is_navigation(accept, None)


@pytest.mark.parametrize(
    "accept",
    [
        None,
        "",
        "*/*",
        "application/rss+xml",
        "application/rss+xml, */*",
        READER,
        "text/html, */*",
        "text/html, application/atom+xml",
        "text/html;q=0.5, application/*",
        "text/html;q=0.9, application/*;q=0.1, application/rss+xml;q=1.0",
        "text/html, application/feed+json;q=1",
        "text/*",
        "text/plain",
        "text/html;q=0",
        "text/html;q=much",
        "nonsense",
        ";;,;q",
    ],
)
def test_readers_and_programs_get_the_feeds_own_type(accept: str | None) -> None:
    """C10, Browsers: also those that name text/html, but not above all feeds."""
    assert not is_navigation(accept, None)


@pytest.mark.parametrize("field", ["feed", "Feed", "vcdiff, feed", "feed;q=0.1, gzip", " feed ; q=1 "])
def test_who_names_feed_among_instance_manipulations_wants_changes_only(field: str) -> None:
    """D1."""
    assert wants_changes_only(field)


@pytest.mark.parametrize("field", [None, "", "feed;q=0", "feed;q=0.000", "feeds", "vcdiff", "*", "gzip", "feed;q=x"])
def test_nobody_else_wants_changes_only(field: str | None) -> None:
    """D1: "No A-IM -> never 226"."""
    assert not wants_changes_only(field)


@given(st.none() | st.text(), st.none() | st.text())
def test_no_field_is_an_error(one: str | None, other: str | None) -> None:
    """C14."""
    assert coding(one) in Coding
    assert is_navigation(one, other) in {True, False}
    assert wants_changes_only(one) in {True, False}


@pytest.mark.parametrize("field", ["," * 65_000, "gzip;" * 13_000, "gzip;q=0." + "0" * 65_000, "text/html," * 6500])
def test_a_field_that_is_longer_than_any_client_writes_is_not_read(field: str) -> None:
    began = time.process_time()
    assert coding(field) is IDENTITY
    assert not is_navigation(field, None)
    assert not wants_changes_only(field)
    assert time.process_time() - began < 3  # of the processor, whoever else has it; what is quadratic takes many


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        (None, Format.ATOM),
        ("", Format.ATOM),
        ("*/*", Format.ATOM),
        ("application/rss+xml", Format.RSS),
        ("application/atom+xml;q=0.8, application/rss+xml", Format.RSS),
        ("application/*;q=0.9, application/atom+xml;q=0.1, application/rss+xml;q=0.1", Format.JSON),
        ("application/feed+json, application/atom+xml", Format.ATOM),
        ("text/html", Format.ATOM),
    ],
)
def test_the_format_with_the_greatest_weight_is_sent_where_none_is_named(accept: str | None, format: Format) -> None:
    """C10: the most specific range counts, Atom among equals."""
    assert feed_format(accept) is format
