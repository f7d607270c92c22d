"""Where the parts are joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedsvc import app
from feedsvc.errors import ConfigError


def test_a_broken_rule_is_told_together_with_a_misspelt_key(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[site]\ntitel = "x"\n\n[[topics]]\nslug = "ships"\nrule = "("\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        app.load(file)
    assert [mistake.where for mistake in caught.value.mistakes] == [f"{file} line 2", f"{file} line 6"]
