"""Which lines of a folder's files are page chrome, and which are their own."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model import Article, SourceFile
from feedsvc.sources import parse
from feedsvc.sources.dialects import AUTO
from feedsvc.sources.learning import FEWEST, learn, offers, sheet
from feedsvc.sources.learnt import End, Learnt, Recurring, folder_of, is_read, parse_less

WORDS = (
    "harbour",
    "ferry",
    "gates",
    "master",
    "storm",
    "ships",
    "owners",
    "weather",
    "market",
    "city",
    "council",
    "vote",
)


def source(text: str, path: str = "wire/a.txt", media_type: str = "text/plain") -> SourceFile:
    return SourceFile(path, media_type, text.encode(), "0" * 64)


def story(number: int) -> tuple[str, str]:
    """A headline and a text that no other number has."""
    drawn = random.Random(number)
    words = [" ".join(drawn.choices(WORDS, k=count)) for count in (4, 24, 30)]
    return f"{words[0].title()} {number}", f"{words[1].capitalize()} no{number}.\n\n{words[2].capitalize()} no{number}."


def pages(count: int, shape: str, first: int = 0, suffix: str = "txt") -> list[SourceFile]:
    """Files of one shape, with {title}, {text} and {n} in it."""
    made = []
    for number in range(first, first + count):
        title, text = story(number)
        text = shape.format(title=title, text=text, n=number)
        made.append(source(text, f"wire/{number:04}.{suffix}", "text/markdown" if suffix == "md" else "text/plain"))
    return made


def learnt(files: list[SourceFile], former: tuple[Recurring, ...] = ()) -> tuple[Recurring, ...]:
    return learn(filter(None, map(sheet, files)), AUTO, former)


def lines(files: list[SourceFile], former: tuple[Recurring, ...] = ()) -> list[str]:
    return [one.line for one in learnt(files, former)]


def offered(files: list[SourceFile]) -> list[str]:
    return [offer.recurring.line for offer in offers(filter(None, map(sheet, files)), AUTO)]


def less(file: SourceFile, *recurring: Recurring) -> Article:
    known: Learnt = {folder_of(file.path): recurring}
    return parse_less(file, known, frozenset(), AUTO)


WIRE = "Tidewater Wire\n\n{title}\n\n{text}\n\nAll rights reserved.\n"


def test_what_stands_around_the_articles_is_learnt_with_its_place() -> None:
    assert learnt(pages(20, WIRE)) == (
        Recurring("Tidewater Wire", End.TOP, 1, 20, 20),
        Recurring("All rights reserved.", End.BOTTOM, 1, 20, 20),
    )


def test_menus_of_many_lines_are_learnt_whole() -> None:
    menu = [f"Section {letter}" for letter in "ABCDEFGH"]
    text = "\n\n".join(f"{{text}} {number}" for number in range(12))
    assert sorted(lines(pages(20, "\n".join(menu) + f"\n\n{{title}} - 2002-07-29\n\n{text}\n"))) == menu


def test_what_recurs_between_an_articles_own_lines_is_left_to_people() -> None:
    recipe = (
        "Tidewater Wire\n\n{title} - 2002-07-29\n\nServes four\n\n{text}\n\nMethod\n\n{text} 2\n\nRights reserved\n"
    )
    assert sorted(lines(pages(20, recipe))) == ["Rights reserved", "Tidewater Wire"]


@pytest.mark.parametrize("count", [FEWEST - 1, FEWEST])
def test_fewer_files_than_enough_teach_nothing(count: int) -> None:
    assert bool(lines(pages(count, WIRE))) is (count == FEWEST)


def test_two_thirds_teach_and_more_than_half_keep() -> None:
    half, most = (pages(count, WIRE) + pages(30 - count, "{title}\n\n{text}\n", first=100) for count in (16, 20))
    former = learnt(most)
    assert len(former) == 2
    assert lines(half) == []
    assert [one.files for one in learnt(half, former)] == [16, 16]
    fewer = pages(14, WIRE) + pages(16, "{title}\n\n{text}\n", first=100)
    assert lines(fewer, former) == []
    assert offered(fewer) == ["Tidewater Wire", "All rights reserved."]


def test_what_was_learnt_of_many_files_holds_for_the_few_that_are_left() -> None:
    assert len(lines(pages(4, WIRE), learnt(pages(20, WIRE)))) == 2


def test_a_line_that_wanders_by_one_is_one_line() -> None:
    files = pages(10, WIRE) + pages(10, "Breaking news\n\n" + WIRE, first=50)
    found = learnt(files)[0]
    assert (found.line, found.files) == ("Tidewater Wire", 20)
    assert all("Tidewater" not in (less(file, found).title or "") + less(file, found).body for file in files)


@pytest.mark.parametrize(
    "own",
    [
        "{title}\n\nBy Mira Halden\n\n29 July 2002\n\nUpdated: 30 July 2002\n\n{text}\n",
        "Tides Today - 2002-07-29\n\n{text}\n",
        "The Weather Forecast\n\n{text}\n",
        "The Weather Forecast\n2002-07-{n:02}\n\n{text}\n",
        "{title}\n\n{text}\n\n* * *\n",
        "{title}\n\nThe gates of the harbour will be closed until further notice, its\nmaster said.\n\n{text}\n",
    ],
)
def test_headlines_dates_bylines_rules_and_wrapped_text_are_an_articles_own(own: str) -> None:
    assert offered(pages(25, own)) == lines(pages(25, own)) == []


def test_a_headline_under_the_name_of_the_paper_is_not_taken_for_chrome_with_it() -> None:
    assert "The Weather Forecast" not in offered(pages(25, "Tidewater Wire\n\nThe Weather Forecast\n\n{text}\n"))


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_every_line_of_a_menu_above_undated_headlines_is_chrome_and_the_titles_are_right(between: str) -> None:
    menu = ["Tidewater Wire", "North Coast Edition", "World and Weather"]
    files = pages(20, between.join(menu) + "\n\n{title}\n\n{text}\n")
    assert {parse(file).title for file in files} == {"Tidewater Wire"}
    assert offered(files) == lines(files) == menu
    assert [less(file, *learnt(files)).title for file in files] == [story(number)[0] for number in range(20)]
    listed = frozenset(offered(files))
    assert [parse(file, listed).title for file in files] == [story(number)[0] for number in range(20)]


@pytest.mark.parametrize("name", ["Tidewater Wire\n\n", "Tidewater Wire\n\nNorth Coast Edition\n\n"])
def test_a_menu_above_one_headline_for_all_is_left_to_people(name: str) -> None:
    assert offered(pages(25, name + "The Weather Forecast\n\n{text}\n")) == []


def test_versions_and_copies_of_one_story_teach_nothing() -> None:
    title, text = story(1)
    copies = [source(f"{title}\n\n{text}\n\nVersion {n}.\n", f"wire/{n}.txt") for n in range(30)]
    assert offered(copies) == []


def test_markdown_teaches_by_its_body_and_keeps_its_structure() -> None:
    front = "---\ntitle: {title}\nlayout: post\n---\n"
    shape = front + "Share this story with your friends.\n\n## Summary\n\n```python\n\n{text}\n"
    assert lines(pages(20, shape, suffix="md")) == ["Share this story with your friends."]


@pytest.mark.parametrize("media_type", ["application/json", "text/mdx", "text/x-rst", "application/xml"])
def test_what_has_no_lines_of_its_own_is_not_looked_at(media_type: str) -> None:
    assert sheet(source("Text\n", media_type=media_type)) is None


def test_what_cannot_be_read_is_not_looked_at() -> None:
    assert sheet(source("")) is None
    assert sheet(replace(source("x"), data=b"\x89PNG\r\n")) is None
    assert sheet(source("---\ntitle: x\n", media_type="text/markdown")) is None


# What goes, of one file.

NAME = Recurring("Tidewater Wire", End.TOP, 1, 214, 230)
RIGHTS = Recurring("All rights reserved.", End.BOTTOM, 1, 214, 230)


def test_a_line_goes_where_it_was_learnt_and_says_why() -> None:
    article = less(pages(1, WIRE)[0], NAME, RIGHTS)
    assert (article.title, article.body) == story(0)
    assert [(line.number, line.text, line.why) for line in article.dropped] == [
        (1, "Tidewater Wire", "learnt: 214 of 230 files of wire/ have it as their 1st line"),
        (9, "All rights reserved.", "learnt: 214 of 230 files of wire/ have it as their last line"),
    ]
    assert article.lines["title"] == 3


@pytest.mark.parametrize(
    "text",
    [
        "A Headline\n\nOne.\n\nTwo.\n\nTidewater Wire\n\nThree.\n\nFour.\n",
        "A Headline\n\nThe ferry was late again today, as was reported by the\nTidewater Wire\non Monday.\n",
        "A Headline\nTidewater Wire\nis what everybody here reads.\n",
    ],
)
def test_the_same_words_elsewhere_and_within_a_sentence_are_text(text: str) -> None:
    file = source(text)
    assert less(file, NAME) == parse(file)


def test_a_line_below_an_articles_own_first_words_is_its_text() -> None:
    line = "*Sign up to our newsletter!*"
    found = {"wire": learnt(pages(12, line + "\n\n{text}\n", suffix="md"))}
    assert [one.line for one in found["wire"]] == [line]
    own = source(f"A text about\n\n{line}\n\nas a phrase\n", "wire/own.md", "text/markdown")
    assert parse_less(own, found, frozenset(), AUTO).dropped == ()


def test_a_file_that_says_nothing_else_keeps_its_lines() -> None:
    only = source("Tidewater Wire\n\nAll rights reserved.\n")
    assert less(only, NAME, RIGHTS) == parse(only)
    assert less(source("Tidewater Wire\n\nHome\n"), NAME).title == "Tidewater Wire"


def test_the_encoding_is_told_as_it_was() -> None:
    file = replace(
        source(""), data="Tidewater Wire\n\nÜber den Hafen\n\nEr ist zu, und alle sind es müde.\n".encode("cp1252")
    )
    assert less(file, NAME).origins["encoding"] == parse(file).origins["encoding"]
    assert less(file, NAME).title == "Über den Hafen"


def test_front_matter_is_not_counted() -> None:
    file = source("---\ntitle: A Headline\n---\nTidewater Wire\n\nText.\n", "wire/a.md", "text/markdown")
    assert [(line.number, line.text) for line in less(file, NAME).dropped] == [(4, "Tidewater Wire")]


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("a.txt", ""), ("wire/a.txt", "wire"), ("wire/2002/07/a.txt", "wire"), ("2002/07/29/a.txt", ""),
        ("wire/2002-07/a.txt", "wire"), ("wire/2002/sport/a.txt", "wire/2002/sport"), ("wire/123/a.txt", "wire/123"),
        ("wire/07/a.txt", "wire/07"),
    ],
)  # fmt: skip
def test_folders_of_dates_are_the_folder_in_which_they_lie(path: str, folder: str) -> None:
    assert folder_of(path) == folder


def test_only_text_and_markdown_are_read() -> None:
    assert is_read("a/b.TXT") and is_read("b.markdown")
    assert not any(map(is_read, ("b.json", "b", "b.mdx", "a.txt/b", "archive.xml//0123")))


@pytest.mark.parametrize(
    ("place", "end", "told"),
    [(1, End.TOP, "1st line"), (2, End.TOP, "2nd line"), (11, End.TOP, "11th line"), (1, End.BOTTOM, "last line"),
     (3, End.BOTTOM, "3rd line from the end")],
)  # fmt: skip
def test_places_are_told_as_people_count(place: int, end: End, told: str) -> None:
    assert replace(NAME, place=place, end=end).where() == told


# Whatever the files say.

ROWS = st.sampled_from(
    ["", "Home", "Tidewater Wire", "The gates are shut.", "By Mira Halden", "2002-07-29", "A Ship", "b"]
)
FILES = st.lists(st.lists(ROWS, max_size=7).map("\n".join), max_size=40)


@given(FILES, st.randoms())
def test_the_order_of_files_makes_no_difference(texts: list[str], drawn: random.Random) -> None:
    files = [source(f"{text}\n{number}", f"wire/{number}.txt") for number, text in enumerate(texts)]
    shuffled = drawn.sample(files, len(files))
    assert learnt(files) == learnt(shuffled)
    assert offered(files) == offered(shuffled)


@given(st.lists(ROWS | st.text(max_size=30), min_size=1, max_size=9), st.integers(0, 30))
def test_a_line_that_one_file_alone_has_is_never_offered(rows: list[str], others: int) -> None:
    alone = source("\n".join(f"{row} only here" if row.strip() else row for row in rows), "wire/alone.txt")
    files = [*pages(others, WIRE), alone]
    assert not any("only here" in line for line in (*offered(files), *lines(files)))


@given(FILES)
def test_no_file_loses_anything_but_what_was_learnt(texts: list[str]) -> None:
    files = [source(f"{text}\nNumber {number}", f"wire/{number}.txt") for number, text in enumerate(texts)]
    found = learnt(files)
    for file in files:
        article = less(file, *found)
        gone = {line.text for line in article.dropped if line.why.startswith("learnt")}
        assert gone <= {one.line for one in found}
        assert "Number" in (article.title or "") + article.body
