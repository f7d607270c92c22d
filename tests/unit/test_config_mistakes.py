"""What a publisher reads who made a mistake: every one at once, with place, expectation and the nearest right name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from feedsvc import config
from feedsvc.config.topics import Examine, unexamined
from feedsvc.errors import ConfigError, Mistake
from feedsvc.topics import problems


def refused(
    tmp_path: Path,
    text: str | bytes,
    flags: dict[str, Any] | None = None,
    environ: dict[str, str] | None = None,
    examine: Examine = unexamined,
) -> tuple[Mistake, ...]:
    """The mistakes, their places relative to the test's folder."""
    file = tmp_path / "config.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ConfigError) as caught:
        config.load(file, flags or {}, environ or {}, examine)
    return tuple(
        Mistake(found.key, found.where.replace(f"{tmp_path}/", ""), found.problem, found.remedy)
        for found in caught.value.mistakes
    )


def test_every_mistake_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """\
[site]
titel = "x"
language = "en_GB"
timezone = "Berlin"

[server]
port = "abc"

[sites]

[[topics]]
slug = "World News"

[[topics]]
rule = 3
"""
    found = refused(tmp_path, text, {"feeds.limit": 0}, {"FEEDSVC_SERVER__WORKERS": "many"})
    assert [(mistake.where, mistake.key) for mistake in found] == [
        ("config.toml line 2", "site.titel"),
        ("config.toml line 3", "site.language"),
        ("config.toml line 4", "site.timezone"),
        ("config.toml line 7", "server.port"),
        ("config.toml line 9", "sites"),
        ("config.toml line 12", "topics.0.slug"),
        ("config.toml line 14", "topics.1.slug"),
        ("config.toml line 15", "topics.1.rule"),
        ("environment FEEDSVC_SERVER__WORKERS", "server.workers"),
        ("flag --limit", "feeds.limit"),
    ]


def test_a_mistake_that_another_place_hides_is_told_too(tmp_path: Path) -> None:
    environ = {"FEEDSVC_SERVER__PORT": "0", "FEEDSVC_SITE__TITEL": "x"}
    found = refused(tmp_path, '[server]\nport = "abc"\n[site]\ntitel = "x"', {"server.port": 99999}, environ)
    assert [mistake.where for mistake in found] == [
        "config.toml line 2",
        "config.toml line 4",
        "environment FEEDSVC_SERVER__PORT",
        "environment FEEDSVC_SITE__TITEL",
        "flag --port",
    ]


EVERYTHING_WRONG = """\
[[topics]]
slug = "ships"
rule = "(ferry"

[[topics]]
slug = "ships"
parent = "habour"

[[topics]]
slug = "harbour"
titel = "Harbour"
parent = "coast"

[[topics]]
slug = "coast"
parent = "harbour"

[site]
timezone = "Berlin"
"""


def test_mistakes_in_rules_and_parents_are_told_in_the_same_round_as_all_others(tmp_path: Path) -> None:
    found = refused(tmp_path, EVERYTHING_WRONG, examine=problems)
    assert [(mistake.where, mistake.key) for mistake in found] == [
        ("config.toml line 3", "topics.0.rule"),
        ("config.toml line 6", "topics.1.slug"),
        ("config.toml line 7", "topics.1.parent"),
        ("config.toml line 11", "topics.2.titel"),
        ("config.toml line 12", "topics.2.parent"),
        ("config.toml line 19", "site.timezone"),
    ]
    assert "did you mean" in found[2].problem
    assert "the parents go round: harbour > coast > harbour" in found[4].problem


