"""What Tab offers, in a real shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from program import Program
from terminal import terminal

from feedsvc.cli import DEEDS

BIN = Path(sys.executable).parent
"""Where feedsvc is installed, beside this Python."""

LOAD = 'eval "$(feedsvc completion bash)"'

GOOD = "A Quiet Day - 2024-03-05\n\nNothing happened in the harbour, and everyone was glad of it.\n"


def environ() -> dict[str, str]:
    return {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "PS1": "$ ", "TERM": "dumb"}


def offered(program: Program, *words: str) -> list[str]:
    """What bash would list behind these words, the last of which is unfinished."""
    line = " ".join(f"'{word}'" for word in ("feedsvc", *words))
    tab = f"COMP_WORDS=({line}); COMP_CWORD={len(words)}; _feedsvc_completion feedsvc"
    script = f'{LOAD}; {tab}; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(
        ["bash", "--norc", "-c", script], cwd=program.folder, env=environ(), capture_output=True, text=True, check=True
    )
    return done.stdout.split()


@pytest.fixture(autouse=True)
def _bash() -> None:
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")


def test_commands_and_flags_are_offered(program: Program) -> None:
    assert offered(program, "") == list(DEEDS)
    assert offered(program, "ex") == ["export", "explain"]
    assert offered(program, "topics", "") == ["diff", "list", "suggest", "test"]
    assert offered(program, "scan", "--dry") == ["--dry-run"]
    assert offered(program, "completion", "z") == ["zsh"]


def test_the_addresses_of_topics_are_offered_those_that_articles_brought_too(program: Program) -> None:
    program.write("a.md", "---\ntitle: Tides\ndate: 2024-03-05\ntags: [lighthouse]\n---\nNothing happened.\n")
    assert offered(program, "get", "/feeds/li") == []
    program.run("scan")
    assert offered(program, "get", "/feeds/li") == [f"/feeds/lighthouse.{kind}" for kind in ("atom", "rss", "json")]
    assert offered(program, "get", "/topics/sh") == ["/topics/shipping"]


def test_the_configuration_that_is_named_on_the_line_counts(program: Program) -> None:
    (program.folder / "other.toml").write_text('[[topics]]\nslug = "moorings"\nrule = "mooring"\n')
    assert offered(program, "get", "--config", "other.toml", "/topics/moo") == ["/topics/moorings"]


def test_articles_are_offered_by_their_paths_in_the_folder(program: Program) -> None:
    program.write("world/talks.txt", GOOD)
    program.write("wharf.txt", GOOD)
    assert sorted(offered(program, "explain", "w")) == ["wharf.txt", "world/"]
    assert offered(program, "explain", "world/") == ["world/talks.txt"]


def test_a_configuration_with_mistakes_offers_nothing_and_says_nothing(program: Program) -> None:
    program.configure("[site]\ntitel = 1\n")
    assert offered(program, "get", "/feeds/") == []


def test_tab_completes_in_an_interactive_bash(program: Program) -> None:
    with terminal(["bash", "--norc", "--noprofile", "-i"], program.folder, environ()) as shell:
        shell.type(f"{LOAD}; echo load''ed\n")
        shell.read_until(lambda said: "loaded" in said)
        shell.type("feedsvc compl\t")
        shell.read_until(lambda said: "feedsvc completion " in said.split("loaded", 1)[1])


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_scripts_of_other_shells_are_good_for_them(program: Program, shell: str) -> None:
    script = program.run("completion", shell).stdout
    assert "_FEEDSVC_COMPLETE" in script
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    subprocess.run([shell, "-n", "/dev/stdin"], input=script, text=True, check=True)
