"""Parameters of feed documents: `limit` and `brief` (standards.md, C11)."""

from __future__ import annotations

import time
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import RequestError
from feedsvc.web.parameters import BRIEF, LEAST_BRIEF, MOST, MOST_BRIEF, MOST_IN_BRIEF, Parameters, read

PARAMETERS = st.builds(
    Parameters,
    limit=st.none() | st.integers(1, MOST_IN_BRIEF),
    brief=st.none() | st.integers(LEAST_BRIEF, MOST_BRIEF),
) | st.builds(Parameters, limit=st.integers(1, MOST))


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("", Parameters()),
        ("limit=10", Parameters(limit=10)),
        ("brief=200&limit=10", Parameters(limit=10, brief=200)),
        ("limit=10&brief=200", Parameters(limit=10, brief=200)),
        ("&&limit=10&", Parameters(limit=10)),
        ("limit=1&limit=1000", Parameters(limit=1000)),
        ("limit=many&limit=5", Parameters(limit=5)),
        ("limit=007", Parameters(limit=7)),
        ("%6Cimit=%31%30", Parameters(limit=10)),
        ("brief=100", Parameters(brief=100)),
        ("brief=10000", Parameters(brief=10_000)),
    ],
)
def test_known_parameters_are_read_in_any_order_and_the_last_counts(query: str, parameters: Parameters) -> None:
    assert read(query) == parameters


@pytest.mark.parametrize("query", ["brief", "brief=", "brief=1", "brief=true", "brief=True", "limit=3&brief"])
def test_brief_without_a_length_is_a_paragraph(query: str) -> None:
    """`brief` is known as a switch and as a number, and nobody wants one character of an article."""
    assert read(query).brief == BRIEF


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=reader",
        "null",
        "=",
        "=5",
        "Limit=5",
        "limit%00=5",
        "limit;brief=5",
        "?limit=5",
        "Q=a%20b+c",
        "points=100&comments=25",
        "mode=fulltext&sorted=false",
        "%FF%FE=1",
        "\xff\udc80=1",
        "%",
        "%zz=%",
    ],
)
def test_unknown_parameters_are_ignored(query: str) -> None:
    """C11: junk behind the `?` makes no other feed."""
    assert read(query) == Parameters()
    assert read(f"{query}&limit=5") == Parameters(limit=5)


@pytest.mark.parametrize(
    "value",
    ["", "0", "1001", "-1", "+5", " 5", "5 ", "5.0", "1e2", "0x5", "1_0", "five", "٥", "5\n", "\0", "9" * 20_000],
)
def test_a_limit_that_is_no_number_in_bounds_is_refused(value: str) -> None:
    with pytest.raises(RequestError, match=r"^The parameter limit must be a whole number from 1 to 1000, and not '"):
        read(f"limit={quote(value)}")


@pytest.mark.parametrize("value", ["0", "2", "99", "10001", "false", "yes", "-100"])
def test_a_brief_that_is_no_length_is_refused(value: str) -> None:
    with pytest.raises(RequestError, match=rf"^The parameter brief .* from 100 to 10000, and not '{value}'\.$"):
        read(f"brief={value}")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a%0d%0aSet-Cookie:%20x", r"'a\r\nSet-Cookie: x'."),
        ("%1b[31m%00%7f", r"'\x1b[31m\x00\x7f'."),
        ("%E2%80%AE%E2%80%A8", r"'\u202e\u2028'."),
        ("%FF", "'\N{REPLACEMENT CHARACTER}'."),
        ("\udc80", r"'\udc80'."),
        ("\xc3\xa9", "'é'."),
        ("десять", "'десять'."),
        ("x" * 41, f"'{'x' * 40}'…."),
        ("ten+items", "'ten items'."),
    ],
)
def test_the_sentence_shows_what_was_asked_for_cut_short_and_made_harmless(value: str, shown: str) -> None:
    with pytest.raises(RequestError) as refused:
        read(f"limit={value}")
    assert str(refused.value).endswith(f"and not {shown}")
    assert str(refused.value).isprintable()


@given(PARAMETERS)
def test_the_canonical_query_says_the_same(parameters: Parameters) -> None:
    assert read(str(parameters)) == parameters


@given(st.lists(st.tuples(st.sampled_from(["limit", "brief", "utm_source"]), st.integers(100, MOST_IN_BRIEF))))
def test_all_ways_to_ask_for_the_same_have_one_canonical_query(pairs: list[tuple[str, int]]) -> None:
    """C11: one `self`."""
    query = urlencode(pairs)
    canonical = str(read(query))
    assert str(read(canonical)) == canonical
    assert str(Parameters(dict(pairs).get("limit"), dict(pairs).get("brief"))) == canonical


def test_nothing_set_is_nothing_said() -> None:
    assert str(Parameters()) == ""
    assert str(Parameters(limit=10, brief=200)) == "brief=200&limit=10"


@given(st.text() | st.text("limtbref=&%+0123456789aF", max_size=60))
def test_no_query_raises_anything_else(query: str) -> None:
    """C14."""
    try:
        parameters = read(query)
    except RequestError as refused:
        assert str(refused).isprintable()
    else:
        assert parameters.limit is None or 1 <= parameters.limit <= MOST


@pytest.mark.parametrize(
    "query", ["a=b&" * 20_000, "&" * 65_000, "%41" * 21_000, "limit=5&" * 8000, "limit=5&utm=" + "+" * 65_000]
)
def test_a_query_made_to_be_slow_is_read_in_one_pass(query: str) -> None:
    began = time.process_time()
    assert read(query).limit in {None, 5}
    assert time.process_time() - began < 3  # of the processor, whoever else has it; what is quadratic takes many
