"""Topics tried before they are in force, suggested and listed, as a publisher does it."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
import tomllib
from typing import Any

import pytest
from program import CONFIG, Program

HARBOUR = "---\ntitle: {}\ndate: {}\n---\nThe pilots brought the last ship into the harbour before the fog came.\n"
ORCHARD = "---\ntitle: {}\ndate: {}\ntopics: [Farming]\n---\nThe apples in the orchard were early, and all were late.\n"

NEW = """
[[topics]]
slug = "shipping"
title = "Shipping"
rule = 'orchard'

[[topics]]
slug = "fog"
rule = 'fog'
parent = "shipping"
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Three articles about the harbour, two about the orchard, published."""
    program = Program(tmp_path_factory.mktemp("paper"), 0)
    program.configure(CONFIG)
    for number, date in enumerate(("2024-01-05", "2024-03-02", "2024-03-20"), start=1):
        program.write(f"harbour-{number}.md", HARBOUR.format(f"Harbour {number}", date))
    for number, date in enumerate(("2024-02-11", "2024-02-12"), start=1):
        program.write(f"orchard-{number}.md", ORCHARD.format(f"Orchard {number}", date))
    program.run("scan")
    return program


@pytest.fixture
def paper(program: Program, published: Program) -> Program:
    """The same, for one test alone."""
    shutil.copytree(published.folder, program.folder, dirs_exist_ok=True)
    return program


def facts(program: Program, *arguments: str) -> Any:
    return json.loads(program.run("topics", *arguments, "--json").stdout)


def on_terminal(program: Program, *arguments: str) -> str:
    """What a person sees, colours and all."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    command = [sys.executable, "-m", "feedsvc", *arguments]
    process = subprocess.Popen(command, cwd=program.folder, env=environ, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # what Linux says where the other end is closed
        pass
    os.close(ours)
    assert process.wait(20) == 0, shown
    return shown.decode()


@pytest.mark.parametrize("command", ["test", "diff", "suggest", "list"])
def test_the_help_of_each_command_has_an_example(program: Program, command: str) -> None:
    assert f"feedsvc topics {command}" in program.run("topics", command, "--help").stdout.split("Example:")[1]


# test


def test_an_expression_is_tried_on_what_is_stored(paper: Program) -> None:
    lines = paper.run("topics", "test", "harbour -apples", "--limit", "2").stdout.splitlines()
    assert lines[0] == "3 of 5 entries match"
    assert [line.split() for line in lines[2:5]] == [["2024-01", "1"], ["2024-02", "0"], ["2024-03", "2"]]
    assert "these are already in: shipping (all)" in lines
    assert [line for line in lines if line.startswith("2024-03-")] == ["2024-03-20  Harbour 3", "2024-03-02  Harbour 2"]
    assert any(line.startswith("  summary: ") and "the harbour before the fog" in line for line in lines)
    assert lines[-1].startswith("… and 1 more")


def test_programs_are_told_the_same_with_the_words_that_matched(paper: Program) -> None:
    told = facts(paper, "test", "orchard OR content:harbour", "--limit", "1")
    assert (told["matches"], told["entries"]) == (5, 5)
    assert told["months"] == {"2024-01": 1, "2024-02": 2, "2024-03": 2}
    assert {topic["selection"]: topic["shared"] for topic in told["topics"]} == {"shipping": 3, "farming": 2}
    (newest,) = told["newest"]
    assert newest["title"] == "Harbour 3"
    matched = [piece["text"] for passage in newest["passages"] for piece in passage["pieces"] if piece["matched"]]
    assert matched == ["harbour"]


def test_on_a_terminal_months_are_bars_and_words_are_highlighted(paper: Program) -> None:
    shown = on_terminal(paper, "topics", "test", "content:harbour")
    bars = [line.count("█") for line in shown.splitlines() if line.startswith("2024-0")][:3]
    assert bars[1] == 0 < bars[0] < bars[2]
    assert "\x1b[1;33mharbour\x1b[0m" in shown
    assert "█" not in paper.run("topics", "test", "content:harbour").stdout


def test_an_expression_may_begin_with_a_minus(paper: Program) -> None:
    assert paper.run("topics", "test", "-harbour").stdout.startswith("2 of 5 entries match")


def test_an_expression_that_finds_nothing_says_what_to_try(paper: Program) -> None:
    told = paper.run("topics", "test", "volcano").stdout
    assert told.startswith("0 of 5 entries match") and "try" in told


def test_a_syntax_error_is_shown_with_a_caret(program: Program) -> None:
    refused = program.run("topics", "test", "(harbour OR fog", check=False)
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[1:3] == ["(harbour OR fog", " " * 15 + "^"]
    assert not list(program.folder.rglob("*.db"))


# diff


def test_a_whole_configuration_is_compared_with_what_is_stored(paper: Program) -> None:
    (paper.folder / "new.toml").write_text(CONFIG.replace("harbour OR", "orchard OR"))
    before = paper.status()
    told = paper.run("topics", "diff", "new.toml").stdout
    rows = [line.split() for line in told.splitlines() if line.startswith("shipping ")]
    assert rows == [["shipping", "+2", "-3"], ["shipping", "gains"], ["shipping", "loses"]]
    assert "  2024-02-12  Orchard 2\n  2024-02-11  Orchard 1\n" in told
    assert paper.status() == before


def test_topics_alone_are_laid_over_those_in_force(paper: Program) -> None:
    (paper.folder / "new.toml").write_text(NEW)
    told = facts(paper, "diff", "new.toml")
    titles = {
        feed["topic"]: ([each["title"] for each in feed["gains"]], [each["title"] for each in feed["loses"]])
        for feed in told["feeds"]
    }
    assert titles == {
        "fog": (["Harbour 3", "Harbour 2", "Harbour 1"], []),
        "shipping": (["Orchard 2", "Orchard 1"], []),  # the harbour stays in it by its new child
    }


def test_few_titles_are_named_unless_all_are_asked_for(paper: Program) -> None:
    for number in range(10):
        paper.write(f"more-{number}.md", ORCHARD.format(f"More {number}", "2024-04-01"))
    paper.run("scan")
    (paper.folder / "new.toml").write_text(NEW)
    told = paper.run("topics", "diff", "new.toml").stdout
    assert "… and 7 more: --all names them" in told
    assert paper.run("topics", "diff", "new.toml", "--all").stdout.count("More ") == 10


def test_what_is_in_force_changes_nothing(paper: Program) -> None:
    told = paper.run("topics", "diff", "config.toml").stdout
    assert told.startswith("No feed would gain or lose an entry")


def test_what_was_foretold_is_what_comes_true(paper: Program) -> None:
    new = CONFIG.replace("harbour OR", "title:3 OR apples OR").replace('"empty"', '"farming"')
    new += "\n[[topics]]\nslug = 'north'\ntitle = 'Orchard'\nrule = '-topic:shipping OR pilots'\nparent = 'farming'\n"
    (paper.folder / "new.toml").write_text(new)
    slugs = ("shipping", "farming", "north", "empty")
    before = {slug: in_topic(paper, slug) for slug in slugs}
    told = {feed["topic"]: feed for feed in facts(paper, "diff", "new.toml")["feeds"]}
    paper.configure(new)
    paper.run("scan")
    for slug in slugs:
        feed = told.get(slug, {"gains": [], "loses": []})
        gains, loses = ({each["title"] for each in feed[verb]} for verb in ("gains", "loses"))
        assert in_topic(paper, slug) == before[slug] - loses | gains
    assert told.keys() == {"shipping", "farming", "north"}


def in_topic(program: Program, slug: str) -> set[str]:
    return {entry["title"] for entry in facts(program, "test", f"topic:{slug}", "--limit", "100")["newest"]}


def test_mistakes_in_a_new_file_are_told_as_those_of_the_configuration(paper: Program) -> None:
    (paper.folder / "new.toml").write_text(NEW.replace("'fog'", "'fog OR'").replace('"shipping"\n', '"shiping"\n'))
    refused = paper.run("topics", "diff", "new.toml", check=False)
    assert refused.returncode == 2
    assert "new.toml line 9: topics.1.rule: does not parse at column 7" in refused.stderr
    assert paper.run("topics", "diff", "missing.toml", check=False).returncode == 2


# suggest


def test_suggestions_can_be_pasted_into_the_configuration(paper: Program) -> None:
    for number, weather in enumerate(("sleet", "thunder", "drizzle", "hail", "sunshine")):
        text = f'The "Ängsö Ferry" crossed. {weather.capitalize()} or not, the Ängsö Ferry had to, said {weather}.'
        paper.write(f"ferry-{number}.md", f"---\ntitle: 'Ängsö Ferry: day {number}'\n---\n{text}\n")
    paper.run("scan")
    told = paper.run("topics", "suggest", "--most", "3").stdout
    first = tomllib.loads(told)["topics"][0]
    assert first == {"slug": "angso-ferry", "title": "Ängsö Ferry", "rule": '"Ängsö Ferry"'}
    assert "# 5 entries, such as\n#   Ängsö Ferry: day " in told
    paper.configure(f"{CONFIG}\n{told}")
    assert "good" in paper.run("check").stdout
    paper.run("scan")
    assert len(in_topic(paper, "angso-ferry")) == 5
    again = paper.run("topics", "suggest", "--json").stdout
    assert "angso-ferry" not in {each["slug"] for each in json.loads(again)}


def test_suggestions_of_an_empty_store_are_a_comment(program: Program) -> None:
    told = program.run("topics", "suggest").stdout
    assert told.startswith("# Nothing stands out")
    assert tomllib.loads(told) == {}


# list


def test_topics_are_listed_as_a_tree_with_what_they_have(paper: Program) -> None:
    paper.configure(CONFIG + "\n[[topics]]\nslug = 'fog'\nrule = 'fog'\nparent = 'shipping'\n")
    paper.run("scan")
    lines = paper.run("topics", "list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["topic", "shipping", "fog", "empty", "farming"]
    assert lines[1].split()[:5] == ["shipping", "3", "2024-03-20", "rule", "3"]
    assert lines[2].startswith("  fog ") and lines[2].rstrip().endswith("  fog")
    assert lines[3].split() == ["empty", "0"]
    assert lines[4].split()[:5] == ["farming", "2", "2024-02-12", "metadata", "2"]
    assert lines[4].endswith("(not in the configuration)")


def test_programs_are_told_all_there_is_to_say_of_a_topic(paper: Program) -> None:
    listed = {each["topic"]: each for each in facts(paper, "list")}
    assert listed["shipping"]["rule"] == 'harbour OR "container ship"'
    assert (listed["shipping"]["entries"], listed["shipping"]["origins"]) == (3, {"rule": 3})
    assert (listed["farming"]["configured"], listed["shipping"]["configured"]) == (False, True)
    assert (listed["empty"]["last"], listed["shipping"]["last"][:10]) == (None, "2024-03-19")


def test_on_a_terminal_no_topic_takes_two_lines(paper: Program) -> None:
    shown = on_terminal(paper, "topics", "list").splitlines()
    assert len(shown) == 4
    assert any("shipping" in line and "harbour" in line for line in shown)
