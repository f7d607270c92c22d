"""docs/tutorial.md, done as it says: its files are saved, its commands are typed, and they print what it shows."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from program import Program, eventually, free_port

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
PORT = "8000"
"""On the page; the test takes one that is free."""

ANYTHING = "…"


@dataclass(frozen=True)
class Save:
    path: str
    text: str
    appends: bool


@dataclass(frozen=True)
class Type:
    command: str
    shown: tuple[str, ...]


def steps(page: str) -> Iterator[Save | Type]:
    """What the page says to do, in its order."""
    for before, kind, block in re.findall(r"([^\n]*)\n\n```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        if kind == "console":
            yield from _typed(block)
        elif saved := re.search(r"(?:Save this as|Add this to the end of) `([^`]+)`[^`]*:$", before):
            yield Save(saved[1], block, "Add this to the end of" in before)


def _typed(block: str) -> Iterator[Type]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield Type(command, tuple(shown))


def is_shown(shown: tuple[str, ...], printed: str) -> bool:
    """Whether this was printed, with anything where the page has an ellipsis, any lines where it stands alone."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == ANYTHING else ".*?".join(map(re.escape, line.split(ANYTHING))) + r" *\n"
        for line in shown
    )
    return re.fullmatch(pattern, printed) is not None


def _do(step: Save | Type, program: Program) -> None:
    if isinstance(step, Save):
        with (program.folder / step.path).open("a" if step.appends else "w", encoding="utf-8") as file:
            file.write(step.text)
    elif step.command == "feedsvc serve":
        program.start()
        eventually(lambda: is_shown(step.shown, program.log.read_text(encoding="utf-8")))
    elif shutil.which(step.command.split()[0]) or step.command.startswith("feedsvc "):
        _type(step, program)


def _type(step: Type, program: Program) -> None:
    """Until it prints what is shown: what was just saved is published a moment later."""
    printed = ""

    def prints_it() -> bool:
        nonlocal printed
        printed = subprocess.run(
            ["bash", "-c", step.command], cwd=program.folder, env=program.environ | {"FEEDSVC_LOG": "text"},
            stdout=subprocess.PIPE, text=True, timeout=60, check=False,
        ).stdout  # fmt: skip
        return is_shown(step.shown, printed)

    try:
        eventually(prints_it)
    except AssertionError:
        pytest.fail(f"$ {step.command}\n{printed}\nis not what the page shows:\n" + "\n".join(step.shown))


def test_the_tutorial_comes_out_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    path = f"{Path(sys.executable).parent}:{Path('/usr/bin')}:{Path('/bin')}"
    # HOME, because newsboat keeps a folder there.
    environ = {"PATH": path, "HOME": str(tmp_path), "FEEDSVC_SERVER__PORT": str(port), "LANG": "C.UTF-8"}
    program = Program(tmp_path / "gazette", port, environ=environ)
    program.folder.mkdir()
    done = list(steps(PAGE.read_text(encoding="utf-8").replace(f":{PORT}/", f":{port}/")))
    assert sum(isinstance(step, Type) for step in done) > 10
    try:
        for step in done:
            _do(step, program)
    finally:
        if program.process is not None:
            assert program.stop(signal.SIGINT) == 0
