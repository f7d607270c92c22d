"""What keeps the service running, and what it says when something is wrong."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from gazette import Failing, printed, reader
from werkzeug.test import Client

from feedsvc.errors import FeedsvcError, StoreError
from feedsvc.store import connect

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}


@pytest.fixture
def store(tmp_path: Path) -> Failing:
    return Failing(printed(tmp_path))


@pytest.fixture
def client(store: Failing) -> Client:
    return reader(store)  # type: ignore[arg-type]  # it passes on what it is asked


def test_a_store_that_does_not_answer_is_not_served_from(store: Failing) -> None:
    """Whoever starts the server is told at once."""
    store.error = StoreError("down")
    with pytest.raises(StoreError):
        reader(store)  # type: ignore[arg-type]  # as above


def test_health_asks_no_store(store: Failing, client: Client) -> None:
    store.error = StoreError("down")
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")
    assert response.headers["Cache-Control"] == "no-store"


def test_ready_is_whether_the_store_answers(store: Failing, client: Client) -> None:
    ready = client.get("/readyz")
    store.error = StoreError("down")
    unready = client.get("/readyz")
    assert (ready.status_code, ready.text) == (200, "ready\n")
    assert (unready.status_code, unready.headers["Retry-After"]) == (503, "10")


def test_a_store_that_was_never_scanned_into_is_not_ready(tmp_path: Path) -> None:
    """A deployment that forgot its disk does not begin with empty feeds."""
    client = reader(connect(f"sqlite:///{tmp_path / 'new.db'}"))
    assert (client.get("/readyz").status_code, client.get("/healthz").status_code) == (503, 200)


@pytest.mark.parametrize("path", ["/static/feed.css", "/favicon.ico"])
def test_a_static_file_is_conditional_and_bears_an_absurd_date(client: Client, path: str) -> None:
    """C2."""
    full = client.get(path)
    assert client.get(path, headers={"If-None-Match": full.headers["ETag"]}).status_code == 304
    absurd = {"If-Modified-Since": "Sun, 99 Nov 99999999999 06:02:40 GMT"}
    assert client.get(path, headers=absurd).status_code == 200


@pytest.mark.parametrize(
    "path", ["/feeds/all.atom", "/feeds/ferries+weather.rss", "/feeds.opml", "/", "/topics/ferries", "/entries/x"]
)
def test_a_store_that_fails_is_a_503_and_a_line_in_the_log(
    store: Failing, client: Client, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """C9: with Retry-After, kept by no cache; the reader learns nothing of our insides, the operator does."""
    store.error = StoreError("sqlite:///news.db: disk I/O error")
    response = client.get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.text == "The feeds cannot be read at the moment; please try again shortly.\n"
    assert caplog.record_tuples == [
        ("feedsvc.web", logging.ERROR, f"GET {path}: the store does not answer: sqlite:///news.db: disk I/O error")
    ]
    assert caplog.records[0].exc_info is None


@pytest.mark.parametrize(
    "path", ["/feeds/all.atom", "/feeds/ferries.json?limit=1", "/feeds.opml", "/", "/topics/ferries"]
)
def test_what_is_prepared_outlives_the_store(store: Failing, client: Client, path: str) -> None:
    """C16: a failure keeps nobody from the last good document, in whatever coding."""
    before = client.get(path)
    store.error = StoreError("down")
    after = client.get(path)
    assert (after.status_code, after.headers, after.data) == (200, before.headers, before.data)
    assert client.get(path, headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert client.get(path, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    store.error = None
    assert client.get("/entries/old-ferry").status_code == 200


@pytest.mark.parametrize("error", [FeedsvcError("secret reason"), ZeroDivisionError("secret reason")])
def test_what_nobody_foresaw_is_a_500_without_its_reason(
    store: Failing, client: Client, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    store.error = error
    response = client.get("/feeds/all.rss", headers=BROWSER)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert "secret reason" in caplog.text


def test_errors_are_pages_for_people_and_a_sentence_for_programs(client: Client) -> None:
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/rss+xml"}, {"Accept": "nonsense"}):
        response = client.get("/feeds/none.rss", headers=headers)
        assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert response.text == "There is nothing at this address.\n"
        assert response.headers["Vary"] == "Accept"
    response = client.get("/feeds/none.rss", headers=BROWSER)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "<h1>There is nothing at this address.</h1>" in response.text


@pytest.mark.parametrize("path", ["/feeds/none.rss", "/entries/none", "/nothing", "/entries/false-alarm"])
def test_no_error_is_kept_by_a_cache(client: Client, path: str) -> None:
    """C9."""
    response = client.get(path)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "ETag" not in response.headers


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/%00", "x"),
        ("/static/%00", "x"),
        ("/static/../pages.py", "x"),
        ("/" + "a" * 20_000, "x"),
        ("/", "[:::"),
        ("/", "a b"),
    ],
)
def test_absurd_requests_are_no_fault_of_ours(client: Client, path: str, host: str) -> None:
    assert client.get(path, headers={"Host": host}).status_code < 500


def test_browsers_and_readers_find_an_icon(client: Client) -> None:
    """What they fetch unasked."""
    with client.get("/favicon.ico") as response:
        assert response.status_code == 200
        assert response.data.startswith(b"\0\0\1\0")
        assert response.mimetype in {"image/vnd.microsoft.icon", "image/x-icon"}
