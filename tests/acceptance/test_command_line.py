"""The command line: help, errors, exit codes, terminals and pipes."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from program import Program, eventually
from terminal import terminal

from feedsvc.cli import DEEDS, every_command
from feedsvc.cli.reference import KEYS, help_of, page
from feedsvc.pipeline.crew import PAYS_FROM

COMMANDS = dict(every_command())

GOOD = "A Quiet Day - 2024-03-05\n\nNothing happened, and everyone was glad of it.\n"

BREAKING = """
import sys
from feedsvc.cli import main, status
status.status.callback = lambda **given: {}["what nobody foresaw"]
sys.argv = ["feedsvc", *sys.argv[1:]]
main()
"""
"""A feedsvc whose `status` has a mistake in it."""


def broken(program: Program, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BREAKING, *arguments]
    environ = os.environ | {"TMPDIR": str(program.folder)}
    return subprocess.run(command, cwd=program.folder, env=environ, capture_output=True, text=True, check=False)


def examples(name: str) -> list[str]:
    lines = (line.strip() for line in help_of(name, COMMANDS[name]).splitlines())
    return [line for line in lines if line.startswith("feedsvc ") or "$(feedsvc " in line or "; feedsvc " in line]


def test_the_page_of_commands_is_what_the_commands_say_of_themselves() -> None:
    written = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    assert written == page(), "write it anew: python -m feedsvc.cli.reference > docs/commands.md"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example_that_parses(name: str) -> None:
    assert examples(name)
    for example in examples(name):
        words = shlex.split(re.sub(r".*feedsvc (.*?)(?:\)\"|[>;].*)?$", r"\1", example))
        shown = max((known for known in COMMANDS if words[: len(known.split())] == known.split()), key=len)
        assert shown.startswith(name)
        COMMANDS[shown].make_context(shown, words[len(shown.split()) :])


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_fits_a_terminal(name: str) -> None:
    assert max(map(len, help_of(name, COMMANDS[name]).splitlines())) <= 100


def test_what_the_list_of_commands_says_of_each_fits_a_line(program: Program) -> None:
    told = program.run("--help").stdout
    assert all(re.search(rf"^  {name} +{re.escape(said)}$", told, re.MULTILINE) for name, said in DEEDS.items())
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["statsu"], "'status'"),
        (["doktor"], "'doctor'"),
        (["topics", "sugest"], "'suggest'"),
        (["status", "--jsno"], "'--json'"),
        (["scan", "--dry-rum"], "'--dry-run'"),
        (["completion", "bsh"], "'bash'"),
    ],
)
def test_what_is_mistyped_is_answered_with_what_was_meant(program: Program, typed: list[str], meant: str) -> None:
    refused = program.run(*typed, check=False)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert meant in refused.stderr


def test_asking_for_the_version_or_for_help_loads_neither_database_nor_web_nor_parsers() -> None:
    for flag in ("--version", "--help"):
        command = [sys.executable, "-X", "importtime", "-m", "feedsvc", flag]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in told.splitlines()}
        assert "click" in loaded
        assert not loaded & {"sqlalchemy", "flask", "lxml", "pydantic", "rich", "structlog"}


def test_a_mistake_of_ours_is_a_line_and_its_traceback_is_in_a_file(program: Program) -> None:
    ended = broken(program, "status")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (70, "", 1)
    assert "KeyError: 'what nobody foresaw'" in ended.stderr
    written = re.search(r"all of it is in (\S+\.log)", ended.stderr)
    assert written
    told = Path(written[1])
    assert "Traceback" in told.read_text()
    assert told.stat().st_mode & 0o077 == 0


SERVICE = """
import sys
from feedsvc.app import working
from feedsvc.cli import main
working.work = lambda *given: {}["what nobody foresaw"]
sys.argv = ["feedsvc", "work"]
main()
"""
"""A service that has a mistake in it."""


def test_a_mistake_of_a_service_is_in_its_log_with_its_traceback(program: Program) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SERVICE], cwd=program.folder, capture_output=True, text=True, check=False
    )
    line = json.loads(ended.stderr.splitlines()[-1])
    assert (ended.returncode, line["level"], line["event"]) == (70, "error", "ended by a mistake")
    assert line["exception"].startswith("Traceback")


@pytest.mark.parametrize("typed", [["--debug", "status"], ["status", "--debug"]])
def test_debug_shows_where_a_mistake_arose(program: Program, typed: list[str]) -> None:
    ended = broken(program, *typed)
    assert ended.returncode == 70
    assert ended.stderr.startswith("Traceback")
    assert not list(program.folder.glob("feedsvc-*.log"))


def test_what_was_foreseen_is_told_without_a_traceback_unless_one_is_asked_for(program: Program) -> None:
    program.configure("[site]\ntitel = 1\n")
    plain = program.run("status", check=False)
    assert (plain.returncode, "Traceback" in plain.stderr, "site.titel" in plain.stderr) == (2, False, True)
    asked = program.run("status", "--debug", check=False)
    assert (asked.returncode, "Traceback" in asked.stderr, "site.titel" in asked.stderr) == (2, True, True)


def test_interrupting_ends_quietly(program: Program) -> None:
    (program.articles / "unfinished.txt").write_text(GOOD)  # a scan waits some seconds for its end
    with terminal([sys.executable, "-m", "feedsvc", "scan"], program.folder, {**os.environ}) as shown:
        eventually(lambda: list(program.folder.glob("var/*.db")))
        (program.articles / "unfinished.txt").write_text(GOOD * 2)
        time.sleep(0.3)
        shown.process.send_signal(signal.SIGINT)
        said = shown.read_to_end()
    assert shown.process.returncode == 130
    assert "Traceback" not in said


def test_interrupting_a_scan_of_many_ends_all_of_its_processes_quietly(program: Program) -> None:
    many = PAYS_FROM * 12  # some seconds' work, of which the interruption spares most
    for number in range(many):
        program.articles.joinpath(f"{number}.txt").write_text(GOOD.replace("Quiet", f"Quiet {number}"))
    environ = {**os.environ, "TERM": "xterm"}
    with terminal([sys.executable, "-m", "feedsvc", "scan"], program.folder, environ) as shown:
        shown.read_until(lambda said: f"/{many}" in said)
        os.killpg(shown.process.pid, signal.SIGINT)  # as Ctrl-C does
        said = shown.read_to_end()
    assert shown.process.returncode == 130
    assert "Traceback" not in said


def test_a_pipe_that_nobody_reads_ends_quietly(program: Program) -> None:
    program.write("a.txt", GOOD)
    program.run("scan")
    for arguments in (["status"], ["get", "/feeds/all.atom"], ["doctor", "--offline"], ["--help"]):
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "wb") as unread:
            command = [sys.executable, "-m", "feedsvc", *arguments]
            ended = subprocess.run(command, cwd=program.folder, stdout=unread, stderr=subprocess.PIPE, check=False)
        assert (ended.returncode, ended.stderr) == (141, b""), arguments


COLOR = re.compile(r"\x1b\[[0-9;]*(?:3[0-7]|9[0-7])m")


def test_colours_are_for_terminals_and_only_where_they_are_wanted(program: Program) -> None:
    command = [sys.executable, "-m", "feedsvc", "doctor", "--offline"]
    environ = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    said = {}
    for name, more in (("plain", {}), ("no color", {"NO_COLOR": "1"}), ("dumb", {"TERM": "dumb"})):
        with terminal(command, program.folder, {**environ, "TERM": "xterm-256color", **more}) as shown:
            said[name] = shown.read_to_end()
    assert COLOR.search(said["plain"])
    assert not COLOR.search(said["no color"])
    assert "\x1b" not in said["dumb"]
    assert "\x1b" not in program.run(*command[3:], check=False).stdout


def test_a_scan_shows_its_progress_on_a_terminal_alone(program: Program) -> None:
    for number in range(40):
        program.write(f"{number}.txt", GOOD.replace("Quiet", f"Quiet {number}"))
    environ = {**os.environ, "TERM": "xterm-256color"}
    with terminal([sys.executable, "-m", "feedsvc", "scan"], program.folder, environ) as shown:
        assert "scanning" in shown.read_to_end()
    assert "scanning" not in program.run("scan").stderr


@pytest.mark.parametrize("command", KEYS)
def test_json_has_the_keys_that_the_page_promises(program: Program, command: str) -> None:
    program.write("a.txt", GOOD)
    program.write("broken.md", "---\ntitle: x\ndate: 2024-13-45\n---\nText\n")
    arguments = {"export": ["public"], "doctor": ["--offline"]}.get(command, [])
    told = json.loads(program.run(command, *arguments, "--json", check=False).stdout)
    assert sorted(told) == sorted(KEYS[command])


def test_a_check_for_programs_tells_mistakes_of_the_configuration_too(program: Program) -> None:
    program.configure("[site]\ntitel = 1\n")
    refused = program.run("check", "--json", check=False)
    told = json.loads(refused.stdout)
    assert (refused.returncode, refused.stderr) == (2, "")
    assert [mistake["key"] for mistake in told["mistakes"]] == ["site.titel"]
    assert told["good"] is None
