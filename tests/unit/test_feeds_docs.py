"""What docs/feeds.md shows is so: its selections, its bounds and its configuration are tried here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc import config, selections
from feedsvc.config.shape import FeedsTable
from feedsvc.web import parameters

PAGE = (Path(__file__).parents[2] / "docs" / "feeds.md").read_text(encoding="utf-8")


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of the table with this head, without the marks of code."""
    _, table = PAGE.split(f"{heading}\n")
    for line in table.split("\n\n")[0].splitlines()[1:]:
        yield [cell.strip().strip("`") for cell in line.strip("|").split("|")]


[NAMED] = re.findall(r"With the topics ([^:]+):", PAGE)
TOPICS = frozenset(re.findall(r"`([a-z-]+)`", NAMED))
ASKED = [(asked, address) for asked, _, address in rows("| you ask for | you get entries about | its address |")]
SIGNS = [example for _, _, example, _ in rows("| sign | means | example | holds entries about |")]


def test_the_page_names_the_topics_of_its_examples() -> None:
    assert {"north", "north-sea"} < TOPICS


@pytest.mark.parametrize(("asked", "address"), ASKED)
def test_a_selection_has_the_address_that_the_page_gives(asked: str, address: str) -> None:
    found = selections.read(asked, TOPICS.__contains__)
    assert (str(found) if found else "404") == address


@pytest.mark.parametrize("example", SIGNS)
def test_the_examples_of_the_signs_are_addresses_already(example: str) -> None:
    assert str(selections.read(example, TOPICS.__contains__)) == example


def test_the_bounds_and_defaults_are_the_programs() -> None:
    limit, brief = rows("| parameter | values | without it |")
    assert limit[1] == f"1 to {parameters.MOST} entries; with `brief`, to {parameters.MOST_IN_BRIEF}"
    assert brief[1].startswith(f"{parameters.LEAST_BRIEF} to {parameters.MOST_BRIEF} characters;")
    assert brief[1].endswith(f", {parameters.BRIEF}")
    defaults = FeedsTable()
    assert f"{selections.MOST_TOPICS} topics at most" in PAGE
    assert f"usually {defaults.limit}" in PAGE
    assert f"up to {defaults.catch_up} (`catch_up`)" in PAGE
    assert f"for {defaults.tombstones.days} days (`tombstones`)" in PAGE


def test_the_configuration_is_right(tmp_path: Path) -> None:
    [text] = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    loaded = config.load(tmp_path / "config.toml", {}, {})
    assert loaded.aliases == {"tech": "technology", "computers": "technology"}
    assert loaded.retired == {"gossip"}


def test_every_key_of_feeds_that_a_subscriber_can_notice_is_told() -> None:
    assert [key for key in FeedsTable.model_fields if f"`{key}" not in PAGE and f"\n{key} = " not in PAGE] == []
