"""The configuration as it would be with another file."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedsvc import app
from feedsvc.errors import ConfigError

OWN = '[site]\nbase_url = "https://post.example.org"\n\n[[topics]]\nslug = "sea"\ntitle = "Sea"\n'


def tried(folder: Path, new: str, own: str = OWN) -> list[tuple[str, str]]:
    """The topics that there would be, as slug and title."""
    (folder / "config.toml").write_text(own)
    (folder / "new.toml").write_text(new)
    made = app.trial(folder / "new.toml", folder / "config.toml")
    return [(topic.slug, topic.title) for topic in made.topics]


def test_a_topic_takes_the_place_of_the_one_that_has_its_slug(tmp_path: Path) -> None:
    assert tried(tmp_path, '[[topics]]\nslug = "sea"\ntitle = "The Sea"\n') == [("sea", "The Sea")]


def test_a_whole_configuration_takes_the_place_of_the_other(tmp_path: Path) -> None:
    assert tried(tmp_path, OWN.replace("sea", "fog")) == [("fog", "Sea")]


@pytest.mark.parametrize("slug", ['["sea"]', "{ name = 'sea' }", "7"])
def test_a_slug_that_is_no_text_is_told_as_a_mistake(tmp_path: Path, slug: str) -> None:
    with pytest.raises(ConfigError, match="slug"):
        tried(tmp_path, f'[[topics]]\nslug = {slug}\ntitle = "The Sea"\n')
    with pytest.raises(ConfigError, match="slug"):
        tried(tmp_path, '[[topics]]\nslug = "fog"\ntitle = "Fog"\n', OWN.replace('"sea"', slug))


def test_a_file_that_says_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="says nothing"):
        tried(tmp_path, "\n")
