"""Feeds over HTTP: what standards.md asks of every feed URL."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import feedparser
import listparser
import pytest
from flask.testing import FlaskClient
from gazette import PRESSED, SITE, printed, publication
from lxml import etree
from werkzeug.test import TestResponse

from feedsvc import web
from feedsvc.model import Feed, Format, Site
from feedsvc.store.base import Store

PRESSED_HTTP = "Sun, 01 Mar 2026 12:00:00 GMT"
SUFFIXES = [str(each) for each in Format]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return printed(tmp_path)


@pytest.fixture
def client(store: Store) -> FlaskClient:
    return web.create(SITE, store, 50).test_client()


def titles(response: TestResponse) -> list[str]:
    """Of the entries, whatever the format."""
    if response.mimetype == Format.JSON.media_type:
        return [item["title"] for item in json.loads(response.data)["items"]]
    return [entry.title for entry in feedparser.parse(response.data).entries]


@pytest.mark.parametrize("format", list(Format))
def test_a_topic_is_served_in_every_format(client: FlaskClient, format: Format) -> None:
    """X4, S2: the right media type, the same entries in the same order; nothing held, nothing withdrawn."""
    response = client.get(f"/feeds/ferries.{format}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"{format.media_type}; charset=utf-8"
    assert titles(response) == ["New ferry", "Old ferry"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_all_holds_every_entry_and_no_more_than_the_limit(store: Store, suffix: str) -> None:
    assert titles(web.create(SITE, store, 50).test_client().get(f"/feeds/all.{suffix}")) == ["New ferry", "Old ferry"]
    assert titles(web.create(SITE, store, 1).test_client().get(f"/feeds/all.{suffix}")) == ["New ferry"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_topic_is_an_empty_feed(client: FlaskClient, suffix: str) -> None:
    """S3."""
    response = client.get(f"/feeds/weather.{suffix}")
    assert response.status_code == 200
    assert titles(response) == []


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/unknown.atom",
        "/feeds/ferries.xml",
        "/feeds/ferries.ATOM",
        "/feeds/ferries",
        "/feeds/.atom",
        "/feeds/ferries+weather.atom",
        "/feeds/ferries,weather.rss",
        "/feeds/ferries%2Fweather.rss",
        "/feeds/ferries%00.json",
        "/feeds/%FF%FE.json",
        "//feeds/ferries.atom",
    ],
)
def test_what_is_no_feed_is_not_found(client: FlaskClient, path: str) -> None:
    """C11, S3."""
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/feeds/all.atom", "/feeds.opml"])
def test_other_methods_are_refused_with_those_allowed(client: FlaskClient, path: str, method: str) -> None:
    """C1."""
    response = client.open(path, method=method)
    assert response.status_code == 405
    assert set(response.allow) == {"GET", "HEAD"}


@pytest.mark.parametrize("path", ["/feeds/ferries.atom", "/feeds/ferries.rss", "/feeds/ferries.json", "/feeds.opml"])
def test_head_says_what_get_says(client: FlaskClient, path: str) -> None:
    """C1: Content-Length too."""
    got, asked = client.get(path), client.head(path)
    assert asked.data == b""
    assert asked.headers == got.headers
    assert int(asked.headers["Content-Length"]) == len(got.data)


def test_a_feed_says_how_long_it_keeps_and_who_may_read_it(client: FlaskClient) -> None:
    """C9, C11, C13."""
    headers = client.get("/feeds/ferries.atom").headers
    assert headers["Cache-Control"] == "public, max-age=300"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers
    assert "Vary" not in headers


def test_a_feed_of_rss_says_the_same_in_itself_as_over_http(client: FlaskClient) -> None:
    """R13: ttl is in minutes, max-age in seconds."""
    response = client.get("/feeds/ferries.rss")
    ttl = etree.fromstring(response.data).findtext("channel/ttl")
    assert ttl is not None
    assert response.cache_control.max_age == 60 * int(ttl)


def test_links_name_the_feed_itself_and_its_other_formats(client: FlaskClient) -> None:
    """C12, W1: header and document agree on self."""
    response = client.get("/feeds/политика.rss")
    address = f"{SITE.base_url}/feeds/{quote('политика')}"
    assert response.headers["Link"] == (
        f'<{address}.rss>; rel="self"; type="application/rss+xml", '
        f'<{address}.atom>; rel="alternate"; type="application/atom+xml", '
        f'<{address}.json>; rel="alternate"; type="application/feed+json"'
    )
    named = etree.fromstring(response.data).xpath("//*[local-name()='link' and @rel='self']/@href")
    assert named == [f"{address}.rss"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_known_tag_is_answered_304_with_what_caches_need(client: FlaskClient, suffix: str) -> None:
    """C3, C4: the same ETag, Cache-Control and Link as the 200, and nothing of the body."""
    full = client.get(f"/feeds/ferries.{suffix}")
    for method in ("GET", "HEAD"):
        response = client.open(
            f"/feeds/ferries.{suffix}", method=method, headers={"If-None-Match": full.headers["ETag"]}
        )
        assert response.status_code == 304
        assert response.data == b""
        for name in ("ETag", "Cache-Control", "Link", "Access-Control-Allow-Origin"):
            assert response.headers[name] == full.headers[name]
        assert set(response.headers.keys()) <= set(full.headers.keys())
        assert not {"Content-Type", "Content-Length", "Content-Encoding"} & set(response.headers.keys())


def test_last_modified_is_when_the_feed_last_changed(client: FlaskClient) -> None:
    """C2, C8, C14: the same date, or any later one, is answered 304."""
    path = "/feeds/ferries.json"
    assert client.get(path).headers["Last-Modified"] == PRESSED_HTTP
    assert client.get(path, headers={"If-Modified-Since": PRESSED_HTTP}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": "Fri, 31 Dec 2099 23:59:59 GMT"}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": "Sun, 01 Mar 2026 11:59:59 GMT"}).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": "a while ago"}).status_code == 200


def test_if_none_match_outranks_if_modified_since(client: FlaskClient) -> None:
    """C2."""
    conditions = {"If-None-Match": '"another"', "If-Modified-Since": PRESSED_HTTP}
    assert client.get("/feeds/ferries.atom", headers=conditions).status_code == 200


def test_last_modified_is_never_later_than_now(tmp_path: Path) -> None:
    """C8: whatever the clock of the machine that published."""
    store = printed(tmp_path)
    store.apply([publication("tomorrow", "ferries")], datetime.now(PRESSED.tzinfo) + timedelta(days=1))
    stamp = web.create(SITE, store, 50).test_client().get("/feeds/ferries.atom").last_modified
    assert stamp is not None
    assert stamp <= datetime.now(PRESSED.tzinfo)


def test_publishing_moves_the_tags_of_the_feeds_it_touches_and_of_no_other(store: Store, client: FlaskClient) -> None:
    """C2, X9."""
    paths = ["/feeds/all.atom", "/feeds/ferries.atom", "/feeds/weather.atom"]
    before = {path: client.get(path).headers["ETag"] for path in paths}
    store.apply([publication("storm", "weather")], PRESSED + timedelta(hours=1))
    moved = [path for path in paths if client.get(path).headers["ETag"] != before[path]]
    assert moved == ["/feeds/all.atom", "/feeds/weather.atom"]
    stale = client.get("/feeds/weather.atom", headers={"If-None-Match": before["/feeds/weather.atom"]})
    assert titles(stale) == ["Storm"]


@pytest.mark.parametrize(
    ("site", "limit"),
    [(SITE, 49), (replace(SITE, title="Renamed"), 50), (replace(SITE, base_url="https://new.example.org"), 50)],
)
def test_processes_with_other_settings_share_no_tag(store: Store, client: FlaskClient, site: Site, limit: int) -> None:
    """C8, C16."""
    other = web.create(site, store, limit).test_client()
    assert other.get("/feeds/all.atom").headers["ETag"] != client.get("/feeds/all.atom").headers["ETag"]


def test_processes_with_the_same_settings_serve_the_same(store: Store, client: FlaskClient) -> None:
    """X9, C8."""
    twin = web.create(replace(SITE), store, 50).test_client()
    for suffix in SUFFIXES:
        here, there = client.get(f"/feeds/all.{suffix}"), twin.get(f"/feeds/all.{suffix}")
        assert (here.headers, here.data) == (there.headers, there.data)


def test_tags_differ_between_formats(client: FlaskClient) -> None:
    """C5."""
    assert len({client.get(f"/feeds/ferries.{suffix}").headers["ETag"] for suffix in SUFFIXES}) == len(SUFFIXES)


class PublishesBetweenReads:
    """A store in which an entry is published after the look at the feed and before that at its entries."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.epoch = store.epoch

    def feed(self, selection: str) -> Feed | None:
        seen = self._store.feed(selection)
        self._store.apply([publication("late", "ferries")], PRESSED + timedelta(hours=1))
        return seen

    def window(self, selection: str, format: Format, limit: int) -> tuple[Feed, list[bytes]] | None:
        return self._store.window(selection, format, limit)


