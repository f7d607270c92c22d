"""What is counted of answers: each once, whoever gives it, under labels that nobody can multiply."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from gazette import PRESSED, Failing, printed, publication, reader
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample
from werkzeug.test import Client

from feedsvc.errors import StoreError


class Counted(NamedTuple):
    feed: str
    status: str
    coding: str


METRICS = Counted("other", "200", "identity")
"""What the look at the metrics is counted as, by the next look."""


@pytest.fixture
def store(tmp_path: Path) -> Failing:
    return Failing(printed(tmp_path))


@pytest.fixture
def client(store: Failing) -> Client:
    return reader(store, aliases={"boats": "ferries"})  # type: ignore[arg-type]  # it passes on what it is asked


def samples(client: Client, name: str) -> list[Sample]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return [sample for family in families for sample in family.samples if sample.name == name]


def value(client: Client, name: str, **labels: str) -> float:
    return next((sample.value for sample in samples(client, name) if sample.labels == labels), 0)


def counted(client: Client) -> Counter[Counted]:
    """All answers by now, those of this process's other tests among them."""
    found = samples(client, "feedsvc_requests_total")
    return Counter({Counted(**sample.labels): int(sample.value) for sample in found})


def test_every_answer_is_counted_by_its_feed_status_and_coding(client: Client) -> None:
    before = counted(client)
    tag = client.get("/feeds/ferries.atom").headers["ETag"]
    for _ in range(3):
        client.get("/feeds/ferries.atom", headers={"If-None-Match": tag})
    client.head("/feeds/ferries.rss", headers={"Accept-Encoding": "br"})
    client.get("/feeds/ferries/archive/1.json")
    client.get("/feeds/ferries+weather.json")
    client.get("/feeds.opml")
    client.get("/")
    client.get("/entries/old-ferry", headers={"Accept-Encoding": "gzip"})
    assert counted(client) - before == {
        Counted("ferries", "200", "identity"): 2,
        Counted("ferries", "304", "identity"): 3,
        Counted("ferries", "200", "br"): 1,
        Counted("combination", "200", "identity"): 1,
        Counted("opml", "200", "identity"): 1,
        Counted("page", "200", "identity"): 1,
        Counted("page", "200", "gzip"): 1,
        METRICS: 1,
    }


def test_what_is_no_document_is_counted_by_its_status_alone(client: Client) -> None:
    """Redirects, errors, static files: whatever was asked for."""
    before = counted(client)
    for number in range(20):
        client.get(f"/feeds/made-up-{number}.atom")
    for path in ("/feeds/boats.atom", "/feed", "/feeds/ferries.atom?limit=x", "/entries/false-alarm", "/healthz"):
        client.get(path)
    client.post("/feeds/ferries.atom")
    statuses = {"404": 20, "301": 2, "400": 1, "410": 1, "405": 1}
    others = {Counted("other", status, "identity"): count for status, count in statuses.items()}
    assert counted(client) - before == {**others, METRICS: 2}  # /healthz is the second


def test_searches_are_counted_as_one(client: Client) -> None:
    before = counted(client)
    for path in ("/feeds/search.atom?q=fog", "/feeds/weather.rss?q=fog", "/search?q=fog", "/search"):
        client.get(path)
    assert (counted(client) - before)[Counted("search", "200", "identity")] == 4


def test_no_label_is_made_of_what_is_asked(client: Client) -> None:
    """Otherwise anyone could fill the memory of whoever collects them."""
    before = counted(client)
    for selection in ("ferries+weather", "ferries,weather", "ferries-weather", "all-ferries", "unknown"):
        for query in ("", "?limit=3", "?brief", "?utm_source=x"):
            client.get(f"/feeds/{selection}.atom{query}")
    feeds = {labels.feed for labels in counted(client) - before}
    assert feeds <= {
        "all",
        "ferries",
        "weather",
        "harbour-politics",
        "политика",
        "combination",
        "opml",
        "page",
        "other",
    }


def test_metrics_outlive_the_store(store: Failing, client: Client) -> None:
    """What else would tell that it is down?"""
    assert value(client, "feedsvc_store_up") == 1
    client.get("/feeds/ferries.atom")
    store.error = StoreError("down")
    before = counted(client)
    client.get("/feeds/ferries.atom")
    assert counted(client) - before == {Counted("ferries", "200", "identity"): 1, METRICS: 1}
    assert [sample.value for sample in samples(client, "feedsvc_store_up")] == [0]
    assert client.get("/metrics").headers["Cache-Control"] == "no-store"


def test_the_revision_is_that_of_the_store(store: Failing, client: Client) -> None:
    before = value(client, "feedsvc_revision")
    store.apply([publication("storm", "weather")], PRESSED + timedelta(hours=1))
    assert value(client, "feedsvc_revision") == before + 1
    states = {state: value(client, "feedsvc_entries", state=state) for state in ("published", "held", "withdrawn")}
    assert states == {"published": 3, "held": 1, "withdrawn": 1}


def test_what_is_built_is_timed_and_what_is_kept_is_weighed(client: Client) -> None:
    built = "feedsvc_document_build_seconds_count"
    before = value(client, built, format="rss")
    for _ in range(5):
        client.get("/feeds/ferries.rss")
    assert value(client, built, format="rss") == before + 1
    assert value(client, "feedsvc_prepared_bytes") > 1000
