from __future__ import annotations

import pytest

from feedsvc.model import Topic
from feedsvc.topics.folders import folder_topics
from feedsvc.topics.tree import Tree

NORTH_KOREA = Topic("dprk", "North Korea", parent="asia")
ASIA = Topic("asia", "Asia & Pacific", parent="world")
WORLD = Topic("world", "The World")
ARCHIVE = Topic("archive", "From the archive")
TREE = Tree([NORTH_KOREA, ASIA, WORLD, ARCHIVE])


@pytest.mark.parametrize("name", ["dprk", "DPRK", "North Korea", "north-korea", "NORTH  KOREA"])
def test_a_configured_topic_is_found_by_its_slug_and_its_title(name: str) -> None:
    assert TREE.named(name) == NORTH_KOREA


def test_a_topic_that_is_not_configured_exists_under_its_authors_wording() -> None:
    assert TREE.named("  Fusion \n Energy ") == Topic("fusion-energy", "Fusion Energy")


@pytest.mark.parametrize("name", ["", "  ", "!?", "All", "search"])
def test_a_name_without_a_letter_or_with_a_meaning_of_its_own_is_no_topic(name: str) -> None:
    assert TREE.named(name) is None


def test_a_slug_comes_before_a_title_and_the_first_before_the_next() -> None:
    tree = Tree([Topic("peace", "Talks"), Topic("talks", "Diplomacy"), Topic("truce", "Talks"), Topic("bare", "***")])
    assert tree.named("talks") == Topic("talks", "Diplomacy")
    assert Tree([Topic("one", "Same"), Topic("two", "Same")]).named("same") == Topic("one", "Same")


def test_a_topic_is_found_by_the_slugs_that_it_had_before() -> None:
    sport = Topic("sport", "Sport and games", aliases=("sports", "athletics"))
    tree = Tree([sport])
    assert tree.named("Sports") == tree.named("athletics") == sport
    assert list(folder_topics("sports/cup.txt", tree)) == [("sports", sport)]


def test_an_alias_comes_after_a_slug_and_before_a_title() -> None:
    research = Topic("research", "Research", aliases=("science", "labs"))
    labs = Topic("labs", "Laboratories")
    tree = Tree([Topic("nature", "Science"), research, labs])
    assert tree.named("science") == research
    assert tree.named("labs") == labs


@pytest.mark.parametrize(
    "name",
    [
        "medtop:20000065",
        "mediatopic:20000065",
        "http://cv.iptc.org/newscodes/mediatopic/20000065",
        "20000065",
        "subject:16000000",
        "REUTERS:n2:WAR",
    ],
)
def test_a_topic_is_found_by_its_codes_in_any_spelling(name: str) -> None:
    conflict = Topic("conflict", "Conflict", codes=("20000065", "subj:16000000", "reuters:N2:WAR"))
    assert Tree([Topic("war", "War"), conflict]).named(name) == conflict


def test_a_code_comes_before_a_slug_and_names_no_folder() -> None:
    sport, eco = Topic("sport", "Sport", codes=("ECO",)), Topic("eco", "Ecology")
    tree = Tree([eco, sport])
    assert tree.named("eco") == sport
    assert list(folder_topics("eco/x.md", tree)) == [("eco", eco)]


def test_a_code_of_the_iptc_that_no_topic_has_is_no_topic_but_eight_digits_alone_may_be() -> None:
    assert TREE.named("medtop:20000065") is None
    assert TREE.named("20020729") == Topic("20020729", "20020729")
    assert TREE.named("reuters:N2:WAR") == Topic("reuters-n2-war", "reuters:N2:WAR")


def test_a_parent_is_found_and_an_unknown_one_is_none() -> None:
    assert TREE.parent("dprk") == ASIA
    assert TREE.parent("world") is None
    assert TREE.parent("fusion-energy") is None
    assert Tree([Topic("moon", "Moon", parent="sky")]).parent("moon") is None


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("talks.txt", []),
        ("world/talks.txt", [("world", WORLD)]),
        ("world/asia/talks.txt", [("world", WORLD), ("world/asia", ASIA)]),
        ("World/North Korea/x.md", [("World", WORLD), ("World/North Korea", NORTH_KOREA)]),
        ("world-news/x.md", [("world-news", Topic("world-news", "World news"))]),
        ("EU_summit.notes/x.md", [("EU_summit.notes", Topic("eu-summit-notes", "EU summit notes"))]),
        ("2002/07/29/x.md", []),
        ("2002-07/2002.07.29/x.md", []),
        ("2002-election/x.md", [("2002-election", Topic("2002-election", "2002 election"))]),
        ("content/posts/asia/x.md", [("content/posts/asia", ASIA)]),
        ("_drafts/.hidden/x.md", []),
        ("archive/x.md", [("archive", ARCHIVE)]),
        ("asia/all/x.md", [("asia", ASIA)]),
        ("asia/talks/index.md", [("asia", ASIA)]),
        ("asia/_index.md", [("asia", ASIA)]),
        ("index.md", []),
        ("!!/x.md", []),
        ("Мир/x.md", [("Мир", Topic("мир", "Мир"))]),
    ],
)
def test_folders_are_topics_but_dates_and_piles_are_not(path: str, found: list[tuple[str, Topic]]) -> None:
    assert list(folder_topics(path, TREE)) == found
