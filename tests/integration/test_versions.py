"""Versions of one story, each sent in a file of its own: the provider's numbers say which of them is published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from newsroom import Newsroom

from feedsvc.store import connect

STORY = "urn:newsml:wire.example.org:2026:quay"


@pytest.fixture
def newsroom(tmp_path: Path, store_url: str) -> Iterator[Newsroom]:
    store = connect(store_url)
    yield Newsroom(tmp_path / "articles", store)
    store.close()


def take(version: int, **more: str) -> str:
    item = {
        "uri": STORY,
        "version": str(version),
        "versioncreated": "2026-02-20T08:00:00Z",
        "headline": f"Take {version}",
        "body_text": f"The quay, told for time {version}.",
        **more,
    }
    return orjson.dumps(item).decode()


def test_a_later_version_in_another_file_takes_the_place_of_the_one_before(newsroom: Newsroom) -> None:
    newsroom.write("one.json", take(1))
    newsroom.scan()
    newsroom.write("two.json", take(2))
    report = newsroom.scan()
    assert (report.rejected, newsroom.titles(), newsroom.ids()) == ([], ["Take 2"], [STORY])


def test_an_earlier_version_that_comes_late_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.write("two.json", take(2))
    newsroom.scan()
    revision = newsroom.store.counts().revision
    newsroom.write("one.json", take(1))
    report = newsroom.scan()
    assert (report.superseded, report.rejected, newsroom.titles()) == (["one.json"], [], ["Take 2"])
    assert newsroom.store.counts().revision == revision


@pytest.mark.parametrize("names", [("a.json", "b.json"), ("b.json", "a.json")])
def test_of_versions_found_together_the_latest_is_published(newsroom: Newsroom, names: tuple[str, str]) -> None:
    newsroom.write(names[0], take(1))
    newsroom.write(names[1], take(10))
    newsroom.scan()
    assert newsroom.titles() == ["Take 10"]
    assert newsroom.scan().counts() == {}


def test_a_file_saved_again_with_an_earlier_version_leaves_what_is_published(newsroom: Newsroom) -> None:
    newsroom.write("quay.json", take(3))
    newsroom.scan()
    newsroom.write("quay.json", take(2))
    newsroom.scan()
    assert newsroom.titles() == ["Take 3"]


def test_the_file_of_an_earlier_version_may_go(newsroom: Newsroom) -> None:
    newsroom.write("one.json", take(1))
    newsroom.scan()
    newsroom.write("two.json", take(2))
    newsroom.scan()
    (newsroom.root / "one.json").unlink()
    newsroom.scan()
    assert newsroom.titles() == ["Take 2"]


def test_a_cancel_in_another_file_takes_the_story_back(newsroom: Newsroom) -> None:
    newsroom.write("one.json", take(1))
    newsroom.scan()
    newsroom.write("kill.json", take(2, pubstatus="canceled"))
    report = newsroom.scan()
    assert (report.drafts, newsroom.titles()) == (["kill.json"], [])


def test_a_cancel_of_an_earlier_version_takes_nothing_back(newsroom: Newsroom) -> None:
    newsroom.write("five.json", take(5))
    newsroom.scan()
    newsroom.write("kill.json", take(4, pubstatus="canceled"))
    newsroom.scan()
    assert newsroom.titles() == ["Take 5"]


@pytest.mark.parametrize("names", [("a.json", "b.json"), ("b.json", "a.json")])
def test_a_story_and_its_cancel_found_together_publish_nothing(newsroom: Newsroom, names: tuple[str, str]) -> None:
    newsroom.write(names[0], take(1))
    newsroom.write(names[1], take(2, pubstatus="canceled"))
    newsroom.scan()
    newsroom.scan()
    assert newsroom.titles() == []


def test_a_story_that_comes_after_its_cancel_is_not_published(newsroom: Newsroom) -> None:
    newsroom.write("kill.json", take(2, pubstatus="canceled"))
    newsroom.scan()
    newsroom.write("one.json", take(1))
    newsroom.scan()
    assert newsroom.titles() == []


def test_a_story_that_is_sent_again_after_its_cancel_stays_taken_back(newsroom: Newsroom) -> None:
    newsroom.write("one.json", take(1))
    newsroom.scan()
    newsroom.write("kill.json", take(2, pubstatus="canceled"))
    newsroom.scan()
    newsroom.write("again.json", take(1))
    newsroom.scan()
    assert newsroom.titles() == []
    newsroom.write("three.json", take(3))
    newsroom.scan()
    assert newsroom.titles() == ["Take 3"]


def test_the_entry_of_a_file_that_fell_back_to_an_earlier_version_goes_with_the_file(newsroom: Newsroom) -> None:
    file = newsroom.write("quay.json", take(3))
    newsroom.scan()
    newsroom.write("quay.json", take(2))
    newsroom.scan()
    file.unlink()
    newsroom.scan()
    assert newsroom.titles() == []


def test_a_dry_scan_remembers_no_cancel(newsroom: Newsroom) -> None:
    newsroom.write("kill.json", take(2, pubstatus="canceled"))
    newsroom.scan(dry=True)
    assert newsroom.store.recollected("canceled ") == {}


def test_a_late_cancel_of_an_earlier_version_is_remembered_as_that_version(newsroom: Newsroom) -> None:
    newsroom.write("five.json", take(5))
    newsroom.scan()
    newsroom.write("kill.json", take(4, pubstatus="canceled"))
    newsroom.scan()
    assert list(newsroom.store.recollected("canceled ").values()) == ["4"]


def test_two_files_with_one_id_and_one_version_are_told(newsroom: Newsroom) -> None:
    """S5"""
    newsroom.write("a.json", take(1))
    newsroom.scan()
    newsroom.write("b.json", take(1, headline="Another"))
    (rejection,) = newsroom.scan().rejected
    assert rejection.path == "b.json"
    assert newsroom.titles() == ["Take 1"]
