"""Topics in files of their own: found, read as if they stood in config.toml, and told of by their own lines."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from feedsvc import config
from feedsvc.errors import ConfigError, Mistake
from feedsvc.topics import problems


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(path: str, text: str) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def topics(*slugs: str) -> str:
    return "".join(f'[[topics]]\nslug = "{slug}"\n' for slug in slugs)


def slugs(
    path: Path | None = None, flags: dict[str, Any] | None = None, environ: dict[str, str] | None = None
) -> list[str]:
    return [topic.slug for topic in config.load(path, flags or {}, environ or {}, problems).topics]


def refused(environ: dict[str, str] | None = None) -> tuple[Mistake, ...]:
    with pytest.raises(ConfigError) as caught:
        config.load(None, {}, environ or {}, problems)
    return caught.value.mistakes


def told(mistakes: tuple[Mistake, ...]) -> list[tuple[str, str]]:
    return [(mistake.where, mistake.key) for mistake in mistakes]


def test_files_in_the_folder_named_topics_are_read_unasked_after_config_toml_in_order_of_their_names() -> None:
    write("topics/b.toml", topics("b1", "b2"))
    write("topics/a.toml", topics("a"))
    write("topics/readme.md", "not TOML")
    write("topics/.hidden.toml", "not TOML")
    assert slugs() == ["a", "b1", "b2"]
    write("config.toml", topics("first"))
    assert slugs() == ["first", "a", "b1", "b2"]


def test_they_lie_beside_config_toml_wherever_that_is(tmp_path: Path) -> None:
    file = write("else[w]here/config.toml", "")
    write("else[w]here/topics/a.toml", topics("a"))
    write("topics/b.toml", topics("b"))
    assert slugs(file) == slugs(tmp_path / file) == ["a"]


@pytest.mark.parametrize(
    ("include", "found"),
    [
        ('["topics/*.toml", "more/**/*.toml"]', ["a", "deep", "flat"]),
        ('["topics/a.toml", "./topics/*.toml"]', ["a"]),
        ('["../shared.toml"]', ["shared"]),
        ('["*.toml"]', []),
        ("[]", []),
    ],
)
def test_a_key_says_which_files_are_meant_and_each_is_read_once(
    include: str, found: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("shared.toml", topics("shared"))
    file = write("site/config.toml", f"topic_files.include = {include}")
    write("site/topics/a.toml", topics("a"))
    write("site/more/flat.toml", topics("flat"))
    write("site/more/very/deep.toml", topics("deep"))
    assert sorted(slugs(file)) == found
    monkeypatch.chdir(tmp_path / "site")
    assert sorted(slugs()) == found


def test_patterns_of_the_environment_start_from_the_current_folder_and_absolute_ones_from_none(tmp_path: Path) -> None:
    file = write("site/config.toml", 'topic_files.include = ["a.toml"]')
    write("mine/b.toml", topics("b"))
    assert slugs(file, environ={"FEEDSVC_TOPIC_FILES__INCLUDE": "mine/*.toml"}) == ["b"]
    assert slugs(file, {"topic_files.include": [f"{tmp_path}/mine/*.toml"]}) == ["b"]


def test_topics_of_the_environment_hide_those_of_all_files() -> None:
    write("config.toml", topics("a"))
    write("topics/b.toml", topics("b"))
    assert slugs(environ={"FEEDSVC_TOPICS": '[{"slug": "c"}]'}) == ["c"]
    write("topics/b.toml", topics("B!"))
    assert told(refused({"FEEDSVC_TOPICS": '[{"slug": "c"}]'})) == [("topics/b.toml line 2", "topics.0.slug")]


def test_a_parent_may_stand_in_another_file() -> None:
    write("topics/a.toml", '[[topics]]\nslug = "a"\nparent = "b"')
    write("topics/b.toml", topics("b"))
    assert config.load(None, {}, {}, problems).parents == {"a": "b"}


def test_every_topic_is_located_in_its_own_file() -> None:
    write("config.toml", f'[site]\ntitle = "x"\n{topics("a", "b")}')
    write("topics/c.toml", f"# first\n\n{topics('c')}rule = 'x'")
    write("topics/d.toml", 'topics = [{slug = "d", rule = "x"}]')
    write("topics/e.toml", topics("e"))
    loaded = config.load(None, {}, {})
    assert [loaded.locate(f"topics.{number}.rule") for number in range(5)] == [
        "config.toml line 3",
        "config.toml line 5",
        "topics/c.toml line 5",
        "topics/d.toml line 1",
        "topics/e.toml line 1",
    ]
    assert loaded.locate("site.title") == "config.toml line 2"


def test_every_mistake_of_all_files_is_told_at_once_each_in_the_counting_of_its_own_file() -> None:
    write("config.toml", '[site]\ntitel = "x"\n[[topics]]\nslug = "leisure"\nparent = "rowing"')
    write("topics/a.toml", f'{topics("sport")}parent = "leisre"\n\n{topics("rowing")}rule = "("\nparent = "leisure"')
    write("topics/b.toml", f'{topics("town")}parrent = "x"\n{topics("Country")}')
    write("topics/c.toml", "[[topics]]\nslug = x")
    found = refused()
    assert told(found) == [
        ("topics/c.toml line 2 column 8", ""),
        ("config.toml line 2", "site.titel"),
        ("config.toml line 5", "topics.0.parent"),
        ("topics/a.toml line 3", "topics.0.parent"),
        ("topics/a.toml line 7", "topics.1.rule"),
        ("topics/b.toml line 3", "topics.0.parrent"),
        ("topics/b.toml line 5", "topics.1.slug"),
    ]
    assert "the parents go round: leisure > rowing > leisure" in found[2].problem
    assert found[5].remedy == "Did you mean topics.0.parent?"


def test_a_slug_twice_across_files_is_told_with_both_places() -> None:
    write("topics/a.toml", topics("x", "sport"))
    write("topics/b.toml", f'{topics("sport")}aliases = ["x"]')
    write("config.toml", 'feeds.retired = ["sport"]')
    found = refused()
    assert told(found) == [
        ("config.toml line 1", "feeds.retired.0"),
        ("topics/b.toml line 2", "topics.0.slug"),
        ("topics/b.toml line 3", "topics.0.aliases.0"),
    ]
    assert '"sport" is named by topics.1.slug too (topics/a.toml line 4)' in found[1].problem
    assert '"x" is named by topics.0.slug too (topics/a.toml line 2)' in found[2].problem


def test_a_code_twice_across_files_is_told_with_both_places_and_spellings() -> None:
    write("topics/a.toml", f'{topics("sport")}codes = ["15000000"]')
    write("topics/b.toml", f'{topics("games")}codes = ["reuters:X", "subj:15000000", "REUTERS:x"]')
    assert [str(mistake) for mistake in refused()] == [
        'topics/b.toml line 3: topics.0.codes.1: "subj:15000000" is named by topics.0.codes.0 too'
        ' (topics/a.toml line 3), as "15000000". A code means one topic alone: take out one of the two',
        'topics/b.toml line 3: topics.0.codes.2: "REUTERS:x" is named by topics.0.codes.0 too'
        ' (topics/b.toml line 3), as "reuters:X". A code means one topic alone: take out one of the two',
    ]


@pytest.mark.parametrize(
    ("text", "key", "remedy"),
    [
        ('slug = "x"', "slug", "Write [[topics]] above each topic"),
        ('[[topic]]\nslug = "x"', "topic", "Write [[topics]] above each topic"),
        ('[site]\ntitle = "x"', "site", "Move it to config.toml"),
        ("[server.more]\nx = 1", "server", "Move it to config.toml"),
        ("[package]\nx = 1", "package", "Take it out, or let topic_files.include name other files"),
    ],
)
def test_a_topic_file_holds_topics_and_nothing_else(text: str, key: str, remedy: str) -> None:
    write("topics/a.toml", text)
    [mistake] = refused()
    assert (mistake.where, mistake.key, mistake.remedy) == ("topics/a.toml line 1", key, remedy)


@pytest.mark.parametrize("text", ['[topics]\nslug = "x"', "topics = 3", "topics = {}"])
def test_topics_that_are_no_list_hide_no_mistake_of_another_file(text: str) -> None:
    write("topics/a.toml", text)
    write("topics/b.toml", topics("B"))
    assert told(refused()) == [("topics/a.toml line 1", "topics"), ("topics/b.toml line 2", "topics.0.slug")]
    write("config.toml", text)
    Path("topics/a.toml").unlink()
    assert ("topics/b.toml line 2", "topics.0.slug") in told(refused())


def test_a_file_that_is_named_must_be_there_and_one_that_is_described_need_not() -> None:
    write("config.toml", '[topic_files]\ninclude = ["sport.toml", "more/*.toml"]')
    [mistake] = refused()
    assert (mistake.where, mistake.key) == ("config.toml line 2", "topic_files.include")
    assert mistake.problem == 'there is no file "sport.toml"'
    write("sport.toml", topics("sport"))
    warnings = config.load(None, {}, {}).warnings
    assert 'topic_files.include: there is no file "more/*.toml" yet.' in warnings


def test_no_folder_named_topics_is_nothing_to_be_warned_of() -> None:
    assert not any("topic_files" in warning for warning in config.load(None, {}, {}).warnings)


@pytest.mark.parametrize("include", ["3", "[3]", '[""]', '["\\u0000"]'])
def test_what_is_no_pattern_is_a_mistake(include: str) -> None:
    write("config.toml", f"topic_files.include = {include}")
    assert [key.rpartition(".include")[0] for _, key in told(refused())] == ["topic_files"]


def test_what_cannot_be_read_is_told_with_the_rest() -> None:
    Path("topics/folder.toml").mkdir(parents=True)
    Path("topics/gone.toml").symlink_to("nowhere")
    os.mkfifo("topics/pipe.toml")
    write("topics/sport.toml", topics("Sport"))
    assert [where for where, _ in told(refused())] == [
        "topics/folder.toml",
        "topics/gone.toml",
        "topics/pipe.toml",
        "topics/sport.toml line 2",
    ]


def test_a_file_that_has_not_changed_is_not_read_again() -> None:
    write("config.toml", topics("a"))
    write("topics/b.toml", topics("b"))
    write("topics/c.toml", topics("c"))
    first = config.read(None, {}, {})
    write("topics/b.toml", topics("better"))
    second = config.read(None, {}, {}, first)
    same = {str(path): second.contents[path] is first.contents[path] for path in second.contents}
    assert same == {"config.toml": True, "topics/b.toml": False, "topics/c.toml": True}
    assert [topic.slug for topic in config.make(second).topics] == ["a", "better", "c"]
