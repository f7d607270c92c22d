"""What keys may not say together, wherever each was said; told in one round with everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedsvc import config
from feedsvc.errors import ConfigError, Mistake
from feedsvc.topics import problems

TOPICS = """\
[[topics]]
slug = "sport"

[[topics]]
slug = "technology"
aliases = ["tech"]

"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(text: str, environ: dict[str, str] | None = None) -> tuple[Mistake, ...]:
    Path("config.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        config.load(None, {}, environ or {}, problems)
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("text", "key", "first"),
    [
        ('[[topics]]\nslug = "sport"', "topics.2.slug", "topics.0.slug too (config.toml line 2)"),
        ('[[topics]]\nslug = "tech"', "topics.1.aliases.0", "topics.2.slug too (config.toml line 9)"),
        ('[[topics]]\nslug = "x"\naliases = ["x"]', "topics.2.aliases.0", "topics.2.slug too (config.toml line 9)"),
        ('[[topics]]\nslug = "x"\naliases = ["y", "sport"]', "topics.2.aliases.1", "topics.0.slug too"),
        ('[[topics]]\nslug = "x"\naliases = ["tech"]', "topics.2.aliases.0", "topics.1.aliases.0 too"),
        ('[[topics]]\nslug = "x"\naliases = ["y", "y"]', "topics.2.aliases.1", "topics.2.aliases.0 too"),
        ('[feeds]\nretired = ["old", "sport"]', "feeds.retired.1", "topics.0.slug too (config.toml line 2)"),
        ('[feeds]\nretired = ["tech"]', "feeds.retired.0", "topics.1.aliases.0 too (config.toml line 6)"),
        ('[feeds]\nretired = ["old", "old"]', "feeds.retired.1", "feeds.retired.0 too (config.toml line 9)"),
    ],
)
def test_a_slug_that_is_named_twice_is_told_with_both_places(text: str, key: str, first: str) -> None:
    """C11: a topic, a renamed one and a retired one are answered differently."""
    [mistake] = refused(TOPICS + text)
    assert mistake.key == key
    assert mistake.where.startswith("config.toml line ")
    assert f" is named by {first}" in mistake.problem


def test_a_message_says_which_slug_where_it_stands_where_else_and_what_to_do() -> None:
    [mistake] = refused(f'{TOPICS}[feeds]\nretired = ["sport"]')
    assert str(mistake) == (
        'config.toml line 9: feeds.retired.0: "sport" is named by topics.0.slug too (config.toml line 2).'
        " A slug leads to one thing alone: take out one of the two"
    )


def test_what_file_and_environment_say_each_by_itself_is_told_where_they_meet() -> None:
    [mistake] = refused(TOPICS, {"FEEDSVC_FEEDS__RETIRED": "gossip, tech"})
    assert (mistake.where, mistake.key) == ("environment FEEDSVC_FEEDS__RETIRED", "feeds.retired.1")


def test_an_ambiguity_in_what_the_environment_hides_is_told_too() -> None:
    [mistake] = refused(f'{TOPICS}[[topics]]\nslug = "sport"', {"FEEDSVC_TOPICS": '[{"slug": "world"}]'})
    assert (mistake.where, mistake.key) == ("config.toml line 9", "topics.2.slug")


@pytest.mark.parametrize("slug", ["all", "search"])
def test_no_alias_and_no_retired_topic_has_a_reserved_slug(slug: str) -> None:
    found = refused(f'feeds.retired = ["{slug}"]\n[[topics]]\nslug = "x"\naliases = ["{slug}"]')
    assert [mistake.key for mistake in found] == ["feeds.retired.0", "topics.0.aliases.0"]
    assert all(f"{slug!r} is taken" in mistake.problem for mistake in found)


def test_a_parent_by_its_former_slug_is_told_the_present_one() -> None:
    [mistake] = refused(f'{TOPICS}[[topics]]\nslug = "x"\nparent = "tech"')
    assert (mistake.where, mistake.key) == ("config.toml line 10", "topics.2.parent")
    assert 'it is "technology" now' in mistake.problem


@pytest.mark.parametrize(
    ("text", "environ", "where", "message"),
    [
        (
            'shortest_max_age = "1h"\nlongest_max_age = "5m"',
            {},
            "config.toml line 3",
            'feeds.longest_max_age: "5m" is shorter than feeds.shortest_max_age, which is "1h"',
        ),
        (
            'shortest_max_age = "2h"',
            {},
            "config.toml line 2",
            'feeds.shortest_max_age: "2h" is longer than feeds.longest_max_age, which is "1h"',
        ),
        (
            'shortest_max_age = "30m"',
            {"FEEDSVC_FEEDS__LONGEST_MAX_AGE": "20m"},
            "environment FEEDSVC_FEEDS__LONGEST_MAX_AGE",
            'feeds.longest_max_age: "20m" is shorter than feeds.shortest_max_age, which is "30m"',
        ),
    ],
)
def test_bounds_of_max_age_that_cross_are_one_mistake(
    text: str, environ: dict[str, str], where: str, message: str
) -> None:
    [mistake] = refused(f"[feeds]\n{text}", environ)
    assert str(mistake) == f"{where}: {message}. Bring the two in order"


def test_bounds_that_are_in_order_only_together_are_no_mistake() -> None:
    Path("config.toml").write_text('feeds.shortest_max_age = "2h"', encoding="utf-8")
    feeds = config.load(None, {}, {"FEEDSVC_FEEDS__LONGEST_MAX_AGE": "2h"}).feeds
    assert feeds.shortest_max_age == feeds.longest_max_age


def test_what_does_not_go_together_is_told_in_one_round_and_in_order_with_everything_else() -> None:
    text = """\
[site]
titel = "x"

[feeds]
longest_max_age = "1m"
shortest_max_age = "2m"
retired = ["sport", "Old"]
tombstones = "ever"

[[topics]]
slug = "sport"
aliases = ["tech", 3]
rule = "("

[[topics]]
slug = "tech"
"""
    found = refused(text, {"FEEDSVC_SERVER__MEMORY": "0"})
    assert [(mistake.where, mistake.key) for mistake in found] == [
        ("config.toml line 2", "site.titel"),
        ("config.toml line 5", "feeds.longest_max_age"),
        ("config.toml line 7", "feeds.retired.1"),
        ("config.toml line 7", "feeds.retired.0"),
        ("config.toml line 8", "feeds.tombstones"),
        ("config.toml line 12", "topics.0.aliases.1"),
        ("config.toml line 12", "topics.0.aliases.0"),
        ("config.toml line 13", "topics.0.rule"),
        ("environment FEEDSVC_SERVER__MEMORY", "server.memory"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        'feeds.shortest_max_age = "2d"',
        "feeds.shortest_max_age = 5",
        'feeds.retired = "Sport, !"',
        "feeds = 3",
        "feeds.retired = 3",
        'topics = [{slug = "a", aliases = 3}, {slug = "all"}, {slug = "all"}]',
    ],
)
def test_what_cannot_be_read_is_not_compared(text: str) -> None:
    found = refused(text)
    assert len({mistake.key for mistake in found}) == len(found)
    assert not any("named by" in mistake.problem or " than " in mistake.problem for mistake in found)
