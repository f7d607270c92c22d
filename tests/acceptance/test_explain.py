"""feedsvc explain, as an editor types it who wonders why."""

from __future__ import annotations

import json
import shutil
import time
from typing import Any

import pytest
from program import CONFIG, Program

TALKS = "Home\n\nThe Ferry Is Late - 2024-03-05\n\nThe ferry did not leave the harbour.\n"
NEAR = '\n[[topics]]\nslug = "fishing"\nrule = "ferry cod"\n'


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Program:
    program = Program(tmp_path_factory.mktemp("talks"), 0)
    program.configure(CONFIG + NEAR)
    program.write("world/talks.txt", TALKS)
    program.run("scan")
    return program


@pytest.fixture
def talks(program: Program, published: Program) -> Program:
    """The same, for one test alone."""
    shutil.copytree(published.folder, program.folder, dirs_exist_ok=True)
    return program


def facts(program: Program, *arguments: str) -> dict[str, Any]:
    return dict(json.loads(program.run("explain", "--json", *arguments).stdout))


def slug(program: Program) -> str:
    return str(
        next(value["value"] for value in facts(program, "world/talks.txt")["values"] if value["field"] == "slug")
    )


def test_every_step_is_a_titled_block_of_plain_lines_in_a_pipe(talks: Program) -> None:
    told = talks.run("explain", "world/talks.txt").stdout
    assert [line for line in told.splitlines() if line and not line.startswith(" ")] == [
        "What was read",
        "Lines left out",
        "What the entry says",
        "What becomes of it",
        "Topics, and why",
        "Rules that missed by one condition",
    ]
    assert "1  Home: is found around the articles of many sites" in told
    assert "line 3: the date behind the headline" in told
    assert "names no time zone: Europe/Paris, that of the site, was taken" in told
    assert "The ferry did not leave the *harbour*." in told
    assert "not met  cod" in told
    assert "\x1b" not in told


def test_on_a_terminal_the_words_that_matched_are_bold_in_place_of_asterisks(talks: Program) -> None:
    talks.environ |= {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "100"}
    told = talks.run("explain", "world/talks.txt").stdout
    assert "\x1b[1mWhat was read\x1b[0m" in told
    assert "\x1b[1mharbour\x1b[0m" in told
    assert "*harbour*" not in told


def test_an_entry_is_found_by_slug_permalink_id_and_path(talks: Program) -> None:
    by_slug = facts(talks, slug(talks))
    values = {value["field"]: value["value"] for value in by_slug["values"]}
    assert (
        facts(talks, values["link"]) == facts(talks, values["id"]) == facts(talks, f"{values['link']}/why") == by_slug
    )
    (talks.articles / "world/talks.txt").unlink()
    talks.run("scan", "--emptied")
    assert facts(talks, "world/talks.txt")["verdict"]["fate"] == "withdrawn"


def test_a_file_is_found_in_the_article_folder_and_anywhere_else(talks: Program) -> None:
    elsewhere = talks.folder / "draft.md"
    elsewhere.write_text("---\ndraft: true\n---\nThe ferry is sold.\n")
    inside = facts(talks, "articles/world/talks.txt")
    assert inside == facts(talks, str(talks.articles / "world/talks.txt")) == facts(talks, "world/talks.txt")
    assert inside["reading"]["path"] == "world/talks.txt"
    told = facts(talks, "draft.md")
    assert (told["reading"]["path"], told["verdict"]["fate"]) == ("draft.md", "draft")


def test_a_rejected_file_is_explained_with_its_line_and_remedy(program: Program) -> None:
    program.write("broken.md", "---\ntitle: x\ndate: 2024-13-45\n---\nText\n")
    told = program.run("explain", "broken.md").stdout
    assert 'rejected  line 3: published: month 13 does not exist in "2024-13-45"' in told
    assert "remedy    Write a date such as" in told
    assert "Topics" not in told


def test_explaining_changes_nothing(program: Program) -> None:
    program.write("talks.txt", TALKS)
    program.run("explain", "talks.txt")
    assert not list(program.folder.rglob("*.db"))


def test_rules_that_changed_since_the_last_scan_are_told(talks: Program) -> None:
    talks.configure(CONFIG + NEAR.replace("ferry cod", "ferry"))
    told = facts(talks, slug(talks))
    assert told["sorting"] == {"gained": ["fishing"], "lost": []}


@pytest.mark.parametrize("what", ["nothing-like-it", "world/tlks.txt", "articles", "/dev/null/x", "a\x1b[31mb", " "])
def test_what_is_unknown_ends_with_one_line_and_exit_code_2(talks: Program, what: str) -> None:
    refused = talks.run("explain", what, check=False)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert "\x1b" not in refused.stderr


def test_what_is_all_but_known_is_answered_with_what_was_meant(talks: Program) -> None:
    assert "Did you mean world/talks.txt?" in talks.run("explain", "world/tlks.txt", check=False).stderr
    known = slug(talks)
    assert f"Did you mean {known}?" in talks.run("explain", known[:-1] + "x", check=False).stderr


def test_ten_thousand_rules_are_explained_within_seconds(talks: Program) -> None:
    rules = "".join(f'\n[[topics]]\nslug = "t{n}"\nrule = "ferry word{n} OR other{n}"\n' for n in range(10_000))
    talks.configure(CONFIG + rules)
    started = time.perf_counter()
    told = facts(talks, "world/talks.txt")
    assert (len(told["near"]), told["farther"]) == (10, 9_990)
    assert time.perf_counter() - started < 20, "some 3 s on an idle machine, most of it for reading the configuration"
