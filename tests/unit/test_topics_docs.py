"""What docs/topics.md shows is so: its configuration, its tables and its error are tried here."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from topics_specimen import ENTRY

from feedsvc.cli.topics import topics as commands
from feedsvc.errors import ExpressionError
from feedsvc.expressions import FIELDS
from feedsvc.expressions.expression import leaves
from feedsvc.expressions.language import DEEPEST, LONGEST, MOST_NEAR, MOST_TERMS, SHORTEST_PREFIX, parse
from feedsvc.expressions.lexer import FARTHEST
from feedsvc.model import Entry, Topic
from feedsvc.topics import Classifier, problems
from feedsvc.topics.folders import CONTAINERS

PAGE = (Path(__file__).parents[2] / "docs/topics.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of every table whose head is this, without the marks of code."""
    for table in PAGE.split(f"{heading}\n")[1:]:
        for line in table.split("\n\n")[0].splitlines()[1:]:
            yield [cell.strip().strip("`") for cell in line.strip("|").split("|")]


TOPICS = [Topic(**table) for table in tomllib.loads(block("toml"))["topics"]]
RULES = list(rows("| rule | matches | does not match |"))
TITLES = list(rows("| title | topics |"))
NAMES = list(rows("| in the article | topic | title |"))
FILES = list(rows("| file | topics |"))
CODES = list(rows("| code in the article | code in config.toml |"))
COMMANDS = list(rows("| command | what it tells |"))
LOOKS = list(rows("| field | example | looks at |"))
BARE = replace(ENTRY, title="", summary="", content="")


def topics_of(entry: Entry) -> list[str]:
    return [assignment.topic for assignment in Classifier(TOPICS).classify(entry)]


def listed(cell: str) -> list[str]:
    return cell.split(", ") if cell else []


def test_the_page_has_every_table_that_is_tried_here() -> None:
    assert all(len(table) >= 4 for table in (RULES, TITLES, NAMES, FILES, LOOKS, CODES, COMMANDS))


def test_the_configuration_is_right() -> None:
    assert problems(TOPICS) == []


@pytest.mark.parametrize(("title", "topics"), TITLES)
def test_a_title_brings_the_topics_that_the_page_says(title: str, topics: str) -> None:
    assert topics_of(replace(BARE, title=title)) == listed(topics)


@pytest.mark.parametrize(("rule", "matching", "other"), RULES)
def test_a_rule_matches_what_the_page_says_and_not_the_rest(rule: str, matching: str, other: str) -> None:
    classifier = Classifier([Topic("t", "T", rule=rule)])
    assert classifier.classify(replace(BARE, title=matching))
    assert not classifier.classify(replace(BARE, title=other))


@pytest.mark.parametrize(("name", "slug", "title"), NAMES)
def test_a_name_in_the_metadata_is_the_topic_that_the_page_says(name: str, slug: str, title: str) -> None:
    first, *_ = Classifier(TOPICS).classify(replace(BARE, subjects=(name,)))
    assert (first.topic, first.title) == (slug, title)


@pytest.mark.parametrize(("path", "topics"), FILES)
def test_a_folder_is_the_topic_that_the_page_says(path: str, topics: str) -> None:
    assert topics_of(replace(BARE, path=path)) == listed(topics)


@pytest.mark.parametrize(("written", "code"), CODES)
def test_a_code_in_the_metadata_is_the_one_that_the_page_says(written: str, code: str) -> None:
    classifier = Classifier([Topic("sport", "Games", codes=(code,))])
    assert [found.topic for found in classifier.classify(replace(BARE, subjects=(written,)))] == ["sport"]


def test_every_piece_of_configuration_on_the_page_is_right() -> None:
    pieces = re.findall(r"^ *```\n( *\[\[topics\]\].*?)^ *```", PAGE, re.MULTILINE | re.DOTALL)
    tables = [table for piece in pieces for table in tomllib.loads(dedent(piece))["topics"]]
    assert len(pieces) == 2
    assert problems([Topic(**table) for table in tables]) == []


def test_every_command_of_topics_is_on_the_page_as_it_can_be_typed() -> None:
    typed = [shlex.split(command)[2:] for command, _ in COMMANDS]
    assert {command for command, *_ in typed} == set(commands.commands)
    for name, *arguments in typed:
        commands.commands[name].make_context(name, arguments)


def test_every_field_has_an_example_that_looks_at_it_alone() -> None:
    assert {name for name, *_ in LOOKS} == set(FIELDS)
    for name, example, _ in LOOKS:
        assert {leaf.field for leaf in leaves(parse(example))} == {name}


def test_a_rule_may_ask_for_topics_as_on_the_page() -> None:
    (rule,) = re.findall(r"`(topic:\S+ -topic:\S+)`", PAGE)
    classifier = Classifier([*TOPICS, Topic("here", "Here", rule=rule)])
    assert "here" in [found.topic for found in classifier.classify(replace(BARE, subjects=("North Korea",)))]


def test_the_folders_that_only_hold_things_are_all_named() -> None:
    assert ", ".join(sorted(CONTAINERS)) in " ".join(PAGE.split())


def test_the_limits_are_those_of_the_language() -> None:
    limits = f"{LONGEST:,} characters, {MOST_TERMS:,} words and phrases, and {DEEPEST} parentheses"
    assert limits in " ".join(PAGE.split())
    near = f"up to {MOST_NEAR} words and phrases are on each side of NEAR, and {FARTHEST} words between"
    assert near in " ".join(PAGE.split())
    assert SHORTEST_PREFIX == 2 and "Two letters or digits must stand before it" in " ".join(PAGE.split())


def test_a_wrong_rule_is_shown_as_on_the_page() -> None:
    shown = block("text")
    with pytest.raises(ExpressionError) as caught:
        parse(shown.splitlines()[0])
    assert caught.value.pointed() == shown.rstrip("\n")
