"""Page chrome that is learnt, on both engines: from the stored originals, without anybody being told anything anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from newsroom import START, Newsroom
from sqlalchemy import create_engine, text

from feedsvc.errors import StoreError
from feedsvc.model import Entry, SourceFile
from feedsvc.pipeline import Pipeline, Settings, crew, learning
from feedsvc.pipeline.explainer import Explainer
from feedsvc.store import connect
from feedsvc.store.base import Store

PLACES = (
    "Ostmark",
    "Westhaven",
    "Nordby",
    "Sudholm",
    "Eastlea",
    "Midfort",
    "Lowmere",
    "Highcliff",
    "Farsund",
    "Nearby",
)
HEAD, FOOT = "Tidewater Wire", "All rights reserved by the wire."


class Learner(Newsroom):
    """A newsroom whose settings say whether chrome is learnt."""

    learns = True

    def beside(self, *topics) -> Pipeline:  # type: ignore[no-untyped-def]  # as in Newsroom
        made = super().beside(*topics)
        return Pipeline(made._folder, self.store, replace(made.settings, learns=self.learns), lambda: self.now)


@pytest.fixture
def room(tmp_path: Path, store_url: str) -> Iterator[Learner]:
    store = connect(store_url)
    yield Learner(tmp_path / "articles", store)
    store.close()


def page(place: str, *, head: str = HEAD, foot: str = FOOT) -> str:
    """As a crawler brings it: the site's name, a headline, text, a notice."""
    story = f"The harbour of {place} was closed on Monday, and its master wrote to the owners of all ships there."
    return f"{head}\n\n{place} Closes Its Harbour\n\n{story}\n\n{foot}\n"


def fill(room: Learner, folder: str = "wire", places: tuple[str, ...] = PLACES) -> None:
    for place in places:
        room.write(f"{folder}/{place.lower()}.txt", page(place))


def entries(room: Learner) -> dict[str, Entry]:
    return {stored.entry.path: stored.entry for stored in room.store.entries()}


def contents(room: Learner) -> str:
    return "".join(entry.title + entry.content for entry in entries(room).values())


def kinds(url: str) -> list[str]:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        found = [row[0] for row in connection.execute(text("SELECT kind FROM changes ORDER BY revision"))]
    engine.dispose()
    return found


def test_what_many_files_have_at_one_place_goes_and_the_originals_keep_every_byte(room: Learner) -> None:
    fill(room)
    room.scan()
    assert sorted(entry.title for entry in entries(room).values()) == sorted(
        f"{place} Closes Its Harbour" for place in PLACES
    )
    assert HEAD not in contents(room) and FOOT not in contents(room)
    for _, source in room.store.originals():
        assert source.data == (room.root / source.path).read_bytes()


def test_nobody_sees_a_new_article_before_its_chrome_is_gone(room: Learner, store_url: str) -> None:
    fill(room)
    room.scan()
    assert kinds(store_url) == ["published"] * len(PLACES)


def test_a_folder_that_is_away_for_a_while_keeps_what_it_has_learnt(room: Learner) -> None:
    fill(room)
    room.write("letters/one.txt", page("Oneville", head="Letters", foot="The End"))
    room.scan()
    away = (room.root / "wire").rename(room.root.with_name("away"))
    room.scan()
    away.rename(room.root / "wire")
    room.write("wire/late.txt", page("Late"))
    room.scan()
    assert FOOT not in contents(room)


def test_nothing_is_learnt_unless_it_is_asked_for(room: Learner) -> None:
    room.learns = False
    room.reopen()
    fill(room)
    room.scan()
    assert contents(room).count(FOOT) == len(PLACES)


def test_nobody_is_told_anew_of_an_entry_that_loses_a_line(room: Learner, store_url: str) -> None:
    """A4, S4"""
    room.learns = False
    room.reopen()
    fill(room)
    room.scan()
    before = entries(room)
    room.learns = True
    room.now += timedelta(days=1)
    assert not room.reopen()
    room.scan()
    after = entries(room)
    assert contents(room) and FOOT not in contents(room)
    for path, entry in after.items():
        was = before[path]
        assert (entry.id, entry.slug, entry.published, entry.updated) == (was.id, was.slug, was.published, was.updated)
        assert entry.digest != was.digest
    assert kinds(store_url) == ["published"] * len(PLACES) + ["rendered"] * len(PLACES)
    assert room.scan().counts() == {}
    assert len(kinds(store_url)) == 2 * len(PLACES)


def test_what_was_learnt_outlasts_a_restart_and_holds_for_what_comes_next(room: Learner) -> None:
    fill(room)
    room.scan()
    room.reopen()
    room.write("wire/late.txt", page("Late"))
    room.scan("wire/late.txt")
    assert FOOT not in entries(room)["wire/late.txt"].content
    assert entries(room)["wire/late.txt"].title == "Late Closes Its Harbour"


