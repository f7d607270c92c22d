"""Topics that the entries themselves propose."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.newsroom import Newsroom
from feedsvc import addresses, names, sanitize
from feedsvc.expressions import Text, parse
from feedsvc.model import Topic
from feedsvc.topics import phrases, problems
from feedsvc.topics.phrases import FEWEST, READ, Stories, Story, members
from feedsvc.topics.suggesting import Suggestion, suggest

SMALL = (
    "the",
    "of",
    "and",
    "a",
    "to",
    "in",
    "that",
    "it",
    "was",
    "for",
    "with",
    "as",
    "at",
    "by",
    "from",
    "they",
    "had",
)
SYLLABLES = ("ga", "ri", "mo", "te", "lu", "so", "ka", "ne")
COMMON = [f"{one}{two}{three}" for one in SYLLABLES for two in SYLLABLES[:4] for three in ("rel", "ton")]
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


class Paper:
    """Invented stories: small words everywhere, common ones here and there, a day of the week in each."""

    def __init__(self, seed: int = 1) -> None:
        self._source = random.Random(seed)
        self.stories: list[Story] = []

    def plain(self, count: int, topics: Sequence[str] = ()) -> None:
        for _ in range(count):
            self.stories.append(Story(f"{self._prose(6)}", self._text(), topics))

    def about(self, count: int, *subjects: str, topics: Sequence[str] = (), title: str | None = None) -> None:
        """Stories that name each of the subjects three times."""
        for _ in range(count):
            said = " ".join(f"{self._prose(5)} {subject} {self._prose(6)}." for subject in subjects * 3)
            self.stories.append(Story(f"{title or subjects[0]} {self._prose(4)}", f"{said} {self._text()}", topics))

    def suggested(self, topics: Sequence[Topic] = (), most: int = 20) -> list[Suggestion]:
        return suggest(self._source.sample(self.stories, len(self.stories)), topics, most)

    def rules(self, topics: Sequence[Topic] = ()) -> list[str]:
        return [suggestion.rule for suggestion in self.suggested(topics)]

    def _text(self) -> str:
        return f"{self._prose(12)} on {self._source.choice(DAYS)} {self._prose(25)}."

    def _prose(self, count: int) -> str:
        return " ".join(self._source.choice(SMALL if self._source.random() < 0.6 else COMMON) for _ in range(count))


@pytest.fixture
def paper() -> Paper:
    paper = Paper()
    paper.plain(80)
    return paper


def test_a_name_that_some_stories_are_about_is_proposed_as_they_write_it(paper: Paper) -> None:
    paper.about(8, "Vesterøy Bridge")
    first = paper.suggested()[0]
    assert (first.slug, first.title, first.rule) == ("vesteroy-bridge", "Vesterøy Bridge", '"Vesterøy Bridge"')
    assert first.entries == 8
    assert len(first.examples) == 3 and all("Vesterøy Bridge" in title for title in first.examples)


def test_words_that_are_no_names_are_proposed_too(paper: Paper) -> None:
    paper.about(8, "urchins")
    assert paper.suggested()[0].rule == "urchins"


def test_neither_small_words_nor_days_nor_common_words_are_proposed(paper: Paper) -> None:
    paper.about(8, "Vesterøy Bridge")
    paper.about(6, "urchins")
    assert sorted(paper.rules()) == ['"Vesterøy Bridge"', "urchins"]


def test_nothing_is_proposed_where_nothing_stands_out(paper: Paper) -> None:
    assert paper.suggested() == []


@pytest.mark.parametrize("count", range(FEWEST))
def test_too_few_stories_propose_nothing(count: int) -> None:
    paper = Paper()
    paper.about(count, "urchins")
    assert paper.suggested() == []


def test_phrases_that_the_same_stories_say_become_one_topic(paper: Paper) -> None:
    paper.about(8, "Kelp Accord", "Port Brumal")
    (found,) = paper.suggested()
    assert sorted(found.rule.split(" OR ")) == ['"Kelp Accord"', '"Port Brumal"']
    assert found.entries == 8


def test_forms_of_a_word_become_one_topic(paper: Paper) -> None:
    paper.about(6, "ferry")
    paper.about(6, "ferries")
    paper.about(2, "ferry", "ferries")
    assert sorted(paper.rules()[0].split(" OR ")) == ["ferries", "ferry"]


def test_a_part_of_a_name_is_no_topic_beside_it(paper: Paper) -> None:
    paper.about(8, "Bank of Vesterøy")
    assert paper.rules() == ['"Bank of Vesterøy"']


def test_no_phrase_reaches_over_the_end_of_a_sentence(paper: Paper) -> None:
    paper.about(8, "sold herring. Oslo", title="News")
    assert not [rule for rule in paper.rules() if "herring Oslo" in rule]


def test_languages_without_capitals_and_spaces_propose_phrases(paper: Paper) -> None:
    paper.about(8, "潮汐表")
    first = paper.suggested()[0]
    assert "潮汐" in first.title
    assert parse(first.rule).holds(Text(title="关于潮汐表的书"))


def test_what_comes_first_tells_more_than_what_comes_next(paper: Paper) -> None:
    paper.about(5, "urchins")
    paper.about(12, "Vesterøy Bridge")
    assert paper.rules() == ['"Vesterøy Bridge"', "urchins"]


def test_no_more_are_proposed_than_are_asked_for(paper: Paper) -> None:
    paper.about(12, "Vesterøy Bridge")
    paper.about(5, "urchins")
    assert [found.rule for found in paper.suggested(most=1)] == ['"Vesterøy Bridge"']


# What the topics that there are cover.


@pytest.mark.parametrize(
    "topic",
    [
        Topic("urchins", "Sea"),
        Topic("sea", "Urchins"),
        Topic("sea", "Sea", aliases=("urchins",)),
        Topic("sea", "Sea", rule="kelp OR urchins"),
    ],
)
def test_what_a_topic_is_called_or_asks_for_is_not_proposed(paper: Paper, topic: Topic) -> None:
    paper.about(8, "urchins")
    assert paper.rules() == ["urchins"]
    assert paper.rules([topic]) == []


def test_what_nearly_the_same_entries_have_as_a_topic_is_not_proposed(paper: Paper) -> None:
    paper.about(7, "urchins", topics=["sea"])
    paper.about(1, "urchins")
    assert paper.rules() == []


def test_a_part_of_a_large_topic_is_proposed(paper: Paper) -> None:
    paper.about(8, "urchins", topics=["sea"])
    paper.plain(40, topics=["sea"])
    assert paper.rules() == ["urchins"]


# What comes of it.


def test_the_names_of_a_whole_newsroom_come_first() -> None:
    """Whose other words mean nothing: a name is told by its two words, which meet more often than by chance."""
    newsroom = Newsroom(seed=7)
    entries = [newsroom.entry(number, size=READ) for number in range(600)]
    found = suggest(Story(entry.title, sanitize.untagged(entry.content)) for entry in entries)
    known = {f'"{name}"' for name in newsroom.names}
    proposed = [rule.lower() for suggestion in found for rule in suggestion.rule.split(" OR ")]
    assert len(found) == 20
    assert sum(rule in known for rule in proposed) >= 0.9 * len(proposed)


def test_the_same_stories_propose_the_same_topics(paper: Paper) -> None:
    paper.about(8, "Vesterøy Bridge")
    assert suggest(paper.stories) == suggest(paper.stories)


def test_phrases_are_counted_in_little_memory_and_the_frequent_ones_are_kept(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.about(20, "Vesterøy Bridge")
    expected = paper.suggested()
    monkeypatch.setattr(phrases, "_AT_ONCE", 200)
    assert [found.rule for found in paper.suggested()] == [found.rule for found in expected]


WORDS = st.sampled_from(
    ["AND", "all", "search", "O'Hara", "C++", "новости", "朝鮮", "U.S.", "Łódź", '"quoted"', "near", "10:30"]
)


@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4, unique=True),
    st.integers(0, 9),
)
def test_whatever_is_proposed_can_be_pasted(subjects: list[str], seed: int) -> None:
    paper = Paper(seed)
    paper.plain(20)
    for subject in subjects:
        paper.about(4, subject)
    found = paper.suggested()
    topics = [Topic(each.slug, each.title, rule=each.rule) for each in found]
    assert problems(topics) == []
    assert len({topic.slug for topic in topics}) == len(topics)
    for suggestion in found:
        assert suggestion.slug == names.slug(suggestion.slug) and suggestion.slug not in addresses.RESERVED
        assert _matching(suggestion.rule, paper.stories) >= suggestion.entries >= FEWEST


def _matching(rule: str, stories: Iterable[Story]) -> int:
    expression = parse(rule)
    return sum(expression.holds(Text(title=story.title, content=story.text)) for story in stories)


@given(st.sets(st.integers(0, 300)))
def test_the_members_of_a_set_of_stories_come_back_in_order(numbers: set[int]) -> None:
    assert list(members(sum(1 << number for number in numbers))) == sorted(numbers)


def test_only_the_top_of_a_long_text_is_read() -> None:
    stories = [Story(f"Title {number}", "word " * READ + "Vesterøy Bridge") for number in range(5)]
    assert "Vesterøy" not in Stories(stories).top(0)


def test_a_phrase_that_every_one_of_the_fewest_entries_says_has_no_cohesion_to_measure() -> None:
    stories = Stories(
        Story(f"Harbour Lights {number}", f"The harbour lights of {word}.") for number, word in enumerate(DAYS[:FEWEST])
    )
    assert all(math.isfinite(phrase.score) for phrase in stories.phrases())
