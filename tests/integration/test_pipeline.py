"""From files on disk to what the store holds, on both engines: which entry a file is, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from newsroom import SHIPPING, START, Newsroom, agency

from feedsvc.errors import ScanAlarm
from feedsvc.model import Entry, Format, State, Topic
from feedsvc.pipeline import crew, scanning
from feedsvc.selections import EVERYTHING
from feedsvc.store import connect

ID = "tag:post.example.org,2026:articles/"


@pytest.fixture
def newsroom(tmp_path: Path, store_url: str) -> Iterator[Newsroom]:
    store = connect(store_url)
    yield Newsroom(tmp_path / "articles", store)
    store.close()


def test_a_new_file_becomes_an_entry_with_an_id_of_its_path(newsroom: Newsroom) -> None:
    """A3"""
    newsroom.write("2026/talks.txt", agency("Talks Begin"))
    assert newsroom.scan().new == ["2026/talks.txt"]
    assert newsroom.ids() == [f"{ID}2026/talks.txt"]


def test_an_entry_in_a_topic_is_in_its_parent(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", agency("Ferry Sails"))
    newsroom.scan()
    assert newsroom.titles("shipping") == newsroom.titles("sea") == ["Ferry Sails"]


def test_a_renamed_file_keeps_its_id_and_takes_no_revision(newsroom: Newsroom) -> None:
    """A3, S4"""
    file = newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    before, revision = newsroom.fragments(), newsroom.store.counts().revision
    file.rename(newsroom.root / "b.txt")
    report = newsroom.scan()
    assert (report.renamed, report.gone, report.new) == (["b.txt"], [], [])
    assert newsroom.fragments() == before
    assert newsroom.store.counts().revision == revision
    assert newsroom.scan().counts() == {}


def test_a_rename_told_in_two_parts_is_a_rename_all_the_same(newsroom: Newsroom) -> None:
    file = newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    file.rename(newsroom.root / "b.txt")
    assert newsroom.scan("b.txt", settled=False).renamed == ["b.txt"]
    assert newsroom.scan("a.txt").gone == []
    assert newsroom.ids() == [f"{ID}a.txt"]


def test_a_copy_is_an_entry_of_its_own(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    newsroom.write("b.txt", agency("Talks"))
    assert newsroom.scan().new == ["b.txt"]
    assert newsroom.ids() == [f"{ID}b.txt", f"{ID}a.txt"]


def test_of_two_copies_of_a_file_that_has_gone_one_goes_on_and_one_is_new(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BATCH", 1)
    monkeypatch.setattr(crew, "PAYS_FROM", 1)  # batches are then read ahead of what is applied
    newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    (newsroom.root / "a.txt").unlink()
    for copy in ("b.txt", "c.txt"):
        newsroom.write(copy, agency("Talks"))
    report = newsroom.scan()
    assert (report.renamed, report.new, report.rejected, report.gone) == (["b.txt"], ["c.txt"], [], [])
    assert newsroom.ids() == [f"{ID}c.txt", f"{ID}a.txt"]


def test_a_file_put_where_a_renamed_one_was_gets_an_id_of_its_own(newsroom: Newsroom) -> None:
    """A3"""
    newsroom.write("a.txt", agency("Talks")).rename(newsroom.root / "a.txt")
    newsroom.scan()
    (newsroom.root / "a.txt").rename(newsroom.root / "b.txt")
    newsroom.scan()
    newsroom.write("a.txt", agency("Other Talks", day="2026-02-27"))
    assert newsroom.scan().new == ["a.txt"]
    first, second = newsroom.ids()
    assert first == f"{ID}a.txt"
    assert second.startswith(f"{ID}a.txt;")
    assert newsroom.scan().counts() == {}


def test_a_changed_file_keeps_its_id_and_its_dates_but_for_updated(newsroom: Newsroom) -> None:
    """A4"""
    newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    newsroom.write("a.txt", agency("Talks", text="They have ended."))
    assert newsroom.scan().changed == ["a.txt"]
    entry = _entry(newsroom)
    assert entry.id == f"{ID}a.txt"
    assert entry.received == START + timedelta(minutes=1)
    assert entry.updated == START + timedelta(minutes=2)


def test_a_touched_file_changes_nothing(newsroom: Newsroom) -> None:
    """S4"""
    file = newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    before, revision = newsroom.document(), newsroom.store.counts().revision
    file.touch()
    newsroom.write("a.txt", agency("Talks"))
    report = newsroom.scan()
    assert (report.counts(), report.same) == ({}, 1)
    assert (newsroom.document(), newsroom.store.counts().revision) == (before, revision)


def test_a_removed_file_is_withdrawn_and_a_restored_one_is_the_entry_it_was(newsroom: Newsroom) -> None:
    """D2"""
    newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    before = newsroom.fragments()
    (newsroom.root / "a.txt").unlink()
    assert newsroom.scan().gone == ["a.txt"]
    assert newsroom.titles() == []
    newsroom.write("elsewhere.txt", agency("Talks"))
    assert newsroom.scan().restored == ["elsewhere.txt"]
    assert newsroom.fragments() == before


def test_a_file_that_is_missing_for_less_than_a_second_is_not_gone(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    (newsroom.root / "a.txt").unlink()
    report = newsroom.scan(settled=False)
    assert (report.gone, report.again) == ([], {"a.txt"})
    assert newsroom.titles() == ["Talks"]


def test_a_vanished_or_suddenly_bare_folder_withdraws_nothing(newsroom: Newsroom) -> None:
    for number in range(12):
        newsroom.write(f"{number}.txt", agency(f"Number {number}"))
    newsroom.scan()
    away = newsroom.root.rename(newsroom.root.with_name("away"))
    with pytest.raises(ScanAlarm, match="cannot be read"):
        newsroom.scan(settled=False)
    newsroom.root.mkdir()
    with pytest.raises(ScanAlarm, match="is empty"):
        newsroom.scan(settled=False)
    assert newsroom.store.recollect("alarms")
    newsroom.root.rmdir()
    away.rename(newsroom.root)
    assert newsroom.scan().counts() == {}
    assert len(newsroom.titles()) == 12


def test_an_empty_folder_in_place_of_the_one_that_held_a_few_articles_withdraws_nothing(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    newsroom.root.rename(newsroom.root.with_name("away"))
    newsroom.root.mkdir()
    with pytest.raises(ScanAlarm, match="is empty"):
        newsroom.scan(settled=False)
    newsroom.scan(emptied=True)
    assert newsroom.titles() == []


def test_a_few_articles_can_be_removed_all_at_once(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    (newsroom.root / "a.txt").unlink()
    assert newsroom.scan().gone == ["a.txt"]


def test_a_file_that_turns_into_a_draft_is_withdrawn_until_it_is_none(newsroom: Newsroom) -> None:
    newsroom.write("a.md", "---\ntitle: Plans\ndate: 2026-02-01\n---\nText\n")
    newsroom.scan()
    newsroom.write("a.md", "---\ntitle: Plans\ndate: 2026-02-01\ndraft: true\n---\nText\n")
    assert newsroom.scan().drafts == ["a.md"]
    assert newsroom.titles() == []
    newsroom.write("a.md", "---\ntitle: Plans\ndate: 2026-02-01\n---\nText\n")
    assert newsroom.scan().restored == ["a.md"]
    assert newsroom.ids() == [f"{ID}a.md"]


def test_an_embargo_holds_until_its_moment_and_an_expiry_ends_at_its_own(newsroom: Newsroom) -> None:
    """R5"""
    embargo, expires = START + timedelta(hours=1), START + timedelta(hours=2)
    newsroom.write("a.md", f"---\ntitle: Plans\nembargo: {embargo:%FT%TZ}\nexpires: {expires:%FT%TZ}\n---\nText\n")
    newsroom.scan()
    assert (newsroom.titles(), newsroom.turn()) == ([], embargo)
    newsroom.now = embargo
    assert newsroom.turn() == expires
    assert newsroom.titles() == ["Plans"]
    assert _entry(newsroom).published == embargo
    newsroom.now = expires
    assert newsroom.turn() is None
    assert newsroom.titles() == []
    newsroom.write("a.md", (newsroom.root / "a.md").read_text() + "\nMore.\n")
    assert newsroom.scan().expired == ["a.md"]
    assert newsroom.titles() == []


def test_the_second_of_two_files_that_claim_one_id_is_rejected_until_the_first_is_gone(newsroom: Newsroom) -> None:
    """S5"""
    for name in ("one", "two"):
        newsroom.write(f"{name}.md", f"---\nid: tag:example.org,2026:x\ntitle: {name}\ndate: 2026-01-01\n---\nText\n")
    report = newsroom.scan()
    assert [rejection.path for rejection in report.rejected] == ["two.md"]
    assert "one.md" in report.rejected[0].problem
    (newsroom.root / "one.md").unlink()
    newsroom.scan()
    assert newsroom.scan().rejected == []
    assert (newsroom.titles(), newsroom.store.rejections()) == (["two"], [])
    assert newsroom.ids() == ["tag:example.org,2026:x"]


def test_the_second_of_two_files_that_claim_one_slug_is_rejected(newsroom: Newsroom) -> None:
    for name in ("one", "two"):
        newsroom.write(f"{name}.md", f"---\nslug: talks\ntitle: {name}\ndate: 2026-01-01\n---\nText\n")
    report = newsroom.scan()
    assert [(rejection.path, "one.md" in rejection.problem) for rejection in report.rejected] == [("two.md", True)]


def test_a_file_that_names_its_id_anew_is_another_entry_in_place_of_the_first(newsroom: Newsroom) -> None:
    newsroom.write("a.md", "---\ntitle: Plans\ndate: 2026-02-01\n---\nText\n")
    newsroom.scan()
    newsroom.write("a.md", "---\nid: tag:example.org,2026:own\ntitle: Plans\ndate: 2026-02-01\n---\nText\n")
    newsroom.scan()
    assert newsroom.ids() == ["tag:example.org,2026:own"]
    assert newsroom.store.counts().withdrawn == 1


def test_a_file_with_the_permalink_of_one_that_is_gone_goes_on_with_its_entry(newsroom: Newsroom) -> None:
    newsroom.write("old.md", "---\nslug: plans\ntitle: Plans\ndate: 2026-02-01\n---\nText\n")
    newsroom.scan()
    (newsroom.root / "old.md").unlink()
    newsroom.scan()
    newsroom.write("new.md", "---\nslug: plans\ntitle: Better Plans\ndate: 2026-02-01\n---\nText\n")
    assert newsroom.scan().rejected == []
    assert (newsroom.titles(), newsroom.ids()) == (["Better Plans"], [f"{ID}old.md"])


def test_a_rejected_file_leaves_its_earlier_version_published_and_is_not_read_again_in_vain(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    newsroom.write("a.txt", b"")
    assert [rejection.path for rejection in newsroom.scan().rejected] == ["a.txt"]
    assert newsroom.titles() == ["Talks"]
    report = newsroom.scan()
    assert (report.rejected, report.same) == ([], 1)
    assert [rejection.path for rejection in newsroom.store.rejections()] == ["a.txt"]
    newsroom.write("a.txt", agency("Talks Resume"))
    assert newsroom.scan().changed == ["a.txt"]
    assert newsroom.store.rejections() == []


def test_a_new_base_url_changes_links_and_neither_ids_nor_updated(newsroom: Newsroom) -> None:
    """A3, S4"""
    newsroom.write("a.md", "---\ntitle: Plans\ndate: 2026-02-01\n---\nSee [this](/there).\n")
    newsroom.scan()
    before = _entry(newsroom)
    assert newsroom.reopen(base_url="https://news.example.net")
    after = _entry(newsroom)
    assert after.link.startswith("https://news.example.net/entries/")
    assert 'href="https://news.example.net/there"' in after.content
    assert (after.id, after.slug, after.updated, after.published) == (
        before.id, before.slug, before.updated, before.published,
    )  # fmt: skip
    assert not newsroom.reopen()


def test_a_changed_rule_moves_entries_between_feeds_and_touches_no_updated(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", agency("Ferry Sails"))
    newsroom.scan()
    before = _entry(newsroom)
    newsroom.topics = (replace(SHIPPING, rule="submarine"), Topic("boats", "Boats", rule="ferry"))
    assert not newsroom.reopen()
    newsroom.resort()
    assert (newsroom.titles("shipping"), newsroom.titles("boats")) == ([], ["Ferry Sails"])
    assert _entry(newsroom).updated == before.updated


def test_what_was_rejected_is_tried_again_when_the_settings_have_changed(newsroom: Newsroom) -> None:
    newsroom.chrome = ("The whole of the story",)
    newsroom.reopen()
    newsroom.write("a.txt", "The whole of the story\n")
    assert [rejection.path for rejection in newsroom.scan().rejected] == ["a.txt"]
    newsroom.chrome = ()
    assert newsroom.reopen()
    assert newsroom.scan().new == []
    assert newsroom.scan(retry=True).new == ["a.txt"]
    assert newsroom.store.rejections() == []


def test_a_store_built_anew_gives_the_same_documents(newsroom: Newsroom, tmp_path: Path) -> None:
    """X9, A3"""
    for number in range(5):
        newsroom.write(f"{number}.txt", agency(f"Number {number}"))
    newsroom.scan()
    anew = Newsroom(newsroom.root, connect(f"sqlite:///{tmp_path}/anew.db"), now=START + timedelta(days=9))
    anew.scan()
    assert [anew.document(format=kind) for kind in Format] == [newsroom.document(format=kind) for kind in Format]
    anew.store.close()


def test_a_dry_scan_writes_nothing(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", agency("Talks"))
    newsroom.write("b.txt", b"")
    report = newsroom.scan(dry=True)
    assert (report.new, len(report.rejected)) == (["a.txt"], 1)
    assert (newsroom.store.files(), newsroom.store.rejections(), newsroom.titles()) == ({}, [], [])


def test_a_dry_scan_of_a_folder_that_is_gone_leaves_no_alarm_behind(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", agency("Talks"))
    newsroom.scan()
    newsroom.root.rename(newsroom.root.with_name("away"))
    with pytest.raises(ScanAlarm, match="cannot be read"):
        newsroom.scan(settled=False, dry=True)
    assert not newsroom.store.recollect("alarms")


def test_many_files_made_in_other_processes_are_the_same_entries(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(450):
        newsroom.write(f"{number:03}.txt", agency(f"Number {number}") if number % 50 else b"")
    monkeypatch.setattr(crew, "PAYS_FROM", 1)
    apart = newsroom.scan()
    monkeypatch.setattr(crew, "PAYS_FROM", 10_000)
    here = Newsroom(newsroom.root, connect(f"sqlite:///{tmp_path}/here.db"))
    alone = here.scan()
    assert (apart.new, apart.rejected) == (alone.new, alone.rejected)
    assert newsroom.fragments() == here.fragments()
    here.store.close()


def _entry(newsroom: Newsroom) -> Entry:
    (listed,) = newsroom.store.listing(EVERYTHING, 2)
    stored = newsroom.store.entry(listed.slug)
    assert stored is not None
    assert stored.state is State.PUBLISHED
    return stored.entry