def test_tag_and_bytes_are_of_one_moment(store: Store, client: FlaskClient) -> None:
    """C16: an entry that comes in between is never served under the tag of the document without it."""
    before = client.get("/feeds/ferries.rss").headers["ETag"]
    between = web.create(SITE, PublishesBetweenReads(store), 50).test_client()  # type: ignore[arg-type]  # half a store
    during = between.get("/feeds/ferries.rss")
    after = client.get("/feeds/ferries.rss")
    assert "Late" in titles(during)
    assert during.headers["ETag"] == after.headers["ETag"] != before
    assert during.data == after.data
    assert during.last_modified == PRESSED + timedelta(hours=1)


@pytest.mark.parametrize("path", ["/feeds/ferries.atom", "/feeds.opml", "/", "/topics/ferries", "/entries/new-ferry"])
def test_nothing_depends_on_what_the_request_calls_the_host_or_adds_to_the_address(
    client: FlaskClient, path: str
) -> None:
    """C11, W2."""
    odd = {"Host": "evil.example.net", "X-Forwarded-Host": "evil.example.net", "X-Forwarded-Proto": "gopher"}
    plain = client.get(path)
    other = client.get(f"{path}?utm_source=x&null", headers={**odd, "X-Forwarded-Prefix": "/evil", "Cookie": "a=b"})
    assert (other.status_code, other.data, other.headers) == (200, plain.data, plain.headers)


