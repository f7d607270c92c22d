"""The commands, as a publisher types them."""

from __future__ import annotations

import json
from pathlib import Path

from program import CONFIG, Program

GOOD = "A Quiet Day - 2024-03-05\n\nNothing happened, and everyone was glad of it.\n"


def test_scan_tells_what_is_new_changed_gone_and_rejected(program: Program) -> None:
    program.write("a.txt", GOOD)
    program.write("empty.txt", "")
    first = program.run("scan").stdout
    assert "1 new, 1 rejected; 0 unchanged" in first
    assert "empty.txt: " in first
    program.write("a.txt", GOOD.replace("Quiet", "Silent"))
    program.write("b.txt", GOOD.replace("Quiet", "Loud"))
    assert "1 new, 1 changed; 1 unchanged" in program.run("scan").stdout
    (program.articles / "a.txt").unlink()
    assert "1 gone; 2 unchanged" in program.run("scan").stdout
    assert "nothing new; 2 unchanged" in program.run("scan").stdout


def test_a_dry_run_says_what_would_be_done_and_does_nothing(program: Program) -> None:
    program.write("a.txt", GOOD)
    assert "would be: 1 new" in program.run("scan", "--dry-run").stdout
    assert program.status()["published"] == 0


def test_scan_strict_exits_with_1_where_anything_is_rejected(program: Program) -> None:
    program.write("a.txt", GOOD)
    assert program.run("scan", "--strict").returncode == 0
    program.write("broken.md", "---\ntitle: [\n---\nText\n")
    assert program.run("scan", "--strict", check=False).returncode == 1


def test_a_folder_emptied_at_once_is_an_alarm_until_it_is_confirmed(program: Program) -> None:
    for number in range(12):
        program.write(f"{number}.txt", GOOD)
    program.run("scan")
    for file in program.articles.iterdir():
        file.unlink()
    refused = program.run("scan", check=False)
    assert (refused.returncode, "scan --emptied" in refused.stderr) == (2, True)
    assert program.status()["published"] == 12
    program.run("scan", "--emptied")
    assert program.status()["published"] == 0


def test_check_reads_everything_and_publishes_nothing(program: Program) -> None:
    program.write("a.txt", GOOD)
    program.write("broken.md", "---\ntitle: x\ndate: 2024-13-45\n---\nText\n")
    checked = program.run("check", check=False)
    assert checked.returncode == 1
    assert "1 good, 1 rejected" in checked.stdout
    assert "broken.md:3: " in checked.stdout
    assert not list(program.folder.rglob("*.db"))


def test_check_notes_what_it_had_to_decide(program: Program) -> None:
    for number in range(3):
        program.write(f"{number}.md", f"---\ntitle: x\ndate: 2024-03-0{number + 1} 10:00 IST\n---\nText\n")
    program.write("a.md", "---\ntitle: x\ndate: 2024-03-01 10:00 XYZ\n---\nText\n")
    told = program.run("check").stdout
    assert "note: a.md: published: the time zone XYZ is not known: Europe/Paris was taken.\n" in told
    assert "note: 0.md: published: the time zone IST is not known: Europe/Paris was taken. (and 2 more like it)" in told
    decided = json.loads(program.run("check", "--json").stdout)["decided"]
    assert {"path": "a.md", "note": "published: the time zone XYZ is not known: Europe/Paris was taken."} in decided


def test_check_tells_every_mistake_of_the_config_at_once(program: Program) -> None:
    program.configure(CONFIG.replace("title =", "titel =", 1).replace("workers = 1", 'workers = "many"'))
    checked = program.run("check", check=False)
    assert checked.returncode == 2
    assert "site.titel" in checked.stderr
    assert "server.workers" in checked.stderr
    assert "Traceback" not in checked.stderr


def test_check_points_at_the_column_of_a_broken_rule(program: Program) -> None:
    program.configure(CONFIG.replace("harbour OR", "harbour AND OR"))
    checked = program.run("check", check=False)
    assert checked.returncode == 2
    assert "topics.0.rule" in checked.stderr
    assert "column" in checked.stderr
    assert "^" in checked.stderr


def test_status_tells_rejections_with_file_line_and_remedy(program: Program) -> None:
    program.write("broken.md", "---\ntitle: x\ndate: 2024-13-45\n---\nText\n")
    program.run("scan")
    facts = program.status()
    assert [(rejection["path"], rejection["line"]) for rejection in facts["rejections"]] == [("broken.md", 3)]
    assert facts["rejections"][0]["remedy"]
    assert "broken.md:3: " in program.run("status").stdout


def test_flags_outrank_the_environment_and_that_outranks_the_file(program: Program, tmp_path: Path) -> None:
    for name in ("by-file", "by-environment", "by-flag"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(GOOD)
    program.configure(CONFIG + '\n[articles]\npath = "by-file"\n')
    assert "by-file.txt" in program.run("scan", "--dry-run").stdout
    program.environ["FEEDSVC_ARTICLES__PATH"] = "by-environment"
    assert "by-environment.txt" in program.run("scan", "--dry-run").stdout
    assert "by-flag.txt" in program.run("scan", "--dry-run", "--articles", "by-flag").stdout


def test_init_begins_in_an_empty_folder_and_overwrites_nothing(program: Program) -> None:
    program.run("init", "fresh")
    fresh = program.folder / "fresh"
    assert {file.name for file in fresh.iterdir()} == {"config.toml", "articles", "Procfile"}
    checked = program.run("check", "--config", "fresh/config.toml")
    assert "1 good, 0 rejected" in checked.stdout
    again = program.run("init", "fresh", check=False)
    assert again.returncode == 2
    assert "config.toml is there already" in again.stderr


def test_the_status_for_programs_names_every_feed(program: Program) -> None:
    program.write("a.txt", GOOD)
    program.run("scan")
    facts = json.loads(program.run("status", "--json").stdout)
    assert {feed["topic"] for feed in facts["feeds"]} == {"shipping", "empty"}
    assert facts["feeds"][0]["urls"]["rss"].startswith("https://post.example.org/feeds/")
