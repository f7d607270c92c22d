from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import CONFIG, Program, free_port


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """Not yet started; ended with the test."""
    program = Program(tmp_path, free_port())
    program.articles.mkdir()
    program.configure(CONFIG)
    yield program
    if program.process is not None:
        program.stop(signal.SIGKILL)
