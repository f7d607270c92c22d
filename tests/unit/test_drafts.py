"""Combining topics by clicking: what each click makes of a selection."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedsvc import selections
from feedsvc.selections import EVERYTHING, MOST_TOPICS, Selection, Term
from feedsvc.web.drafts import Draft

TOPICS = ("fog", "harbour", "ice", "inland", "sea", "sea-fog", "storms")


def clicked(*clicks: str) -> Draft:
    """What comes of clicks such as `and fog`; every one of them was offered."""
    draft = Draft()
    for click in clicks:
        deed, topic = click.split()
        step = {"and": draft.both, "or": draft.either, "without": draft.without}[deed](topic)
        assert step is not None
        draft = step
    return draft


def test_what_is_said_is_clicked_in_its_order() -> None:
    draft = clicked("and harbour", "and fog", "or storms", "without inland")
    assert str(draft.selection) == "fog+harbour,storms-inland"
    assert draft.term == Term(("storms",), ("inland",))


def test_or_begins_an_alternative_that_is_worked_on_wherever_it_stands() -> None:
    draft = clicked("and storms", "or fog")
    assert (str(draft.selection), draft.number) == ("fog,storms", 1)
    draft = draft.both("ice") or draft
    assert (str(draft.selection), draft.number) == ("fog+ice,storms", 1)


def test_everything_but_one_topic_is_a_beginning() -> None:
    assert str(clicked("without storms").selection) == "all-storms"
    assert str(clicked("without storms", "and fog").selection) == "fog-storms"


def test_a_click_that_would_change_nothing_or_contradict_is_not_offered() -> None:
    draft = clicked("and fog", "without ice")
    assert draft.both("fog") is draft.without("fog") is draft.both("ice") is draft.without("ice") is None
    assert clicked("and fog").either("fog") is None
    assert Draft().either("fog") is None


def test_what_was_added_can_be_taken_out() -> None:
    draft = clicked("and harbour", "and fog", "without ice")
    assert str(draft.less("harbour").selection) == "fog-ice"
    assert str(draft.less("ice").selection) == "fog+harbour"
    assert clicked("and fog").less("fog") == Draft(EVERYTHING)


def test_an_alternative_of_which_nothing_is_left_is_gone() -> None:
    draft = clicked("and fog", "or storms")
    assert str(draft.less("storms").selection) == "fog"
    assert str(draft.at(1).dropped().selection) == "storms"
    assert clicked("and fog").dropped() == Draft()


def test_two_alternatives_that_have_become_one_are_one() -> None:
    draft = clicked("and fog", "or storms", "without ice").less("ice").both("fog")
    assert draft is not None
    assert str(draft.at(1).selection) == "fog,fog+storms"
    assert str(draft.less("storms").selection) == "fog"


def test_what_hyphens_tell_otherwise_has_no_address() -> None:
    """Of `ice+sea-fog`, the longest topic counts: that is ice and sea-fog, and never ice and sea without fog."""
    assert not clicked("and ice", "and sea", "without fog").has_address(TOPICS.__contains__)
    assert clicked("and ice", "and sea", "without storms").has_address(TOPICS.__contains__)


def test_no_more_topics_are_combined_than_a_selection_may_name() -> None:
    topics = [f"t{number}" for number in range(MOST_TOPICS + 1)]
    draft = clicked(*(f"and {topic}" for topic in topics[:-1]))
    assert draft.has_address(topics.__contains__)
    assert not clicked(*(f"and {topic}" for topic in topics)).has_address(topics.__contains__)


CLICKS = st.lists(
    st.tuples(st.sampled_from(["both", "either", "without", "less"]), st.sampled_from(TOPICS)), max_size=8
)


@given(CLICKS)
def test_whatever_is_offered_is_found_at_its_address(clicks: list[tuple[str, str]]) -> None:
    draft = Draft()
    for deed, topic in clicks:
        step = getattr(draft, deed)(topic)
        if step is not None and step.has_address(TOPICS.__contains__):
            draft = step
        assert selections.read(str(draft.selection), TOPICS.__contains__) == draft.selection
        assert draft.term in draft.selection.terms


@given(CLICKS, st.sets(st.sampled_from(TOPICS)), st.sampled_from(TOPICS))
def test_each_click_does_what_its_word_says(clicks: list[tuple[str, str]], entry: set[str], topic: str) -> None:
    """`and` and `without` narrow one alternative down, `or` widens the whole."""
    draft = Draft()
    for deed, chosen in clicks:
        draft = getattr(draft, deed)(chosen) or draft
    others = [term for term in draft.selection.terms if term != draft.term]
    elsewhere = any(term.holds(entry) for term in others)
    here = draft.term.holds(entry)
    for step, holds in (
        (draft.both(topic), here and topic in entry),
        (draft.without(topic), here and topic not in entry),
        (draft.either(topic), here or topic in entry),
    ):
        assert step is None or step.selection.holds(entry) == (elsewhere or holds)


def test_a_selection_says_which_alternative_is_worked_on() -> None:
    draft = Draft(Selection((Term(("fog",)), Term(("ice",)))), 2)
    assert draft.term == Term(("ice",))
    assert draft.at(1).term == Term(("fog",))
