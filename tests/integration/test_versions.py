"""Versions of one story, each sent in a file of its own: the provider's numbers say which of them is published."""

from __future__ import annotations

import os
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


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("names", [("a.json", "b.json"), ("b.json", "a.json")])
def test_a_story_and_its_cancel_found_together_publish_nothing(
    newsroom: Newsroom, names: tuple[str, str], version: int
) -> None:
    newsroom.write(names[0], take(1))
    newsroom.write(names[1], take(version, pubstatus="canceled"))
    newsroom.scan()
    newsroom.scan()
    assert newsroom.titles() == []


def test_a_cancel_that_says_another_thing_now_takes_back_nothing_of_its_own(newsroom: Newsroom) -> None:
    newsroom.write("one.json", take(1, pubstatus="canceled"))
    newsroom.scan()
    newsroom.write("one.json", take(1))
    newsroom.scan()
    assert newsroom.titles() == ["Take 1"]


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
    assert list(newsroom.store.recollected("canceled ").values()) == ["4 kill.json"]


def test_a_cancel_that_takes_the_place_of_the_earlier_version_it_means_leaves_the_later_one(newsroom: Newsroom) -> None:
    newsroom.write("a.json", take(1))
    newsroom.scan()
    newsroom.write("b.json", take(2))
    newsroom.scan()
    newsroom.write("a.json", take(1, pubstatus="canceled"))
    newsroom.scan()
    assert newsroom.titles() == ["Take 2"]
    (newsroom.root / "a.json").unlink()
    newsroom.scan()
    assert newsroom.titles() == ["Take 2"]


def test_two_files_with_one_id_and_one_version_are_told(newsroom: Newsroom) -> None:
    """S5"""
    newsroom.write("a.json", take(1))
    newsroom.scan()
    newsroom.write("b.json", take(1, headline="Another"))
    (rejection,) = newsroom.scan().rejected
    assert rejection.path == "b.json"
    assert newsroom.titles() == ["Take 1"]


def untold(**more: str) -> str:
    """A story of a provider that numbers nothing."""
    item = {"uri": STORY, "versioncreated": "2026-02-20T08:00:00Z", "headline": "The quay", "body_text": "It sank."}
    return orjson.dumps(item | more).decode()


def lay(newsroom: Newsroom, name: str, text: str, second: int) -> None:
    """A file that was written in this second, whenever it is found."""
    newsroom.write(name, text)
    os.utime(newsroom.root / name, (second, second))


NAMES = [("a.json", "b.json"), ("b.json", "a.json")]


@pytest.mark.parametrize(("written", "published"), [(1_000_000, []), (1_000_100, []), (1_000_200, ["The quay"])])
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("cancel_first", [True, False])
@pytest.mark.parametrize("names", NAMES)
def test_a_cancel_without_a_number_takes_back_what_was_written_before_it_in_whatever_order_they_come(
    newsroom: Newsroom, names: tuple[str, str], cancel_first: bool, together: bool, written: int, published: list[str]
) -> None:
    story = (names[0], untold(), written)
    cancel = (names[1], untold(pubstatus="canceled"), 1_000_100)
    for name, text, second in (cancel, story) if cancel_first else (story, cancel):
        lay(newsroom, name, text, second)
        if not together:
            newsroom.scan()
    newsroom.scan()
    assert newsroom.titles() == published
    assert newsroom.scan().counts() == {}


def test_a_cancel_without_a_number_is_remembered_when_its_file_is_gone(newsroom: Newsroom) -> None:
    lay(newsroom, "kill.json", untold(pubstatus="canceled"), 1_000_100)
    newsroom.scan()
    (newsroom.root / "kill.json").unlink()
    newsroom.scan()
    lay(newsroom, "late.json", untold(), 1_000_000)
    assert newsroom.scan().superseded == ["late.json"]
    lay(newsroom, "late.json", untold(headline="Sent again"), 1_000_300)
    newsroom.scan()
    assert newsroom.titles() == ["Sent again"]


def test_a_draft_of_an_author_takes_nothing_back_for_good(newsroom: Newsroom) -> None:
    text = f"---\ntitle: The quay\ndate: 2026-02-20\nid: {STORY}\n---\nIt sank.\n"
    lay(newsroom, "draft.md", text.replace("---\n", "---\ndraft: true\n", 1), 1_000_100)
    newsroom.scan()
    lay(newsroom, "ready.md", text, 1_000_000)
    newsroom.scan()
    assert newsroom.titles() == ["The quay"]


def test_a_nitf_cancel_by_reference_takes_the_story_back(newsroom: Newsroom) -> None:
    def nitf(docdata: str) -> str:
        head = f"<head><title>Quay</title>{docdata}</head>"
        return f"<nitf>{head}<body><body.content><p>It sank.</p></body.content></body></nitf>"

    lay(newsroom, "one.xml", nitf('<docdata><doc-id regsrc="NW" id-string="quay-1"/></docdata>'), 1_000_000)
    newsroom.scan()
    assert newsroom.titles() == ["Quay"]
    cancel = '<docdata management-status="canceled" management-doc-idref="quay-1"><doc-id regsrc="NW" id-string="k"/>'
    lay(newsroom, "two.xml", nitf(f"{cancel}</docdata>"), 1_000_100)
    newsroom.scan()
    assert newsroom.titles() == []
