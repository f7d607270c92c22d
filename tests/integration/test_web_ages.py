"""How long an answer keeps: as the feed's own pace says, but never past a change that is known to come (C9, R13)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from gazette import notes, printed, publication, reader
from lxml import etree
from werkzeug.test import TestResponse

from feedsvc.model import Format
from feedsvc.store.base import Store

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return printed(tmp_path)


def ages(response: TestResponse) -> tuple[int, int, int]:
    """For how long it is fresh; may be handed out while a newer one is asked for; may be where none can be had."""
    fields = (field.strip().partition("=") for field in response.headers["Cache-Control"].split(","))
    said = {name: value for name, _, value in fields}
    assert "public" in said
    return int(said["max-age"]), int(said["stale-while-revalidate"]), int(said.get("stale-if-error", 0))


def pace(store: Store, every: timedelta, times: int = 30) -> None:
    """The weather changes so often, until now."""
    for number, note in enumerate(notes(1, times, "weather"), 1):
        store.apply([note], NOW - (times - number) * every)


@pytest.mark.parametrize(
    ("every", "minutes"),
    [(timedelta(seconds=10), 1), (8 * MINUTE, 2), (2 * HOUR, 30), (12 * HOUR, 60)],
)
@pytest.mark.parametrize("suffix", list(Format))
def test_a_feed_keeps_for_a_quarter_of_the_time_between_its_changes(
    store: Store, every: timedelta, minutes: int, suffix: str
) -> None:
    """C9: within the bounds that are set, and for as long again behind the reader's back."""
    pace(store, every)
    fresh, stale, failing = ages(reader(store).get(f"/feeds/weather.{suffix}"))
    assert fresh == pytest.approx(60 * minutes, rel=0.1)
    assert (fresh % 60, stale, failing) == (0, fresh, 86_400)


@pytest.mark.parametrize("path", ["/search", "/feeds/search.atom", "/feeds/search.json"])
def test_what_was_published_lately_is_looked_for_again_after_a_minute(store: Store, path: str) -> None:
    """Since it ages, whether anything is published or not; a search of all times does not."""
    client = reader(store)
    for query in ("q=ferry&filter_time=99999999", "q=ferry"):
        assert client.get(f"{path}?{query}").status_code == 200
    fresh = client.application.prepared.library.fresh
    lasts = {"filter_time" in key: (kept.until or float("inf")) - time.time() for key, kept in fresh.items()}
    assert 0 < lasts[True] <= 60 < lasts[False]


def test_the_bounds_are_the_operators(store: Store) -> None:
    pace(store, 2 * HOUR)
    client = reader(store, shortest_max_age=45 * MINUTE, longest_max_age=50 * MINUTE)
    assert ages(client.get("/feeds/weather.atom"))[0] == 45 * 60
    client = reader(store, shortest_max_age=MINUTE, longest_max_age=10 * MINUTE)
    assert ages(client.get("/feeds/weather.atom"))[0] == 10 * 60


def test_a_combination_keeps_for_as_long_as_the_liveliest_of_its_topics(store: Store) -> None:
    pace(store, 2 * HOUR)
    client = reader(store)
    assert ages(client.get("/feeds/ferries,weather.rss"))[0] == ages(client.get("/feeds/weather.rss"))[0] == 1800


@pytest.mark.parametrize("every", [timedelta(seconds=10), 8 * MINUTE, 2 * HOUR])
def test_the_document_says_the_same_as_the_header(store: Store, every: timedelta) -> None:
    """R13, C9: ttl in minutes; sy: how often in how long."""
    pace(store, every)
    client = reader(store)
    for path in ("/feeds/weather.rss", "/feeds/all.rss", "/feeds/all-ferries.rss", "/feeds/weather.atom"):
        answer = client.get(path)
        root, minutes = etree.fromstring(answer.data), ages(answer)[0] // 60
        if path.endswith(".rss"):
            assert root.findtext("channel/ttl") == str(minutes)
        period, frequency = (
            root.xpath(f"string(//*[local-name()='update{word}'])") for word in ("Period", "Frequency")
        )
        assert {"hourly": 60, "daily": 1440}[period] / int(frequency) == pytest.approx(minutes, rel=0.05)


def test_a_304_says_the_same_as_the_200(store: Store) -> None:
    """C3."""
    pace(store, 8 * MINUTE)
    client = reader(store)
    full = client.get("/feeds/weather.atom")
    assert ages(client.get("/feeds/weather.atom", headers={"If-None-Match": full.headers["ETag"]})) == ages(full)


@pytest.mark.parametrize("moment", ["embargo", "expires"])
@pytest.mark.parametrize("selection", ["weather", "all", "ferries,weather", "weather-ferries"])
def test_nothing_keeps_longer_than_until_the_next_embargo_or_expiry(store: Store, moment: str, selection: str) -> None:
    """C9: neither fresh nor as something that will do meanwhile; whoever asks then gets what has changed."""
    pace(store, 2 * HOUR)
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=100)
    store.apply([publication("timed", "weather", **{moment: soon})], datetime.now(UTC))
    for path in (f"/feeds/{selection}.atom", "/"):
        fresh, stale, failing = ages(reader(store).get(path))
        assert 59 < fresh <= 100
        assert fresh + stale <= 100
        assert failing == 0


def test_a_feed_that_it_does_not_concern_keeps_as_before(store: Store) -> None:
    pace(store, 2 * HOUR)
    client = reader(store)
    before = ages(client.get("/feeds/weather.atom"))
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=100)
    store.apply([publication("timed", "ferries", expires=soon)], datetime.now(UTC))
    assert ages(client.get("/feeds/weather.atom")) == before


def test_what_is_prepared_is_told_for_shorter_the_nearer_the_change_comes(store: Store) -> None:
    """C9, C16: the same document under the same tag, to whoever has it and whoever has not."""
    soon = datetime.now(UTC) + timedelta(seconds=30)
    store.apply([publication("timed", "weather", expires=soon)], datetime.now(UTC))
    client = reader(store)
    first = client.get("/feeds/weather.atom")
    time.sleep(1.1)
    later = client.get("/feeds/weather.atom")
    unchanged = client.get("/feeds/weather.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (later.data, later.headers["ETag"], unchanged.status_code) == (first.data, first.headers["ETag"], 304)
    assert ages(unchanged) <= ages(later) < ages(first)