def test_rules_in_the_environment_are_looked_at_too_and_those_that_they_hide(tmp_path: Path) -> None:
    environ = {"FEEDSVC_TOPICS": '[{"slug": "b", "rule": ")"}]'}
    found = refused(tmp_path, '[[topics]]\nslug = "a"\nrule = "("', environ=environ, examine=problems)
    assert [mistake.where for mistake in found] == ["config.toml line 3", "environment FEEDSVC_TOPICS"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('[[topics]]\nslug = "all"\n[[topics]]\nslug = "all"', ["topics.0.slug", "topics.1.slug"]),
        ('[[topics]]\nslug = 3\n[[topics]]\ntitle = "x"', ["topics.0.slug", "topics.1.slug"]),
        ('[[topics]]\nslug = "World News"\n[[topics]]\nslug = "asia"\nparent = "world-news"', ["topics.0.slug"]),
        ('[[topics]]\nslug = "asia"\nparent = "?"\nrule = 3', ["topics.0.parent", "topics.0.rule"]),
        ('[[topics]]\nslug = "asia"\nrule = " "', ["topics.0.rule"]),
        ("topics = 3", ["topics"]),
        ("topics = [3]", ["topics.0"]),
        ('topics = "[{"', ["topics"]),
    ],
)
def test_no_mistake_in_the_topics_is_told_twice(text: str, keys: list[str], tmp_path: Path) -> None:
    found = refused(tmp_path, text, examine=problems)
    assert sorted(mistake.key for mistake in found) == keys


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ('[site]\ntitel = "x"', "Did you mean site.title?"),
        ('[sites]\ntitle = "x"', "Did you mean site?"),
        ('[site]\nauthor = { mail = "x" }', "Did you mean site.author.email?"),
        ("[site]\nport = 1", "Did you mean server.port?"),
        ('[[topics]]\nslug = "a"\nparrent = "b"', "Did you mean topics.0.parent?"),
        ('include = ["*.toml"]', "Did you mean articles.include or topic_files.include?"),
        ("[articles]\nxyz = 1", "There are: path, kind, include, exclude, static, chrome, learn_chrome, future"),
        ("[feeds]\nmax_age = 1", "Did you mean feeds.longest_max_age?"),
        ('[[topics]]\nslug = "a"\nretired = true', "Did you mean feeds.retired?"),
        ("xyz = 1", "There are: site, articles, schedule, store, server, feeds, status, topic_files, topics"),
    ],
)
def test_an_unknown_key_is_told_the_nearest_right_name(text: str, remedy: str, tmp_path: Path) -> None:
    [mistake] = refused(tmp_path, text)
    assert (mistake.problem, mistake.remedy) == ("there is no such key", remedy)


def test_an_unknown_variable_is_told_the_nearest_right_variable(tmp_path: Path) -> None:
    [mistake] = refused(tmp_path, "", environ={"FEEDSVC_SITE__BASEURL": "x"})
    assert mistake.remedy == "Did you mean FEEDSVC_SITE__BASE_URL?"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "server.port = 70000",
            "server.port: 70000 is not a whole number from 1 to 65535. For example: port = 8080",
        ),
        ("server.port = true", "server.port: true is not a whole number from 1 to 65535. For example: port = 8080"),
        ("feeds.limit = 1.5", "feeds.limit: 1.5 is not a whole number from 1 to 1000. For example: limit = 100"),
        ("site.title = 3", 'site.title: 3 is not a text. For example: title = "The Harbour Gazette"'),
        ("site.title = 2002-07-29", 'site.title: 2002-07-29 is not a text. For example: title = "The Harbour Gazette"'),
        ('site.date_order = "ymd"', 'site.date_order: \'ymd\' is not "dmy" or "mdy". For example: date_order = "mdy"'),
        ("site = 3", "site: 3 is not a table, headed [site]. For example: site = { … }"),
        ("schedule.scan = 30", 'schedule.scan: 30 is not an interval or a cron line. For example: scan = "5m"'),
        ("server.access_log = 1", "server.access_log: 1 is not true or false. For example: access_log = true"),
        ('feeds.delta = "on"', "feeds.delta: 'on' is not true or false. For example: delta = true"),
        (
            "feeds.shortest_max_age = 60",
            'feeds.shortest_max_age: 60 is not an interval from 1m to 1d. For example: shortest_max_age = "5m"',
        ),
        (
            'feeds.longest_max_age = "2d"',
            'feeds.longest_max_age: \'2d\' is out of bounds. Write an interval from "1m" to "1d"',
        ),
        (
            'feeds.shortest_max_age = "150s"',
            'feeds.shortest_max_age: \'150s\' is no multiple of "1m". Write one, such as "2m"',
        ),
        (
            'feeds.tombstones = "a month"',
            "feeds.tombstones: 'a month' is no interval. Write a number and s, m, h or d, such as \"5m\"",
        ),
        (
            "feeds.tombstones = 0",
            'feeds.tombstones: 0 is not an interval up to 365d, or "0". For example: tombstones = "7d"',
        ),
        ("feeds.archive = 5", "feeds.archive: 5 is not a whole number from 10 to 1000. For example: archive = 250"),
        ('feeds.retired = ["Old News"]', "feeds.retired.0: 'Old News' has not the form of a slug. Write \"old-news\""),
        ("[[topics]]\ntitle = 'x'", 'topics.0.slug: it is missing. Add one: slug = "world-news"'),
        (
            "articles.include = []",
            'articles.include: [] is not a list of one pattern or more. For example: include = ["2026/**/*.txt"]',
        ),
        ('articles.path = ""', 'articles.path: it names no folder. Write the path of one, such as "articles"'),
        ('articles.path = "a\\u0000"', 'articles.path: it names no folder. Write the path of one, such as "articles"'),
        (
            'store.url = "sqlite:///file:x?mode=memory&uri=true"',
            'store.url: it names no plain file. All processes share the store: write "sqlite:///var/feedsvc.db"',
        ),
    ],
)
def test_a_wrong_value_is_told_what_was_expected_with_an_example(text: str, message: str, tmp_path: Path) -> None:
    [mistake] = refused(tmp_path, text)
    assert str(mistake) == f"config.toml line 1: {message}"


