"""Files that hold many articles, such as a feed: each of these is an entry, and comes and goes by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson
import pytest
from newsroom import Newsroom, agency

from feedsvc.model import Format, State
from feedsvc.sources.containers import container_of
from feedsvc.store import connect

DATES = ("Mon, 16 Feb 2026 08:00:00 GMT", "Tue, 17 Feb 2026 08:00:00 GMT", "Wed, 18 Feb 2026 08:00:00 GMT")


@pytest.fixture
def newsroom(tmp_path: Path, store_url: str) -> Iterator[Newsroom]:
    store = connect(store_url)
    yield Newsroom(tmp_path / "articles", store)
    store.close()


def rss(items: Mapping[str, str], built: str = DATES[0]) -> str:
    """A feed of items, title by guid, the first the oldest."""
    written = "".join(
        f"<item><title>{title}</title><guid isPermaLink='false'>{guid}</guid><pubDate>{date}</pubDate>"
        f"<description>{title}, at length.</description></item>"
        for (guid, title), date in zip(items.items(), DATES, strict=False)
    )
    return (
        "<rss version='2.0'><channel><title>Quay Notes</title><link>https://quay.example.org/</link>"
        f"<description>Notes</description><lastBuildDate>{built}</lastBuildDate>{written}</channel></rss>"
    )


ONE_AND_TWO = {"urn:quay:1": "One", "urn:quay:2": "Two"}


def test_each_item_of_a_feed_is_an_entry_with_the_id_that_it_had(newsroom: Newsroom) -> None:
    """A3, A13"""
    newsroom.write("quay.xml", rss(ONE_AND_TWO))
    assert len(newsroom.scan().new) == 2
    assert newsroom.ids() == ["urn:quay:2", "urn:quay:1"]
    assert newsroom.titles() == ["Two", "One"]
    ((stored, _),) = newsroom.store.stored(["urn:quay:1"])
    assert stored.entry.source is not None
    assert stored.entry.source.title == "Quay Notes"
    assert container_of(stored.entry.path) == "quay.xml"


def test_a_feed_that_is_as_it_was_is_not_read_again(newsroom: Newsroom) -> None:
    newsroom.write("quay.xml", rss(ONE_AND_TWO))
    newsroom.scan()
    report = newsroom.scan()
    assert (report.counts(), report.same) == ({}, 1)


def test_a_feed_that_was_only_built_again_changes_no_entry(newsroom: Newsroom) -> None:
    newsroom.write("quay.xml", rss(ONE_AND_TWO))
    newsroom.scan()
    before = newsroom.store.counts().revision
    newsroom.write("quay.xml", rss(ONE_AND_TWO, built=DATES[2]))
    assert newsroom.scan().counts() == {}
    assert newsroom.store.counts().revision == before


def test_an_item_that_is_added_changed_or_left_out_is_one_entry_more_changed_or_gone(newsroom: Newsroom) -> None:
    newsroom.write("quay.xml", rss(ONE_AND_TWO))
    newsroom.scan()
    newsroom.write("quay.xml", rss({"urn:quay:2": "Two, corrected", "urn:quay:3": "Three"}))
    report = newsroom.scan()
    assert (len(report.new), len(report.changed), len(report.gone)) == (1, 1, 1)
    assert newsroom.titles() == ["Three", "Two, corrected"]


def test_what_was_in_a_feed_goes_when_its_file_does(newsroom: Newsroom) -> None:
    newsroom.write("quay.xml", rss(ONE_AND_TWO))
    newsroom.write("other.txt", agency("Talks"))
    newsroom.scan()
    (newsroom.root / "quay.xml").unlink()
    assert len(newsroom.scan().gone) == 2
    assert newsroom.titles() == ["Talks"]
    assert list(newsroom.store.files()) == ["other.txt"]


def test_what_was_in_a_feed_goes_also_where_only_its_file_is_looked_at(newsroom: Newsroom) -> None:
    newsroom.write("quay.xml", rss(ONE_AND_TWO))
    newsroom.scan()
    (newsroom.root / "quay.xml").unlink()
    assert len(newsroom.scan("quay.xml").gone) == 2
    assert newsroom.store.files() == {}


def test_a_feed_that_is_broken_takes_nothing_back(newsroom: Newsroom) -> None:
    newsroom.write("quay.xml", rss(ONE_AND_TWO))
    newsroom.scan()
    newsroom.write("quay.xml", rss(ONE_AND_TWO)[:-30])
    report = newsroom.scan()
    assert [(rejection.path, rejection.line) for rejection in report.rejected] == [("quay.xml", 1)]
    assert newsroom.titles() == ["Two", "One"]


def test_a_bad_item_is_rejected_alone_and_comes_when_it_is_mended(newsroom: Newsroom) -> None:
    newsroom.write("quay.xml", rss(ONE_AND_TWO).replace(DATES[0], "some day"))
    report = newsroom.scan()
    (rejection,) = report.rejected
    assert container_of(rejection.path) == "quay.xml"
    assert newsroom.titles() == ["Two"]
    newsroom.write("quay.xml", rss(ONE_AND_TWO))
    assert len(newsroom.scan().new) == 1
    assert newsroom.store.rejections() == []


def test_a_file_that_becomes_a_feed_gives_up_the_entry_that_it_was(newsroom: Newsroom) -> None:
    single = {"uri": "urn:quay:9", "headline": "Nine", "body_text": "Nine, at length.", "versioncreated": "2026-02-16"}
    newsroom.write("quay.json", orjson.dumps(single).decode())
    newsroom.scan()
    assert newsroom.titles() == ["Nine"]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Quay Notes",
        "items": [
            {"id": "urn:quay:1", "title": "One", "content_text": "One.", "date_published": "2026-02-16T08:00:00Z"}
        ],
    }
    newsroom.write("quay.json", orjson.dumps(feed).decode())
    newsroom.scan()
    assert newsroom.titles() == ["One"]
    newsroom.write("quay.json", orjson.dumps(single).decode())
    newsroom.scan()
    assert newsroom.titles() == ["Nine"]


def test_an_item_that_moves_to_another_feed_stays_the_entry_that_it_was(newsroom: Newsroom) -> None:
    newsroom.write("a.xml", rss(ONE_AND_TWO))
    newsroom.scan()
    newsroom.write("a.xml", rss({"urn:quay:2": "Two"}))
    newsroom.write("b.xml", rss({"urn:quay:1": "One"}))
    newsroom.scan()
    newsroom.scan()
    assert sorted(newsroom.titles()) == ["One", "Two"]
    identity = newsroom.store.identities(["urn:quay:1"])["urn:quay:1"]
    assert identity.state is State.PUBLISHED
    assert container_of(identity.path) == "b.xml"


def test_a_feed_without_items_is_no_mistake(newsroom: Newsroom) -> None:
    newsroom.write("quay.xml", rss({}))
    report = newsroom.scan()
    assert (report.counts(), report.rejected) == ({}, [])
    assert list(newsroom.store.files()) == ["quay.xml"]


def test_two_items_that_differ_and_share_an_id_are_reported_and_one_is_published(newsroom: Newsroom) -> None:
    """S5, A5"""
    feed = rss(ONE_AND_TWO).replace("urn:quay:2", "urn:quay:1")
    newsroom.write("quay.xml", feed)
    report = newsroom.scan()
    assert len(report.rejected) == 1
    assert newsroom.ids() == ["urn:quay:1"]


def test_a_rejected_item_is_named_with_the_line_that_it_has_in_its_file(newsroom: Newsroom) -> None:
    feed = (
        rss(ONE_AND_TWO).replace("<item>", "\n<item>").replace("<pubDate>", "\n<pubDate>").replace(DATES[1], "some day")
    )
    newsroom.write("quay.xml", feed)
    (rejection,) = newsroom.scan().rejected
    assert rejection.line == feed[: feed.index("some day")].count("\n") + 1


def test_an_item_taken_over_says_so_in_every_format_that_can(newsroom: Newsroom) -> None:
    """A13, R16"""
    named = rss(ONE_AND_TWO).replace("<guid", "<source url='https://far.example.org/rss'>Far Away</source><guid")
    newsroom.write("quay.xml", named)
    newsroom.scan()
    assert b"<source><id>https://far.example.org/rss</id><title>Far Away</title>" in newsroom.document()
    assert b'<source url="https://far.example.org/rss">Far Away</source>' in newsroom.document(format=Format.RSS)


def test_drafts_of_an_export_are_left_out_and_come_when_they_are_published(newsroom: Newsroom) -> None:
    export = (Path(__file__).parent.parent / "corpus" / "wxr" / "in_full.wxr").read_text()
    newsroom.write("export.xml", export.replace("[publish]", "[draft]"))
    assert len(newsroom.scan().drafts) == 1
    newsroom.write("export.xml", export)
    newsroom.scan()
    assert newsroom.titles() == ["Fog"]
    ((stored, _),) = newsroom.store.stored(["https://quay.example.org/?p=17"])
    assert stored.entry.slug == "fog"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (rss({}), "the file holds no articles, and held 2 before, which stay"),
        ("", "holds no XML"),
        ("<html><body><h1>502 Bad Gateway</h1></body></html>", "the root <html>"),
        (rss(ONE_AND_TWO)[:120], "it ends before"),
    ],
    ids=["no items", "empty", "a page with an excuse", "cut short"],
)
def test_a_feed_that_has_lost_all_of_its_items_takes_none_back(newsroom: Newsroom, written: str, problem: str) -> None:
    newsroom.write("quay.xml", rss(ONE_AND_TWO))
    newsroom.scan()
    newsroom.write("quay.xml", written)
    (rejection,) = newsroom.scan().rejected
    assert problem in rejection.problem
    assert newsroom.titles() == ["Two", "One"]
    newsroom.scan()
    assert newsroom.titles() == ["Two", "One"]
    newsroom.write("quay.xml", rss({"urn:quay:1": "One"}))
    newsroom.scan()
    assert newsroom.titles() == ["One"]
    assert newsroom.store.rejections() == []


def test_a_feed_is_emptied_where_the_publisher_says_that_it_is_meant(newsroom: Newsroom) -> None:
    newsroom.write("quay.xml", rss(ONE_AND_TWO))
    newsroom.scan()
    newsroom.write("quay.xml", rss({}))
    assert len(newsroom.scan().rejected) == 1
    assert newsroom.scan(emptied=True).rejected == []
    assert newsroom.titles() == []
    assert newsroom.store.rejections() == []


def test_a_list_that_is_emptied_takes_none_back_either(newsroom: Newsroom) -> None:
    items = [
        {"uri": f"urn:quay:{n}", "headline": f"No. {n}", "body_text": "At length.", "versioncreated": "2026-02-16"}
        for n in (1, 2)
    ]
    newsroom.write("quay.json", orjson.dumps(items).decode())
    newsroom.scan()
    newsroom.write("quay.json", "[]")
    assert len(newsroom.scan().rejected) == 1
    assert len(newsroom.titles()) == 2
