"""feedsvc chrome, and what learns by itself, as a publisher meets them."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from program import CONFIG, Program, eventually

HEAD, FOOT = 'The "Tidewater" Wire', "All rights reserved by the wire."
PLACES = ("Ostmark", "Westhaven", "Nordby", "Sudholm", "Eastlea", "Midfort", "Lowmere", "Highcliff", "Farsund", "Upton")


@pytest.fixture
def wire(program: Program) -> Program:
    """Ten pages as a crawler brought them, and one that belongs to another folder."""
    for place in PLACES:
        program.write(f"wire/2024/{place.lower()}.txt", page(place))
    program.write("letters/oneville.txt", page("Oneville"))
    return program


def page(place: str) -> str:
    story = f"The harbour of {place} was closed on Monday, and its master wrote to the owners of all ships there."
    return f"{HEAD}\n\n{place} Closes Its Harbour\n\nBy Mira Halden\n2024-03-05\n\n{story}\n\n{FOOT}\n"


def facts(program: Program) -> Any:
    return json.loads(program.run("chrome", "--json").stdout)


def test_what_recurs_is_a_line_for_config_toml_with_its_reasons_above(wire: Program) -> None:
    told = wire.run("chrome").stdout
    assert "# wire/: 10 files\n" in told
    assert "letters" not in told
    assert (
        f"#   10 of 10 (100%)    1st line                 {HEAD}   in wire/2024/eastlea.txt, wire/2024/farsund" in told
    )
    listed = tomllib.loads(told)["chrome"]
    assert listed[-2:] == [HEAD, FOOT]
    assert "Skip to content" in listed, "the line takes the place of the list in force"


def test_programs_are_told_the_same(wire: Program) -> None:
    (folder,) = facts(wire)
    assert (folder["folder"], folder["files"]) == ("wire", 10)
    assert [line["line"] for line in folder["lines"]] == [HEAD, FOOT]
    assert folder["lines"][1] == {
        "line": FOOT, "end": "bottom", "place": 1, "where": "last line", "learnt": False,
        "files": 10, "of": 10, "share": 1.0,
        "examples": ["wire/2024/eastlea.txt", "wire/2024/farsund.txt"],
    }  # fmt: skip


def test_what_is_listed_is_offered_no_more_and_is_gone_from_the_articles(wire: Program) -> None:
    line = wire.run("chrome").stdout.splitlines()[-1]
    wire.configure(f"{CONFIG}\n[articles]\n{line}\n")
    assert facts(wire) == []
    assert wire.run("chrome").stdout.startswith("# No line recurs")
    dropped = json.loads(wire.run("explain", "wire/2024/upton.txt", "--json").stdout)["dropped"]
    assert [line["text"] for line in dropped] == [HEAD, FOOT]


def test_looking_changes_nothing(wire: Program) -> None:
    wire.run("chrome")
    assert not list(wire.folder.rglob("*.db"))


def test_help_has_an_example(program: Program) -> None:
    assert "feedsvc chrome" in program.run("chrome", "--help").stdout.split("Example:")[1]


def test_what_is_learnt_goes_by_itself_and_is_explained(wire: Program) -> None:
    wire.configure(f"{CONFIG}\n[articles]\nlearn_chrome = true\n")
    wire.run("scan")
    told = wire.run("explain", "wire/2024/upton.txt").stdout
    assert f" 1   {HEAD}: learnt: 10 of 10 files of wire/ have it as their 1st line" in told
    assert f" 10  {FOOT}: learnt: 10 of 10 files of wire/ have it as their last line" in told
    assert "Upton Closes Its Harbour" in told
    assert "learnt" not in wire.run("explain", "letters/oneville.txt").stdout
    assert [line["learnt"] for line in facts(wire)[0]["lines"]] == [True, True]
    wire.run("export", "site")
    served = (wire.folder / "site/feeds/all.json").read_text()
    assert served.count(FOOT) == 1


def test_learning_is_switched_on_and_off_while_feeds_are_served(wire: Program) -> None:
    wire.configure(f'{CONFIG}\n[schedule]\nscan = "1h"\n')
    wire.start()
    told = wire.get("/feeds/all.json").text
    each = told.count(FOOT) // 11
    assert each * 11 == told.count(FOOT) > 0
    for learns, left in (("true", each), ("false", 11 * each)):
        wire.configure(f'{CONFIG}\n[schedule]\nscan = "1h"\n\n[articles]\nlearn_chrome = {learns}\n')
        eventually(lambda left=left: wire.get("/feeds/all.json").text.count(FOOT) == left)
    again = json.loads(wire.get("/feeds/all.json").text)["items"]
    assert [item["date_published"] for item in again] == [item["date_published"] for item in json.loads(told)["items"]]
