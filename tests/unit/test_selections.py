"""Selections: what their addresses mean, and the one address that each has (standards.md, C11, S3)."""

from __future__ import annotations

import itertools
import time
from collections.abc import Collection
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from feedsvc import names
from feedsvc.addresses import ALL
from feedsvc.selections import EVERYTHING, MOST_TOPICS, Selection, Term, of_topic, read

TOPICS = {"harbour", "fog", "storms", "inland", "north", "korea", "north-korea", "туман", "морской-туман"}

# Few words, so that topics often begin with one another, and end with what others begin with.
WORDS = st.lists(st.sampled_from(["a", "b", "лёд", "all"]), min_size=1, max_size=3)
SLUGS = WORDS.map(lambda words: names.slug("-".join(words))).filter(lambda slug: slug != ALL)
KNOWN = st.sets(SLUGS, min_size=1, max_size=12)


# Terms of topics without hyphens: those that an entry is about, and those that it is not about.
PLAIN = ["a", "b", "c", "лёд"]
Terms = list[tuple[list[str], list[str]]]
TERMS = st.lists(
    st.tuples(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=3), st.lists(st.sampled_from(PLAIN), max_size=2)),
    min_size=1,
    max_size=3,
)


def written(terms: Terms) -> str:
    return ",".join("-".join(["+".join(wanted), *without]) for wanted, without in terms)


def understood(text: str, topics: Collection[str] = TOPICS) -> Selection | None:
    return read(text, topics.__contains__)


def canonical(text: str, topics: Collection[str] = TOPICS) -> str | None:
    selection = understood(text, topics)
    return None if selection is None else str(selection)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("all", [Term()]),
        ("fog", [Term(("fog",))]),
        ("north-korea", [Term(("north-korea",))]),
        ("морской-туман", [Term(("морской-туман",))]),
        ("harbour+fog", [Term(("fog", "harbour"))]),
        ("fog,harbour", [Term(("fog",)), Term(("harbour",))]),
        ("storms-inland", [Term(("storms",), ("inland",))]),
        ("all-fog", [Term((), ("fog",))]),
        ("all+fog", [Term(("fog",))]),
        ("storms-inland-fog", [Term(("storms",), ("fog", "inland"))]),
        ("north-korea-fog", [Term(("north-korea",), ("fog",))]),
        ("fog-north-korea", [Term(("fog",), ("north-korea",))]),
        ("морской-туман-туман", [Term(("морской-туман",), ("туман",))]),
        ("harbour+fog,storms-inland", [Term(("fog", "harbour")), Term(("storms",), ("inland",))]),
        ("storms-inland+harbour", [Term(("harbour", "storms"), ("inland",))]),
        ("fog,all", [Term()  , Term(("fog",))]),
        ("fog-fog,harbour", [Term(("harbour",))]),
    ],
)  # fmt: skip
def test_signs_combine_topics_and_the_comma_binds_least(text: str, terms: list[Term]) -> None:
    assert understood(text) == Selection(tuple(terms))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "unknown",
        "fog+unknown",
        "fog,unknown",
        "fog-unknown",
        "Fog",
        "+",
        ",",
        "-",
        "-fog",
        "fog-",
        "fog+",
        "+fog",
        "fog,",
        ",fog",
        "fog++harbour",
        "fog--harbour",
        "fog+-harbour",
        "fog-all",
        "all-all",
        "fog-fog",
        "fog harbour",
        "fog/harbour",
        "\0",
        "\udc80",
    ],
)
def test_what_names_no_topic_or_could_hold_nothing_is_no_selection(text: str) -> None:
    """S3: an unknown topic is not an empty feed."""
    assert understood(text) is None


def test_the_longest_topic_counts_after_which_the_rest_names_topics_too() -> None:
    assert understood("a-b-c", {"a", "a-b", "c", "b-c"}) == Selection((Term(("a-b",), ("c",)),))
    assert understood("a-b-c", {"a", "a-b", "b-c"}) == Selection((Term(("a",), ("b-c",)),))
    assert understood("a-b-c", {"a", "b", "c", "a-b-c"}) == of_topic("a-b-c")
    assert understood("a-b-c", {"a", "a-b", "b"}) is None


def test_every_order_has_one_canonical_text() -> None:
    """C11."""
    for topics in itertools.permutations(["harbour", "fog", "туман"]):
        assert canonical("+".join(topics)) == "fog+harbour+туман"
        assert canonical(",".join(topics)) == "fog,harbour,туман"
        assert canonical("-".join(["storms", *topics])) == "storms-fog-harbour-туман"
    assert canonical("storms-inland,fog+harbour,fog+harbour") == "fog+harbour,storms-inland"


