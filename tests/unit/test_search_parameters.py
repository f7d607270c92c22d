"""What is looked for: `q`, its aliases, and one address for all ways to ask for the same (standards.md, C11)."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import ExpressionError, RequestError
from feedsvc.expressions import Text, parse
from feedsvc.model import Format
from feedsvc.store.values import Order
from feedsvc.web.aliases import FIELDS
from feedsvc.web.filters import PLACES, Filters
from feedsvc.web.parameters import ALIASES, LEAST_BRIEF, OWN, Parameters, named_format, read

WORDS = st.sampled_from(
    ["ferry", "Möwe", '"new harbour"', "stor*", "title:fog", "NOT ice", "-(sea OR fog)", "a NEAR/3 b"]
)
QUERIES = st.lists(WORDS, min_size=1, max_size=6).flatmap(
    lambda words: st.sampled_from([" ", " AND ", " OR "]).map(lambda sign: sign.join(words))
)


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("q=ferry", "q=ferry"),
        ("q=ferry+harbour", "q=ferry%20AND%20harbour"),
        ("q=%20ferry%20%20harbour", "q=ferry%20AND%20harbour"),
        ("q=ferry+-fog", "q=ferry%20AND%20NOT%20fog"),
        ("q=(a+OR+b)", "q=a%20OR%20b"),
        ("q=%22new+ferry%22", "q=%22new%20ferry%22"),
        ("q=stor*", "q=stor*"),
        ("q=M%C3%B6we", "q=M%C3%B6we"),
        ("q=Mo%CC%88we", "q=M%C3%B6we"),
        ("q=M\xc3\xb6we", "q=M%C3%B6we"),
        ("q=Möwe", "q=M%C3%B6we"),
        ("q=fog&q=ferry", "q=ferry"),
        ("q=fe%00rry%1B", "q=ferry"),
        ("q=", ""),
        ("q=+", ""),
        ("q", ""),
        ("q=ferry&utm_source=x", "q=ferry"),
        ("q=ferry&order=date", "q=ferry"),
        ("q=ferry&order=relevance", "order=relevance&q=ferry"),
        ("order=relevance", ""),
        ("q=ferry&limit=5&brief=100", "brief=100&limit=5&q=ferry"),
        ("q=ferry&count=5", "limit=5&q=ferry"),
        ("count=5&limit=6", "limit=6"),
        ("description=0", f"brief={LEAST_BRIEF}"),
        ("description=1", ""),
        ("description=0&brief=200", "brief=200"),
        ("author=Eva+Lind", "q=author:%22Eva%20Lind%22"),
        ("q=fog&author=Eva", "q=fog%20AND%20author:Eva"),
        ('q=fog OR ice&author="Eva"', "q=(fog%20OR%20ice)%20AND%20author:Eva"),
        ("q=fog&search_attrs=title", "q=title:fog"),
        ("q=fog+author:eva&search_attrs=title", "q=title:fog%20AND%20author:eva"),
        ("q=-fog&search_attrs=title,url", "q=NOT%20(title:fog%20OR%20source:fog)"),
        ("q=a+NEAR/3+b&search_attrs=title", "q=title:(a%20NEAR%2F3%20b)"),
        ("q=fog&search_attrs=title,default", "q=fog"),
        ("search_attrs=title", ""),
        ("filter=Fog|Ice", "filter=Fog%7CIce"),
        ("filter_title=a&filter=b", "filter=b&filter_title=a"),
        ("filter=b&filter_case_sensitive=false", "filter=b&filter_case_sensitive=false"),
        ("filter=b&filter_case_sensitive=true", "filter=b"),
        ("filter_case_sensitive=false", ""),
        ("filter=", ""),
        ("filter_time=3600", "filter_time=3600"),
        ("filter_time=", ""),
        ("mode=fulltext&sorted=false&format=rss", ""),
    ],
)
def test_every_way_to_ask_has_one_canonical_query(query: str, canonical: str) -> None:
    """C11."""
    asked = read(query)
    assert str(asked) == canonical
    assert str(read(canonical)) == canonical
    assert read(canonical) == asked or "order" in query


@given(
    QUERIES,
    st.sampled_from(["", *FIELDS, "title,url", "title,story_text,author"]),
    st.sampled_from(["", "Eva", "Eva Lind"]),
)
def test_the_canonical_query_asks_for_the_same(query: str, attributes: str, author: str) -> None:
    asked = read(urlencode({"q": query, "search_attrs": attributes, "author": author}))
    again = read(str(asked))
    assert again == asked
    assert str(again) == str(asked)


@given(QUERIES)
def test_attributes_say_where_a_word_without_a_field_is_looked_for(query: str) -> None:
    within = read(urlencode({"q": query, "search_attrs": "title"})).expression
    whole = parse(query)
    assert within is not None
    said = "ferry möwe new harbour stormy fog a x b"
    assert within.holds(Text(title=said)) == whole.holds(Text(title=said))
    assert within.holds(Text(content=said)) == whole.holds(Text())


def test_what_is_looked_for_is_the_same_search_however_much_of_it_is_shown() -> None:
    short, long = read("q=fog&limit=5&brief=100"), read("q=fog&limit=50")
    assert short.search == long.search == "q=fog"
    assert short.is_search
    assert not read("limit=5&order=relevance").is_search


def test_the_parts_are_read() -> None:
    asked = read("q=fog&order=relevance&filter_time=60&filterout=ice&filter_case_sensitive=0&limit=3")
    filters = Filters((("filterout", "ice"),), is_case_sensitive=False, within=timedelta(seconds=60))
    assert asked == Parameters(3, None, parse("fog"), Order.RELEVANCE, filters)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("order=newest", "The parameter order must be one of date, relevance, and not 'newest'."),
        ("search_attrs=points&q=a", "The parameter search_attrs may name default, title, author, url, "),
        (
            "filter_case_sensitive=maybe",
            "The parameter filter_case_sensitive must be one of true, false, and not 'maybe'.",
        ),
        ("filter_time=yesterday", "The parameter filter_time must be a whole number from 1 to 315360000, and not "),
        ("filter_time=0", "The parameter filter_time must be "),
        ("count=0", "The parameter count must be a whole number from 1 to 1000, and not '0'."),
        ("limit=401&brief=100", "The parameter limit must be a whole number from 1 to 400, and not '401'."),
        (
            "filter=[z-a]",
            "The parameter filter is no regular expression that can be run: invalid character class range: z-a.",
        ),
        (
            r"filter=(a)\1",
            r"The parameter filter is no regular expression that can be run: invalid escape sequence: \1.",
        ),
        (
            "filterout_title=(%3F%3Da)",
            "The parameter filterout_title is no regular expression that can be run: invalid ",
        ),
        (f"filter={'a' * 501}", "The parameter filter may have 500 characters."),
        ("filter=(.*){300}", "The regular expression of filter repeats too much."),
        ("filter=[%E2%80%A8%1b", "The parameter filter is no regular expression that can be run: missing ]: "),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(query: str, problem: str) -> None:
    with pytest.raises(RequestError) as refused:
        read(query)
    assert str(refused.value).startswith(problem)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("query", ["q=(", "q=a+AND", "q=no:thing", f"q={'a+' * 600}", f"q={'a' * 5000}"])
def test_an_expression_that_cannot_be_read_is_pointed_at(query: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        read(query)
    assert refused.value.pointed().count("\n") == 2


def test_an_author_who_is_no_name_is_refused() -> None:
    with pytest.raises(RequestError, match=r"^The parameter author must be a name"):
        read('author="')


def test_what_is_too_long_when_it_is_spelled_out_is_refused() -> None:
    """Its feed would have an address that nobody could ask for."""
    words = " ".join(["harbours"] * 430)
    assert len(words) < 4000
    with pytest.raises(RequestError, match=r"^This search is too long when it is written out in full: column 4001: "):
        read(f"q={quote(words)}")


def test_what_another_format_is_asked_for_by_name() -> None:
    assert named_format("format=rss&x") is Format.RSS
    assert named_format("q=format") is None
    assert named_format("format=") is None
    with pytest.raises(RequestError, match=r"^The parameter format must be one of atom, rss, json, and not 'pdf'"):
        named_format("format=pdf")


@given(
    st.dictionaries(
        st.sampled_from([*OWN, *ALIASES]), st.text(max_size=40) | st.text('a(*[.\\)|+ "OR-:/5{}', max_size=40)
    )
)
def test_no_value_of_a_known_parameter_raises_anything_else(asked: dict[str, str]) -> None:
    """C14."""
    query = urlencode(asked, errors="replace")
    try:
        found = read(query)
    except (RequestError, ExpressionError):
        return
    assert read(str(found)) == found
    assert str(found).isascii()


def test_every_pattern_has_the_name_that_rsshub_gave_it() -> None:
    parts = ("", "_title", "_description", "_author", "_category")
    assert set(PLACES) == {f"{verb}{part}" for verb in ("filter", "filterout") for part in parts}