def test_single_brackets_around_topics_are_told_of_double_ones(tmp_path: Path) -> None:
    [mistake] = refused(tmp_path, '[topics]\nslug = "world"')
    assert mistake.problem == "a table is not a list of tables, each headed [[topics]]"


def test_one_part_of_the_topics_cannot_be_set_from_the_environment(tmp_path: Path) -> None:
    [mistake] = refused(tmp_path, '[[topics]]\nslug = "a"', environ={"FEEDSVC_TOPICS__0__RULE": "b"})
    assert (mistake.key, mistake.where) == ("topics", "environment FEEDSVC_TOPICS__0__RULE")


def test_a_list_in_the_environment_that_is_no_json_is_told_why(tmp_path: Path) -> None:
    [mistake] = refused(tmp_path, "", environ={"FEEDSVC_TOPICS": "[{slug = 1}]"})
    assert mistake.problem.startswith("it is not JSON: ")


@pytest.mark.parametrize("said", ['"secret"', '["secret, in a list"]', "8439201745", '"secret, of \\u0000"'])
def test_a_password_that_cannot_be_is_not_repeated(said: str, tmp_path: Path) -> None:
    [mistake] = refused(tmp_path, f"[status]\npassword = {said}")
    assert mistake.problem == "it is no text of 8 characters or more"
    assert "secret" not in str(mistake) and "8439201745" not in str(mistake)


def test_a_password_is_not_shown_where_the_configuration_is(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[status]\npassword = "unspoken"\n', encoding="utf-8")
    assert "unspoken" not in repr(config.load(file, {}, {}))


def test_a_stores_password_is_not_repeated(tmp_path: Path) -> None:
    [mistake] = refused(tmp_path, '[store]\nurl = "mysql://ida:secret@db/news"')
    assert "secret" not in str(mistake)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[site]\ntitle = News", "config.toml line 2 column 9"),
        ('[site]\ntitle = "a"\ntitle = "b"', "config.toml line 3"),
        ("[site]\n[site]", "config.toml line 2 column 6"),
        ("[[topics", "config.toml line 1"),
        ("include = " + "[" * 5000, "config.toml line 1"),
        (b'[site]\ntitle = "caf\xe9"', "config.toml line 2"),
        ("title = 'x'".encode("utf-16"), "config.toml line 1"),
        (b"\x00", "config.toml line 1 column 1"),
    ],
)
def test_a_file_that_is_not_toml_is_told_where(text: str | bytes, where: str, tmp_path: Path) -> None:
    [mistake] = refused(tmp_path, text)
    assert (mistake.key, mistake.where) == ("", where)


def test_what_the_environment_says_is_checked_though_the_file_is_broken(tmp_path: Path) -> None:
    assert len(refused(tmp_path, "[", environ={"PORT": "x"})) == 2


def _nothing(path: Path) -> None:
    assert not path.exists()


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _unreadable(path: Path) -> None:
    path.symlink_to(path)  # a loop: permissions would not stop root


@pytest.mark.parametrize("make", [Path.mkdir, _fifo, _unreadable, _nothing])
def test_a_file_that_is_none_is_refused_without_hanging(make: Any, tmp_path: Path) -> None:
    make(tmp_path / "x.toml")
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path / "x.toml", {}, {})
    [mistake] = caught.value.mistakes
    assert (mistake.key, mistake.where) == ("", str(tmp_path / "x.toml"))
