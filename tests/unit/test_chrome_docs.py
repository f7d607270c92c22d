"""docs/chrome.md says what the program does: its numbers are the program's."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedsvc.pipeline.learning import AT_ONCE, SAMPLE
from feedsvc.sources import learning, learnt

PAGE = " ".join((Path(__file__).parents[2] / "docs/chrome.md").read_text().split())


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("at least ten files of a folder", learning.FEWEST == 10),
        ("and a quarter of them, have at the same place", learning.OFFERED_FROM == 1 / 4),
        ("the twelve filled lines from the top or from the bottom", learning.REACH == 12),
        ("give or take one line", learnt.WANDERS == 1),
        ("once ten files and two thirds of those compared", learning.LEARNT_FROM == 2 / 3),
        ("once fewer than half have it", learning.KEPT_TO == 1 / 2),
        (f"Up to {SAMPLE} files of a folder are compared", True),
        (f"{AT_ONCE} folders in one scan", True),
        (f"lines of more than {learning._LONGEST} characters", True),
    ],
)  # fmt: skip
def test_the_page_gives_the_programs_own_figures(sentence: str, figures: bool) -> None:
    assert sentence in PAGE
    assert figures