def test_a_text_that_would_come_to_mean_something_else_is_no_selection() -> None:
    """C11: sorted, the first would be everything about fog and North Korea."""
    assert understood("fog-korea+north") is None
    assert canonical("fog-korea+north", TOPICS - {"north-korea"}) == "fog+north-korea"
    assert understood("a-c-b", {"a", "b", "c", "b-c"}) is None


@st.composite
def asked_for(draw: st.DrawFn) -> tuple[str, set[str]]:
    """A text made of topics and signs, well-formed but in no order, and the topics that there are."""
    topics = draw(KNOWN)
    slugs = st.sampled_from([*sorted(topics), ALL])
    first, rest = draw(slugs), draw(st.lists(st.tuples(st.sampled_from("+,-"), slugs), max_size=5))
    return first + "".join(f"{sign}{slug}" for sign, slug in rest), topics


@given(asked_for())
def test_canonical_text_is_understood_as_itself(asked: tuple[str, set[str]]) -> None:
    """C11: one address, which redirects nowhere."""
    text, topics = asked
    selection = understood(text, topics)
    assume(selection is not None)
    assert understood(str(selection), topics) == selection


@given(TERMS, st.randoms(use_true_random=False))
def test_where_no_slug_has_a_hyphen_every_order_is_understood_alike(terms: Terms, random: Random) -> None:
    """C11: what is refused as ambiguous is so by hyphens alone."""
    shuffled = [(random.sample(wanted, len(wanted)), random.sample(without, len(without))) for wanted, without in terms]
    random.shuffle(shuffled)
    selection = understood(written(terms), PLAIN)
    assert selection == understood(written(shuffled), PLAIN)
    assert (selection is None) is all(set(wanted) & set(without) for wanted, without in terms)


@given(st.text("ab-+,al", max_size=30) | st.text(max_size=30), KNOWN)
def test_any_text_is_understood_or_not_but_never_an_error(text: str, topics: set[str]) -> None:
    selection = understood(text, topics)
    if selection is not None:
        assert selection.members <= topics | {ALL}
        assert understood(str(selection), topics) == selection


@given(TERMS, st.sets(st.sampled_from(PLAIN)))
def test_it_holds_what_is_about_all_topics_of_a_term_and_none_without(terms: Terms, about: set[str]) -> None:
    """S3: and where that can be nothing, nothing."""
    selection = understood(written(terms), PLAIN) or Selection(())
    assert selection.holds(about) is any(
        all(topic in about for topic in wanted) and all(topic not in about for topic in without)
        for wanted, without in terms
    )


def test_everything_holds_an_entry_without_topics_and_nothing_else_does() -> None:
    assert EVERYTHING.holds([])
    assert of_topic(ALL) is EVERYTHING
    assert not of_topic("fog").holds([])
    assert of_topic("fog").holds(["fog", "harbour"])


@pytest.mark.parametrize(
    ("text", "single"),
    [("all", ALL), ("fog", "fog"), ("all+fog", "fog"), ("fog,fog", "fog"), ("fog+harbour", None), ("fog,harbour", None),
     ("fog-harbour", None), ("all-fog", None), ("all,fog", None)],
)  # fmt: skip
def test_a_single_topic_and_everything_are_no_combination(text: str, single: str | None) -> None:
    selection = understood(text)
    assert selection is not None
    assert selection.single == single


def test_members_are_all_that_move_it() -> None:
    """Withdrawing the last entry about `inland` moves `storms-inland` as much as a new one about storms does."""
    combined = Selection((Term(("fog", "harbour")), Term(("storms",), ("inland",))))
    assert combined.members == {"harbour", "fog", "storms", "inland"}
    assert Selection((Term((), ("fog",)),)).members == {ALL, "fog"}
    assert EVERYTHING.members == {ALL}


@pytest.mark.parametrize("sign", ["+", ",", "-"])
def test_as_many_topics_as_are_allowed_and_no_more(sign: str) -> None:
    topics = [f"t{number}" for number in range(MOST_TOPICS + 1)]
    assert understood(sign.join(topics[:-1]), topics) is not None
    assert understood(sign.join(topics), topics) is None


def test_as_many_of_the_longest_topics_fit() -> None:
    topics = [f"{number:02}".ljust(names.LONGEST_SLUG, "x") for number in range(MOST_TOPICS)]
    assert understood("+".join(topics), topics) is not None


@pytest.mark.parametrize(
    "text",
    [
        "-".join("a" * 160),
        "-".join(["a"] * 80 + ["x"] * 80),
        "a-" * 80 + "y" * 64_000 + "-a" * 79,
        "a+" * 32_000,
        "a," * 32_000,
        "a-" * 32_000,
        "x" * 64_000,
    ],
)
def test_an_address_made_to_be_slow_is_understood_or_refused_at_once(text: str) -> None:
    topics = {"-".join("a" * count) for count in range(1, 40)}
    began = time.process_time()
    assert understood(text, topics) is None
    assert time.process_time() - began < 3  # of the processor, whoever else has it; what is quadratic takes many
