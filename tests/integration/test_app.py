"""Where the parts are joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedsvc import app
from feedsvc.app.serving import read_by_web
from feedsvc.errors import ConfigError


def test_a_broken_rule_is_told_together_with_a_misspelt_key(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[site]\ntitel = "x"\n\n[[topics]]\nslug = "ships"\nrule = "("\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        app.load(file)
    assert [mistake.where for mistake in caught.value.mistakes] == [f"{file} line 2", f"{file} line 6"]


BEGUN = """
[site]
title = "The Tidewater Post"
explain = {explain}

[[topics]]
slug = "ships"
title = "Ships"
rule = "ship"
"""


@pytest.mark.parametrize(
    ("old", "new", "is_read"),
    [
        ('"The Tidewater Post"', '"The Morning Post"', True),
        ("[site]", "[feeds]\nlimit = 7\n\n[site]", True),
        ('slug = "ships"', 'slug = "ships"\naliases = ["boats"]', True),
        ("[site]", '[status]\npassword = "a long word that nobody guesses"\n\n[site]', True),
        ("[site]", '[schedule]\nscan = "90s"\n\n[site]', True),
        ('rule = "ship"', 'rule = "ship OR boat"', False),
        ("[site]", '[articles]\nchrome = ["Read on"]\n\n[site]', False),
    ],
    ids=["site", "feeds", "aliases", "password", "scans", "rule", "chrome"],
)
def test_the_web_is_made_anew_by_what_its_answers_are_made_of(
    tmp_path: Path, old: str, new: str, is_read: bool
) -> None:
    """Ten thousand edited rules cost its workers nothing, unless they tell of rules."""

    def read(explain: str, edited: bool) -> object:
        file = tmp_path / f"{explain}-{edited}.toml"
        begun = BEGUN.format(explain=explain)
        file.write_text(begun.replace(old, new) if edited else begun, encoding="utf-8")
        return read_by_web(app.load(file))

    assert read("false", False) == read("false", False)
    assert (read("false", True) != read("false", False)) == is_read
    assert read("true", True) != read("true", False)