def test_a_folder_loses_nothing_that_another_one_learnt(room: Learner) -> None:
    fill(room)
    room.write("letters/one.txt", page("Oneville"))
    room.scan()
    assert entries(room)["letters/one.txt"].title == HEAD
    assert FOOT in entries(room)["letters/one.txt"].content
    assert contents(room).count(FOOT) == 1


def test_learning_that_is_switched_off_gives_every_line_back(room: Learner) -> None:
    fill(room)
    room.scan()
    room.learns = False
    room.reopen()
    room.scan()
    assert contents(room).count(FOOT) == len(PLACES)
    assert {entry.updated for entry in entries(room).values()} == {START + timedelta(minutes=1)}


def test_a_line_that_few_files_have_any_more_is_given_back(room: Learner) -> None:
    fill(room)
    room.scan()
    for number in range(8):
        room.write(f"wire/other-{number}.txt", page(f"Place{number}", head="", foot=f"Number {number}."))
    room.scan()
    assert FOOT not in contents(room), "still in most"
    for number in range(8, 12):
        room.write(f"wire/other-{number}.txt", page(f"Place{number}", head="", foot=f"Number {number}."))
    room.scan()
    assert contents(room).count(FOOT) == len(PLACES)


def test_the_originals_are_not_read_again_before_a_tenth_has_come(
    room: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(room, places=tuple(f"{place}{number}" for place in PLACES for number in range(3)))
    room.scan()
    learnt: list[str] = []
    original = learning.sheet

    def counting(source: SourceFile):  # type: ignore[no-untyped-def]  # as `sheet`
        learnt.append(source.path)
        return original(source)

    monkeypatch.setattr(learning, "sheet", counting)
    fill(room, places=("New", "Newer"))
    room.scan()
    assert learnt == []
    fill(room, places=("Newest",))
    room.scan()
    assert len(learnt) == 33


def test_other_processes_know_what_was_learnt(room: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "PAYS_FROM", 1)
    fill(room)
    room.scan()
    assert FOOT not in contents(room)
    room.reopen(title="Another Title")
    assert FOOT not in contents(room)


def test_more_folders_than_one_scan_learns_from_are_left_to_the_next(
    room: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "AT_ONCE", 1)
    fill(room, "a")
    fill(room, "b")
    room.scan()
    assert contents(room).count(FOOT) == len(PLACES)
    room.scan()
    assert FOOT not in contents(room)


def test_explain_tells_each_line_and_its_why(room: Learner) -> None:
    fill(room)
    room.scan()
    settings = Settings.of(room.site, (), room.topics, learns=True)
    told = Explainer(room.store, lambda: settings).entry(entries(room)["wire/nordby.txt"].slug)
    assert told is not None
    assert [(line.number, line.text, line.why) for line in told.dropped] == [
        (1, HEAD, "learnt: 10 of 10 files of wire/ have it as their 1st line"),
        (7, FOOT, "learnt: 10 of 10 files of wire/ have it as their last line"),
    ]
    assert told.entry == entries(room)["wire/nordby.txt"]


def test_an_entry_that_was_taken_back_stays_so(room: Learner) -> None:
    fill(room)
    room.learns = False
    room.reopen()
    room.scan()
    (room.root / "wire/nordby.txt").unlink()
    room.write("wire/more.txt", page("Moreville"))
    room.scan()
    room.learns = True
    room.reopen()
    room.scan()
    assert len(room.titles()) == 10
    assert "wire/nordby.txt" not in entries(room)


class Forgetful:
    """A real store that does not keep what it is told to remember, once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._fails = True

    def remember(self, key: str, value: str) -> None:
        if self._fails:
            self._fails = False
            raise StoreError("the disk is full")
        self._store.remember(key, value)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_learning_that_failed_is_made_up_by_the_next_scan_though_nothing_is_new(room: Learner) -> None:
    room.learns = False
    room.reopen()
    fill(room)
    room.scan()
    room.learns = True
    room.reopen()
    line = room.beside()
    line._learning = learning.Learning(line._folder, cast(Store, Forgetful(room.store)))
    with pytest.raises(StoreError):
        line.scan()
    line.scan()
    assert line.is_learnt
    assert FOOT not in contents(room)


def test_what_was_learnt_is_read_anew_only_where_it_is_another(room: Learner) -> None:
    fill(room)
    room.scan()
    before = learning.learnt(room.store)
    assert learning.learnt(room.store)["wire"] is before["wire"]
    fill(room, "letters")
    room.scan()
    assert learning.learnt(room.store).keys() == {"wire", "letters"}
