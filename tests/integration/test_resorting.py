"""When topics change, stored entries are sorted anew, on both engines: those concerned, and as news to nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from gazette import titles
from newsroom import SEA, SHIPPING, SITE, START, Newsroom, agency
from publishing import kinds
from werkzeug.test import Client, TestResponse

from feedsvc import web
from feedsvc.errors import StoreError
from feedsvc.model import Entry, Format, Topic
from feedsvc.pipeline import resorting
from feedsvc.selections import of_topic
from feedsvc.store import connect
from feedsvc.store.changes import Change
from feedsvc.web.serving import Serving

FOG = Topic("fog", "Fog", rule="fog")
LIMIT, SIZE = 3, 5


@pytest.fixture
def newsroom(tmp_path: Path, store_url: str) -> Iterator[Newsroom]:
    store = connect(store_url)
    yield Newsroom(tmp_path / "articles", store, topics=(SHIPPING, SEA, FOG))
    store.close()


@pytest.fixture
def client(newsroom: Newsroom) -> Iterator[Client]:
    application = web.create(SITE, newsroom.store, Serving(limit=LIMIT, archive=SIZE, delta=True))
    yield Client(application)
    application.close()


def published(newsroom: Newsroom, *words: str, first: int = 0) -> None:
    """An article about each of these words, a day apart, the last one the newest."""
    for number, word in enumerate(words, first):
        day = START.date() - timedelta(days=100 - number)
        newsroom.write(f"{number:02}.txt", agency(f"{word.title()} {number}", f"{day}", f"Of {word} and nothing else."))
    newsroom.scan()


def edit(newsroom: Newsroom, *topics: Topic) -> None:
    newsroom.topics = topics
    newsroom.now += timedelta(minutes=1)
    assert not newsroom.reopen()


def edited(newsroom: Newsroom, *topics: Topic) -> None:
    edit(newsroom, *topics)
    newsroom.resort()
    assert newsroom.is_sorted


def looked_at(newsroom: Newsroom, *topics: Topic) -> tuple[int, int]:
    edit(newsroom, *topics)
    done = newsroom.resort()
    return (done.looked_at, done.moved) if done else (0, 0)


def as_if_made_anew(newsroom: Newsroom, folder: Path) -> dict[str, list[bytes]]:
    """What another store holds that never knew other topics."""
    store = connect(f"sqlite:///{folder}/anew.db")
    anew = Newsroom(newsroom.root, store, topics=newsroom.topics)
    anew.scan()
    found = everything(anew)
    store.close()
    return found


def everything(newsroom: Newsroom) -> dict[str, list[bytes]]:
    selections = ["all", *(topic.slug for topic in newsroom.topics)]
    return {
        f"{selection}.{suffix}": newsroom.fragments(selection, suffix) for selection in selections for suffix in Format
    }


def test_what_is_not_concerned_is_not_even_looked_at(newsroom: Newsroom) -> None:
    published(newsroom, "ferry", "fog", "mist", "rain")
    assert looked_at(newsroom, SHIPPING, SEA, replace(FOG, rule="mist OR fog")) == (2, 1)
    assert newsroom.titles("fog") == ["Mist 2", "Fog 1"]
    assert looked_at(newsroom, SHIPPING, SEA, replace(FOG, rule="mist OR fog", description="More")) == (0, 0)


def test_entries_are_what_they_would_be_had_they_been_made_anew(newsroom: Newsroom, tmp_path: Path) -> None:
    published(newsroom, "ferry", "fog", "mist", "fog and ferry", "rain", "_weather")
    newsroom.write("_weather/a.txt", agency("Rain", text="It falls."))
    newsroom.write("b.md", "---\ntitle: Named\ndate: 2026-02-01\ntags: [Weather, medtop:20000065]\n---\nText\n")
    newsroom.scan()
    weather = Topic("weather", "The Weather", rule="topic:fog OR rain", parent="sea")
    edited(newsroom, SHIPPING, SEA, weather, replace(FOG, title="Fog and Mist", rule="fog -ferry"))
    assert everything(newsroom) == as_if_made_anew(newsroom, tmp_path)
    edited(newsroom, replace(SEA, codes=("medtop:20000065",)), SHIPPING, weather)
    assert everything(newsroom) == as_if_made_anew(newsroom, tmp_path / "again")
    assert len(newsroom.titles("weather")) == 3


def entries(newsroom: Newsroom) -> list[Entry]:
    return sorted((stored.entry for stored in newsroom.store.entries()), key=lambda entry: entry.id)


def test_no_entry_changes_but_for_its_topics_and_no_revision_is_taken_by_others(
    newsroom: Newsroom, store_url: str
) -> None:
    """S4: `updated` stays, whoever is in a topic whose title changes is rendered anew."""
    published(newsroom, "ferry", "fog", "mist")
    before, former = entries(newsroom), everything(newsroom)
    edited(newsroom, SHIPPING, SEA, replace(FOG, title="Fogs", rule="mist OR fog"))
    assert entries(newsroom) == before
    assert kinds(store_url) == [*["published"] * 3, "rendered", "retopicked"]
    assert everything(newsroom)["sea.atom"] == former["sea.atom"]
    assert b'label="Fogs"' in everything(newsroom)["fog.atom"][0]


def test_a_removed_topic_is_lost_by_whom_nothing_else_brings_it_and_its_feed_stays_known(newsroom: Newsroom) -> None:
    published(newsroom, "fog", "ferry")
    newsroom.write("fog/a.txt", agency("In Its Folder", text="Nothing else."))
    newsroom.scan()
    edited(newsroom, SHIPPING, SEA)
    assert newsroom.titles("fog") == ["In Its Folder"]
    newsroom.topics = (SEA,)
    edited(newsroom, SEA)
    assert newsroom.titles("shipping") == newsroom.titles("sea") == []
    assert newsroom.store.feed(of_topic("shipping")) is not None


def test_an_entry_under_an_embargo_is_sorted_like_others(newsroom: Newsroom) -> None:
    embargo = START + timedelta(days=1)
    newsroom.write("a.md", f"---\ntitle: Plans\nembargo: {embargo:%FT%TZ}\n---\nOf mist.\n")
    newsroom.scan()
    edited(newsroom, SHIPPING, SEA, replace(FOG, rule="mist"))
    assert newsroom.titles("fog") == []
    newsroom.now = embargo
    newsroom.turn()
    assert newsroom.titles("fog") == ["Plans"]


def test_what_was_taken_back_is_not_brought_back(newsroom: Newsroom) -> None:
    published(newsroom, "mist", "fog")
    (newsroom.root / "00.txt").unlink()
    newsroom.scan()
    edited(newsroom, SHIPPING, SEA, replace(FOG, rule="mist OR fog"))
    assert newsroom.titles() == newsroom.titles("fog") == ["Fog 1"]


# In between, and half way.


def test_new_articles_are_sorted_by_the_new_rules_before_stored_ones_are(newsroom: Newsroom) -> None:
    published(newsroom, "mist")
    edit(newsroom, SHIPPING, SEA, replace(FOG, rule="mist"))
    published(newsroom, "mist", first=1)
    assert newsroom.titles("fog") == ["Mist 1"]
    newsroom.resort()
    assert newsroom.titles("fog") == ["Mist 1", "Mist 0"]


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4])
def test_whatever_ends_it_half_way_the_rest_is_done_later(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    monkeypatch.setattr(resorting, "BATCH", 1)
    published(newsroom, "fog", "mist", "fog", "mist")
    edit(newsroom, SHIPPING, SEA, replace(FOG, rule="mist"))
    go_on(newsroom, steps)
    assert not newsroom.is_sorted
    assert not newsroom.reopen()
    newsroom.resort()
    assert everything(newsroom) == as_if_made_anew(newsroom, tmp_path)
    assert not newsroom.reopen()
    assert newsroom.is_sorted


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("rule", [FOG.rule, "ferry", None])
def test_settings_that_change_again_half_way_leave_nothing_behind(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int, rule: str | None
) -> None:
    monkeypatch.setattr(resorting, "BATCH", 1)
    published(newsroom, "fog", "mist", "ferry", "mist")
    edit(newsroom, SHIPPING, SEA, replace(FOG, rule="mist"), Topic("rain", "Rain", rule="mist"))
    go_on(newsroom, steps)
    published(newsroom, "mist", first=4)
    edited(newsroom, SHIPPING, SEA, replace(FOG, rule=rule))
    assert everything(newsroom) == as_if_made_anew(newsroom, tmp_path)
    assert newsroom.titles("rain") == []


def go_on(newsroom: Newsroom, steps: int) -> None:
    for _ in range(steps):
        newsroom.resort(seconds=0)


def test_what_the_store_refused_is_done_by_the_next_call(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    published(newsroom, "mist")
    edit(newsroom, SHIPPING, SEA, replace(FOG, rule="mist"))
    with monkeypatch.context() as patched:
        patched.setattr(newsroom.store, "apply", _refuse)
        with pytest.raises(StoreError):
            newsroom.resort()
    assert not newsroom.is_sorted
    newsroom.resort()
    assert newsroom.titles("fog") == ["Mist 0"]


def _refuse(changes: Sequence[Change], at: datetime) -> int:
    raise StoreError("the disk is full")


def test_another_process_may_join_by_the_topics_in_force_and_by_no_others(newsroom: Newsroom) -> None:
    published(newsroom, "mist")
    edit(newsroom, SHIPPING, SEA)
    assert not newsroom.is_sorted
    assert newsroom.beside(SHIPPING, SEA).is_adopted()
    assert not newsroom.beside(SHIPPING, SEA, FOG).is_adopted()
    newsroom.resort()
    assert newsroom.beside(SHIPPING, SEA).is_adopted()
    assert not newsroom.beside(SHIPPING, SEA, FOG).is_adopted()


# As subscribers see it.


def ask(client: Client, known: TestResponse, **headers: str) -> TestResponse:
    return client.get(known.request.path, headers={"If-None-Match": known.headers["ETag"], **headers})


def test_feeds_of_no_concern_stay_a_304_and_those_concerned_send_nothing_old_as_new(
    newsroom: Newsroom, client: Client
) -> None:
    """C2, D1"""
    published(newsroom, *["mist"] * 8, "fog", "fog", "rain")
    newsroom.write("rain/a.txt", agency("Rain Alone", text="It falls."))
    newsroom.scan()
    rain, fog = client.get("/feeds/rain.atom"), client.get("/feeds/fog.atom")
    assert titles(fog) == ["Fog 9", "Fog 8"]
    edited(newsroom, SHIPPING, SEA, replace(FOG, rule="mist OR fog"))
    assert ask(client, rain).status_code == 304
    assert titles(ask(client, fog)) == ["Fog 9", "Fog 8", "Mist 7"]  # and no catching up with the eight
    delta = ask(client, fog, **{"A-IM": "feed"})
    assert (delta.status_code, titles(delta)) == (226, [])


def test_an_entry_takes_its_place_by_its_date(newsroom: Newsroom, client: Client) -> None:
    published(newsroom, "fog", "mist", "fog", "mist")
    edited(newsroom, SHIPPING, SEA, replace(FOG, rule="mist OR fog"))
    assert titles(client.get("/feeds/fog.atom")) == ["Mist 3", "Fog 2", "Mist 1"]


@pytest.mark.parametrize("suffix", list(Format))
def test_archive_documents_hold(newsroom: Newsroom, client: Client, suffix: str) -> None:
    """P2, P3: what was cut stays cut; what enters comes behind it, and a walk finds every entry once."""
    published(newsroom, *["fog"] * SIZE, *["mist"] * (2 * SIZE))
    first = client.get(f"/feeds/fog/archive/1.{suffix}")
    edited(newsroom, SHIPPING, SEA, replace(FOG, rule="mist OR fog"))
    assert titles(client.get(f"/feeds/fog/archive/1.{suffix}")) == titles(first)
    walked = [title for number in (3, 2, 1) for title in titles(client.get(f"/feeds/fog/archive/{number}.{suffix}"))]
    assert walked == newsroom.titles("fog")
    assert len(walked) == 3 * SIZE


def test_what_the_settings_can_no_longer_make_is_sorted_by_topics_that_changed_with_them(newsroom: Newsroom) -> None:
    newsroom.write("a.txt", agency("Fog", text="There was fog."))
    newsroom.scan()
    assert newsroom.titles("fog") == ["Fog"]
    newsroom.topics = (SHIPPING, SEA, replace(FOG, rule="mist"), Topic("air", "Air", rule="fog"))
    newsroom.chrome = ("Fog - 2026-02-28", "There was fog.")  # nothing is left of it that could be published
    assert newsroom.reopen()
    assert newsroom.titles() == ["Fog"]
    newsroom.resort()
    assert newsroom.titles("fog") == []
    assert newsroom.titles("air") == ["Fog"]