@pytest.mark.parametrize("accept", ["application/rss+xml", "text/html", "image/png", "*/*;q=0", "nonsense"])
def test_a_fixed_suffix_ignores_accept(client: FlaskClient, accept: str) -> None:
    """C10."""
    response = client.get("/feeds/ferries.atom", headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, "application/atom+xml")


def test_opml_lists_every_feed_once(client: FlaskClient) -> None:
    """O2, O4, O5."""
    response = client.get("/feeds.opml")
    assert response.headers["Content-Type"] == "text/x-opml; charset=utf-8"
    listed = [feed.url for feed in listparser.parse(response.data).feeds]
    slugs = ["all", "ferries", "harbour-politics", "weather", "политика"]
    assert listed == [f"{SITE.base_url}/feeds/{quote(slug)}.atom" for slug in slugs]


def test_opml_is_validated_like_a_feed(client: FlaskClient) -> None:
    """C2, C3."""
    full = client.get("/feeds.opml")
    assert full.headers["Last-Modified"] == PRESSED_HTTP
    for condition in ({"If-None-Match": full.headers["ETag"]}, {"If-Modified-Since": PRESSED_HTTP}):
        response = client.get("/feeds.opml", headers=condition)
        assert (response.status_code, response.data) == (304, b"")
        assert response.headers["ETag"] == full.headers["ETag"]
