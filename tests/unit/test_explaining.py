"""What becomes of a file is told step by step, and is what becomes of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feedsvc.model import Assignment, Author, Identity, Origin, Site, SourceFile, State, Topic
from feedsvc.pipeline import Settings
from feedsvc.pipeline.account import Account, Fate, Sorting, Value
from feedsvc.pipeline.explaining import MOST_NEAR, account, beside
from feedsvc.pipeline.make import Draft, Job, make
from feedsvc.rejection import Rejection
from feedsvc.sources import MEDIA_TYPES
from feedsvc.sources.dialects import AUTO, KINDS
from feedsvc.store.changes import Publish
from feedsvc.store.values import StoredEntry

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for folder in ("articles", "tests/corpus") for path in (ROOT / folder).rglob("*") if path.suffix in MEDIA_TYPES
)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SITE = Site(
    title="The Tidewater Post",
    description="News from the coast",
    base_url="https://post.example.org",
    authority="post.example.org,2026",
    language="en",
    timezone=ZoneInfo("Asia/Seoul"),
    author=Author("Harbour Desk", "desk@example.org"),
)
TOPICS = (
    Topic("sea", "The Sea"),
    Topic("shipping", "Shipping", rule='ferry OR "container ship"', parent="sea"),
    Topic("fishing", "Fishing", rule="ferry cod"),
    Topic("quiet", "Quiet days", rule="ferry -storm"),
    Topic("far", "Far off", rule="desert sand"),
)
SETTINGS = Settings.of(SITE, ("Promo",), TOPICS)
TALKS = "Home\n\nPromo\n\nFerry Is Late - 03/04/2002\n\nBy Mira Halden\n\nThe ferry did not sail in the great storm.\n"


def source(text: str | bytes, path: str = "world/talks.txt") -> SourceFile:
    data = text.encode() if isinstance(text, str) else text
    media_type = MEDIA_TYPES[f".{path.rpartition('.')[2]}"]
    return SourceFile(path, media_type, data, hashlib.sha256(data).hexdigest())


def told(text: str | bytes = TALKS, path: str = "world/talks.txt", known: Identity | None = None) -> Account:
    return account(source(text, path), known, SETTINGS, NOW)


def value(account: Account, field: str) -> Value:
    return next(value for value in account.values if value.field == field)


def identity(made: Account, text: str = TALKS, state: State = State.PUBLISHED) -> Identity:
    """What the store remembers of an entry that was published an hour ago."""
    entry = made.entry
    assert entry is not None
    received = NOW - timedelta(hours=1)
    return Identity(entry.id, entry.slug, entry.path, source(text).sha256, entry.digest, received, entry.updated, state)


# The same story


_NO_OTHER_LANGUAGE = "site.language: the article names none, and its words speak for no other"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_account_ends_where_publishing_does(path: Path) -> None:
    """Over all articles and the corpus: the same entry, topics, rejection."""
    file = source(path.read_bytes(), path.name)
    settings = replace(SETTINGS, kind=path.parent.name if path.parent.name in KINDS else AUTO)
    (outcome,) = make([Job(file, None)], settings, NOW)
    made = account(file, None, settings, NOW)
    match outcome:
        case Publish():
            assert (made.entry, made.assignments) == (outcome.entry, outcome.assignments)
            assert made.verdict.fate in {Fate.PUBLISHED, Fate.HELD, Fate.WITHDRAWN}
            assert [given.topic for given in made.topics] == [each.topic for each in outcome.assignments]
        case Draft():
            assert made.verdict.fate is Fate.DRAFT
        case _:
            assert made.verdict.rejection == Rejection(path.name, outcome.problem, outcome.remedy, outcome.line)


def test_every_note_of_an_entry_is_told_with_its_field() -> None:
    made = told("---\npublished: 03/04/2002\nlanguage: klingon, mostly\n---\nThe ferry sails.\n", "a.md")
    assert made.entry is not None
    assert len(made.entry.notes) == 3
    assert {note for each in made.values for note in each.why} >= set(made.entry.notes)


# Steps


def test_what_was_read_is_told_with_its_encoding_and_why() -> None:
    assert told().reading.encoding == "UTF-8"
    assert (told().reading.size, told().reading.lines) == (len(TALKS), 9)
    western = told("Café - 2002-07-29\n\nThe ferry.\n".encode("cp1252")).reading
    assert western.encoding == "cp1252, since the bytes are not UTF-8"
    assert told(TALKS.encode("utf-16")).reading.encoding == "UTF-16, by its byte order mark"


def test_lines_that_were_left_out_are_told_with_number_text_and_reason() -> None:
    assert [(line.number, line.text, line.why) for line in told().dropped] == [
        (1, "Home", "is found around the articles of many sites"),
        (3, "Promo", "equals a line of articles.chrome"),
    ]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("title", Value("title", "Ferry Is Late", None, 5, ("the headline with its date",))),
        ("authors", Value("authors", "Mira Halden", None, 7, ("the byline",))),
        (
            "published",
            Value(
                "published", "2002-04-02T15:00:00Z", "03/04/2002", 5,
                (
                    "the date behind the headline",
                    "published: 03/04/2002 was read as 3 April 2002: the site's order is day first.",
                    "names no time zone: Asia/Seoul, that of the site, was taken",
                ),
            ),
        ),
        ("language", Value("language", "en", None, None, (_NO_OTHER_LANGUAGE,))),
        ("expires", Value("expires", None, None, None, ())),
    ],
)  # fmt: skip
def test_each_value_says_where_it_came_from_and_what_was_decided(field: str, said: Value) -> None:
    assert value(told(), field) == said


def test_what_an_author_leaves_out_says_what_it_was_made_of() -> None:
    made = told("It rained on the harbour all of the day, and nobody minded.\n", "2026-11-20-rain.txt")
    assert value(made, "title").why == ("The title is the first words: the article has none.",)
    assert value(made, "published").why == (
        "published is 2026-11-20, from the file's path: the article has no date.",
        "names no time zone: Asia/Seoul, that of the site, was taken",
    )
    assert value(made, "authors").value == "Harbour Desk <desk@example.org>"
    assert value(made, "authors").why == ("site.author: the article names nobody",)
    assert value(made, "id").why == ("made of site.authority and the file's path",)


def test_what_stays_through_edits_says_so() -> None:
    known = identity(told())
    again = told(known=known)
    assert value(again, "id").why == ("stays what it was when the entry was first published",)
    assert value(again, "updated").why == ("the publication: nothing that readers see has changed since",)
    changed = told(TALKS.replace("great", "small"), known=known)
    assert value(changed, "updated").value == "2026-11-22T12:00:00Z"
    assert value(changed, "updated").why == ("now: what readers see has changed since it was published",)


def test_control_characters_of_a_file_never_reach_a_terminal() -> None:
    made = told("Home \x1b[31m\n\nFerry \x1b[2J Late - 2002-07-29\n\nText.\n")
    assert "\x1b" not in f"{made.dropped} {made.values}"


# Verdicts


@pytest.mark.parametrize(
    ("matter", "fate"),
    [
        ("title: a", Fate.PUBLISHED),
        ("embargo: 2030-01-01", Fate.HELD),
        ("date: 2030-01-01", Fate.HELD),
        ("draft: true", Fate.DRAFT),
        ("draft: true\ndate: 2002-13-45", Fate.DRAFT),
        ("expires: 2010-01-01\ndate: 2002-07-29", Fate.WITHDRAWN),
        ("date: 2002-13-45", Fate.REJECTED),
        ("title: [", Fate.REJECTED),
    ],
)
def test_what_becomes_of_a_file_is_told(matter: str, fate: Fate) -> None:
    assert told(f"---\n{matter}\n---\nThe ferry sails.\n", "a.md").verdict.fate is fate


def test_a_held_one_says_until_when() -> None:
    held = told("---\nembargo: 2030-01-01T08:00:00Z\n---\nThe ferry sails.\n", "a.md")
    assert held.verdict.until == datetime(2030, 1, 1, 8, tzinfo=UTC)
    passed = told("---\nembargo: 2020-01-01\ndate: 2002-07-29\n---\nThe ferry sails.\n", "a.md")
    assert (value(passed, "embargo").value, value(passed, "embargo").why[-1]) == (None, "has passed")


def test_a_rejected_file_is_explained_as_far_as_it_got() -> None:
    made = told("---\ntitle: The Ferry\ndate: 2024-13-45\n---\nText.\n", "a.md")
    assert made.verdict.rejection is not None
    assert (made.verdict.rejection.line, made.entry, made.topics, made.near) == (3, None, (), ())
    assert value(made, "published").written == "2024-13-45"
    assert value(made, "title") == replace(value(made, "title"), value=None, written="The Ferry", line=2)
    assert made.verdict.why == "nothing of it is seen"
    known = identity(told())
    broken = told("---\ntitle: [\n---\nText.\n", "a.md", known)
    assert broken.verdict.why == "what was published of it before stays in its feeds"
    unread = told(b"\x89PNG\r\n\x1a\n\0\0")
    assert (unread.values, unread.reading.encoding, unread.reading.size) == ((), None, 10)


def test_an_entry_that_was_taken_back_says_so() -> None:
    assert told(known=identity(told(), state=State.WITHDRAWN)).verdict.fate is Fate.WITHDRAWN


def test_a_file_that_has_changed_since_it_was_published_says_so() -> None:
    assert "has changed" in told(TALKS + "More.\n", known=identity(told())).verdict.why
    assert told(known=identity(told())).verdict.why == "it is in its feeds"
    assert "it is new" in told().verdict.why


def test_what_only_the_store_knows_is_told_beside() -> None:
    made = told()
    taken = Rejection("world/talks.txt", "the slug x is already that of y.txt", "Give one of the two another slug")
    assert beside(made, None, taken).verdict.rejection == taken
    assert made.entry is not None
    former = (Assignment("old", "Old", Origin.RULE, "words: x"), *made.assignments[1:])
    stored = StoredEntry(made.entry, State.PUBLISHED, former)
    assert beside(made, stored).sorting == Sorting((made.assignments[0].topic,), ("old",))
    assert beside(made, replace(stored, assignments=made.assignments)) == made


# Topics


def test_each_topic_says_why_and_a_rule_shows_its_words_in_their_place() -> None:
    topics = {given.topic: given for given in told().topics}
    assert list(topics) == ["world", "shipping", "sea"]
    (folder,) = topics["world"].reasons
    assert (folder.origin, folder.why, folder.passages) == (Origin.FOLDER, "folder world", ())
    (rule,) = topics["shipping"].reasons
    assert (rule.origin, rule.why, rule.elsewhere) == (Origin.RULE, 'ferry OR "container ship"', 2)
    assert [f"{passage.field}: {passage}" for passage in rule.passages] == ["title: *Ferry* Is Late"]
    assert [reason.why for reason in topics["sea"].reasons] == ["parent of shipping"]


def test_a_topic_that_several_led_to_has_all_their_reasons() -> None:
    made = told("---\ntopics: [Shipping]\n---\nThe ferry sails.\n", "sea/a.md")
    reasons = {given.topic: [reason.origin for reason in given.reasons] for given in made.topics}
    assert reasons == {
        "shipping": [Origin.METADATA, Origin.RULE],
        "sea": [Origin.FOLDER, Origin.PARENT],
        "quiet": [Origin.RULE],
    }


def test_a_rule_that_failed_by_one_condition_is_told_with_it_the_most_telling_first() -> None:
    excluded, absent = told().near
    assert (excluded.topic, excluded.missing) == ("quiet", ("NOT storm",))
    assert any("*storm*" in str(passage) for passage in excluded.passages)
    assert (absent.topic, absent.missing) == ("fishing", ("cod",))


def test_what_the_entry_is_about_anyway_is_no_near_miss() -> None:
    made = told("---\ntopics: [Fishing]\n---\nThe ferry sails in the storm.\n", "a.md")
    assert "fishing" in {given.topic for given in made.topics}
    assert "fishing" not in {miss.topic for miss in made.near}


def test_of_many_near_misses_ten_are_told_and_how_many_more_there_are() -> None:
    rules = [Topic(f"t-{number}", f"T {number}", rule=f"ferry absent{number}") for number in range(MOST_NEAR + 5)]
    rarest = Topic("z", "Z", rule="great absent")
    made = account(source(TALKS), None, Settings.of(SITE, (), [*rules, rarest]), NOW)
    assert (len(made.near), made.farther) == (MOST_NEAR, 6)
    assert made.near[0].topic == "z", "its word is in no other rule, and so tells more"


def test_a_rule_that_asks_for_a_topic_is_explained_by_the_topics_that_the_entry_has() -> None:
    topics = (*TOPICS, Topic("ferries-at-sea", "Ferries at sea", rule="topic:sea ferry"))
    made = account(source(TALKS), None, Settings.of(SITE, (), topics), NOW)
    (reason,) = next(given for given in made.topics if given.topic == "ferries-at-sea").reasons
    assert "topic: *sea*" in [f"{passage.field}: {passage}" for passage in reason.passages]
