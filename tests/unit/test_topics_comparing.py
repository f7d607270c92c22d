"""What other topics would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from topics_specimen import ENTRY

from feedsvc.model import Assignment, Entry, Topic
from feedsvc.topics import Classifier
from feedsvc.topics.comparing import Comparison, Headline, compare

TITLES = ("Fog in the harbour", "Fog on the fells", "A harbour for all")
ENTRIES = [replace(ENTRY, title=title, slug=title[:3], summary="", content="", path="a.txt") for title in TITLES]
HARBOUR = Topic("harbour", "Harbour", rule="harbour")
FOG = Topic("fog", "Fog", rule="fog")


def compared(before: Sequence[Topic], after: Sequence[Topic]) -> Comparison:
    now = Classifier(before)
    stored: list[tuple[Entry, tuple[Assignment, ...]]] = [(entry, now.classify(entry)) for entry in ENTRIES]
    return compare(stored, Classifier(after))


def told(comparison: Comparison) -> dict[str, tuple[list[str], list[str]]]:
    return {
        each.topic: ([gained.title for gained in each.gained], [lost.title for lost in each.lost])
        for each in comparison.ordered()
    }


def test_the_same_topics_change_nothing() -> None:
    same = compared([HARBOUR, FOG], [HARBOUR, FOG])
    assert (same.looked_at, same.ordered()) == (3, [])


def test_a_new_topic_gains_and_one_taken_out_loses() -> None:
    assert told(compared([HARBOUR], [FOG])) == {
        "fog": (["Fog in the harbour", "Fog on the fells"], []),
        "harbour": ([], ["Fog in the harbour", "A harbour for all"]),
    }


def test_a_rule_that_is_changed_gains_and_loses() -> None:
    changed = replace(HARBOUR, rule="fog -fells OR all")
    assert told(compared([replace(HARBOUR, rule="fog")], [changed])) == {
        "harbour": (["A harbour for all"], ["Fog on the fells"])
    }


def test_a_parent_gains_what_its_new_child_has() -> None:
    assert told(compared([HARBOUR, FOG], [HARBOUR, replace(FOG, parent="harbour")])) == {
        "harbour": (["Fog on the fells"], [])
    }


def test_another_reason_for_the_same_topic_is_no_change() -> None:
    assert told(compared([HARBOUR], [replace(HARBOUR, rule="harbour OR quay")])) == {}


def test_what_changes_most_comes_first() -> None:
    most = compared([], [Topic("all-fog", "Fog", rule="fog"), Topic("fells", "Fells", rule="fells")])
    assert [each.topic for each in most.ordered()] == ["all-fog", "fells"]


def test_a_headline_says_which_entry_it_is() -> None:
    (difference,) = compared([], [Topic("fells", "The fells", rule="fells")]).ordered()
    assert difference.title == "The fells"
    assert difference.gained == [Headline(ENTRIES[1].slug, "Fog on the fells", ENTRIES[1].published)]
