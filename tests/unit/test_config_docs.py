"""docs/configuration.md says of every key what the program says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic.fields import FieldInfo

from feedsvc import config
from feedsvc.config import shape
from feedsvc.config.loading import DEFAULT_AUTHORITY
from feedsvc.config.schedules import written
from feedsvc.errors import ConfigError
from feedsvc.topics import problems

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")

DEFAULTS = {
    "site.base_url": "`http://<host>:<port>`",
    "site.authority": f"`{DEFAULT_AUTHORITY}`",
    "site.timezone": '`"UTC"`',
    "site.author.name": "the title of the site",
    "articles.path": '`"articles"`',
    "server.workers": f"one for each core, up to {shape.MOST_WORKERS_UNASKED}",
    "topics.slug": "required",
    "topics.title": "the slug, as words",
}
"""In words, of the keys whose default is no value of TOML."""


def fields() -> dict[str, FieldInfo]:
    found = {key: field for key, field in shape.every_key() if key != "topics"}
    return found | {f"topics.{name}": field for name, field in shape.TopicTable.model_fields.items()}


def rows() -> Iterator[tuple[str, list[str]]]:
    table = ""
    for line in PAGE.splitlines():
        if heading := re.fullmatch(r"## `\[+(\w+)\]+`", line):
            table = heading[1]
        elif line.startswith("## "):
            table = ""
        elif table and line.startswith("| `"):
            key, *cells = line.strip("| ").split(" | ")
            yield f"{table}.{key.strip('`')}", cells


def literal(default: Any) -> str:
    if default is None:
        return "none"
    if isinstance(default, tuple):
        return "`[" + ", ".join(f'"{item}"' for item in default) + "]`"
    if isinstance(default, bool):
        return f"`{default}`".lower()
    if isinstance(default, timedelta):
        default = written(default)
    return f'`"{default}"`' if isinstance(default, str) else f"`{default}`"


def test_the_page_lists_every_key_once_and_no_other() -> None:
    assert sorted(key for key, _ in rows()) == sorted(fields())


@pytest.mark.parametrize("key", fields())
def test_the_page_gives_kind_default_and_example_as_the_program_has_them(key: str) -> None:
    field = fields()[key]
    expects, default, example = dict(rows())[key]
    assert field.examples
    assert expects == field.title
    assert default == DEFAULTS.get(key, literal(field.default))
    assert example == f"`{field.examples[0]}`"


@pytest.mark.parametrize("key", fields())
def test_every_example_is_valid(key: str, tmp_path: Path) -> None:
    field = fields()[key]
    assert field.examples
    table, _, name = key.partition(".")
    said = f"{name} = {field.examples[0]}"
    slug = 'slug = "x"\n' if table == "topics" and name != "slug" else ""
    text = f"[[topics]]\n{slug}{said}" if table == "topics" else f"[{table}]\n{said}"
    tomllib.loads(text)
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    config.load(tmp_path / "config.toml", {}, {})


def test_the_messages_that_the_page_shows_are_the_programs_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text('[site]\ntitel = "x"\n\ntimezone = "Berlin"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        config.load(None, {}, {"FEEDSVC_SERVER__PORT": "80000"})
    assert f"```\n{caught.value}\n```" in PAGE


def test_the_messages_of_topic_files_are_the_programs_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("topics").mkdir()
    Path("config.toml").write_text('[[topics]]\nslug = "leisure"\n', encoding="utf-8")
    Path("topics/sport.toml").write_text('[[topics]]\nslug = "sport"\n\nparent = "leisre"\n', encoding="utf-8")
    Path("topics/town.toml").write_text('[[topics]]\nslug = "sport"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        config.load(None, {}, {}, problems)
    assert f"```\n{caught.value}\n```" in PAGE
