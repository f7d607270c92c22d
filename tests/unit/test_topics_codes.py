"""From a code in an article's metadata to its topic, and the reason that is kept."""

from __future__ import annotations

from dataclasses import replace

from topics_specimen import ENTRY

from feedsvc.model import Assignment, Origin, Topic
from feedsvc.topics import Classifier

ECONOMY = Topic("economy", "Economy", codes=("subj:04000000", "20000209"), parent="society")


def test_a_code_gives_its_topic_by_metadata_with_the_code_as_written_for_a_reason() -> None:
    codes = ("http://cv.iptc.org/newscodes/subjectcode/04000000", "medtop:20000209", "medtop:20000344")
    assigned = Classifier([ECONOMY, Topic("society", "Society")]).classify(replace(ENTRY, path="x.txt", subjects=codes))
    assert assigned == (
        Assignment("economy", "Economy", Origin.METADATA, f"topics: {codes[0]}; topics: {codes[1]}"),
        Assignment("society", "Society", Origin.PARENT, "parent of economy"),
    )
