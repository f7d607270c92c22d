"""Flag before environment before file before default, for every key that there is."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feedsvc import config
from feedsvc.config import Config, shape
from feedsvc.config.sources import flag, variable
from feedsvc.model import Topic

# Of each key: what the file, the environment and a flag say, and what each of them means.
CASES: dict[str, tuple[tuple[str, str, Any], tuple[Any, Any, Any]]] = {
    "site.title": (('"File"', "Environment", "Flag"), ("File", "Environment", "Flag")),
    "site.description": (('"File"', "Environment", "Flag"), ("File", "Environment", "Flag")),
    "site.base_url": (
        ('"https://file.example/"', "https://environment.example", "https://flag.example/news/"),
        ("https://file.example", "https://environment.example", "https://flag.example/news"),
    ),
    "site.authority": (
        ('"file.example,2024"', "environment.example,2025", "flag.example,2026"),
        ("file.example,2024", "environment.example,2025", "flag.example,2026"),
    ),
    "site.language": (('"de"', "fr", "pt-br"), ("de", "fr", "pt-BR")),
    "site.timezone": (
        ('"Asia/Tokyo"', "Europe/Paris", "America/Lima"),
        (ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Paris"), ZoneInfo("America/Lima")),
    ),
    "site.date_order": (('"mdy"', "dmy", "mdy"), (False, True, False)),
    "site.author.name": (('"File"', "Environment", "Flag"), ("File", "Environment", "Flag")),
    "site.author.email": (
        ('"file@a.example"', "environment@a.example", "flag@a.example"),
        ("file@a.example", "environment@a.example", "flag@a.example"),
    ),
    "site.author.uri": (
        ('"https://a.example/file"', "https://a.example/environment", "https://a.example/flag"),
        ("https://a.example/file", "https://a.example/environment", "https://a.example/flag"),
    ),
    "site.explain": (("true", "false", True), (True, False, True)),
    "articles.path": (('"/file"', "/environment", Path("/flag")), (Path("/file"), Path("/environment"), Path("/flag"))),
    "articles.include": (('["*.file"]', "*.a, *.b", ["*.flag"]), (("*.file",), ("*.a", "*.b"), ("*.flag",))),
    "articles.exclude": (('["file/**"]', '["a,b/**"]', ("flag/**",)), (("file/**",), ("a,b/**",), ("flag/**",))),
    "articles.static": (
        ('["/file"]', "/environment, /b", (Path("/flag"),)),
        ((Path("/file"),), (Path("/environment"), Path("/b")), (Path("/flag"),)),
    ),
    "articles.chrome": (('["File"]', "Environment", ["Flag"]), (("File",), ("Environment",), ("Flag",))),
    "articles.kind": (('"hugo"', "zola", "jekyll"), ("hugo", "zola", "jekyll")),
    "articles.learn_chrome": (("true", "false", True), (True, False, True)),
    "articles.future": (('"publish"', "hold", "publish"), (False, True, False)),
    "schedule.scan": (
        ('"1m"', "2h", "*/5 * * * *"),
        (timedelta(minutes=1), timedelta(hours=2), "*/5 * * * *"),
    ),
    "store.url": (
        ('"sqlite:////file.db"', "postgres://environment/db", "postgresql+psycopg://flag/db"),
        ("sqlite:////file.db", "postgresql+psycopg://environment/db", "postgresql+psycopg://flag/db"),
    ),
    "server.host": (('"192.0.2.1"', "192.0.2.2", "::1"), ("192.0.2.1", "192.0.2.2", "::1")),
    "server.port": (("8001", "8002", 8003), (8001, 8002, 8003)),
    "server.workers": (("11", "12", "13"), (11, 12, 13)),
    "server.memory": (("11", "12", 13), (11, 12, 13)),
    "server.access_log": (("true", "False", True), (True, False, True)),
    "feeds.limit": (("51", "52", 53), (51, 52, 53)),
    "feeds.shortest_max_age": (
        ('"2m"', "3m", "4m"),
        (timedelta(minutes=2), timedelta(minutes=3), timedelta(minutes=4)),
    ),
    "feeds.longest_max_age": (('"2h"', "3h", "1d"), (timedelta(hours=2), timedelta(hours=3), timedelta(days=1))),
    "feeds.archive": (("51", "52", 53), (51, 52, 53)),
    "feeds.tombstones": (('"1d"', "0", "3 d"), (timedelta(days=1), timedelta(0), timedelta(days=3))),
    "feeds.catch_up": (("51", "0", 53), (51, 0, 53)),
    "feeds.delta": (("true", "false", "TRUE"), (True, False, True)),
    "feeds.delta_not_for": (('["file"]', "a, b", ["flag"]), (("file",), ("a", "b"), ("flag",))),
    "feeds.retired": (('["file"]', "a, b", ["flag"]), (("file",), ("a", "b"), ("flag",))),
    "status.password": (
        ('"of the file"', "of the environment", "of the flag"),
        ("of the file", "of the environment", "of the flag"),
    ),
    "topic_files.include": (
        ('["file/*.toml"]', "a/*.toml, b/*.toml", ["flag/*.toml"]),
        (("file/*.toml",), ("a/*.toml", "b/*.toml"), ("flag/*.toml",)),
    ),
    "topics": (
        ('[{slug = "file"}]', '[{"slug": "environment"}]', [{"slug": "flag"}]),
        ((Topic("file", "File"),), (Topic("environment", "Environment"),), (Topic("flag", "Flag"),)),
    ),
}

DEFAULTS = {
    "site.base_url": "http://127.0.0.1:8000",
    "site.authority": "localhost,2026",
    "site.date_order": True,
    "site.author.name": "News",
    "articles.future": True,
    "server.workers": shape.default_workers(),
}
"""Of the keys whose default is not a value of its own."""


_WHERE = {
    "site.date_order": "site.day_first",
    "site.explain": "explain",
    "articles.future": "site.waits",
}
"""Of the keys that are kept elsewhere than where they are written."""


def read(config: Config, key: str) -> Any:
    return attrgetter(_WHERE.get(key, key))(config)


def write(folder: Path, key: str, literal: str) -> Path:
    file = folder / "config.toml"
    file.write_text(f"{key} = {literal}\n", encoding="utf-8")
    return file


def test_every_key_has_a_case() -> None:
    assert set(CASES) == {key for key, _ in shape.every_key()}


@pytest.mark.parametrize("key", CASES)
def test_the_default_stands_where_nobody_says_anything(key: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").touch()
    anchored = {
        "articles.path": tmp_path / "articles",
        "store.url": f"sqlite:///{tmp_path}/var/feedsvc.db",
    }
    default = (anchored | DEFAULTS).get(key, dict(shape.every_key())[key].default)
    assert read(config.load(tmp_path / "config.toml", {}, {}), key) == default
    assert config.load(tmp_path / "config.toml", {}, {}).locate(key) == "default"


@pytest.mark.parametrize("key", CASES)
def test_the_file_outranks_the_default(key: str, tmp_path: Path) -> None:
    (literal, _, _), (meant, _, _) = CASES[key]
    file = write(tmp_path, key, literal)
    loaded = config.load(file, {}, {})
    assert read(loaded, key) == meant
    assert loaded.locate(key) == f"{file} line 1"


@pytest.mark.parametrize("key", CASES)
def test_the_environment_outranks_the_file(key: str, tmp_path: Path) -> None:
    (literal, text, _), (_, meant, _) = CASES[key]
    loaded = config.load(write(tmp_path, key, literal), {}, {variable(key): text})
    assert read(loaded, key) == meant
    assert loaded.locate(key) == f"environment {variable(key)}"


@pytest.mark.parametrize("key", CASES)
def test_a_flag_outranks_the_environment(key: str, tmp_path: Path) -> None:
    (literal, text, value), (_, _, meant) = CASES[key]
    loaded = config.load(write(tmp_path, key, literal), {key: value}, {variable(key): text})
    assert read(loaded, key) == meant
    assert loaded.locate(key) == f"flag {flag(key)}"


def test_an_author_as_text_replaces_the_author_below_as_a_whole(tmp_path: Path) -> None:
    file = write(tmp_path, "site.author", '{ name = "Ida", email = "ida@a.example" }')
    author = config.load(file, {}, {"FEEDSVC_SITE__AUTHOR": "Night Desk"}).site.author
    assert (author.name, author.email) == ("Night Desk", None)


def test_one_part_of_an_author_can_be_laid_over_a_text(tmp_path: Path) -> None:
    file = write(tmp_path, "site.author", '"Ida"')
    author = config.load(file, {}, {"FEEDSVC_SITE__AUTHOR__EMAIL": "ida@a.example"}).site.author
    assert (author.name, author.email) == ("Ida", "ida@a.example")


def test_an_empty_variable_and_a_flag_not_given_count_as_not_set(tmp_path: Path) -> None:
    file = write(tmp_path, "site.title", '"File"')
    loaded = config.load(file, {"site.title": None}, {"FEEDSVC_SITE__TITLE": "", "PORT": ""})
    assert (loaded.site.title, loaded.server.host) == ("File", "127.0.0.1")
