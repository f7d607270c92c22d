"""Topics in files beside config.toml, while the program serves."""

from __future__ import annotations

import listparser
from program import Program, eventually

TOPICS = """
[[topics]]
slug = "economy"
title = "Economy"
codes = ["subj:04000000"]

[[topics]]
slug = "markets"
title = "Markets"
parent = "economy"
codes = ["medtop:20000385"]
"""


def feeds(program: Program) -> dict[str, list[list[str]]]:
    """Which feeds there are, and in which folders."""
    outlines = listparser.parse(program.get("/feeds.opml").body).feeds
    return {outline.url.rpartition("/")[2].removesuffix(".atom"): outline.categories for outline in outlines}


def put(program: Program, name: str, text: str) -> None:
    file = program.folder / "topics" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)


def test_a_topic_file_is_in_force_when_it_is_saved_and_out_of_it_when_it_is_taken_away(program: Program) -> None:
    program.write("rates.md", "---\ntopics: [medtop:20000385]\ntitle: Rates\n---\nSteady.\n")
    program.start()
    eventually(lambda: program.titles() == ["Rates"])
    put(program, "money.toml", TOPICS)
    eventually(lambda: feeds(program).get("markets") == [["Economy"]])
    eventually(lambda: program.titles("economy") == ["Rates"])
    put(program, "money.toml", TOPICS.replace('parent = "economy"', 'parent = "econmy"'))
    eventually(lambda: "money.toml line 10: topics.1.parent" in program.log.read_text().replace('\\"', '"'))
    assert program.titles("economy") == ["Rates"]
    put(program, "money.toml", TOPICS.replace('parent = "economy"', ""))
    eventually(lambda: feeds(program).get("markets") == [])
    eventually(lambda: program.titles("economy") == [])
    assert program.titles("markets") == ["Rates"]


def test_check_names_every_mistake_of_every_file(program: Program) -> None:
    put(program, "money.toml", TOPICS)
    assert "config.toml and 1 topic file: good, 4 topics" in program.run("check").stdout
    put(program, "more.toml", '[[topics]]\nslug = "shipping"\ncodes = ["04000000"]\n')
    refused = program.run("check", check=False)
    assert refused.returncode == 2
    assert 'topics/more.toml line 2: topics.0.slug: "shipping" is named by topics.0.slug too' in refused.stderr
    assert 'topics/more.toml line 3: topics.0.codes.0: "04000000" is named by topics.0.codes.0 too' in refused.stderr
