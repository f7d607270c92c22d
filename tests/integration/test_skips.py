"""A test that is skipped for want of a component fails where CI=true."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent

CASES = """
import pytest

def test_wants_a_component():
    pytest.skip("no newsboat here")

@pytest.mark.xfail(raises=ZeroDivisionError)
def test_is_known_to_fail():
    1 / 0
"""

MODULE = """
import pytest
pytest.importorskip("no_such_component")
"""


@pytest.mark.parametrize(
    ("ci", "counted"), [("true", "1 failed, 1 xfailed, 1 error"), ("", "2 skipped, 1 xfailed")], ids=["CI", "elsewhere"]
)
def test_a_skip_is_a_failure_in_ci_and_there_alone(tmp_path: Path, ci: str, counted: str) -> None:
    (tmp_path / "conftest.py").write_text((TESTS / "conftest.py").read_text())
    (tmp_path / "test_cases.py").write_text(CASES)
    (tmp_path / "test_module.py").write_text(MODULE)
    command = [sys.executable, "-m", "pytest", "--rootdir", str(tmp_path), "--continue-on-collection-errors", "."]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, "CI": ci}, capture_output=True, text=True)
    assert counted in done.stdout
    for reason in ("no newsboat here", "no_such_component"):
        assert (reason in done.stdout) == bool(ci)
