"""Feeds over HTTP: what standards.md asks of every feed URL."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import listparser
import pytest
from gazette import PRESSED, SITE, printed, publication, reader, titles
from lxml import etree
from werkzeug.test import Client

from feedsvc.model import Format, Site
from feedsvc.selections import Selection
from feedsvc.store.base import Store
from feedsvc.store.reading import News
from feedsvc.store.values import Window

PRESSED_HTTP = "Sun, 01 Mar 2026 12:00:00 GMT"
SUFFIXES = [str(each) for each in Format]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return printed(tmp_path)


@pytest.fixture
def client(store: Store) -> Client:
    return reader(store)


@pytest.mark.parametrize("format", list(Format))
def test_a_topic_is_served_in_every_format(client: Client, format: Format) -> None:
    """X4, S2: the right media type, the same entries in the same order; nothing held, nothing withdrawn."""
    response = client.get(f"/feeds/ferries.{format}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"{format.media_type}; charset=utf-8"
    assert titles(response) == ["New ferry", "Old ferry"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_all_holds_every_entry_and_no_more_than_the_limit(store: Store, suffix: str) -> None:
    assert titles(reader(store).get(f"/feeds/all.{suffix}")) == ["New ferry", "Old ferry"]
    assert titles(reader(store, limit=1).get(f"/feeds/all.{suffix}")) == ["New ferry"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_topic_is_an_empty_feed(client: Client, suffix: str) -> None:
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
        "/feeds/ferry",
        "/feeds/.atom",
        "/feeds/ferries+unknown.atom",
        "/feeds/ferries,unknown.rss",
        "/feeds/ferries-ferries.json",
        "/feeds/ferries+.atom",
        "/feeds/,.atom",
        "/feeds/ferries%2Fweather.rss",
        "/feeds/ferries%00.json",
        "/feeds/%FF%FE.json",
    ],
)
def test_what_is_no_feed_is_not_found(client: Client, path: str) -> None:
    """C11, S3."""
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/feeds/all.atom", "/feeds.opml"])
def test_other_methods_are_refused_with_those_allowed(client: Client, path: str, method: str) -> None:
    """C1."""
    response = client.open(path, method=method)
    assert response.status_code == 405
    assert set(response.allow) == {"GET", "HEAD"}


@pytest.mark.parametrize("path", ["/feeds/ferries.atom", "/feeds/ferries.rss", "/feeds/ferries.json", "/feeds.opml"])
def test_head_says_what_get_says(client: Client, path: str) -> None:
    """C1: Content-Length too."""
    got, asked = client.get(path), client.head(path)
    assert asked.data == b""
    assert asked.headers == got.headers
    assert int(asked.headers["Content-Length"]) == len(got.data)


def test_a_feed_says_how_long_it_keeps_and_who_may_read_it(client: Client) -> None:
    """C6, C9, C11, C13."""
    for suffix, vary in {"atom": "Accept-Encoding, Accept, Sec-Fetch-Dest", "json": "Accept-Encoding"}.items():
        headers = client.get(f"/feeds/ferries.{suffix}").headers
        assert headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400"
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Access-Control-Expose-Headers"] == "ETag, Link"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Vary"] == vary
        assert "Set-Cookie" not in headers


def test_a_feed_of_rss_says_the_same_in_itself_as_over_http(client: Client) -> None:
    """R13: ttl is in minutes, max-age in seconds."""
    response = client.get("/feeds/ferries.rss")
    ttl = etree.fromstring(response.data).findtext("channel/ttl")
    assert ttl is not None
    assert response.cache_control.max_age == 60 * int(ttl)


def test_links_name_the_feed_itself_and_its_other_formats(client: Client) -> None:
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
def test_a_known_tag_is_answered_304_with_what_caches_need(client: Client, suffix: str) -> None:
    """C3, C4: the same ETag, Cache-Control, Vary and Link as the 200, and nothing else of it."""
    full = client.get(f"/feeds/ferries.{suffix}")
    for method in ("GET", "HEAD"):
        response = client.open(
            f"/feeds/ferries.{suffix}", method=method, headers={"If-None-Match": full.headers["ETag"]}
        )
        assert response.status_code == 304
        assert response.data == b""
        assert list(response.headers) == [
            (name, full.headers[name]) for name in ("ETag", "Cache-Control", "Vary", "Link")
        ]


def test_last_modified_is_when_the_feed_last_changed(client: Client) -> None:
    """C2, C8, C14: the same date, or any later one, is answered 304."""
    path = "/feeds/ferries.json"
    assert client.get(path).headers["Last-Modified"] == PRESSED_HTTP
    assert client.get(path, headers={"If-Modified-Since": PRESSED_HTTP}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": "Fri, 31 Dec 2099 23:59:59 GMT"}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": "Sun, 01 Mar 2026 11:59:59 GMT"}).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": "a while ago"}).status_code == 200


def test_if_none_match_outranks_if_modified_since(client: Client) -> None:
    """C2."""
    conditions = {"If-None-Match": '"another"', "If-Modified-Since": PRESSED_HTTP}
    assert client.get("/feeds/ferries.atom", headers=conditions).status_code == 200


def test_last_modified_is_never_later_than_now(tmp_path: Path) -> None:
    """C8: whatever the clock of the machine that published."""
    store = printed(tmp_path)
    store.apply([publication("tomorrow", "ferries")], datetime.now(PRESSED.tzinfo) + timedelta(days=1))
    stamp = reader(store).get("/feeds/ferries.atom").last_modified
    assert stamp is not None
    assert stamp <= datetime.now(PRESSED.tzinfo)


def test_publishing_moves_the_tags_of_the_feeds_it_touches_and_of_no_other(store: Store, client: Client) -> None:
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
def test_processes_with_other_settings_share_no_tag(store: Store, client: Client, site: Site, limit: int) -> None:
    """C8, C16."""
    other = reader(store, site, limit=limit)
    assert other.get("/feeds/all.atom").headers["ETag"] != client.get("/feeds/all.atom").headers["ETag"]


def test_processes_with_the_same_settings_serve_the_same(store: Store, client: Client) -> None:
    """X9, C8."""
    twin = reader(store, replace(SITE))
    for suffix in SUFFIXES:
        here, there = client.get(f"/feeds/all.{suffix}"), twin.get(f"/feeds/all.{suffix}")
        assert (here.headers, here.data) == (there.headers, there.data)


def test_tags_differ_between_formats(client: Client) -> None:
    """C5."""
    assert len({client.get(f"/feeds/ferries.{suffix}").headers["ETag"] for suffix in SUFFIXES}) == len(SUFFIXES)


class PublishesBetweenReads:
    """A store in which an entry is published after the look at what is new and before that at the entries."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.epoch = store.epoch

    def news(self) -> News:
        return self._store.news()

    def window(self, *asked: Any) -> Window[bytes] | None:
        self._store.apply([publication("late", "ferries")], PRESSED + timedelta(hours=1))
        return self._store.window(*asked)

    def next_moment(self, after: datetime) -> datetime | None:
        return self._store.next_moment(after)

    def next_change(self, selection: Selection, after: datetime) -> datetime | None:
        return self._store.next_change(selection, after)


