"""What is looked at again when topics change is enough: all else would come out as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from topics_specimen import ENTRY

from feedsvc.expressions import Text
from feedsvc.model import Assignment, Entry, Topic
from feedsvc.topics import Classifier, problems
from feedsvc.topics.changes import MOST_ASKED, Changes, changes, definitions, doubted, read, written

ASIA = Topic("asia", "Asia")
KOREA = Topic("korea", "Korea", rule="seoul", parent="asia")
FOG = Topic("fog", "Fog", rule="fog -lamp")
TOPICS = (ASIA, KOREA, FOG)


def found(topics: Sequence[Topic], former: Sequence[Topic] = TOPICS) -> Changes:
    return changes(definitions(former), topics)


def rules_of(found: Changes) -> list[str]:
    return [str(expression) for expression in found.expressions]


def test_nothing_is_looked_at_where_nothing_that_entries_show_has_changed() -> None:
    described = [replace(topic, description="More of it.") for topic in TOPICS]
    assert not found(described)
    assert found(described) == Changes()


def test_a_changed_rule_concerns_who_has_the_topic_and_whom_the_new_rule_matches() -> None:
    found_now = found((ASIA, KOREA, replace(FOG, rule="mist OR fog")))
    assert found_now.changed == ("fog",)
    assert found_now.about == {"fog"}
    assert rules_of(found_now) == ["mist OR fog"]


def test_a_changed_parent_and_a_removed_topic_concern_those_who_have_it() -> None:
    moved = found((ASIA, replace(KOREA, parent=None), FOG))
    removed = found((ASIA, KOREA))
    assert (moved.changed, moved.about, moved.expressions) == (("korea",), {"korea"}, ())
    assert (removed.removed, removed.about, removed.expressions) == (("fog",), {"fog"}, ())


def test_a_new_topic_concerns_who_has_one_of_its_name_and_who_lies_in_a_folder_of_it() -> None:
    added = found((*TOPICS, Topic("c-plus-plus", "Asia", aliases=("cpp",))))
    assert added.added == ("c-plus-plus",)
    assert added.about == {"c-plus-plus", "cpp", "asia"}
    assert rules_of(added) == ["path:asia*", "path:c*", "path:cpp*"]


def test_no_search_tells_whom_codes_and_another_order_concern() -> None:
    assert found((ASIA, KOREA, replace(FOG, codes=("medtop:20000065",)))).everything
    assert found((KOREA, ASIA, FOG)).everything
    coded = [replace(FOG, codes=("medtop:20000065",))]
    assert found([FOG], coded).about == {"fog"}
    assert not found([FOG], coded).everything


def test_of_too_many_that_differ_none_is_searched_for() -> None:
    many = [Topic(f"t-{number}", f"Topic {number}", rule="fog") for number in range(MOST_ASKED + 1)]
    assert not found(many[1:], []).everything
    assert found(many, []).everything
    assert not found([], many).everything


def test_a_store_that_was_sorted_by_nobody_knows_what_is_looked_at_whole() -> None:
    assert changes(None, TOPICS).everything
    assert doubted(None, definitions(TOPICS)) is None


def test_a_change_that_is_taken_back_half_way_is_one_all_the_same() -> None:
    half_way = doubted(definitions(TOPICS), definitions((ASIA, KOREA, replace(FOG, rule="mist"))))
    back = changes(half_way, TOPICS)
    assert (back.changed, back.about, rules_of(back)) == (("fog",), {"fog"}, ["fog AND NOT lamp"])
    added = doubted(definitions(TOPICS), definitions((*TOPICS, Topic("sea", "The Sea"))))
    assert changes(added, TOPICS).about == {"sea"}
    reordered = doubted(definitions(TOPICS), definitions((FOG, KOREA, ASIA)))
    assert changes(reordered, TOPICS).everything


@pytest.mark.parametrize(
    "former", [None, {}, definitions([*TOPICS, Topic("sea", "", aliases=("a", "b"), codes=("x",))])]
)
def test_what_is_remembered_is_read_as_it_was_written(former: dict[str, object] | None) -> None:
    assert read(written(former)) == former  # type: ignore[arg-type]  # Definitions
    half_way = doubted(former, definitions(TOPICS[1:]))  # type: ignore[arg-type]
    assert read(written(half_way)) == half_way


# The property: entries, topics and edits of few words, so that they often meet.

SLUGS = ("asia", "korea", "sea", "fog-and-ice", "c-plus-plus", "search")
NAMES = st.sampled_from(["Asia", "Korea", "The Sea", "sea", "Fog and Ice", "C++", "fog", "Search", "Nobody's", "…"])
ALIASES = ("ocean", "far-east", "archive")
CODES = ("medtop:20000065", "x1")
RULES = st.sampled_from(
    [
        None,
        "fog",
        "fog -ice",
        "NOT ice",
        "seoul OR ice",
        "topic:asia",
        "topic:sea fog",
        "NOT topic:korea",
        "ice -topic:sea",
        "topic:nobody-s",
        "topic:ocean OR (fog topic:fog-and-ice)",
        "path:sea",
    ]
)
FOLDERS = ["asia", "sea", "The Sea", "_sea", "archive", "2002", "C++", "_C++", "fog_and_ice", "search", "x1"]
ENTRIES = st.builds(
    lambda words, folders, subjects: replace(
        ENTRY, title=" ".join(words), summary="", content="", path="/".join([*folders, "x.txt"]), subjects=subjects
    ),
    st.lists(st.sampled_from(["fog", "ice", "seoul", "lamp"]), max_size=3),
    st.lists(st.sampled_from(FOLDERS), max_size=2),
    st.lists(st.one_of(NAMES, st.sampled_from([*CODES, "ocean", "far-east"])), max_size=2).map(tuple),
)


@st.composite
def _topic(draw: st.DrawFn, place: int) -> Topic:
    parent = draw(st.sampled_from([None, None, *SLUGS[:place]]))
    return Topic(SLUGS[place], draw(NAMES), rule=draw(RULES), parent=parent)


@st.composite
def _configurations(draw: st.DrawFn, count: int) -> list[list[Topic]]:
    """Several that follow one another: of most topics, all have the same."""
    versions: list[list[Topic]] = [[] for _ in range(count)]
    for place in range(len(SLUGS)):
        here = draw(_topic(place))
        for version in versions:
            if draw(st.integers(0, 5)) == 0:
                here = draw(_topic(place))
            if draw(st.integers(0, 5)):
                version.append(here)
    return [_finished(draw, version) for version in versions]


def _finished(draw: st.DrawFn, topics: list[Topic]) -> list[Topic]:
    """With parents that there are, an alias or a code somewhere, and sometimes in another order."""
    there = {topic.slug for topic in topics}
    valid = [topic if topic.parent in there else replace(topic, parent=None) for topic in topics]
    if valid and draw(st.integers(0, 3)) == 0:
        valid[-1] = replace(valid[-1], aliases=(draw(st.sampled_from(ALIASES)),))
    if valid and draw(st.integers(0, 7)) == 0:
        valid[0] = replace(valid[0], codes=(draw(st.sampled_from(CODES)),))
    if draw(st.integers(0, 9)) == 0:
        valid = draw(st.permutations(valid))
    assume(not problems(valid))
    return valid


Sorted = tuple[Assignment, ...]


def is_looked_at(entry: Entry, now: Sorted, concerned: Changes) -> bool:
    """As a store answers: by the topics that an entry has in its index."""
    topics = [assignment.topic for assignment in now]
    text = Text.of(entry, topics)
    by_search = any(expression.holds(text) for expression in concerned.expressions)
    return concerned.everything or not concerned.about.isdisjoint(topics) or by_search


def resorted(entry: Entry, now: Sorted, concerned: Changes, latest: Classifier) -> Sorted:
    return latest.classify(entry) if is_looked_at(entry, now, concerned) else now


@settings(max_examples=100)
@given(_configurations(2), st.lists(ENTRIES, min_size=1, max_size=6))
def test_looking_at_what_may_change_gives_what_looking_at_everything_gives(
    configurations: list[list[Topic]], entries: list[Entry]
) -> None:
    former, topics = configurations
    before, latest = Classifier(former), Classifier(topics)
    concerned = changes(definitions(former), topics)
    for entry in entries:
        assert resorted(entry, before.classify(entry), concerned, latest) == latest.classify(entry)


@settings(max_examples=100)
@given(_configurations(3), st.lists(st.tuples(ENTRIES, st.sampled_from(["old", "looked at", "new"])), max_size=6))
def test_topics_that_change_again_half_way_leave_no_entry_behind(
    configurations: list[list[Topic]], entries: list[tuple[Entry, str]]
) -> None:
    first, second, third = configurations
    half_way = doubted(definitions(first), definitions(second))
    concerned = changes(definitions(first), second)
    again, latest = changes(half_way, third), Classifier(third)
    for entry, state in entries:
        now = Classifier(second if state == "new" else first).classify(entry)
        if state == "looked at":
            now = resorted(entry, now, concerned, Classifier(second))
        assert resorted(entry, now, again, latest) == latest.classify(entry)
