"""Conditional requests: who has the document already, whatever words they say it in (standards.md, C2-C4, C8, C14)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from gazette import PRESSED, printed, printed_at, publication, reader, titles
from werkzeug.test import Client

from feedsvc import store
from feedsvc.model import Format

PATH = "/feeds/ferries.atom"
FEEDS = [f"/feeds/{selection}.{suffix}" for selection in ("all", "ferries", "ferries+weather") for suffix in Format]
EVERYTHING = [
    *FEEDS,
    "/feeds/ferries/archive/1.rss",
    "/feeds/ferries.json?limit=1&brief",
    "/feeds.opml",
    "/",
    "/topics/ferries",
]
SAID = {"ETag", "Cache-Control", "Vary", "Link"}
"""All that a 304 may say here; the server adds Date."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Of a paper in which nothing happens."""
    return reader(printed(tmp_path_factory.mktemp("conditional")))


def ask(client: Client, if_none_match: str, path: str = PATH, **headers: str) -> int:
    return client.get(path, headers={"If-None-Match": if_none_match, **headers}).status_code


@pytest.mark.parametrize(
    "form",
    [
        '{tag}',
        'W/{tag}',
        '"another", {tag}',
        'W/"another",{tag},"a third"',
        '  {tag}  ,',
        ', ,\t{tag}',
        '"with,a,comma", {tag}',
        '"", {tag}',
        "*",
        " * ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", EVERYTHING)
def test_a_list_a_weak_tag_and_any_tag_at_all_are_understood(client: Client, path: str, form: str) -> None:
    """C2: compared weakly (RFC 9110, section 13.1.2)."""
    tag = client.get(path).headers["ETag"]
    assert ask(client, form.format(tag=tag), path) == 304


@pytest.mark.parametrize(
    "form",
    [
        "{bare}",
        "'{bare}'",
        '"{bare}',
        '{bare}"',
        '"{bare}-gzip"',
        '"{bare};gzip"',
        '"x{bare}"',
        'w/"{bare}"',
        '"another"',
        '"*"',
        '""',
        "",
        ",",
        "W/",
        "W/*",
        '"\x80\xff"',
        "NULL",
        "undefined",
    ],
)
def test_whatever_else_a_client_makes_up_is_no_error_and_no_match(client: Client, form: str) -> None:
    """C2, C14: unquoted, invented, empty."""
    bare = client.get(PATH).headers["ETag"].strip('"')
    response = client.get(PATH, headers={"If-None-Match": form.format(bare=bare)})
    assert (response.status_code, titles(response)) == (200, ["New ferry", "Old ferry"])


@pytest.mark.parametrize("filler", ['"x",', ",", " ", "x", '"', 'W/"x"  ,', '"0badcafe-1-0-atom",'])
def test_64_kilobytes_of_tags_are_read_at_once(client: Client, filler: str) -> None:
    """C2, C14: the one that counts may stand at the end; nobody keeps us busy by what stands before it."""
    tag = client.get(PATH).headers["ETag"]
    long = filler * (65_536 // len(filler))
    begun = time.perf_counter()
    statuses = [ask(client, long), ask(client, f"{long}{tag}")]
    assert time.perf_counter() - begun < 10  # what is quadratic takes minutes; a busy machine is no failure
    is_list = filler.strip().endswith(",") or not filler.strip()
    assert statuses == [200, 304 if is_list else 200]


@pytest.mark.parametrize("path", EVERYTHING)
@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
def test_a_304_says_what_the_200_says_to_caches_and_nothing_else(client: Client, path: str, coding: str) -> None:
    """C3, C4, C6, C12: to GET as to HEAD; the tag to the letter, that of the coding; no type, no length, no date."""
    asked = {"Accept-Encoding": coding}
    full = client.get(path, headers=asked)
    for method in ("GET", "HEAD"):
        response = client.open(path, method=method, headers={**asked, "If-None-Match": full.headers["ETag"]})
        assert (response.status_code, response.data) == (304, b"")
        assert dict(response.headers) == {name: value for name, value in full.headers if name in SAID}


@pytest.mark.parametrize("path", EVERYTHING)
def test_head_is_get_without_its_body(client: Client, path: str) -> None:
    """C1: under every condition; a length that is said is that of the body that GET has."""
    full = client.get(path, headers={"Accept-Encoding": "gzip"})
    for condition in ({}, {"If-None-Match": full.headers["ETag"]}, {"If-None-Match": '"another"'}):
        headers = {"Accept-Encoding": "gzip", **condition}
        got, asked = client.get(path, headers=headers), client.head(path, headers=headers)
        assert (asked.status_code, list(asked.headers), asked.data) == (got.status_code, list(got.headers), b"")
        assert asked.headers.get("Content-Length", "0") == str(len(got.data))


@pytest.mark.parametrize(
    ("date", "status"),
    [
        ("Sun, 01 Mar 2026 12:00:00 GMT", 304),
        ("Sunday, 01-Mar-26 12:00:00 GMT", 304),
        ("Sun Mar  1 12:00:00 2026", 304),
        ("Sun, 01 Mar 2026 12:00:01 GMT", 304),
        ("Fri, 31 Dec 2099 23:59:59 GMT", 304),
        ("Sun, 01 Mar 2026 11:59:59 GMT", 200),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 200),
        ("Sun, 01 Mar 2026 12:00:00 +0000", 200),
        ("2026-03-01T12:00:00Z", 200),
        ("Sun, 31 Feb 2026 12:00:00 GMT", 200),
        ("Sun, 01 Mar 2026 25:00:00 GMT", 200),
        ("Sun, 01 Mar 99999999999 12:00:00 GMT", 200),
        ("sun, 01 mar 2026 12:00:00 gmt", 200),
        ("", 200),
        ("0", 200),
        ("x" * 65_536, 200),
    ],
)
def test_a_date_is_answered_by_whether_anything_happened_since(client: Client, date: str, status: int) -> None:
    """C2, C14: also one that nobody was ever told; what is no date is not there."""
    assert client.get(PATH, headers={"If-Modified-Since": date}).status_code == status


@pytest.mark.parametrize("tags", ['"another"', "unquoted", "", '"'])
@pytest.mark.parametrize("path", FEEDS)
def test_a_date_counts_for_nothing_beside_a_tag(client: Client, path: str, tags: str) -> None:
    """C2: "A recipient MUST ignore If-Modified-Since if the request contains an If-None-Match" (section 13.1.3)."""
    assert ask(client, tags, path, If_Modified_Since="Fri, 31 Dec 2099 23:59:59 GMT") == 200


@pytest.mark.parametrize("condition", [{"If-Match": '"another"'}, {"If-Unmodified-Since": "x"}, {"Range": "bytes=0-9"}])
def test_conditions_that_we_do_not_weigh_change_nothing(client: Client, condition: dict[str, str]) -> None:
    """RFC 9110, sections 13.1.1, 13.1.4 and 14.2: a GET of what nobody can alter; ranges are never promised."""
    plain, asked = client.get(PATH), client.get(PATH, headers=condition)
    assert (asked.status_code, asked.headers, asked.data) == (200, plain.headers, plain.data)


def test_tags_and_dates_are_the_same_in_every_process_and_after_a_restart(sqlite_url: str) -> None:
    """C8, X9: whoever answers, and whenever it was started."""
    processes = [reader(printed_at(sqlite_url)), *(reader(store.connect(sqlite_url)) for _ in range(2))]
    for path in EVERYTHING:
        first, *others = [client.get(path) for client in processes]
        for client, other in zip(processes[1:], others, strict=True):
            assert (other.headers, other.data) == (first.headers, first.data)
            assert ask(client, first.headers["ETag"], path) == 304


def test_a_feed_that_came_back_to_what_it_was_has_a_new_tag(tmp_path: Path) -> None:
    """C2: a tag never comes back, so that a delta counted from it is right."""
    pressed = printed(tmp_path)
    client = reader(pressed)
    seen = {client.get(PATH).headers["ETag"]}
    for hour, title in enumerate(["Renamed", "New ferry", "Renamed"], 1):
        pressed.apply([publication("new-ferry", "ferries", title=title)], PRESSED + timedelta(hours=hour))
        tag = client.get(PATH).headers["ETag"]
        assert tag not in seen
        seen.add(tag)


def test_a_clock_that_is_ahead_where_things_are_published_brings_no_date_to_come(tmp_path: Path) -> None:
    """C8: "MUST NOT generate a Last-Modified date that is later than the Date" (RFC 9110, section 8.8.2.1)."""
    pressed = printed(tmp_path)
    pressed.apply([publication("tomorrow", "ferries", "weather")], datetime.now(UTC) + timedelta(days=1))
    client = reader(pressed)
    for path in EVERYTHING:
        stamp = client.get(path).last_modified
        assert stamp is None if path in {"/", "/topics/ferries"} else stamp <= datetime.now(UTC)


@pytest.mark.parametrize("path", FEEDS)
def test_every_feed_has_a_tag_and_a_date(client: Client, path: str) -> None:
    """C2, C8: the tag strong, the date in the one form that is still to be written."""
    headers = client.get(path).headers
    assert headers["ETag"].startswith('"')
    assert headers["Last-Modified"] == "Sun, 01 Mar 2026 12:00:00 GMT"