def test_tag_and_bytes_are_of_one_moment(store: Store, client: Client) -> None:
    """C16: an entry that comes in between is never served under the tag of the document without it."""
    before = client.get("/feeds/ferries.rss").headers["ETag"]
    between = reader(PublishesBetweenReads(store))  # type: ignore[arg-type]  # half a store
    during = between.get("/feeds/ferries.rss")
    after = client.get("/feeds/ferries.rss")
    assert "Late" in titles(during)
    assert during.headers["ETag"] == after.headers["ETag"] != before
    assert during.data == after.data
    assert during.last_modified == PRESSED + timedelta(hours=1)


@pytest.mark.parametrize("path", ["/feeds/ferries.atom", "/feeds.opml", "/", "/topics/ferries", "/entries/new-ferry"])
def test_nothing_depends_on_what_the_request_calls_the_host_or_adds_to_the_address(client: Client, path: str) -> None:
    """C11, W2."""
    odd = {"Host": "evil.example.net", "X-Forwarded-Host": "evil.example.net", "X-Forwarded-Proto": "gopher"}
    plain = client.get(path)
    other = client.get(f"{path}?utm_source=x&null", headers={**odd, "X-Forwarded-Prefix": "/evil", "Cookie": "a=b"})
    assert (other.status_code, other.data, other.headers) == (200, plain.data, plain.headers)


@pytest.mark.parametrize("accept", ["application/rss+xml", "text/plain", "image/png", "*/*;q=0", "nonsense"])
def test_a_fixed_suffix_ignores_accept(client: Client, accept: str) -> None:
    """C10."""
    response = client.get("/feeds/ferries.atom", headers={"Accept": accept})
    assert (response.status_code, response.mimetype) == (200, "application/atom+xml")


def test_opml_lists_every_feed_once(client: Client) -> None:
    """O2, O4, O5."""
    response = client.get("/feeds.opml")
    assert response.headers["Content-Type"] == "text/x-opml; charset=utf-8"
    listed = [feed.url for feed in listparser.parse(response.data).feeds]
    slugs = ["all", "ferries", "harbour-politics", "weather", "политика"]
    assert listed == [f"{SITE.base_url}/feeds/{quote(slug)}.atom" for slug in slugs]


def test_opml_has_folders_along_the_tree_of_topics(store: Store) -> None:
    """O4: and what the configuration says of topics that are not served brings no empty folder."""
    client = reader(store, parents={"ferries": "weather", "harbour-politics": "politics"})
    feeds = listparser.parse(client.get("/feeds.opml").data).feeds
    assert {feed.url.rpartition("/")[2]: feed.categories for feed in feeds} == {
        "all.atom": [],
        "ferries.atom": [["Weather"]],
        "harbour-politics.atom": [],
        "weather.atom": [["Weather"]],
        f"{quote('политика')}.atom": [],
    }


def test_opml_is_validated_like_a_feed(client: Client) -> None:
    """C2, C3."""
    full = client.get("/feeds.opml")
    assert full.headers["Last-Modified"] == PRESSED_HTTP
    for condition in ({"If-None-Match": full.headers["ETag"]}, {"If-Modified-Since": PRESSED_HTTP}):
        response = client.get("/feeds.opml", headers=condition)
        assert (response.status_code, response.data) == (304, b"")
        assert response.headers["ETag"] == full.headers["ETag"]
