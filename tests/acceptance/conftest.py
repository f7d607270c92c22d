from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from program import CONFIG, Program, installed


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """Not yet started; ended with the test."""
    with installed(tmp_path) as program:
        program.configure(CONFIG)
        yield program
